//! Agents.

use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::request::Look;

/// Who is online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Statuses {}

impl Look for Statuses {
    const TAG: &'static str = "as";
    const NAME: &'static str = "list agent statuses";
}
