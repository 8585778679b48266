//! Codenames: names that stand where true names must not.

/// Colours and materials; with [`CREATURES`] 4,096 names, none of which says anything of anybody.
const QUALITIES: [&str; 64] = [
    "amber", "ashen", "autumn", "azure", "basalt", "birch", "blue", "bronze", "calm", "cedar",
    "chalk", "clay", "clear", "cobalt", "copper", "coral", "cotton", "crimson", "dawn", "dusty",
    "early", "ebony", "ember", "fern", "flint", "frosty", "gentle", "ginger", "golden", "granite",
    "green", "hazel", "indigo", "ivory", "jade", "lilac", "linen", "lunar", "maple", "marble",
    "misty", "mossy", "olive", "opal", "orange", "pearl", "pine", "plum", "purple", "quiet",
    "rainy", "river", "rosy", "sandy", "scarlet", "silver", "slate", "snowy", "solar", "sunny",
    "teal", "violet", "walnut", "willow",
];

const CREATURES: [&str; 64] = [
    "alpaca",
    "badger",
    "beaver",
    "bison",
    "bunting",
    "camel",
    "cicada",
    "condor",
    "coot",
    "crane",
    "cricket",
    "curlew",
    "dolphin",
    "dove",
    "dragonfly",
    "egret",
    "eider",
    "falcon",
    "finch",
    "firefly",
    "gannet",
    "gecko",
    "gibbon",
    "gull",
    "hare",
    "hedgehog",
    "heron",
    "ibex",
    "ibis",
    "iguana",
    "jackdaw",
    "kestrel",
    "kingfisher",
    "kiwi",
    "lark",
    "lemur",
    "linnet",
    "llama",
    "lynx",
    "magpie",
    "marmot",
    "marten",
    "newt",
    "ocelot",
    "oriole",
    "osprey",
    "otter",
    "owl",
    "pelican",
    "petrel",
    "plover",
    "puffin",
    "quail",
    "raven",
    "robin",
    "salmon",
    "sparrow",
    "starling",
    "stork",
    "swallow",
    "swift",
    "tapir",
    "tern",
    "wren",
];

/// Returns a codename such as `amber-heron` from two random bytes; 12 of their 16 bits are used.
pub fn codename(random: [u8; 2]) -> String {
    let [quality, creature] = random.map(|byte| usize::from(byte & 63));
    format!("{}-{}", QUALITIES[quality], CREATURES[creature])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_name_is_one_of_a_kind() {
        assert_eq!(QUALITIES.iter().collect::<HashSet<_>>().len(), 64);
        assert_eq!(CREATURES.iter().collect::<HashSet<_>>().len(), 64);
        assert_eq!(codename([0, 26]), "amber-heron");
        assert_eq!(codename([64, 90]), "amber-heron");
    }
}
