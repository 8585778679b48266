//! Reads a tree into Rust types, directed by the types.
//!
//! A text field gets the exact text of its scalar, so that `0123`, `1e10` and `no` stay what was
//! written; numbers and yes/no values follow the core schema; a blank is the same as no field.
//! What does not fit is an error with its place. [`read`] leaves such fields out and goes on.

use std::collections::HashSet;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

use super::misfit::ReadError;
use super::{Core, Node, Pair, Scalar, Value};
use crate::source::Span;

/// Reads a tree into a type.
///
/// # Errors
/// [`ReadError`] at the first value that does not fit.
pub fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, ReadError> {
    T::deserialize(Reader { node, skip: &HashSet::new() })
}

/// How many values may be left out of one document before it counts as unreadable.
const MAX_LEFT_OUT: usize = 64;

/// Reads what fits a type, leaving out the fields and list items that do not.
///
/// Returns the errors of what was left out, first found first. A tree of which nothing can be
/// read gives the default.
pub fn read<T: DeserializeOwned + Default>(node: &Node) -> (T, Vec<ReadError>) {
    let mut skip = HashSet::new();
    let mut errors = Vec::new();
    loop {
        let error = match T::deserialize(Reader { node, skip: &skip }) {
            Ok(value) => return (value, errors),
            Err(error) => error,
        };
        let place = error.span;
        errors.push(error);
        let skippable = place.filter(|span| *span != node.span && errors.len() <= MAX_LEFT_OUT);
        if !skippable.is_some_and(|span| skip.insert(span)) {
            return (T::default(), errors);
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'de> {
    node: &'de Node,
    skip: &'de HashSet<Span>,
}

impl<'de> Reader<'de> {
    fn of(self, node: &'de Node) -> Self {
        Self { node, skip: self.skip }
    }

    fn wrong(self, expected: &str) -> ReadError {
        let found = self.node.describe();
        ReadError::from_message(format!("expected {expected}, found {found}")).at(self.node.span)
    }

    fn scalar(self, expected: &str) -> Result<&'de Scalar, ReadError> {
        match &self.node.value {
            Value::Scalar(scalar) if !self.node.is_null() => Ok(scalar),
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => Err(self.wrong(expected)),
        }
    }

    fn items<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match &self.node.value {
            Value::Sequence(sequence) => {
                visitor.visit_seq(Items { reader: self, rest: &sequence.items })
            }
            Value::Scalar(_) if self.node.is_null() => {
                visitor.visit_seq(Items { reader: self, rest: &[] })
            }
            Value::Scalar(_) | Value::Mapping(_) => Err(self.wrong("a list")),
        }
    }

    fn pairs<V: Visitor<'de>>(self, visitor: V, blanks: Blanks) -> Result<V::Value, ReadError> {
        let access = |rest| Pairs { reader: self, rest, value: None, blanks };
        match &self.node.value {
            Value::Mapping(mapping) => visitor.visit_map(access(&mapping.pairs)),
            Value::Scalar(_) if self.node.is_null() => visitor.visit_map(access(&[])),
            Value::Scalar(_) | Value::Sequence(_) => Err(self.wrong("a mapping")),
        }
    }
}

