//! Reports, as digests have them: of yesterday, against the day before.

use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::request::Look;

/// Answers, chats, calls and conversations of yesterday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Yesterday {}

impl Look for Yesterday {
    const TAG: &'static str = "ry";
    const NAME: &'static str = "report yesterday";
}

/// How many of yesterday's SLAs were met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Sla {}

impl Look for Sla {
    const TAG: &'static str = "rs";
    const NAME: &'static str = "report SLAs";
}

/// How customers ranked agents yesterday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Ranking {}

impl Look for Ranking {
    const TAG: &'static str = "rr";
    const NAME: &'static str = "report ranking";
}

/// The tags that were used most yesterday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Tags {}

impl Look for Tags {
    const TAG: &'static str = "rt";
    const NAME: &'static str = "report tags";
}
