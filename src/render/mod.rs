//! Reports: views (redaction happens there), templates, HTML, PDF and plain text.
