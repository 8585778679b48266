//! Reports: views (redaction happens there), templates, HTML, PDF, Markdown and plain text.
//!
//! A view goes into a template, the template gives Markdown, the Markdown becomes blocks, a frame
//! is put around them ([`page::Page`]), and each format draws that page. Facts about the trail come
//! in as plain values ([`provenance::Provenance`]); nothing here reads a file or a clock.

mod embed;
pub mod html;
pub mod i18n;
pub mod markdown;
mod mask;
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod plain;
pub mod provenance;
pub mod templates;
pub mod view;
