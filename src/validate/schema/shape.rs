//! What a value should be, as far as that can be told without the schema itself.

use super::forms::HasForm;

/// What a value should be.
#[derive(Debug)]
pub(in crate::validate) enum Shape {
    /// Anything.
    Any,
    Text(TextShape),
    /// A number or a text, as people write it.
    NumberOrText,
    Integer,
    Bool,
    List(&'static Self),
    Record(Record),
}

#[derive(Debug)]
pub(in crate::validate) struct TextShape {
    /// The name of its type, such as `Time` or `Tlp`.
    pub(in crate::validate) type_name: Option<&'static str>,
    /// The words of a closed list.
    pub(in crate::validate) words: &'static [&'static str],
    /// What says that a text has the form its schema asks for; none where any text will do.
    pub(super) form: Option<HasForm>,
    /// What a text of that form says.
    pub(in crate::validate) description: Option<&'static str>,
}

/// Any text.
pub(super) static FREE_TEXT: Shape =
    Shape::Text(TextShape { type_name: None, words: &[], form: None, description: None });

#[derive(Debug)]
pub(in crate::validate) struct Record {
    pub(in crate::validate) fields: &'static [(&'static str, &'static Shape)],
    /// What other keys hold, where any key may stand.
    pub(in crate::validate) others: Option<&'static Shape>,
    /// Whether keys that begin with `x-` may stand here too.
    pub(super) own_keys: bool,
}

impl Record {
    /// Returns whether a key is one that people may add.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.own_keys && name.starts_with("x-")
    }

    pub(in crate::validate) fn field(&self, name: &str) -> Option<&'static Shape> {
        let field = self.fields.iter().find(|(field, _)| *field == name).map(|(_, shape)| *shape);
        field.or(self.others)
    }
}
