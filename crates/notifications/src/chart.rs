//! Charts of what was sampled, drawn off the async threads, and drawn once for all who want the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OnceCell, Semaphore};
pub(crate) use views::chart::Picture;
use views::chart::{Chart, Series};

use crate::notifier::Notifier;

/// How many are remembered: those asked for last. They are some 40 KiB each.
const KEPT: usize = 64;

/// Instants are rounded to this, so that those who ask in the same minute share.
const GRAIN: i64 = 60;

/// A chart that is drawn, or will be by the first who waits for it.
type Drawing = Arc<OnceCell<Option<Picture>>>;

/// Charts by what they show, each with when it was asked for last, as a number that grows.
#[derive(Debug, Default)]
struct Kept {
    charts: HashMap<String, (u64, Drawing)>,
    asked: u64,
}

/// The charts of this minute.
#[derive(Debug)]
pub(crate) struct Charts {
    kept: Mutex<Kept>,
    /// Drawing fills a processor: one at a time leaves the others to people.
    drawing: Semaphore,
}

impl Default for Charts {
    fn default() -> Self {
        Self { kept: Mutex::default(), drawing: Semaphore::new(1) }
    }
}

/// A line of a chart: what it is called, and the name of its history.
pub(crate) struct Wanted<'a> {
    pub(crate) name: &'a str,
    pub(crate) series: String,
}

impl Charts {
    /// How figures went between two instants. `None` where nothing was sampled.
    pub(crate) async fn of(
        &self,
        notifier: &Notifier,
        title: &str,
        wanted: &[Wanted<'_>],
        times: (Timestamp, Timestamp),
        threshold: Option<(f64, String)>,
    ) -> Option<Picture> {
        self.of_at_least(notifier, title, wanted, times, threshold, SignedDuration::ZERO).await
    }

    /// [`Self::of`], if it was sampled for so long.
    pub(crate) async fn of_at_least(
        &self,
        notifier: &Notifier,
        title: &str,
        wanted: &[Wanted<'_>],
        (from, to): (Timestamp, Timestamp),
        threshold: Option<(f64, String)>,
        least: SignedDuration,
    ) -> Option<Picture> {
        let round = |at: Timestamp| Timestamp::from_second(at.as_second().div_euclid(GRAIN) * GRAIN).unwrap_or(at);
        let (from, to) = (round(from), round(to) + SignedDuration::from_secs(GRAIN));
        let names: Vec<&str> = wanted.iter().map(|line| line.series.as_str()).collect();
        let key = format!("{title}|{}|{from}|{to}|{threshold:?}|{least}", names.join("|"));
        let chart = async {
            let mut series = Vec::with_capacity(wanted.len());
            for line in wanted {
                let points = notifier.store.history(&line.series, from, to, notifier.clock.now()).await.ok()?;
                let points = points.into_iter().map(|point| (point.at, point.value)).collect();
                series.push(Series { name: line.name.to_owned(), points });
            }
            if series.iter().all(|line: &Series| line.points.len() < 2) {
                return None;
            }
            let first = series.iter().filter_map(|line| Some(line.points.first()?.0)).min()?;
            if to.duration_since(first) < least {
                return None;
            }
            // What was sampled from some time on begins there: an empty half says nothing.
            let from = if first.duration_since(from) > to.duration_since(from) / 8 { first } else { from };
            let zone = notifier.collector.client().time_zone();
            let subtitle = span(to.duration_since(from), &zone.to_offset(to).to_string(), zone.iana_name());
            Some(Chart { title: title.to_owned(), subtitle, series, threshold, from, to, zone })
        };
        self.shared(key, chart).await
    }

    /// A chart, drawn once for all who want the one of this name.
    pub(crate) async fn shared(&self, key: String, chart: impl Future<Output = Option<Chart>>) -> Option<Picture> {
        let cell = self.kept.lock().unwrap_or_else(PoisonError::into_inner).cell(key);
        let draw = async {
            let chart = chart.await?;
            let _turn = self.drawing.acquire().await.ok()?;
            tokio::task::spawn_blocking(move || Picture::of(&chart)).await.ok().flatten()
        };
        cell.get_or_init(|| draw).await.clone()
    }
}

impl Kept {
    /// A chart's place; the one that was asked for longest ago makes room.
    fn cell(&mut self, key: String) -> Drawing {
        self.asked += 1;
        if self.charts.len() >= KEPT && !self.charts.contains_key(&key) {
            let oldest = self.charts.iter().min_by_key(|(_, (asked, _))| *asked).map(|(key, _)| key.clone());
            oldest.map(|key| self.charts.remove(&key));
        }
        let (asked, cell) = self.charts.entry(key).or_default();
        *asked = self.asked;
        Arc::clone(cell)
    }
}

/// "last 3 h · Europe/Berlin"
fn span(length: SignedDuration, offset: &str, zone: Option<&str>) -> String {
    let seconds = length.as_secs().max(0).unsigned_abs();
    let length = if seconds < 7_200 { seconds - seconds % 60 } else { seconds - seconds % 3_600 };
    let zone = zone.map_or_else(|| format!("UTC{offset}"), str::to_owned);
    format!("{} · {zone}", views::time::length(length))
}
