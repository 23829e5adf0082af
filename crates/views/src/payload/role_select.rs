//! The select of a server's roles: Discord fills its list, so it has no options, only the roles that are chosen from the start.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Kind,
    components::{is_false, one},
};
use crate::{Press, limits::ROLES};

/// A select of roles. What comes back is the ids of the chosen ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSelect {
    #[serde(rename = "type")]
    kind: Kind<6>,
    /// What comes back, with the chosen roles, at most 100 UTF-16 units.
    pub custom_id: String,
    /// What it says while nothing is chosen, at most 150 UTF-16 units. Plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The fewest roles to choose, 0 to 25.
    #[serde(default = "one")]
    pub min_values: u8,
    /// The most roles to choose, 1 to 25.
    #[serde(default = "one")]
    pub max_values: u8,
    /// The roles that are chosen from the start: none, or `min_values` to `max_values` of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_values: Vec<DefaultRole>,
    /// Whether it is greyed out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
}

impl RoleSelect {
    /// A select of any number of roles, none too, that comes back as `press`; the roles `chosen` are chosen already.
    pub fn new(press: &Press, placeholder: impl Into<String>, chosen: &[u64]) -> Self {
        Self::with_id(press.encode(), placeholder, chosen)
    }

    /// A select of any number of roles with an id made elsewhere (see [`carry`](crate::carry)).
    pub fn with_id(custom_id: String, placeholder: impl Into<String>, chosen: &[u64]) -> Self {
        Self {
            kind: Kind,
            custom_id,
            placeholder: Some(placeholder.into()),
            min_values: 0,
            max_values: ROLES,
            default_values: chosen.iter().copied().map(DefaultRole::new).collect(),
            disabled: false,
        }
    }

    /// The same select, greyed out where `disabled`.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// A role that is chosen from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultRole {
    /// The role's id; the id of the server is that of `@everyone`.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub id: u64,
    #[serde(rename = "type")]
    kind: RoleKind,
}

impl DefaultRole {
    /// The role with this id.
    #[must_use]
    pub fn new(id: u64) -> Self {
        Self { id, kind: RoleKind::Role }
    }
}

/// What a chosen value is. Discord's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RoleKind {
    Role,
}

/// Ids travel as text: they have more digits than a number of JSON keeps everywhere.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn as_text<S: Serializer>(id: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

fn from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom(format_args!("role id {text:?} is not a number")))
}
