//! Runbooks for support-assisted customer work.
//!
//! Reading order: a runbook as data ([`model`]), as a YAML file ([`document`]), checked ([`lint`], [`report`]), rendered
//! ([`render`]), marked ([`marking`]), held against another version ([`compare`]), begun ([`starter`]),
//! read from Markdown ([`sync`]);
//! what other programs are asked ([`services`]); and the command line around it all ([`cli`], [`config`]).

pub mod cli;
pub mod compare;
pub mod config;
pub mod document;
pub mod lint;
pub mod marking;
pub mod model;
pub mod render;
pub mod report;
pub mod services;
pub mod starter;
pub mod sync;
