//! What has changed in the knowledge base.

use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::request::Look;

/// The articles that have changed in the last week, the newest change first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Changed {}

impl Look for Changed {
    const TAG: &'static str = "kc";
    const NAME: &'static str = "list changed articles";
}
