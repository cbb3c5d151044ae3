//! What can go wrong on the way, one at a time.

use std::{io::Write, net::TcpStream, thread, time::Duration};

use super::wire::{self, Reply};

/// How the next request fails.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Not carried out: this answer instead.
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// Carried out, and this answer instead: somebody on the way failed after it.
    AnswerAfter { status: u16, body: String },
    /// Not carried out, and the connection ends.
    LoseRequest,
    /// Carried out, and the connection ends without an answer.
    LoseAnswer,
    /// Carried out, and the connection ends in the middle of the answer.
    CutAnswer,
    /// Carried out, with its status, and a body that is no JSON.
    BreakAnswer,
    /// Carried out, and the body never ends.
    EndlessAnswer,
    /// Carried out, and the body says that it never ends, in drops.
    SlowAnswer,
    /// Carried out, and what comes is no HTTP.
    NoHttp,
}

impl Fault {
    /// Returns an answer without headers.
    pub(crate) fn status(status: u16, body: &str) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.to_owned() }
    }

    /// Returns an answer with one header.
    pub(crate) fn with_header(status: u16, name: &'static str, value: &str) -> Self {
        Self::Answer { status, headers: vec![(name, value.to_owned())], body: String::new() }
    }
}

/// Fails; returns whether the connection is still open.
pub(super) fn play(fault: Fault, mut connection: &TcpStream, carry_out: impl FnOnce() -> Reply) -> bool {
    match fault {
        Fault::Answer { status, headers, body } => {
            let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            return wire::write(connection, &Reply { status, headers, body: body.into_bytes() });
        }
        Fault::AnswerAfter { status, body } => {
            drop(carry_out());
            return wire::write(connection, &Reply { status, headers: Vec::new(), body: body.into_bytes() });
        }
        Fault::LoseRequest => {}
        Fault::LoseAnswer => drop(carry_out()),
        Fault::CutAnswer => {
            let reply = carry_out();
            let half = &reply.body[..reply.body.len() / 2];
            drop(connection.write_all(&[reply.head().as_bytes(), half].concat()));
        }
        Fault::BreakAnswer => {
            let reply = carry_out();
            return wire::write(connection, &Reply { body: b"<html>{\"iid\": 1".to_vec(), ..reply });
        }
        Fault::EndlessAnswer => {
            let reply = carry_out();
            let begin = head_without_length(&reply);
            let mut is_open = connection.write_all(begin.as_bytes()).is_ok();
            while is_open {
                is_open = connection.write_all(&[b' '; 65536]).is_ok();
            }
        }
        Fault::SlowAnswer => {
            let reply = carry_out();
            let begin = head_without_length(&reply);
            let mut is_open = connection.write_all(begin.as_bytes()).is_ok();
            while is_open {
                thread::sleep(Duration::from_millis(20));
                is_open = connection.write_all(b" ").is_ok();
            }
        }
        Fault::NoHttp => {
            drop(carry_out());
            drop(connection.write_all(b"220 mail.example.com ESMTP ready\r\n\r\n"));
        }
    }
    false
}

/// A body without a length goes on until the connection ends.
fn head_without_length(reply: &Reply) -> String {
    format!("HTTP/1.1 {} x\r\nconnection: close\r\n\r\n", reply.status)
}
