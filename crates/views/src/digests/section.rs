//! The sections of a digest: look-ups, and the names that people type for them.

use crate::request::Link;
use crate::{agents, conversations, departments, knowledgebase, overview, reports};

/// A look-up that digests offer.
#[derive(Debug)]
pub struct Section {
    name: &'static str,
    title: &'static str,
    /// Whether LiveAgent has its figures only for all departments together.
    is_of_all: bool,
    link: fn() -> Link,
}

/// All sections, in display order.
pub const SECTIONS: [Section; 9] = [
    Section::new("queues", "💬 Queues", || Link::from(&overview::Show::all(None))),
    Section::new("waiting", "⏳ Waiting", || Link::from(&conversations::List::waiting())),
    Section::new("departments", "🏢 Departments", || Link::from(&departments::Status {})),
    Section::new("agents", "👥 Agents", || Link::from(&agents::Statuses {})).of_all(),
    Section::new("yesterday", "📅 Yesterday", || Link::from(&reports::Yesterday {})),
    Section::new("sla", "🎯 SLA yesterday", || Link::from(&reports::Sla {})),
    Section::new("ranking", "⭐ Ranking yesterday", || Link::from(&reports::Ranking {})).of_all(),
    Section::new("tags", "🏷️ Tags yesterday", || Link::from(&reports::Tags {})).of_all(),
    Section::new("knowledgebase", "📚 Knowledge base", || Link::from(&knowledgebase::Changed {})).of_all(),
];

/// The names of the default sections.
const DEFAULT: [&str; 4] = ["queues", "waiting", "agents", "yesterday"];

impl Section {
    const fn new(name: &'static str, title: &'static str, link: fn() -> Link) -> Self {
        Self { name, title, is_of_all: false, link }
    }

    const fn of_all(self) -> Self {
        Self { is_of_all: true, ..self }
    }

    /// Its name in commands.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its heading.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// The look-up.
    #[must_use]
    pub fn link(&self) -> Link {
        (self.link)()
    }

    /// Whether LiveAgent has its figures only for all departments together. A digest of one department must label them so.
    pub(super) fn is_of_all(&self) -> bool {
        self.is_of_all
    }

    /// The default sections.
    pub fn default_ones() -> impl Iterator<Item = &'static Self> {
        SECTIONS.iter().filter(|section| DEFAULT.contains(&section.name))
    }

    /// The section with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.name == name.trim().to_lowercase())
    }

    /// The section of a look-up.
    #[must_use]
    pub fn of_link(link: &Link) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.link() == *link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_name_and_a_link_of_its_own() {
        for section in &SECTIONS {
            let link = Link::decode(&section.link().encode()).unwrap();
            assert_eq!(Section::of_link(&link).map(Section::name), Some(section.name()));
            assert_eq!(Section::of_name(section.name()).map(Section::link), Some(link));
        }
        assert_eq!(Section::default_ones().count(), DEFAULT.len());
    }
}
