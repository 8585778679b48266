//! The two streams: stdout is the answer, stderr is the conversation.
//!
//! Everything the program prints goes through here, and text that others wrote is made visible
//! before it reaches a terminal.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::visible::{visible, visible_line};

/// When to use colour. Meaning never depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

/// What became of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AnswerState {
    Whole,
    /// The pipe was closed at its other end.
    ReaderLeft,
    Failed,
}

/// The streams of one run.
#[derive(Debug)]
pub(crate) struct Ui {
    quiet: bool,
    verbose: bool,
    width: usize,
    answer: AnswerState,
}

/// Width of text where the terminal does not say.
const DEFAULT_WIDTH: usize = 100;

impl Ui {
    pub(crate) fn new(
        color: ColorWhen,
        quiet: bool,
        verbose: bool,
        columns: Option<usize>,
    ) -> Self {
        match color {
            ColorWhen::Auto => anstream::ColorChoice::Auto,
            ColorWhen::Always => anstream::ColorChoice::Always,
            ColorWhen::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Self { quiet, verbose, width: columns.unwrap_or(DEFAULT_WIDTH), answer: AnswerState::Whole }
    }

    /// Returns the width of lines, in columns.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Prints a line of the answer.
    pub(crate) fn answer(&mut self, line: &str) {
        self.put(&mut anstream::stdout().lock(), format!("{line}\n").as_bytes());
    }

    /// Prints bytes of the answer as they are: a document, a report, a signature.
    ///
    /// Past anstream, which would take out what looks like an escape sequence.
    pub(crate) fn answer_bytes(&mut self, bytes: &[u8]) {
        self.put(&mut std::io::stdout().lock(), bytes);
    }

    /// Prints a diff: byte for byte for a program that reads it, made visible on a terminal.
    pub(crate) fn answer_diff(&mut self, diff: &str) {
        match std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            true => self.answer(visible(diff.trim_end_matches('\n')).as_ref()),
            false => self.answer_bytes(diff.as_bytes()),
        }
    }

    fn put(&mut self, stdout: &mut impl Write, bytes: &[u8]) {
        if let Err(error) = stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            self.answer = match error.kind() {
                std::io::ErrorKind::BrokenPipe => AnswerState::ReaderLeft,
                _ => AnswerState::Failed,
            };
        }
    }

    /// Prints a versioned type as JSON, indented, keys in the order of the type.
    pub(crate) fn answer_json(&mut self, value: &impl serde::Serialize) {
        let text = serde_json::to_string_pretty(value).expect("our own types have string keys");
        self.answer(&text);
    }

    /// Returns whether some of the answer could not be written.
    pub(crate) fn answer_failed(&self) -> bool {
        self.answer != AnswerState::Whole
    }

    /// Returns whether whoever read the answer stopped reading, as `head` does.
    pub(crate) fn reader_left(&self) -> bool {
        self.answer == AnswerState::ReaderLeft
    }

    /// Says something to the user; silent with `--quiet`.
    pub(crate) fn say(&self, line: &str) {
        if !self.quiet {
            self.write_stderr(line);
        }
    }

    /// Says something only with `--verbose`.
    pub(crate) fn say_verbose(&self, line: &str) {
        if self.verbose {
            self.write_stderr(line);
        }
    }

    pub(crate) fn warning(&self, message: &str) {
        let style = AnsiColor::Yellow.on_default().bold();
        self.say(&labelled(style, "warning", message));
    }

    /// Says what to type next; silent with `--quiet`.
    pub(crate) fn hint(&self, message: &str) {
        self.say(&labelled(AnsiColor::Cyan.on_default().bold(), "hint", message));
    }

    /// Says what to type after an error; not silenced by `--quiet`.
    pub(crate) fn hint_of_error(&self, message: &str) {
        self.write_stderr(&labelled(AnsiColor::Cyan.on_default().bold(), "hint", message));
    }

    /// Says why the program could not do what was asked; not silenced by `--quiet`.
    pub(crate) fn error(&self, message: &str) {
        let style = AnsiColor::Red.on_default().bold();
        self.write_stderr(&labelled(style, "error", message));
    }

    /// Says a finding that stops what was asked, as the findings' own format prints it.
    pub(crate) fn finding(&self, text: &str) {
        self.write_stderr(text);
        self.write_stderr("");
    }

    fn write_stderr(&self, line: &str) {
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(anstream::stderr().lock(), "{line}");
    }
}

fn labelled(style: Style, label: &str, message: &str) -> String {
    format!("{style}{label}{style:#}: {}", visible(message))
}

/// Returns text that somebody else wrote as one safe line.
pub(crate) fn foreign(text: &str) -> String {
    visible_line(text).into_owned()
}
