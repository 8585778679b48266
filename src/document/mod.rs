//! Text to Document. Total and pure: parsing never fails, a broken document is a document with faults.
