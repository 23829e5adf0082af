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

/// What is known of a section.
struct Facts {
    section: Section,
    name: &'static str,
    title: &'static str,
    is_of_all: bool,
}

impl Facts {
    const fn new(section: Section, name: &'static str, title: &'static str) -> Self {
        Self { section, name, title, is_of_all: false }
    }

    /// LiveAgent knows its figures of all departments alone.
    const fn of_all(self) -> Self {
        Self { is_of_all: true, ..self }
    }
}

/// All, in the order in which they stand.
const SECTIONS: [Facts; 9] = [
    Facts::new(Section::Queues, "queues", "💬 Queues"),
    Facts::new(Section::Waiting, "waiting", "⏳ Waiting"),
    Facts::new(Section::Departments, "departments", "🏢 Departments"),
    Facts::new(Section::Agents, "agents", "👥 Agents").of_all(),
    Facts::new(Section::Yesterday, "yesterday", "📅 Yesterday"),
    Facts::new(Section::Sla, "sla", "🎯 SLA yesterday"),
    Facts::new(Section::Ranking, "ranking", "⭐ Ranking yesterday").of_all(),
    Facts::new(Section::Tags, "tags", "🏷️ Tags yesterday").of_all(),
    Facts::new(Section::Knowledgebase, "knowledgebase", "📚 Knowledgebase").of_all(),
];

impl Section {
    /// All, in the order in which they stand.
    pub const ALL: [Self; SECTIONS.len()] = {
        let mut all = [Self::Queues; SECTIONS.len()];
        let mut place = 0;
        while place < all.len() {
            all[place] = SECTIONS[place].section;
            place += 1;
        }
        all
    };

    /// Those of a digest for which nothing is said.
    pub const USUAL: [Self; 4] = [Self::Queues, Self::Waiting, Self::Agents, Self::Yesterday];

    fn facts(self) -> &'static Facts {
        // They stand in the order of the sections, which a test holds them to.
        const { &SECTIONS }.get(self as usize).unwrap_or(const { &SECTIONS[0] })
    }

    /// Its name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// What stands above it.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.facts().title
    }

    /// Whether LiveAgent knows its figures of all departments alone: who reads of one must not take them for its own.
    pub(super) fn is_of_all(self) -> bool {
        self.facts().is_of_all
    }

    /// The section of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name.trim().to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_stored_by_its_name() {
        for (place, section) in Section::ALL.into_iter().enumerate() {
            assert_eq!(section as usize, place, "{section:?}");
            assert_eq!(serde_json::to_value(section).unwrap(), section.name());
        }
    }
}
