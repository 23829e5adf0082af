//! What a digest is made of, and what it is called.

use serde::{Deserialize, Serialize};

/// A part of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Chats and calls now.
    Queues,
    /// Conversations that wait, the longest first.
    Waiting,
    /// Which departments are online.
    Departments,
    /// Who is online.
    Agents,
    /// Yesterday's figures, with the change.
    Yesterday,
    /// How yesterday's SLAs were kept.
    Sla,
    /// How yesterday's customers ranked their agents.
    Ranking,
    /// Yesterday's most used tags.
    Tags,
    /// What has changed in the knowledgebase.
    Knowledgebase,
}

impl Section {
    /// All, in the order in which they stand.
    pub const ALL: [Self; 9] = [
        Self::Queues,
        Self::Waiting,
        Self::Departments,
        Self::Agents,
        Self::Yesterday,
        Self::Sla,
        Self::Ranking,
        Self::Tags,
        Self::Knowledgebase,
    ];

    /// Those of a digest for which nothing is said.
    pub const USUAL: [Self; 4] = [Self::Queues, Self::Waiting, Self::Agents, Self::Yesterday];

    /// Its name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queues => "queues",
            Self::Waiting => "waiting",
            Self::Departments => "departments",
            Self::Agents => "agents",
            Self::Yesterday => "yesterday",
            Self::Sla => "sla",
            Self::Ranking => "ranking",
            Self::Tags => "tags",
            Self::Knowledgebase => "knowledgebase",
        }
    }

    /// What stands above it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Queues => "💬 Queues",
            Self::Waiting => "⏳ Waiting",
            Self::Departments => "🏢 Departments",
            Self::Agents => "👥 Agents",
            Self::Yesterday => "📅 Yesterday",
            Self::Sla => "🎯 SLA yesterday",
            Self::Ranking => "⭐ Ranking yesterday",
            Self::Tags => "🏷️ Tags yesterday",
            Self::Knowledgebase => "📚 Knowledgebase",
        }
    }

    /// Whether LiveAgent knows its figures of all departments alone: who reads of one must not take them for its own.
    pub(super) fn is_of_all(self) -> bool {
        matches!(self, Self::Agents | Self::Ranking | Self::Tags | Self::Knowledgebase)
    }

    /// The section of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name.trim().to_lowercase())
    }
}
