//! What the parser met, in our words. What no text of ours can hold has one sentence for all.

use granit_parser::ErrorKind;

/// Returns what to say of an error, and what mends it.
pub(super) fn explain(kind: &ErrorKind) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        ErrorKind::UnclosedFlowCollection { open } => {
            return (format!("the `{open}` that opens here is never closed"), None);
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{close}` does not close the `{open}` before it"), None);
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return (
                format!("a value cannot start with `{}`", character.escape_default()),
                Some("put the value into quotes"),
            );
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("this bracket closes nothing", Some("take it away, or put the value into quotes"))
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "expected a comma or the closing bracket here",
            Some("put a comma between values, and a value with `: ` in it into quotes"),
        ),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => (
            "a value is missing here, inside the brackets",
            Some("write a value between two commas, and close every bracket"),
        ),
        ErrorKind::FlowMappingValueAdjacentCollection => {
            ("a space is missing after this colon", Some("put a space between `:` and the bracket"))
        }
        ErrorKind::CommentNotSeparated => (
            "a comment has a space before its `#`",
            Some("put a space before `#`, or the whole value into quotes"),
        ),
        ErrorKind::CommentInterceptedScalar => (
            "a comment stands in the middle of a value",
            Some("move the comment to a line above the field"),
        ),
        ErrorKind::InvalidBlockScalarHeader => (
            "after `|` and `>` only `+`, `-` or a number may stand",
            Some("start the text on the next line, indented"),
        ),
        ErrorKind::ZeroBlockScalarIndent => {
            ("the indentation after `|` and `>` is from 1 to 9", Some("take the number away"))
        }
        ErrorKind::InvalidBlockScalarIndent | ErrorKind::TabAtBlockScalarStart => (
            "this line of a `|` or `>` text is indented less than the first one",
            Some("indent all lines of the text alike, with spaces"),
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => {
            ("a tab stands where YAML indents with spaces", Some("replace each tab by two spaces"))
        }
        ErrorKind::MissingAnchorOrAliasName => {
            ("a value cannot start with `&` or `*`", Some("put the value into quotes"))
        }
        ErrorKind::AnchorCountOverflow | ErrorKind::UnknownAnchor => {
            ("anchors and aliases are not read here", Some("write the value out"))
        }
        ErrorKind::BomInsideDocument => (
            "a byte-order mark stands inside the text",
            Some("remove it; two files were joined here"),
        ),
        ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => (
            "this escape names no character",
            Some("write the character itself, or `\\\\` for a backslash"),
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "an unknown escape in double quotes",
            Some("write `\\\\` for a backslash, or use single quotes"),
        ),
        ErrorKind::InvalidFlowScalarIndent => (
            "this line belongs into the brackets above it and must be indented",
            Some("indent it with two spaces more than the field"),
        ),
        ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => (
            "a list item `- ` cannot stand inside brackets",
            Some("put commas between the values, or the value into quotes"),
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a second `: ` stands in one line",
            Some("put the value into quotes, or start a new line for the new field"),
        ),
        ErrorKind::MappingKeyNotAllowed => {
            ("a value cannot start with `? `", Some("put the value into quotes"))
        }
        ErrorKind::InvalidMappingValueWhitespace
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::ExpectedWhitespace => {
            ("a space is missing after this sign", Some("put a space after `:` and `-`"))
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("this line has no `: ` after its field", Some("write `field: value`"))
        }
        ErrorKind::ExpectedBlockMappingKey => (
            "expected a field here, at the same indentation as the one before",
            Some("indent fields of one mapping alike, with spaces"),
        ),
        ErrorKind::InvalidIndentation => (
            "this line's indentation fits no line above",
            Some("indent fields of one mapping alike, with spaces"),
        ),
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::BlockSequenceEntryNotAllowed => (
            "a list item `- ` cannot stand here",
            Some("start list items on lines of their own, alike indented"),
        ),
        ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => (
            "what stands here belongs to no field above it",
            Some("write one `field: value` per line, all from the same column"),
        ),
        ErrorKind::ExpectedNodeContent | ErrorKind::UnexpectedEndOfPlainScalar => (
            "a value is expected here",
            Some("write a value, or put into quotes what YAML does not take for one"),
        ),
        ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEof => (
            "the fields end here in the middle of one",
            Some("finish the last field; look for a quote or a bracket that is not closed"),
        ),
        _ => ("this cannot be read as YAML", None),
    };
    (message.to_owned(), help)
}
