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
    figure::Figure,
    figures::{Figures, Polled},
    notifier::Notifier,
    poll::Poll,
    portion::{Portion, Want, portion},
    shows::Round,
};

/// A clock that runs ahead of what was heard by more than this was put back.
const PUT_BACK: SignedDuration = SignedDuration::from_mins(5);

/// What was read at one instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// When.
    pub(crate) at: Timestamp,
    /// How often each poll is read.
    pub(crate) interval: SignedDuration,
    /// What was answered.
    pub(crate) answered: BTreeMap<Poll, Polled>,
    /// What was asked and not answered.
    pub(crate) failed: BTreeSet<Poll>,
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

    fn take(&mut self, poll: Poll, polled: Polled, began: Timestamp) {
        // An answer of an earlier round says nothing about now.
        if polled.at >= began {
            self.heard = self.heard.max(Some(polled.at));
        }
        self.figures.extend(polled.figures.iter().map(|(name, figure)| (name.clone(), *figure)));
        self.answered.insert(poll, polled);
    }

    fn fail(&mut self, poll: Poll, kind: &ErrorKind, at: Timestamp) {
        if is_silence(kind) {
            // The worst is told: that it is away, rather than that there was no time to ask.
            self.trouble = self.trouble.take().filter(|kind| !matches!(kind, ErrorKind::Busy)).or(Some(kind.clone()));
        } else {
            // It says no to this request, so it is there.
            self.heard = Some(at);
        }
        self.failed.insert(poll);
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

    /// Reads each poll once, as far as the budget allows.
    async fn read_round(&self, alerts: &[Alert], boards: &[BoardAt]) -> Reading {
        let wanted: BTreeSet<Poll> =
            alerts.iter().filter_map(Alert::poll).chain(boards.iter().flat_map(|board| board.spec.polls())).collect();
        let began = self.clock.now();
        let Portion { polls, interval } = self.portion(wanted, began);
        let mut reading = Reading { interval, ..Reading::default() };
        let asked = polls.into_iter().map(|poll| {
            let max_age = poll.max_age(self.settings.interval);
            self.poll(poll, max_age).boxed()
        });
        let mut answers = crate::all_at_once(asked.collect()).await;
        let is_news = |(_, answer): &(Poll, Result<Polled, _>)| !answer.as_ref().is_ok_and(|polled| polled.at < began);
        if !answers.iter().any(is_news) {
            // Nothing was asked now, so nothing tells whether LiveAgent is there.
            answers.push(self.poll(Poll::Status, SignedDuration::ZERO).await);
        }
        for (poll, answer) in answers {
            match answer {
                Ok(polled) => reading.take(poll, polled, began),
                Err(error) => {
                    tracing::debug!(error = %error, "a figure can't be read");
                    reading.fail(poll, error.kind(), self.clock.now());
                }
            }
        }
        if let Some(polled) = reading.answered.get(&Poll::Waiting) {
            // A department without a conversation that waits has no row among those that wait.
            let none = Figure::from(polled.knows_departments.then_some(0.0));
            for alert in alerts.iter().filter(|alert| alert.poll() == Some(Poll::Waiting)) {
                reading.figures.entry(alert.spec.series()).or_insert(none);
            }
        }
        reading.at = self.clock.now();
        reading
    }

    /// What is asked in this round.
    fn portion(&self, wanted: BTreeSet<Poll>, now: Timestamp) -> Portion {
        let want = |poll: Poll| Want {
            known: poll.known_at(&self.collector),
            max_age: poll.max_age(self.settings.interval),
            poll,
        };
        let polls = wanted.len();
        let wants = wanted.into_iter().map(want).collect();
        let portion = portion(wants, now, self.settings.interval, self.collector.client().requests_per_minute());
        if self.is_new_pace(portion.interval) {
            tracing::warn!(
                polls,
                seconds = portion.interval.as_secs(),
                "alerts and boards read more than the budget allows in an interval; each figure is read this often"
            );
        }
        portion
    }

    async fn poll(&self, poll: Poll, max_age: SignedDuration) -> (Poll, Result<Polled, liveagent::Error>) {
        let answer = poll.read(&self.collector, max_age).await;
        (poll, answer)
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

/// Whether LiveAgent said nothing: it was not there, or we could not ask. A refusal of one request is an answer, and so is one that can't be read.
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
