//! A page as PDF. The only file that names Typst.
//!
//! The page goes in as a JSON file of a world that exists in memory only, and a walker written in
//! Typst (`templates/layout/page.typ`) draws it. That world has two files, embedded fonts and no
//! date; there are no packages, no other files and no network. The result is PDF/A-3a and PDF/UA-1,
//! and the same page gives the same bytes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::page::Page;
use crate::document::markdown::{BlockKind, plain_blocks};
use crate::visible::code_point;

/// The walker that draws a page.
const LAYOUT: &str = include_str!("../../templates/layout/page.typ");

/// The font families that are embedded, of those that come with Typst.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// A finished PDF.
#[derive(Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters that no embedded font has; they are written by their code.
    pub without_glyph: Vec<char>,
}

/// A page that Typst could not draw; a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("cannot lay out the PDF: {0}")]
    Layout(String),
    #[error("cannot write the PDF: {0}")]
    Write(String),
}

/// Draws a page.
///
/// # Errors
/// When Typst refuses the page; no text of a document is known to bring that about.
pub fn draw(page: &Page) -> Result<Pdf, PdfError> {
    // A letter and the marks on it must come from one font. Where they do not, only what both
    // families have is drawn.
    draw_with(page, &|character| FONTS.has(character, Families::One))
        .or_else(|_| draw_with(page, &|character| FONTS.has(character, Families::Both)))
}

fn draw_with(page: &Page, is_drawable: &dyn Fn(char) -> bool) -> Result<Pdf, PdfError> {
    let (json, without_glyph) = page_data(page, is_drawable);
    let world = PageWorld::new(json);
    let document = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|faults| PdfError::Layout(sentence(&faults)))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity(page)),
        creator: Smart::Custom(Some(format!("ircase {}", env!("CARGO_PKG_VERSION")))),
        timestamp: timestamp(page.made_at),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .map_err(|fault| PdfError::Write(fault.message().to_string()))?,
        tagged: true,
        pretty: false,
    };
    let bytes =
        typst_pdf::pdf(&document, &options).map_err(|faults| PdfError::Write(sentence(&faults)))?;
    Ok(Pdf { bytes, pages: document.pages().len(), without_glyph })
}

/// Names the document, the same each time it is drawn from the same record.
fn identity(page: &Page) -> String {
    format!("ircase:{}:{}:{}:{}", page.codename, page.kind, page.title, page.made_at)
}

fn timestamp(time: jiff::Timestamp) -> Option<Timestamp> {
    let utc = time.to_zoned(jiff::tz::TimeZone::UTC);
    let part = |value: i8| u8::try_from(value).ok();
    Datetime::from_ymd_hms(
        i32::from(utc.year()),
        part(utc.month())?,
        part(utc.day())?,
        part(utc.hour())?,
        part(utc.minute())?,
        part(utc.second())?,
    )
    .map(Timestamp::new_utc)
}

fn sentence(faults: &[SourceDiagnostic]) -> String {
    let messages: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
    messages.join("; ")
}

/// Returns the page as JSON, each character without a glyph written by its code: a PDF/A may not
/// hold text that it cannot draw.
fn page_data(page: &Page, is_drawable: &dyn Fn(char) -> bool) -> (Vec<u8>, Vec<char>) {
    let mut data = serde_json::to_value(page).expect("a page has string keys");
    add_widths(&mut data["blocks"], &page.blocks);
    add_widths(&mut data["provenance"], &page.provenance);
    let mut without_glyph = BTreeSet::new();
    replace_strings(&mut data, is_drawable, &mut without_glyph);
    (data.to_string().into_bytes(), without_glyph.into_iter().collect())
}

fn replace_strings(
    data: &mut serde_json::Value,
    is_drawable: &dyn Fn(char) -> bool,
    without_glyph: &mut BTreeSet<char>,
) {
    match data {
        serde_json::Value::String(text) => replace_characters(text, is_drawable, without_glyph),
        serde_json::Value::Array(items) => {
            items.iter_mut().for_each(|item| replace_strings(item, is_drawable, without_glyph));
        }
        serde_json::Value::Object(fields) => {
            let values = fields.values_mut();
            values.for_each(|field| replace_strings(field, is_drawable, without_glyph));
        }
        _ => {}
    }
}

