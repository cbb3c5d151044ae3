//! A conversation in memory.

use std::{cell::RefCell, rc::Rc};

use super::*;

/// What was written to a stream.
#[derive(Debug, Clone, Default)]
pub(crate) struct Captured(Rc<RefCell<Vec<u8>>>);

impl Captured {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns a person's terminal (or a script, without `input`), what it is answered, and what it is told.
pub(crate) fn ui(input: Option<&'static str>) -> (Ui, Captured, Captured) {
    let (out, err) = (Captured::default(), Captured::default());
    let ui = Ui {
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        input: Box::new(input.unwrap_or_default().as_bytes()),
        quiet: false,
        verbose: false,
        yes: false,
        interactive: input.is_some(),
        out_colour: false,
        err_colour: false,
        out_is_terminal: input.is_some(),
        err_is_terminal: input.is_some(),
        width: USUAL_WIDTH,
        out_is_closed: false,
        hidden: Vec::new(),
    };
    (ui, out, err)
}
