//! Look-ups answered in a few lines, for digests and boards: the same look-ups that commands answer and buttons carry.

use std::future::Future;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use liveagent::{Error, Operation};
use views::{Desk, Figures, Link, Look, boards::Lines};

use crate::collector::{Collector, Known};

/// How old figures of now may be in a digest: those of all digests of a minute are the same.
pub const NOW_MAX_AGE: SignedDuration = SignedDuration::from_secs(60);

/// How old figures of days that are over may be.
pub const PAST_MAX_AGE: SignedDuration = SignedDuration::from_mins(30);

/// A look-up that can be a part of a digest or a board.
pub trait Brief: Look + Send + Sync + 'static {
    /// Asks, and draws the answer in a few lines. It tells nothing where a board knows nothing yet.
    fn brief(&self, briefing: &Briefing<'_>) -> impl Future<Output = Result<views::Brief, Error>> + Send;
}

/// A digest or a board that is being made.
#[derive(Debug)]
pub struct Briefing<'a> {
    /// LiveAgent's answers.
    pub collector: &'a Collector,
    /// What views need besides.
    pub desk: &'a Desk,
    /// Only of these departments, by id; of all when empty.
    pub departments: &'a [String],
    /// What it is made for.
    pub occasion: Occasion<'a>,
}

/// What look-ups are answered in a few lines for.
#[derive(Clone, Copy, Debug)]
pub enum Occasion<'a> {
    /// A digest. LiveAgent is asked.
    Digest {
        /// When it was due: yesterday is the day before.
        due: Timestamp,
        /// What the last one told.
        before: &'a Figures,
    },
    /// A board. It shows what is known already; the watch asks.
    Board {
        /// How the queues went.
        lines: &'a Lines,
    },
}

impl Briefing<'_> {
    /// LiveAgent's answer: at most `max_age` old in a digest, the newest that is known on a board.
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

    /// Each of the departments, or all of them together.
    pub(crate) fn scopes(&self) -> Vec<Option<String>> {
        scopes(self.departments)
    }

    /// Whether a department is among them.
    pub(crate) fn is_of(&self, department: &String) -> bool {
        self.departments.is_empty() || self.departments.contains(department)
    }

    /// Yesterday, and the day before, on LiveAgent's calendar.
    pub(crate) fn days(&self) -> [Date; 2] {
        let due = match self.occasion {
            Occasion::Digest { due, .. } => due,
            Occasion::Board { .. } => self.desk.now,
        };
        let today = due.to_zoned(self.desk.zone.clone()).date();
        [today.saturating_sub(1.days()), today.saturating_sub(2.days())]
    }
}

/// Each of these departments, or all of them together.
#[must_use]
pub fn scopes(departments: &[String]) -> Vec<Option<String>> {
    if departments.is_empty() { vec![None] } else { departments.iter().cloned().map(Some).collect() }
}

/// A look-up that can be a part of a digest or a board, with its type taken off.
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
                        // Of another version.
                        None => Ok(views::Brief::default()),
                    }
                })
            },
        }
    }
}

/// The answer to a look-up in a few lines.
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
