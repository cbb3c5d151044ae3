//! The command line: arguments in; streams and exit status out.
//!
//! The only part that touches the disk, the environment, the clock and the terminal.

mod attributes;
pub mod clock;
pub mod create;
pub mod environment;
pub mod error;
pub mod exit;
pub mod files;
pub mod lock;
pub mod paint;
pub mod replace;
pub mod sanitise;
pub mod select;
pub mod settings;
pub mod signals;
pub mod table;
mod temporary;
pub mod ui;
pub mod walk;
pub mod who;
