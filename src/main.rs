//! The `runbook` program.

use runbook::cli::{self, ExitStatus};

fn main() -> ExitStatus {
    cli::run(std::env::args_os())
}
