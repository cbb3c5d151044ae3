//! The command line: arguments in; streams and exit status out.
//!
//! The only part that touches the disk, the environment, the clock and the terminal.

mod attributes;
pub mod create;
pub mod exit;
pub mod files;
pub mod lock;
pub mod replace;
pub mod sanitise;
pub mod signals;
mod temporary;
