//! The codes a verdict can carry, each with what it means to a reader.
//!
//! One table for the command line, `explain` and the manual. A code never changes its meaning;
//! a test holds that every code of the rules stands here.

/// A code and its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub name: &'static str,
    /// One sentence, lower case, no full stop.
    pub summary: &'static str,
}

const fn code(name: &'static str, summary: &'static str) -> Code {
    Code { name, summary }
}

/// Every code, sorted by name.
pub const CODES: &[Code] = &[
    code("binding-wrong", "its trailers do not name its own content or the records before it"),
    code("document-deleted", "it takes away a document that has to stay"),
    code("hardware-key-not-touched", "its hardware key signed without being touched"),
    code("history-not-closed", "the repository shows another history than it holds"),
    code("identity-differs", "its author or committer is not the signer's handle"),
    code("immutable-changed", "it changes an entry, evidence, a signature or an approval"),
    code("immutable-deleted", "it takes away an entry, evidence, a signature or an approval"),
    code("key-expired-when-signing", "its key had expired when it was signed"),
    code("key-id-only", "its signature names its key by a short id, which anybody can imitate"),
    code("key-not-usable", "its key is revoked, not bound to its owner or not for signing"),
    code("key-unusable", "a key that the policy lists has no file that can be used"),
    code("mode-not-allowed", "a document in it is a link or a program"),
    code("no-strong-binding", "it has no trailers, so that only SHA-1 binds it; made by hand"),
    code("noncanonical-armor", "its signature's armor is not in the one accepted form"),
    code("noncanonical-commit", "it is not written in the one accepted form"),
    code("noncanonical-signature", "its signature is not in the one accepted form"),
    code("noncanonical-tree", "a folder in it is not written in the one accepted form"),
    code("object-absent", "something it needs is not in this repository"),
    code("object-damaged", "something of it does not unpack, or was changed after it was recorded"),
    code("object-too-large", "something of it is larger than 64 MiB, and was not read"),
    code("parent-absent", "a record before it is absent or unreadable"),
    code("parent-not-verified", "it was recorded though the record before it does not hold"),
    code("payload-twice", "the same text was signed as another record"),
    code("policy-chain-broken", "its policy does not follow the one before"),
    code("policy-conflict", "two lines of the history with different policies or keys were joined"),
    code("policy-missing", "it has no policy"),
    code("policy-rolled-back", "its policy or a key file goes back to an older one"),
    code("policy-unknown", "no policy before it can be relied on"),
    code("policy-unreadable", "its policy cannot be read"),
    code("recorded-by-differs", "a new entry, evidence or answer is not by who signed it"),
    code("right-missing", "its signer has no right to change one of its paths"),
    code("signature-false", "its signature does not match it"),
    code("signature-for-other-purpose", "its signature was made for something else"),
    code("signer-not-authorized", "it is signed by a key that the policy does not list"),
    code("submodule", "it holds another repository"),
    code("time-backwards", "it says an earlier time than the record before it"),
    code("times-disagree", "its signature says another time than itself"),
    code("too-many-files", "it lists more files than can be read"),
    code("trust-root-absent", "the history does not reach back to the given first record"),
    code("trust-root-differs", "the first record is not the one known from outside"),
    code("trust-root-unpinned", "the first record was not compared with one from outside"),
    code("two-roots", "the history has more than one first record"),
    code("two-signatures", "it carries more than one signature"),
    code("unsafe-name", "a file's name in it means different files on different systems"),
    code("unsigned", "it is not signed"),
    code("version-unknown", "it follows rules this version does not know"),
    code("weak-rsa", "its RSA key has fewer than 3072 bits"),
    code("weak-signature", "its signature uses a hash or a kind of key that is refused"),
];

/// Returns what a code means.
pub fn explain(name: &str) -> Option<&'static str> {
    CODES.iter().find(|code| code.name == name).map(|code| code.summary)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The files that make findings.
    const SOURCES: &[&str] = &[
        include_str!("object.rs"),
        include_str!("rules/authority.rs"),
        include_str!("rules/content.rs"),
        include_str!("rules/faults.rs"),
        include_str!("rules/mod.rs"),
        include_str!("rules/record.rs"),
        include_str!("signature/armor.rs"),
        include_str!("signature/mod.rs"),
    ];
    const NO_CODES: &[&str] = &["kebab-case"];

    #[test]
    fn every_code_of_the_rules_stands_in_the_table() {
        let table: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        assert!(table.is_sorted());
        let texts = SOURCES.iter().flat_map(|text| text.split('"'));
        let mut named: BTreeSet<&str> = texts.filter(|text| is_code(text)).collect();
        named.extend(["unsigned", "submodule"]);
        NO_CODES.iter().for_each(|word| {
            named.remove(word);
        });
        assert_eq!(named.into_iter().collect::<Vec<_>>(), table);
    }

    #[test]
    fn the_manual_lists_every_code() {
        let page = include_str!("../../docs/manual/verify.md");
        let listed: Vec<String> = page
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"))
            .map(|(name, _)| name.to_owned())
            .collect();
        assert_eq!(listed, CODES.iter().map(|code| code.name).collect::<Vec<_>>());
        for code in CODES {
            assert!(page.contains(code.summary), "{}", code.name);
        }
    }

    fn is_code(text: &str) -> bool {
        text.contains('-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    }
}
