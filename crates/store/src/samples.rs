//! Samples of figures, for history: each one for two days, means of five minutes for ninety.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Fence, Store,
    pool::{read, write_fenced},
    time::{instant, ms},
};

/// For how long each sample is kept.
pub(crate) const RAW_RETENTION: SignedDuration = SignedDuration::from_hours(48);

/// What a mean is of, in milliseconds.
const MEAN_SPAN: i64 = 5 * 60 * 1000;

/// A figure at an instant, or its mean over five minutes from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When.
    pub at: Timestamp,
    /// The figure.
    pub value: f64,
    /// The least it was.
    pub low: f64,
    /// The most it was.
    pub high: f64,
}

/// The numbers of series by their names.
#[derive(Debug, Default)]
pub(crate) struct SeriesIds(Mutex<HashMap<String, i64>>);

impl SeriesIds {
    fn get(&self, name: &str) -> Option<i64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied()
    }

    fn put(&self, name: &str, id: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), id);
    }
}

impl Store {
    /// Keeps a sample of each figure. One that is there of the same instant stays.
    pub async fn keep_samples(&self, fence: Fence, at: Timestamp, figures: &[(&str, f64)]) -> Result<(), Error> {
        let ids = self.series_ids();
        let known = write_fenced!(self, fence, tx => {
            let mut known = Vec::new();
            for (name, value) in figures {
                let series = if let Some(series) = ids.get(name) {
                    series
                } else {
                        let series: i64 = sqlx::query_scalar(
                            "INSERT INTO series (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name
                             RETURNING id",
                        )
                        .bind(*name)
                        .fetch_one(&mut *tx)
                        .await?;
                        known.push(((*name).to_owned(), series));
                        series
                };
                let new = sqlx::query("INSERT INTO samples (series, at, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                    .bind(series)
                    .bind(ms(at))
                    .bind(*value)
                    .execute(&mut *tx)
                    .await?;
                if new.rows_affected() == 0 {
                    continue;
                }
                sqlx::query(
                    "INSERT INTO means (series, at, total, count, low, high) VALUES ($1, $2, $3, 1, $3, $3)
                     ON CONFLICT (series, at) DO UPDATE SET total = means.total + excluded.total, count = means.count + 1,
                         low = CASE WHEN excluded.low < means.low THEN excluded.low ELSE means.low END,
                         high = CASE WHEN excluded.high > means.high THEN excluded.high ELSE means.high END",
                )
                .bind(series)
                .bind(ms(at).div_euclid(MEAN_SPAN) * MEAN_SPAN)
                .bind(*value)
                .execute(&mut *tx)
                .await?;
            }
            known
        });
        // Only now: what was rolled back has no number.
        for (name, series) in &known {
            ids.put(name, *series);
        }
        Ok(())
    }

    /// The history of a figure: each sample where all of it is younger than two days, else means.
    pub async fn history(
        &self,
        name: &str,
        from: Timestamp,
        to: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Point>, Error> {
        let raw = now.duration_since(from) < RAW_RETENTION;
        let sql = if raw {
            "SELECT at, value, value, value FROM samples JOIN series ON series.id = series
             WHERE name = $1 AND at >= $2 AND at <= $3 ORDER BY at"
        } else {
            "SELECT at, total / count, low, high FROM means JOIN series ON series.id = series
             WHERE name = $1 AND at >= $2 AND at <= $3 ORDER BY at"
        };
        let rows: Vec<(i64, f64, f64, f64)> = read!(self, db => sqlx::query_as(sql)
            .bind(name)
            .bind(ms(from))
            .bind(ms(to))
            .fetch_all(db));
        Ok(rows.into_iter().map(|(at, value, low, high)| Point { at: instant(at), value, low, high }).collect())
    }
}
