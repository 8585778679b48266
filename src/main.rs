//! The program: hands the arguments to `cli` and its answer to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "the signing child is this same program")]
    let program = std::env::current_exe().ok();
    ircase::cli::run(std::env::args_os(), program)
}
