//! Charts of samples, drawn off the async threads. Identical charts are drawn once and shared.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use store::Store;
use tokio::sync::{OnceCell, Semaphore};
pub use views::chart::Picture;
use views::chart::{Chart, Series};

use crate::collector::Collector;

/// The maximum number of charts in memory, about 40 KiB each. The least recently used are dropped.
const CACHE_CAPACITY: NonZeroUsize = NonZeroUsize::new(64).unwrap();

/// Times are rounded to this many seconds, so that requests in the same minute share a chart.
const ROUND_SECONDS: i64 = 60;

/// A chart, drawn by the first task that waits for it.
type Drawing = Arc<OnceCell<Option<Picture>>>;

/// The charts of this minute.
#[derive(Debug)]
pub struct Charts {
    store: Store,
    collector: Arc<Collector>,
    kept: Mutex<LruCache<String, Drawing>>,
    /// Drawing keeps a core busy, so only one chart is drawn at a time.
    drawing: Semaphore,
}

/// A line of a chart.
pub struct Wanted<'a> {
    /// Its label.
    pub name: &'a str,
    /// The name of the sampled series.
    pub series: String,
}

impl Charts {
    /// No charts yet.
    #[must_use]
    pub fn new(store: Store, collector: Arc<Collector>) -> Self {
        Self { store, collector, kept: Mutex::new(LruCache::new(CACHE_CAPACITY)), drawing: Semaphore::new(1) }
    }

    /// Charts samples between two times. `None` if there are none.
    pub async fn of(
        &self,
        title: &str,
        wanted: &[Wanted<'_>],
        times: (Timestamp, Timestamp),
        threshold: Option<(f64, String)>,
    ) -> Option<Picture> {
        self.of_at_least(title, wanted, times, threshold, SignedDuration::ZERO).await
    }

    /// Like [`Self::of`], but `None` if the samples cover less than `least`.
    pub async fn of_at_least(
        &self,
        title: &str,
        wanted: &[Wanted<'_>],
        (from, to): (Timestamp, Timestamp),
        threshold: Option<(f64, String)>,
        least: SignedDuration,
    ) -> Option<Picture> {
        let round = |at: Timestamp| {
            Timestamp::from_second(at.as_second().div_euclid(ROUND_SECONDS) * ROUND_SECONDS).unwrap_or(at)
        };
        let (from, to) = (round(from), round(to) + SignedDuration::from_secs(ROUND_SECONDS));
        let names: Vec<&str> = wanted.iter().map(|line| line.series.as_str()).collect();
        let key = format!("{title}|{}|{from}|{to}|{threshold:?}|{least}", names.join("|"));
        let chart = async {
            let mut series = Vec::with_capacity(wanted.len());
            for line in wanted {
                let points = self.store.history(&line.series, from, to, self.collector.now()).await.ok()?;
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
            // Don't show a long empty stretch before the first sample.
            let from = if first.duration_since(from) > to.duration_since(from) / 8 { first } else { from };
            let zone = self.collector.client().time_zone();
            let subtitle = span(to.duration_since(from), &zone.to_offset(to).to_string(), zone.iana_name());
            Some(Chart { title: title.to_owned(), subtitle, series, threshold, from, to, zone })
        };
        self.shared(key, chart).await
    }

    fn cell(&self, key: String) -> Drawing {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.get_or_insert_mut(key, Drawing::default))
    }

    /// The chart with this key, drawn once and shared.
    pub async fn shared(&self, key: String, chart: impl Future<Output = Option<Chart>>) -> Option<Picture> {
        let cell = self.cell(key);
        let draw = async {
            let chart = chart.await?;
            let _turn = self.drawing.acquire().await.ok()?;
            tokio::task::spawn_blocking(move || Picture::of(&chart)).await.ok().flatten()
        };
        cell.get_or_init(|| draw).await.clone()
    }
}

/// "last 3 h · Europe/Berlin"
fn span(length: SignedDuration, offset: &str, zone: Option<&str>) -> String {
    let seconds = length.as_secs().max(0).unsigned_abs();
    let length = if seconds < 7_200 { seconds - seconds % 60 } else { seconds - seconds % 3_600 };
    let zone = zone.map_or_else(|| format!("UTC{offset}"), str::to_owned);
    format!("{} · {zone}", views::time::length(length))
}
