//! The signed history: canonical objects, policy, rules, verdicts (pure); store and signers are hands.
pub mod store;
