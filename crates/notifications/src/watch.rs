//! The watch: at each interval everything that alerts and boards read is asked once, kept as samples, and decided on. Showing what
//! comes of it is done elsewhere (`shows.rs`), so that nothing holds up the next round.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use liveagent::ErrorKind;
use store::Fence;

use crate::{
    alerts::Alert,
    boards::BoardAt,
    collector::Known,
    notifier::Notifier,
    portion::{Portion, Want, portion},
    question::{Figure, Figures, Question, knows_departments_of_waiting},
    shows::Round,
};

/// What SLA reports are asked for this often at most: they are large, and change slowly.
const SLOW: SignedDuration = SignedDuration::from_mins(5);

/// A clock that runs ahead of what was heard by more than this was put back.
const PUT_BACK: SignedDuration = SignedDuration::from_mins(5);

/// What was read at one instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// When.
    pub(crate) at: Timestamp,
    /// How often each question is asked.
    pub(crate) interval: SignedDuration,
    /// The answers.
    pub(crate) answered: BTreeMap<Question, Known>,
    /// The questions that were asked and not answered.
    pub(crate) failed: BTreeSet<Question>,
    /// The figures in the answers.
    pub(crate) figures: Figures,
    /// When LiveAgent was heard last, if it was in this round.
    heard: Option<Timestamp>,
    /// Why something was not answered.
    pub(crate) trouble: Option<ErrorKind>,
}

impl Reading {
    /// Whether LiveAgent is away, or can't be read: it was asked in this round, and said nothing.
    pub(crate) fn is_down(&self) -> bool {
        self.heard.is_none() && self.trouble.is_some()
    }

    /// Whether LiveAgent was heard in this round, after an instant.
    pub(crate) fn is_heard_since(&self, instant: Timestamp) -> bool {
        self.heard.is_some_and(|heard| heard > instant || instant.duration_since(heard) > PUT_BACK)
    }

    /// Whether an answer is older than those that are read as usual.
    pub(crate) fn is_stale(&self, at: Timestamp) -> bool {
        self.at.duration_since(at).abs() >= self.interval * 2
    }

    fn take(&mut self, question: Question, known: Known, figures: Figures, began: Timestamp) {
        // An answer of an earlier round says nothing about now.
        if known.at >= began {
            self.heard = self.heard.max(Some(known.at));
        }
        self.figures.extend(figures);
        self.answered.insert(question, known);
    }

    fn fail(&mut self, question: Question, kind: &ErrorKind, at: Timestamp) {
        if is_silence(kind) {
            // The worst is told: that it is away, rather than that there was no time to ask.
            self.trouble = self.trouble.take().filter(|kind| !matches!(kind, ErrorKind::Busy)).or(Some(kind.clone()));
        } else {
            // It says no to this question, so it is there.
            self.heard = Some(at);
        }
        self.failed.insert(question);
    }
}

impl Notifier {
    /// One round: ask, keep, decide. What is to be shown afterwards, if anybody watches anything.
    pub(crate) async fn watch(&self, fence: Fence) -> Result<Round, store::Error> {
        let alerts = self.alerts().await?;
        let boards = self.boards().await?;
        let outage = self.store.last_outage().await?.is_some_and(|outage| outage.ended.is_none());
        // Where nobody reads anything, nothing is asked. What was left open is closed.
        let reading = if alerts.known.is_empty() && boards.is_empty() && !outage {
            Reading { at: self.clock.now(), interval: self.settings.interval, ..Reading::default() }
        } else {
            let reading = self.read_round(&alerts.known, &boards).await;
            self.keep(fence, &reading, &alerts.known).await?;
            reading
        };
        self.turn_alerts(fence, &alerts, &reading).await?;
        self.keep_outage(fence, &reading).await?;
        Ok(Round { alerts: alerts.known, boards, reading })
    }

