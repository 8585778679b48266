//! Files in a document's place that could not be taken as text, and why.

use super::text::NotText;

/// A file in a document's place that could not be taken as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its path relative to the engagement.
    pub path: String,
    pub why: UnreadReason,
}

/// Why a file could not be taken as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnreadReason {
    /// Larger than [`DOCUMENT_BYTES_MAX`]; its size in bytes.
    TooLarge(u64),
    /// Not UTF-8, and where.
    NotText(NotText),
    /// A symbolic link, which is never followed.
    SymbolicLink,
    /// Something that is no file: a pipe, a device, a socket.
    NotAFile(&'static str),
    /// A file where a folder of documents should be.
    NotAFolder,
    /// A folder so deep that nothing in it is read.
    TooDeep,
    /// It says that it is a document of this kind, and no document lies there.
    WrongPlace(&'static str),
    /// Its name is not UTF-8; the path shows it as far as it can be shown.
    Name,
    /// Nothing lies at the path.
    NotThere,
    /// The system refused; its words.
    Refused(String),
}

/// Size of the largest document, in bytes: what a person writes is far below, and a limit keeps a
/// hostile file from filling memory.
pub const DOCUMENT_BYTES_MAX: u64 = 4 * 1024 * 1024;

impl std::fmt::Display for UnreadReason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(size) => {
                write!(
                    formatter,
                    "it has {size} bytes, more than the limit of {DOCUMENT_BYTES_MAX}"
                )
            }
            Self::NotText(not_text) => not_text.fmt(formatter),
            Self::SymbolicLink => formatter.write_str("it is a symbolic link"),
            Self::NotAFile(what) => write!(formatter, "it is a {what}, not a file"),
            Self::NotAFolder => formatter.write_str("it is a file, where a folder belongs"),
            Self::TooDeep => formatter.write_str("no document lies in a folder this deep"),
            Self::WrongPlace(kind) => {
                write!(formatter, "a document of kind `{kind}` does not lie here")
            }
            Self::Name => formatter.write_str("its name is not UTF-8"),
            Self::NotThere => formatter.write_str("there is no such file"),
            Self::Refused(why) => formatter.write_str(why),
        }
    }
}
