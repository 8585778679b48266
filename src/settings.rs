//! Settings, one of the hands: what the user's environment and files say.
