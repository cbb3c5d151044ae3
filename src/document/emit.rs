//! stub
/// stub
pub(super) fn scalar(text: &str) -> String {
    format!("{text:?}")
}
