//! The system, one of the hands: processes, locks and the few calls that need `unsafe`.
