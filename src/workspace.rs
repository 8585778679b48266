//! The folder, one of the hands: reads and writes documents beneath it, never following a link out.
