//! The header: fields that every document has.

/// Declares the type of a kind: the header's fields and its own, all optional, because a draft
/// owes nothing but its kind.
macro_rules! document_kind {
    ($(#[$attribute:meta])* pub struct $name:ident { $($(#[$field_attribute:meta])* pub $field:ident : $type:ty,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default)]
        pub struct $name {
            /// The id; the same as the file's name (an incident's: its folder's name).
            pub id: Option<String>,
            /// Version of the format of this kind; 1 when left out.
            pub schema: Option<u32>,
            /// Title, as reports print it.
            pub title: Option<String>,
            /// Language of this document (BCP 47), such as en, es or pt-BR.
            #[schemars(with = "Option<crate::model::place::Language>")]
            pub lang: Option<String>,
            /// Who may read this document.
            pub tlp: Option<$crate::model::vocabulary::Tlp>,
            /// Free words to find it by.
            pub tags: Vec<String>,
            $($(#[$field_attribute])* pub $field: $type,)*
        }
    };
}
pub(crate) use document_kind;
