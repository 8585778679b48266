//! Names of files that only some systems can hold.

/// Names that Windows keeps for devices, whatever follows the first dot.
///
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ').to_ascii_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$") {
        return true;
    }
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let mut symbols = number.unwrap_or_default().chars();
    let is_number = |symbol| matches!(symbol, '0'..='9' | '¹' | '²' | '³');
    symbols.next().is_some_and(is_number) && symbols.next().is_none()
}

/// Characters that stand in no file's name on Windows, but `/`, which stands in none anywhere.
///
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
const NOT_ON_WINDOWS: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

/// Returns why a file or a folder of this name cannot be made on Windows.
pub fn not_on_windows(name: &str) -> Option<String> {
    if let Some(symbol) = name.chars().find(|symbol| NOT_ON_WINDOWS.contains(symbol)) {
        return Some(format!("it holds `{symbol}`"));
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends in a dot or a space".to_owned());
    }
    is_device(name).then(|| "it names a device there".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_cannot_hold() {
        for name in
            ["a?.md", "a:b.md", "a\\b.md", "CON.md", "aux.en.md", "com1.md", "lpt³", "INC ", "x."]
        {
            assert!(not_on_windows(name).is_some(), "{name}");
        }
        for name in ["zw.md", "console.md", "com10.md", "com.md", "josé.md", "INC-2026-7KQ2"] {
            assert_eq!(not_on_windows(name), None, "{name}");
        }
    }
}