fn replace_characters(
    text: &mut String,
    is_drawable: &dyn Fn(char) -> bool,
    without_glyph: &mut BTreeSet<char>,
) {
    if text.chars().all(is_drawable) {
        return;
    }
    let mut drawable = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_drawable(character) {
            drawable.push(character);
        } else if !is_selector(character) {
            without_glyph.insert(character);
            drawable.push_str(&code_point(character));
        }
    }
    *text = drawable;
}

/// Variation selectors choose a form of the character before them; without them it has another.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}')
}

/// Gives each table the widths of its columns: 0 for a column as narrow as its words, else a share.
fn add_widths(data: &mut serde_json::Value, blocks: &[crate::document::markdown::Block]) {
    for (index, block) in blocks.iter().enumerate() {
        let data = &mut data[index];
        match &block.kind {
            BlockKind::Table { columns, head, rows } => {
                let has_head = head.iter().any(|cell| !plain_blocks(&cell.content).is_empty());
                data["widths"] = widths(columns.len(), head, rows, has_head).into();
                let breaks: Vec<bool> = rows.iter().map(|row| may_break(row)).collect();
                data["breaks"] = breaks.into();
            }
            BlockKind::Quote { content }
            | BlockKind::Embedded { content }
            | BlockKind::Footnote { content, .. } => add_widths(&mut data["content"], content),
            BlockKind::List { items, .. } => {
                for (index, item) in items.iter().enumerate() {
                    add_widths(&mut data["items"][index]["content"], &item.content);
                }
            }
            _ => {}
        }
        if let BlockKind::Table { head, rows, .. } = &block.kind {
            for (index, cell) in head.iter().enumerate() {
                add_widths(&mut data["head"][index]["content"], &cell.content);
            }
            for (row, cells) in rows.iter().enumerate() {
                for (index, cell) in cells.iter().enumerate() {
                    add_widths(&mut data["rows"][row][index]["content"], &cell.content);
                }
            }
        }
    }
}

/// Returns whether a row may go on on the next page; one that fits a page many times over may not.
fn may_break(row: &Cells) -> bool {
    let length: usize = row.iter().map(|cell| plain_blocks(&cell.content).chars().count()).sum();
    length > 1_200
}

type Cells = [crate::document::markdown::Cell];

fn widths(
    count: usize,
    head: &Cells,
    rows: &[Vec<crate::document::markdown::Cell>],
    has_head: bool,
) -> Vec<u32> {
    if !has_head && count == 2 {
        return vec![32, 68];
    }
    let longest = |index: usize| {
        let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        let lengths = cells.filter_map(|cells| cells.get(index));
        lengths.map(|cell| plain_blocks(&cell.content).chars().count()).max().unwrap_or(0)
    };
    let last = count.saturating_sub(1);
    (0..count)
        .map(|index| match longest(index) {
            length if length <= 20 && index != last => 0,
            // Up to a line's worth a column gets what it needs; a longer one does not starve its
            // neighbours. The last takes what is left, so that tables are as wide as the page.
            length if length <= 40 => length.max(if index == last { 12 } else { 8 }) as u32,
            length => (40.0 + 2.0 * ((length - 40) as f64).sqrt()).min(90.0) as u32,
        })
        .collect()
}

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// How many of the embedded families must have a character.
#[derive(Clone, Copy)]
enum Families {
    One,
    Both,
}

impl Fonts {
    /// Returns whether a character can be drawn in every weight and slope.
    fn has(&self, character: char, families: Families) -> bool {
        if matches!(character, ' '..='~' | '\n') {
            return true;
        }
        let in_family = |family: &str| {
            let mut faces = self.fonts.iter().filter(|font| font.info().family == family);
            faces.all(|font| font.info().coverage.contains(character.into()))
        };
        match families {
            Families::One => FAMILIES.iter().any(|family| in_family(family)),
            Families::Both => FAMILIES.iter().all(|family| in_family(family)),
        }
    }
}

/// The embedded fonts, read once.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // The cells that name a row are tagged as such, which Typst keeps behind this switch.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The whole world of one page: its data and its layout.
struct PageWorld {
    layout: Source,
    data_id: FileId,
    data: Bytes,
}

impl PageWorld {
    fn new(json: Vec<u8>) -> Self {
        Self {
            layout: Source::new(file_id("page.typ"), LAYOUT.to_owned()),
            data_id: file_id("page.json"),
            data: Bytes::new(json),
        }
    }
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our two names are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for PageWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() { Ok(self.layout.clone()) } else { Err(absent(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(absent(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
