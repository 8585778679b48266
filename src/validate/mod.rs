//! Facts to diagnostics: rules as data plus a function, each with its page.
