//! The engagement as data, one file per format. Empty until the first format is built.
