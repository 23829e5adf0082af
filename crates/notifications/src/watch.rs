//! The watch: at each interval everything that alerts and boards read is asked once, kept as samples, and handed to them.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use store::Fence;

use crate::{
    alerts::Alert,
    boards::BoardAt,
    collector::Known,
    notifier::Notifier,
    question::{Figures, Question},
};

/// What SLA reports are asked for this often at most: they are large, and change slowly.
const SLOW: SignedDuration = SignedDuration::from_mins(5);

/// What was read at one instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// When.
    pub(crate) at: Timestamp,
    /// The answers.
    pub(crate) answered: BTreeMap<Question, Known>,
    /// The figures in them.
    pub(crate) figures: Figures,
    /// Whether LiveAgent is away: it was asked, and answered nothing.
    pub(crate) down: bool,
}

impl Notifier {
    /// One round: ask, keep, decide, show.
    pub(crate) async fn watch(&self, fence: Fence) -> Result<(), store::Error> {
        let alerts = self.alerts().await?;
        let boards = self.boards().await?;
        let outage = self.store.last_outage().await?.is_some_and(|outage| outage.ended.is_none());
        if alerts.is_empty() && boards.is_empty() && !outage {
            // Nobody reads anything, so nothing is asked. What was left open is closed.
            let reading = Reading { at: self.clock.now(), ..Reading::default() };
            return self.turn_alerts(fence, &[], &reading).await;
        }
        let reading = self.read(&alerts, &boards).await;
        self.keep(fence, &reading, &alerts).await?;
        self.turn_alerts(fence, &alerts, &reading).await?;
        self.tell_outage(fence, &reading, &alerts, &boards).await?;
        self.show_boards(fence, &boards, &reading).await
    }

    /// Asks each question once.
    async fn read(&self, alerts: &[Alert], boards: &[BoardAt]) -> Reading {
        let mut questions: BTreeSet<Question> = alerts
            .iter()
            .filter_map(|alert| alert.spec.metric.question(alert.spec.target.as_deref()))
            .chain(boards.iter().flat_map(|board| board.spec.questions()))
            .collect();
        if questions.is_empty() {
            questions.insert(Question::Status);
        }
        let asked = questions.into_iter().map(|question| self.ask(question).boxed()).collect();
        let mut reading = Reading::default();
        let mut failed = false;
        for (question, answer) in crate::all_at_once(asked).await {
            match answer {
                Ok(known) => {
                    let zone = self.collector.client().time_zone();
                    reading.figures.extend(question.figures(&known.answer, self.clock.now(), &zone));
                    reading.answered.insert(question, known);
                }
                Err(error) => {
                    failed |= is_outage(&error);
                    tracing::debug!(error = %error, "a figure can't be read");
                }
            }
        }
        reading.at = self.clock.now();
        reading.down = failed && reading.answered.is_empty();
        reading
    }

    async fn ask(&self, question: Question) -> (Question, Result<Known, liveagent::Error>) {
        // A little less than the interval, so that an answer of the last round does not serve this one.
        let fresh = self.settings.interval * 9 / 10;
        let max_age = if matches!(question, Question::SlaToday(_)) { SLOW.max(fresh) } else { fresh };
        let answer = self.collector.ask(&question, max_age).await;
        (question, answer)
    }

    /// Keeps the figures of the whole help desk, and of those that are watched.
    async fn keep(&self, fence: Fence, reading: &Reading, alerts: &[Alert]) -> Result<(), store::Error> {
        let watched: BTreeSet<String> = alerts.iter().map(|alert| alert.spec.series()).collect();
        let wanted = |name: &str| !name.contains("-offline@") || watched.contains(name);
        let down = ("liveagent-down", f64::from(u8::from(reading.down)));
        let figures =
            reading.figures.iter().map(|(name, value)| (name.as_str(), *value)).filter(|(name, _)| wanted(name));
        let figures: Vec<(&str, f64)> = figures.chain([down]).collect();
        self.store.keep_samples(fence, reading.at, &figures).await
    }
}

/// Whether LiveAgent was not there to answer.
pub(crate) fn is_outage(error: &liveagent::Error) -> bool {
    use liveagent::ErrorKind;
    matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut | ErrorKind::NotLiveAgent(_))
}

/// An answer that is there, of this round or of an earlier one.
pub(crate) fn latest(notifier: &Notifier, reading: &Reading, question: &Question) -> Option<Known> {
    reading.answered.get(question).cloned().or_else(|| notifier.collector.last(question))
}

/// The answer's content, where it is of this kind.
macro_rules! content {
    ($known:expr, $kind:ident) => {
        match $known.as_ref().map(|known| known.answer.as_ref()) {
            Some($crate::question::Answer::$kind(content)) => Some(content),
            _ => None,
        }
    };
}

pub(crate) use content;