    /// Asks each question once, as far as the budget allows.
    async fn read_round(&self, alerts: &[Alert], boards: &[BoardAt]) -> Reading {
        let wanted: BTreeSet<Question> = alerts
            .iter()
            .filter_map(Alert::question)
            .chain(boards.iter().flat_map(|board| board.spec.questions()))
            .collect();
        let began = self.clock.now();
        let Portion { questions, interval } = self.portion(wanted, began);
        let mut reading = Reading { interval, ..Reading::default() };
        let asked = questions.into_iter().map(|question| {
            let max_age = self.max_age(&question);
            self.ask(question, max_age).boxed()
        });
        let mut answers = crate::all_at_once(asked.collect()).await;
        let is_news = |(_, answer): &(Question, Result<Known, _>)| !answer.as_ref().is_ok_and(|known| known.at < began);
        if !answers.iter().any(is_news) {
            // Nothing was asked now, so nothing tells whether LiveAgent is there.
            answers.push(self.ask(Question::Status, SignedDuration::ZERO).await);
        }
        let zone = self.collector.client().time_zone();
        for (question, answer) in answers {
            match answer {
                Ok(known) => {
                    let figures = question.figures(&known.answer, &known.unread, self.clock.now(), &zone);
                    reading.take(question, known, figures, began);
                }
                Err(error) => {
                    tracing::debug!(error = %error, "a figure can't be read");
                    reading.fail(question, error.kind(), self.clock.now());
                }
            }
        }
        if let Some(known) = reading.answered.get(&Question::Waiting) {
            // A department without a conversation that waits has no row among those that wait.
            let none = Figure::from(knows_departments_of_waiting(&known.unread).then_some(0.0));
            for alert in alerts.iter().filter(|alert| alert.question() == Some(Question::Waiting)) {
                reading.figures.entry(alert.spec.series()).or_insert(none);
            }
        }
        reading.at = self.clock.now();
        reading
    }

    /// What is asked in this round.
    fn portion(&self, wanted: BTreeSet<Question>, now: Timestamp) -> Portion {
        let want = |question: Question| Want {
            known: self.collector.last(&question).map(|known| known.at),
            max_age: self.max_age(&question),
            question,
        };
        let questions = wanted.len();
        let wants = wanted.into_iter().map(want).collect();
        let portion = portion(wants, now, self.settings.interval, self.collector.client().requests_per_minute());
        if self.is_new_pace(portion.interval) {
            tracing::warn!(
                questions,
                seconds = portion.interval.as_secs(),
                "alerts and boards read more than the budget allows in an interval; each figure is read this often"
            );
        }
        portion
    }

    /// A little less than the interval, so that an answer of the last round does not serve this one.
    fn max_age(&self, question: &Question) -> SignedDuration {
        let fresh = self.settings.interval * 9 / 10;
        if matches!(question, Question::SlaToday(_)) { SLOW.max(fresh) } else { fresh }
    }

    async fn ask(&self, question: Question, max_age: SignedDuration) -> (Question, Result<Known, liveagent::Error>) {
        let answer = self.collector.ask(&question, max_age).await;
        (question, answer)
    }

    /// Keeps the figures of the whole help desk, and of those that are watched.
    async fn keep(&self, fence: Fence, reading: &Reading, alerts: &[Alert]) -> Result<(), store::Error> {
        let watched: BTreeSet<String> = alerts.iter().map(|alert| alert.spec.series()).collect();
        let wanted = |name: &str| !name.contains("-offline@") || watched.contains(name);
        let down = ("liveagent-down", f64::from(u8::from(reading.is_down())));
        let known = reading.figures.iter().filter_map(|(name, figure)| Some((name.as_str(), figure.known()?)));
        let figures = known.filter(|(name, _)| wanted(name));
        let figures: Vec<(&str, f64)> = figures.chain([down]).collect();
        self.store.keep_samples(fence, reading.at, &figures).await
    }
}

/// Whether LiveAgent said nothing: it was not there, or we could not ask. A refusal of one question is an answer, and so is one that can't be read.
fn is_silence(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Unavailable
        | ErrorKind::TimedOut
        | ErrorKind::NotLiveAgent(_)
        | ErrorKind::WrongKey
        | ErrorKind::Busy => true,
        ErrorKind::NotFound
        | ErrorKind::Unreadable(_)
        | ErrorKind::Refused(_)
        | ErrorKind::TooLarge
        | ErrorKind::NeedsNewer { .. }
        | ErrorKind::BadRequest(_) => false,
    }
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
