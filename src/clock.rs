//! The clock, one of the hands: where the present time comes from.
