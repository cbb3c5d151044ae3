//! What lies ahead: the calls, how long there is time to turn back, and what to do next.
//!
//! Nothing here asks the clock; now is an argument.

mod call;
mod next;
mod way_back;

pub use call::Call;
pub use next::Next;
pub use way_back::RollbackStart;

#[cfg(test)]
mod tests;
