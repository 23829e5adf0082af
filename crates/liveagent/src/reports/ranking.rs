//! Customers' ratings: #60.

use serde::{Deserialize, Serialize};

use crate::{LocalTime, Method, Operation, RankingType};

/// Lists customers' ratings of agents: `GET /api/reports/ranking`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ReportRanking {
    /// From when on.
    pub date_from: LocalTime,
    /// Until when.
    pub date_to: LocalTime,
    /// Which columns the rows shall have, by their names on the wire; all that LiveAgent gives by default when
    /// empty.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How many rows at most: LiveAgent gives 100 by default and 1000 at most.
    #[serde(rename = "limitcount")]
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    #[serde(rename = "limitfrom")]
    pub offset: Option<u32>,
    /// Agent contact identifier.
    #[serde(rename = "agentid")]
    pub agent_id: Option<String>,
    /// Contact user identifier.
    #[serde(rename = "contactid")]
    pub contact_id: Option<String>,
    /// Only these ratings; all when empty.
    #[serde(default)]
    pub types: Vec<RankingType>,
}

impl Operation for ReportRanking {
    const NUMBER: u8 = 60;
    const NAME: &'static str = "ReportRanking";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/ranking";
    const SINCE: &'static str = "4.11.3.0";
    type Output = Ranks;
}

/// Ratings.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Ranks {
    /// List of agents' ratings.
    pub ranks: Vec<Rank>,
}

/// A rating.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Rank {
    /// Rating identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Rating type (W = positive, P = negative).
    #[serde(rename = "rankingType")]
    pub ranking_type: Option<RankingType>,
    /// Date created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: Option<String>,
    /// Agent identifier.
    #[serde(rename = "agentcontactid")]
    pub agent_contact_id: Option<String>,
    /// Agent email.
    #[serde(rename = "agentEmail")]
    pub agent_email: Option<String>,
    /// Agent full name.
    pub agent: Option<String>,
    /// Requester identifier.
    #[serde(rename = "contactid")]
    pub contact_id: Option<String>,
    /// Requester email.
    #[serde(rename = "requesterEmail")]
    pub requester_email: Option<String>,
    /// Requester full name.
    pub requester: Option<String>,
    /// Rating comment.
    pub comment: Option<String>,
}
