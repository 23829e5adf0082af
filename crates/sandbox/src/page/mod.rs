//! The demo's page: its files, and the JSON routes below `/sandbox` that it speaks.
//!
//! Deliberately lacks behaviour: a route reads its request and hands it to the half that knows.

mod assets;
pub(crate) mod wire;
