//! Runbooks for support-assisted customer work.
//!
//! Reading order: a runbook as data ([`model`]), as a YAML file ([`document`]), checked, rendered, marked; and the
//! command line around it.

pub mod cli;
pub mod config;
pub mod document;
pub mod lint;
pub mod model;
pub mod render;
pub mod report;
