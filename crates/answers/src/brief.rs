//! Short answers to look-ups, for digests and boards. They use the same look-ups as commands and buttons.

use std::future::Future;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use liveagent::{Error, Operation};
use views::{Desk, Figures, Link, Look, boards::Lines};

use crate::collector::{Collector, Known};

/// The maximum age of live figures in a digest. Digests due in the same minute share them.
pub const NOW_MAX_AGE: SignedDuration = SignedDuration::from_secs(60);

/// The maximum age of figures for past days.
pub const PAST_MAX_AGE: SignedDuration = SignedDuration::from_mins(30);

/// A look-up that can be a part of a digest or a board.
pub trait Brief: Look + Send + Sync + 'static {
    /// Asks LiveAgent and draws a short answer; an empty one if a board has no data yet.
    fn brief(&self, briefing: &Briefing<'_>) -> impl Future<Output = Result<views::Brief, Error>> + Send;
}

/// A digest or board in preparation.
#[derive(Debug)]
pub struct Briefing<'a> {
    /// LiveAgent's answers.
    pub collector: &'a Collector,
    /// Names, time and zone for the views.
    pub desk: &'a Desk,
    /// The departments to include, by id; empty for all.
    pub departments: &'a [String],
    /// Whether this is for a digest or a board.
    pub occasion: Occasion<'a>,
}

/// The purpose of a short answer.
#[derive(Clone, Copy, Debug)]
pub enum Occasion<'a> {
    /// For a digest: LiveAgent is asked.
    Digest {
        /// When the digest was due. "Yesterday" is the day before.
        due: Timestamp,
        /// The figures in the previous digest.
        before: &'a Figures,
    },
    /// For a board: only known answers are used, since the watch asks for them.
    Board {
        /// The recent history of the queues.
        lines: &'a Lines,
    },
}

impl Briefing<'_> {
    /// LiveAgent's answer: at most `max_age` old for a digest, the newest known one for a board.
    pub(crate) async fn ask<O: Operation>(
        &self,
        operation: &O,
        max_age: SignedDuration,
    ) -> Result<Option<Known<O::Output>>, Error> {
        match self.occasion {
            Occasion::Digest { .. } => self.collector.ask(operation, max_age).await.map(Some),
            Occasion::Board { .. } => Ok(self.collector.last(operation)),
        }
    }

    /// One scope per department, or a single one for all departments.
    pub(crate) fn scopes(&self) -> Vec<Option<String>> {
        scopes(self.departments)
    }

    /// Whether to include a department.
    pub(crate) fn is_of(&self, department: &String) -> bool {
        self.departments.is_empty() || self.departments.contains(department)
    }

    /// Yesterday and the day before, in LiveAgent's time zone.
    pub(crate) fn days(&self) -> [Date; 2] {
        let due = match self.occasion {
            Occasion::Digest { due, .. } => due,
            Occasion::Board { .. } => self.desk.now,
        };
        let today = due.to_zoned(self.desk.zone.clone()).date();
        [today.saturating_sub(1.days()), today.saturating_sub(2.days())]
    }
}

/// One scope per department, or a single one for all departments.
#[must_use]
pub fn scopes(departments: &[String]) -> Vec<Option<String>> {
    if departments.is_empty() { vec![None] } else { departments.iter().cloned().map(Some).collect() }
}

/// A look-up that can be a part of a digest or a board, with its type erased.
pub(crate) struct AnyBrief {
    tag: &'static str,
    brief: for<'a> fn(&'a Briefing<'a>, &'a Link) -> BoxFuture<'a, Result<views::Brief, Error>>,
}

impl AnyBrief {
    pub(crate) const fn of<L: Brief>() -> Self {
        Self {
            tag: <L as Look>::TAG,
            brief: |briefing, link| {
                Box::pin(async move {
                    match link.look::<L>() {
                        Some(look) => look.brief(briefing).await,
                        // Another version wrote it.
                        None => Ok(views::Brief::default()),
                    }
                })
            },
        }
    }
}

/// The short answer to a look-up.
pub async fn brief(briefing: &Briefing<'_>, link: &Link) -> Result<views::Brief, Error> {
    match find(link) {
        Some(known) => (known.brief)(briefing, link).await,
        None => Ok(views::Brief::default()),
    }
}

fn find(link: &Link) -> Option<&'static AnyBrief> {
    crate::BRIEFS.iter().find(|known| known.tag == link.tag())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_digests_offer_can_be_told() {
        for section in &views::digests::SECTIONS {
            assert!(find(&section.link()).is_some(), "{}", section.name());
        }
        assert!(find(&Link::from(&views::tags::List {})).is_none());
    }
}
