//! Documents to typed records: one file per kind, plus ids, times, severities, channels.
