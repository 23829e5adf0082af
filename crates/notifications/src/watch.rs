//! The watch: at each interval everything that alerts and boards read is asked once, kept as samples, and decided on. Showing what
//! comes of it is done elsewhere (`shows.rs`), so that nothing holds up the next round.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use store::Fence;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    alerts::Alert,
    boards::BoardAt,
    context::{Context, TICK_INTERVAL, rest},
    figure::Figure,
    figures::Polled,
    poll::Poll,
    portion::{Portion, Want, portion},
    reading::Reading,
};

/// What a round found.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) alerts: Vec<Alert>,
    pub(crate) boards: Vec<BoardAt>,
    pub(crate) reading: Reading,
}

/// Watches figures.
#[derive(Debug)]
pub(crate) struct Watch {
    context: Arc<Context>,
    /// Whether the next round is to begin at once.
    soon: AtomicBool,
    /// How often figures are read, in seconds.
    pace: AtomicI64,
}

impl Watch {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        let pace = AtomicI64::new(context.settings.interval.as_secs());
        Self { context, soon: AtomicBool::new(false), pace }
    }

    /// Has the next round begin at once.
    pub(crate) fn look_soon(&self) {
        self.soon.store(true, Ordering::Relaxed);
    }

    /// A round at each interval until `stop`; hands on what each found.
    pub(crate) async fn run(
        &self,
        fence: Fence,
        found: watch::Sender<Option<Arc<Round>>>,
        stop: &CancellationToken,
    ) -> Result<(), store::Error> {
        let context = &self.context;
        let mut last: Option<Timestamp> = None;
        while !stop.is_cancelled() {
            let now = context.clock.now();
            let soon = self.soon.swap(false, Ordering::Relaxed);
            // Either way: a clock may be put back.
            if soon || last.is_none_or(|last| now.duration_since(last).abs() >= context.settings.interval) {
                last = Some(now);
                if let Some(round) = context.trouble.steady(self.round(fence).await, "reading figures")? {
                    found.send_replace(Some(Arc::new(round)));
                }
            }
            rest(stop, TICK_INTERVAL).await;
        }
        Ok(())
    }

    /// One round: ask, keep, decide. What is to be shown afterwards, if anybody watches anything.
    async fn round(&self, fence: Fence) -> Result<Round, store::Error> {
        let context = &self.context;
        let alerts = context.alerts().await?;
        let boards = context.boards().await?;
        let outage = context.store.last_outage().await?.is_some_and(|outage| outage.ended.is_none());
        // Where nobody reads anything, nothing is asked. What was left open is closed.
        let reading = if alerts.known.is_empty() && boards.is_empty() && !outage {
            Reading::new(context.clock.now(), context.settings.interval)
        } else {
            let reading = self.read_round(&alerts.known, &boards).await;
            self.keep(fence, &reading, &alerts.known).await?;
            reading
        };
        context.turn_alerts(fence, &alerts, &reading).await?;
        context.keep_outage(fence, &reading).await?;
        Ok(Round { alerts: alerts.known, boards, reading })
    }

    /// Reads each poll once, as far as the budget allows.
    async fn read_round(&self, alerts: &[Alert], boards: &[BoardAt]) -> Reading {
        let wanted: BTreeSet<Poll> =
            alerts.iter().filter_map(Alert::poll).chain(boards.iter().flat_map(|board| board.spec.polls())).collect();
        let began = self.context.clock.now();
        let Portion { polls, interval } = self.portion(wanted, began);
        let mut reading = Reading::new(began, interval);
        let asked = polls.into_iter().map(|poll| {
            let max_age = poll.max_age(self.context.settings.interval);
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
                    reading.fail(poll, error.kind(), self.context.clock.now());
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
        reading.at = self.context.clock.now();
        reading
    }

    /// What is asked in this round.
    fn portion(&self, wanted: BTreeSet<Poll>, now: Timestamp) -> Portion {
        let want = |poll: Poll| Want {
            known: poll.known_at(&self.context.collector),
            max_age: poll.max_age(self.context.settings.interval),
            poll,
        };
        let polls = wanted.len();
        let wants = wanted.into_iter().map(want).collect();
        let portion =
            portion(wants, now, self.context.settings.interval, self.context.collector.client().requests_per_minute());
        if self.is_new_pace(portion.interval) {
            tracing::warn!(
                polls,
                seconds = portion.interval.as_secs(),
                "alerts and boards need more requests than the limit allows; each figure is read this often instead"
            );
        }
        portion
    }

    /// Whether figures are read less often than before, or as usual again.
    fn is_new_pace(&self, interval: SignedDuration) -> bool {
        let seconds = interval.as_secs();
        self.pace.swap(seconds, Ordering::Relaxed) != seconds && interval > self.context.settings.interval
    }

    async fn poll(&self, poll: Poll, max_age: SignedDuration) -> (Poll, Result<Polled, liveagent::Error>) {
        let answer = poll.read(&self.context.collector, max_age).await;
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
        self.context.store.keep_samples(fence, reading.at, &figures).await
    }
}
