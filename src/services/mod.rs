//! Requests to other programs and their answers. What is asked, and what an answer comes to, is decided by who calls.
//!
//! Nothing of ours is known here: no runbook, no file, no environment, no clock.

pub mod gitlab;
pub mod http;
mod secret;

pub use secret::Secret;
