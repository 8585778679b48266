//! The hidden subcommand in which gpg's agent is asked for a signature.
//!
//! The parent starts it, gives it the bytes to sign, and can end it: gpgme itself cannot be stopped
//! while it waits for a passphrase.

use std::io::Read;

use super::{Context, Exit, Failure};
use crate::trail::signer::{self, Questions};

/// Sign standard input with an OpenPGP key, for this program itself
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The key's fingerprint
    fingerprint: String,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let mut payload = Vec::new();
    std::io::stdin()
        .read_to_end(&mut payload)
        .map_err(|error| Failure::new(Exit::InputOutput, error))?;
    let questions = if context.no_input { Questions::Never } else { Questions::Allowed };
    match signer::sign_in_child(&args.fingerprint, &payload, questions) {
        Ok(signature) => {
            context.ui.answer_bytes(&signature);
            Ok(Exit::Done)
        }
        Err(told) => {
            // The parent reads this line; it is a form between the two, not a message.
            context.ui.say(&told);
            Ok(Exit::SigningFailed)
        }
    }
}