macro_rules! integers {
    ($($method:ident => $visit:ident: $type:ty,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.scalar("a whole number")?.core() {
                Core::Integer(value) => match <$type>::try_from(value) {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => Err(ReadError::from_message(format!("{value} is out of range"))),
                },
                _ => Err(self.wrong("a whole number")),
            }
            .map_err(|error: ReadError| error.at(self.node.span))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let span = self.node.span;
        match &self.node.value {
            Value::Sequence(_) => self.items(visitor),
            Value::Mapping(_) => self.pairs(visitor, Blanks::Keep),
            Value::Scalar(scalar) => match scalar.core() {
                Core::Null => visitor.visit_unit(),
                Core::Bool(value) => visitor.visit_bool(value),
                Core::Integer(value) => visitor.visit_i64(value),
                Core::Float(value) => visitor.visit_f64(value),
                Core::Text => visitor.visit_borrowed_str(&scalar.text),
            },
        }
        .map_err(|error: ReadError| error.at(span))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.scalar("`true` or `false`")?.core() {
            Core::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.wrong("`true` or `false`")),
        }
        .map_err(|error: ReadError| error.at(self.node.span))
    }

    integers! {
        deserialize_i8 => visit_i8: i8,
        deserialize_i16 => visit_i16: i16,
        deserialize_i32 => visit_i32: i32,
        deserialize_i64 => visit_i64: i64,
        deserialize_u8 => visit_u8: u8,
        deserialize_u16 => visit_u16: u16,
        deserialize_u32 => visit_u32: u32,
        deserialize_u64 => visit_u64: u64,
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_f64(visitor)
    }

    #[expect(clippy::cast_precision_loss, reason = "a fraction was asked for")]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.scalar("a number")?.core() {
            Core::Float(value) => visitor.visit_f64(value),
            Core::Integer(value) => visitor.visit_f64(value as f64),
            _ => Err(self.wrong("a number")),
        }
        .map_err(|error: ReadError| error.at(self.node.span))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let text = &self.scalar("a text")?.text;
        visitor.visit_borrowed_str(text).map_err(|error: ReadError| error.at(self.node.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let result =
            if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) };
        result.map_err(|error: ReadError| error.at(self.node.span))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.node.is_null() { visitor.visit_unit() } else { Err(self.wrong("nothing")) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self).map_err(|error: ReadError| error.at(self.node.span))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.items(visitor).map_err(|error| error.at(self.node.span))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.pairs(visitor, Blanks::LeaveOut).map_err(|error| error.at(self.node.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.pairs(visitor, Blanks::LeaveOut).map_err(|error| error.at(self.node.span))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let span = self.node.span;
        match (&self.node.value, self.node.pairs()) {
            (Value::Scalar(scalar), _) if !self.node.is_null() => {
                let variant: BorrowedStrDeserializer<'de, ReadError> =
                    BorrowedStrDeserializer::new(&scalar.text);
                visitor.visit_enum(variant)
            }
            (Value::Mapping(_), [pair]) => visitor.visit_enum(Variant { reader: self, pair }),
            _ => Err(self.wrong("a word")),
        }
        .map_err(|error| error.at(span))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }
}

struct Items<'de> {
    reader: Reader<'de>,
    rest: &'de [Node],
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        while let [first, rest @ ..] = self.rest {
            self.rest = rest;
            if !self.reader.skip.contains(&first.span) {
                let value = seed.deserialize(self.reader.of(first));
                return value.map(Some).map_err(|error| error.at(first.span));
            }
        }
        Ok(None)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// What a mapping's reader does with fields that are there but blank.
#[derive(Clone, Copy, PartialEq)]
enum Blanks {
    /// A map is read as it is.
    Keep,
    /// In a record a blank is the same as no field.
    LeaveOut,
}

struct Pairs<'de> {
    reader: Reader<'de>,
    rest: &'de [Pair],
    value: Option<&'de Node>,
    blanks: Blanks,
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        while let [first, rest @ ..] = self.rest {
            self.rest = rest;
            let blank = self.blanks == Blanks::LeaveOut && first.value.is_null();
            if blank || self.reader.skip.contains(&first.value.span) {
                continue;
            }
            self.value = Some(&first.value);
            let key: BorrowedStrDeserializer<'de, ReadError> =
                BorrowedStrDeserializer::new(&first.key.text);
            return seed.deserialize(key).map(Some).map_err(|error| error.at(first.value.span));
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let Some(node) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(self.reader.of(node)).map_err(|error| error.at(node.span))
    }
}

