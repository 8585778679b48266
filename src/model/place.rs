//! Languages and countries, as documents name them.

use super::time::text_in_documents;

/// A language by its tag (BCP 47), such as `es` or `pt-BR`; only its form is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    text: String,
}

/// A country, or a part of one, whose law applies (ISO 3166), such as `CO` or `US-CA`; `EU` is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    text: String,
}

/// A text that is no language or country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    #[error("`{0}` is not a language like `es` or `pt-BR`")]
    Language(String),
    #[error("`{0}` is not a country like `CO` or `ES`")]
    Country(String),
}

/// The codes of ISO 3166-1 (alpha-2), and two that are used like them: the European Union, which
/// the standard keeps for it, and Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI \
    BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY \
    CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM \
    GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG \
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN \
    MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK \
    PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST \
    SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
    VN VU WF WS XK YE YT ZA ZM ZW";

/// Languages as people call them, and their tags.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "árabe", "arabe", "العربية", "عربي"]),
    ("de", &["german", "deutsch", "alemán", "aleman", "alemão"]),
    ("en", &["english", "inglés", "ingles", "inglês", "anglais", "английский"]),
    ("es", &["spanish", "español", "espanol", "castellano", "espanhol", "espagnol"]),
    ("fa", &["persian", "farsi", "فارسی"]),
    ("fr", &["french", "français", "francais", "francés", "frances", "francês"]),
    ("id", &["indonesian", "indonesia", "bahasa indonesia"]),
    ("it", &["italian", "italiano"]),
    ("my", &["burmese", "myanmar"]),
    ("pt", &["portuguese", "português", "portugues", "portugués", "portugais"]),
    ("ru", &["russian", "русский", "ruso", "russo", "russe"]),
    ("sw", &["swahili", "kiswahili"]),
    ("th", &["thai", "ไทย"]),
    ("tr", &["turkish", "türkçe"]),
    ("uk", &["ukrainian", "українська"]),
    ("zh", &["chinese", "中文", "chino"]),
];

impl Language {
    /// Returns the tag of a language that was called by its name or written with `_`.
    pub fn nearest(text: &str) -> Option<String> {
        let text = text.trim();
        let small = text.to_lowercase();
        let named = LANGUAGES.iter().find(|(_, names)| names.contains(&&*small));
        let named = named.map(|(tag, _)| (*tag).to_owned());
        named.or_else(|| {
            let tag = text.split(['.', '@']).next()?.replace('_', "-");
            (tag != text && tag.parse::<Self>().is_ok()).then_some(tag)
        })
    }
}

impl Country {
    /// Returns the code that was meant by one in other letters, and by `UK`.
    pub fn nearest(text: &str) -> Option<String> {
        let upper = text.trim().to_uppercase().replace('_', "-");
        let code = if upper == "UK" { "GB" } else { &upper };
        code.parse::<Self>().ok().map(|country| country.text)
    }
}

impl std::str::FromStr for Language {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.split('-');
        let is_part = |part: &str| {
            (2..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric())
        };
        let is_first = |part: &str| {
            (2..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphabetic())
        };
        match parts.next().is_some_and(is_first) && parts.all(is_part) {
            true => Ok(Self { text: text.to_owned() }),
            false => Err(NoPlace::Language(text.to_owned())),
        }
    }
}

impl std::str::FromStr for Country {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (country, part) = text.split_once('-').unwrap_or((text, "X"));
        let is_country = country.len() == 2 && COUNTRIES.split(' ').any(|code| code == country);
        let is_part = (1..=3).contains(&part.len())
            && part.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
        match is_country && is_part {
            true => Ok(Self { text: text.to_owned() }),
            false => Err(NoPlace::Country(text.to_owned())),
        }
    }
}

text_in_documents!(
    Language,
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    "A language by its tag (BCP 47), such as en, es or pt-BR."
);
text_in_documents!(
    Country,
    r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
    "A country by its code (ISO 3166) in capitals, such as CO or ES; EU for the European Union."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags() {
        for text in ["es", "pt-BR", "zh-Hant-TW", "quz"] {
            assert!(text.parse::<Language>().is_ok(), "{text}");
        }
        for (text, meant) in [
            ("Spanish", Some("es")),
            ("Español", Some("es")),
            ("pt_BR", Some("pt-BR")),
            ("es_CO.UTF-8", Some("es-CO")),
            ("klingon", None),
            ("e", None),
            ("", None),
        ] {
            assert!(text.parse::<Language>().is_err(), "{text}");
            assert_eq!(Language::nearest(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn countries_are_codes() {
        assert_eq!(COUNTRIES.split(' ').count(), 251);
        assert!(COUNTRIES.split(' ').is_sorted());
        for text in ["CO", "EU", "US-CA", "ES-CT"] {
            assert!(text.parse::<Country>().is_ok(), "{text}");
        }
        for (text, meant) in [
            ("co", Some("CO")),
            ("us-ca", Some("US-CA")),
            ("UK", Some("GB")),
            ("Colombia", None),
            ("XX", None),
            ("COL", None),
            ("", None),
        ] {
            assert!(text.parse::<Country>().is_err(), "{text}");
            assert_eq!(Country::nearest(text).as_deref(), meant, "{text}");
        }
    }
}
