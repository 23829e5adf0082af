//! What is done behind the commands: the account's time zone is measured, the lists are fetched, the audit is kept whole.

use std::{sync::Arc, time::Duration};

use liveagent::ErrorKind;

use crate::Bot;

/// How often the zone is measured: an account's clock changes with summer time.
const MEASURE_INTERVAL: Duration = Duration::from_hours(1);
/// How soon it is tried again, at first and at most, when LiveAgent did not answer. Until it does, times are taken for GMT.
const SILENCE_RETRY: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(30));
/// The same when it answered and its clock is no use: that does not pass by asking again.
const USELESS_CLOCK_RETRY: (Duration, Duration) = (Duration::from_mins(1), MEASURE_INTERVAL);

/// How often replies that were not sent are looked through: a claim that was not ended, and words that are too old.
const DRAFTS_INTERVAL: Duration = Duration::from_secs(30);

/// Keeps the bot's knowledge of the account fresh, and settles replies that were not sent. Never ends.
pub async fn keep_up(bot: Arc<Bot>) {
    tokio::join!(keep_measuring(&bot), keep_settling(&bot));
}

/// Settles drafts of replies, first at the start: another process may have ended while it sent one.
async fn keep_settling(bot: &Bot) {
    loop {
        match bot.store.settle_drafts(bot.clock.now()).await {
            Ok(0) => {}
            Ok(unclear) => tracing::warn!(drafts = unclear, "replies were perhaps sent: their process ended"),
            Err(error) => tracing::debug!(error = %error, "can't settle drafts"),
        }
        tokio::time::sleep(DRAFTS_INTERVAL).await;
    }
}

async fn keep_measuring(bot: &Bot) {
    bot.directory.warm();
    let mut failures = 0;
    loop {
        bot.audit.settle().await;
        let wait = match bot.liveagent.refresh_time_zone().await {
            Ok(()) => {
                failures = 0;
                MEASURE_INTERVAL
            }
            Err(error) => {
                let answered = matches!(error.kind(), ErrorKind::Unreadable(_));
                let wait = wait(answered, failures);
                if failures == 0 {
                    tracing::warn!(error = %error, again_in_s = wait.as_secs(), "can't measure LiveAgent's time zone");
                }
                failures += 1;
                wait
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// How long to wait after a failure that followed so many others: twice as long each time.
fn wait(answered: bool, failures: u32) -> Duration {
    let (first, most) = if answered { USELESS_CLOCK_RETRY } else { SILENCE_RETRY };
    most.min(first.saturating_mul(2_u32.saturating_pow(failures)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often LiveAgent is asked in a span when it always fails like this.
    fn asked(answered: bool, span: Duration) -> u32 {
        let (mut now, mut asked) = (Duration::ZERO, 0);
        while now <= span {
            now += wait(answered, asked);
            asked += 1;
        }
        asked
    }

    #[test]
    fn waits_grow_to_a_limit() {
        for (answered, seconds) in
            [(false, [2, 4, 8, 16, 30, 30, 30, 30]), (true, [60, 120, 240, 480, 960, 1_920, 3_600, 3_600])]
        {
            let waits = [0, 1, 2, 3, 4, 5, 6, u32::MAX].map(|failures| wait(answered, failures).as_secs());
            assert_eq!(waits, seconds);
        }
    }

    #[test]
    fn a_clock_that_is_no_use_costs_next_to_nothing() {
        for (answered, seconds, times) in [(true, 30, 1), (true, 3_600, 6), (false, 30, 5), (false, 3_600, 124)] {
            assert_eq!(asked(answered, Duration::from_secs(seconds)), times, "answered: {answered}, {seconds} s");
        }
    }
}
