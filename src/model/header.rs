//! The header: fields that every document has.

/// Declares the type of a kind: the header's fields and its own, all optional, because a draft
/// owes nothing but its kind.
macro_rules! document_kind {
    ($(#[$attribute:meta])* pub struct $name:ident { $($(#[$field_attribute:meta])* pub $field:ident : $type:ty,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default)]
        pub struct $name {
            /// The id: the file's name without `.md`; for an incident the name of its folder. You
            /// may leave it out, because the path says it.
            pub id: Option<String>,
            /// Version of the format of this kind, a number; 1 when left out. You need not write it
            /// today.
            pub schema: Option<u32>,
            /// A short title for reports and lists, in the document's language. Keep names of people
            /// out of it, because it is printed in many places.
            pub title: Option<String>,
            /// Language of this document as a code such as en, es or pt-BR (BCP 47). When left out,
            /// it is the engagement's first language.
            #[schemars(with = "Option<crate::model::place::Language>")]
            pub lang: Option<String>,
            /// Who may read this document, as a label of the Traffic Light Protocol, such as
            /// TLP:RED. When left out, it is `default_tlp` of the engagement.
            pub tlp: Option<$crate::model::vocabulary::Tlp>,
            /// Your own words for finding this document, as a list. One counts for a rule:
            /// `insider` on an incident.
            pub tags: Vec<String>,
            $($(#[$field_attribute])* pub $field: $type,)*
        }
    };
}
pub(crate) use document_kind;
