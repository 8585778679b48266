//! Bytes to text: UTF-8 or a fault that says where and what to do.
//!
//! It does not read files; the workspace hands it the bytes.

/// Why bytes are not a text we read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    #[error("this file is UTF-16, not UTF-8")]
    Utf16,
    #[error("byte 0x{byte:02X} on line {line}, column {column} (offset {offset}) is not UTF-8")]
    Utf8 { byte: u8, offset: usize, line: usize, column: usize },
    #[error("line {line}, column {column} (offset {offset}) holds a NUL byte")]
    Nul { offset: usize, line: usize, column: usize },
}

/// Returns bytes as text, or where they stop being UTF-8 (lines and columns from 1, columns in
/// characters, offset in bytes from 0).
///
/// # Errors
/// [`NotText`] when the bytes are UTF-16, not UTF-8, or hold a NUL.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    if is_utf16(&bytes) {
        return Err(NotText::Utf16);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = std::str::from_utf8(&bytes[..offset]).unwrap_or_default();
        let (line, column) = line_column(before);
        NotText::Utf8 { byte: bytes[offset], offset, line, column }
    })?;
    match text.find('\0') {
        None => Ok(text),
        Some(offset) => {
            let (line, column) = line_column(&text[..offset]);
            Err(NotText::Nul { offset, line, column })
        }
    }
}

/// Returns whether bytes are UTF-16: by its mark, or because every other byte of the start is zero.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [one, 0, two, 0, ..] | [0, one, 0, two, ..] => *one != 0 && *two != 0,
        _ => false,
    }
}

fn line_column(before: &str) -> (usize, usize) {
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_it_stops_being_text() {
        let said = |bytes: &[u8]| decode(bytes.to_vec()).map_err(|error| error.to_string());
        assert_eq!(said("a\u{e9}\n".as_bytes()), Ok("a\u{e9}\n".to_owned()));
        assert_eq!(said(b"\xFF\xFE-\0-\0"), Err("this file is UTF-16, not UTF-8".to_owned()));
        for utf16 in [b"-\0-\0-\0", b"\0-\0-\0-"] {
            assert_eq!(decode(utf16.to_vec()), Err(NotText::Utf16));
        }
        assert_eq!(
            said(b"uno\na\xC3\xA9\xF1o"),
            Err("byte 0xF1 on line 2, column 3 (offset 7) is not UTF-8".to_owned())
        );
        assert_eq!(
            said(b"uno\nd\0s"),
            Err("line 2, column 2 (offset 5) holds a NUL byte".to_owned())
        );
    }
}
