//! The checked script.
