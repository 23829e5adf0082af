//! Discord's rate limits: buckets by route, and 50 requests a second in all. Interaction routes are outside the latter.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, HeaderValue};

use super::error::ApiError;

/// Requests a second over all routes.
const GLOBAL: (u32, Duration) = (50, Duration::from_secs(1));

/// The buckets.
pub(super) struct RateLimits {
    on: bool,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    since: Instant,
    used: u32,
}

/// A route's bucket: its name, with the channel or webhook it belongs to, and how much it takes in how long.
pub(super) struct Limit {
    pub(super) name: String,
    pub(super) size: u32,
    pub(super) window: Duration,
    pub(super) interaction: bool,
}

impl RateLimits {
    pub(super) fn new(on: bool) -> Self {
        Self { on, buckets: Mutex::default() }
    }

    /// Counts a request; gives the headers that Discord sends along, or the refusal.
    pub(super) fn take(&self, limit: &Limit) -> Result<HeaderMap, ApiError> {
        if !self.on {
            return Ok(HeaderMap::new());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if !limit.interaction
            && let Err(wait) = count(&mut buckets, "global", GLOBAL)
        {
            return Err(ApiError::rate_limited(wait.as_secs_f64(), true));
        }
        match count(&mut buckets, &limit.name, (limit.size, limit.window)) {
            Ok((used, left)) => {
                let mut headers = HeaderMap::new();
                let reset = left.as_secs_f64();
                for (name, value) in [
                    ("x-ratelimit-limit", limit.size.to_string()),
                    ("x-ratelimit-remaining", (limit.size - used).to_string()),
                    ("x-ratelimit-reset-after", format!("{reset:.3}")),
                    ("x-ratelimit-bucket", format!("{:016x}", fingerprint(&limit.name))),
                ] {
                    if let Ok(value) = HeaderValue::from_str(&value) {
                        headers.insert(name, value);
                    }
                }
                Ok(headers)
            }
            Err(wait) => Err(ApiError::rate_limited(wait.as_secs_f64(), false)),
        }
    }
}

/// How much is used and how long the window lasts, or how long to wait.
fn count(
    buckets: &mut HashMap<String, Bucket>,
    name: &str,
    (size, window): (u32, Duration),
) -> Result<(u32, Duration), Duration> {
    let now = Instant::now();
    let bucket = buckets.entry(name.to_owned()).or_insert(Bucket { since: now, used: 0 });
    if now.duration_since(bucket.since) >= window {
        *bucket = Bucket { since: now, used: 0 };
    }
    let left = window.saturating_sub(now.duration_since(bucket.since));
    if bucket.used >= size {
        return Err(left);
    }
    bucket.used += 1;
    Ok((bucket.used, left))
}

/// A short name for a bucket (FNV-1a).
fn fingerprint(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