/// `variant: content`
struct Variant<'de> {
    reader: Reader<'de>,
    pair: &'de Pair,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let name: StrDeserializer<'_, ReadError> = (&*self.pair.key.text).into_deserializer();
        // The place is that of the whole value: to leave out a key alone leaves nothing to read.
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        if self.pair.value.is_null() {
            return Ok(());
        }
        Err(de::Error::custom(format!("`{}` takes no value", self.pair.key.text)))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(self.reader.of(&self.pair.value))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.reader.of(&self.pair.value).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.reader.of(&self.pair.value).pairs(visitor, Blanks::LeaveOut)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::document::yaml::parse;
    use crate::source::{Source, SourceId};

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Level {
        id: Option<String>,
        rank: Option<u32>,
        notify: Notify,
        extra: BTreeMap<String, serde_json::Value>,
        on: Option<bool>,
        factor: Option<f64>,
        from: Option<std::net::IpAddr>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Notify {
        #[default]
        Never,
        AtOnce,
        Within(String),
        Between {
            from: String,
            to: String,
        },
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Page {
        title: String,
        names: Vec<String>,
        levels: Vec<Level>,
        #[serde(flatten)]
        rest: BTreeMap<String, serde_json::Value>,
    }

    fn node(text: &str) -> (Source, Node) {
        let source = Source::new(SourceId(0), "a.yaml", text);
        let parsed = parse(&source, source.span());
        assert_eq!(parsed.faults, []);
        (source, parsed.root.unwrap())
    }

    #[test]
    fn texts_keep_what_was_written() {
        let (_, node) = node(
            "title: 0123\nnames: [no, 1e10, 0x1F, 'null', true]\nx-note: 0123\nlevels:\n  - id: ~\n    rank: 0x10\n    notify: at-once\n    on: True\n    factor: 2\n    from: 192.0.2.1\n  - notify: { within: 1h }\n    extra: { a: 1, b: }\n  - notify:\n      between: { from: a, to: b }\n    extra:\n    rank:\n",
        );
        let page: Page = from_node(&node).unwrap();
        assert_eq!(page.title, "0123");
        assert_eq!(page.names, ["no", "1e10", "0x1F", "null", "true"]);
        assert_eq!(page.rest["x-note"], 123);
        assert_eq!(page.levels[0].id, None);
        assert_eq!(page.levels[0].rank, Some(16));
        assert_eq!(page.levels[0].notify, Notify::AtOnce);
        assert_eq!(page.levels[0].on, Some(true));
        assert_eq!(page.levels[0].factor, Some(2.0));
        assert_eq!(page.levels[0].from, Some("192.0.2.1".parse().unwrap()));
        assert_eq!(page.levels[1].notify, Notify::Within("1h".into()));
        assert_eq!(page.levels[1].extra["a"], 1);
        assert_eq!(page.levels[1].extra.get("b"), None);
        assert_eq!(page.levels[2].notify, Notify::Between { from: "a".into(), to: "b".into() });
    }

    #[test]
    fn errors_point_at_the_innermost_value() {
        let cases = [
            ("levels:\n  - rank: many\n", "many"),
            ("levels:\n  - rank: '1'\n", "'1'"),
            ("levels:\n  - rank: -1\n", "-1"),
            ("levels:\n  - from: home\n", "home"),
            ("levels:\n  - notify: soon\n", "soon"),
            ("levels: x\n", "x"),
            ("names: [a, [b]]\n", "[b]"),
            ("title: {a: b}\n", "{a: b}"),
            ("levels:\n  - notify: {soon: b}\n", "{soon: b}"),
        ];
        for (text, place) in cases {
            let (source, node) = node(text);
            let error = from_node::<Page>(&node).unwrap_err();
            assert_eq!(error.span.unwrap().text(&source), place, "{text}: {error}");
            let of_ours = ["struct", "enum", "variant", "Level", "Notify", "u32"];
            assert!(!of_ours.iter().any(|word| error.message.contains(word)), "{error}");
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let (source, node) = node(
            "title: a\nnames: [a, [b], c]\nlevels:\n  - id: low\n    rank: many\n  - id: [x]\n    rank: 2\n    notify: {soon: b}\n",
        );
        let (page, errors) = read::<Page>(&node);
        assert_eq!(page.names, ["a", "c"]);
        assert_eq!(page.levels[0].id.as_deref(), Some("low"));
        assert_eq!(page.levels[1].rank, Some(2));
        let places: Vec<_> = errors.iter().map(|error| error.span.unwrap().text(&source)).collect();
        assert_eq!(places, ["[b]", "many", "[x]", "{soon: b}"]);
    }
}
