//! What a host runs: one message, one turn.
