//! What is to be done about one connection to the gateway, decided from what is seen of it at each look.
//!
//! Pure: the time is a parameter.

use std::time::Duration;

/// How long nothing may be heard of a connection until a heartbeat is sent. Discord's own interval is 41 s, and for as long a connection
/// that is dead would look alive; of the 120 payloads that Discord takes a minute this is a fifth.
pub(crate) const BEAT_INTERVAL: Duration = Duration::from_millis(2_500);
/// How long the answer to a heartbeat may take. Interactions must be answered within 3 s anyway.
pub(crate) const ACK_TIMEOUT: Duration = Duration::from_secs(3);
/// How soon a heartbeat is sent again that is not answered, or while a thread stands still.
const BEAT_RETRY_DELAY: Duration = Duration::from_secs(1);

/// What is seen of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// Nobody reads what it is told any more: its task has ended.
    pub(crate) has_ended: bool,
    /// Changes with each answer to a heartbeat.
    pub(crate) latency: Option<Duration>,
    /// How many events it has brought.
    pub(crate) events: u64,
    /// A thread of the runtime stands still, which may be in this connection's task.
    pub(crate) is_suspect: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    Wait,
    /// Have it send a heartbeat. On a stream that has ended this fails, and ends the task that would read it for ever.
    Beat,
    /// Put another in its place.
    Replace(&'static str),
}

/// What is known of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pulse {
    latency: Option<Duration>,
    events: u64,
    /// When it was last heard.
    heard: Duration,
    /// When the first heartbeat was sent that is not answered yet.
    asked: Option<Duration>,
    /// When the last one was sent.
    beaten: Option<Duration>,
    is_replaced: bool,
}

impl Pulse {
    /// A connection that is first seen `now`, where `events` came before.
    pub(crate) fn new(now: Duration, events: u64) -> Self {
        Self { latency: None, events, heard: now, asked: None, beaten: None, is_replaced: false }
    }

    /// What is to be done `now`.
    pub(crate) fn look(&mut self, now: Duration, seen: Seen) -> Step {
        if self.is_replaced {
            return Step::Wait;
        }
        if (seen.latency, seen.events) != (self.latency, self.events) {
            (self.latency, self.events, self.heard, self.asked) = (seen.latency, seen.events, now, None);
        }
        let is_overdue = self.asked.is_some_and(|asked| now.saturating_sub(asked) >= ACK_TIMEOUT);
        if seen.has_ended || is_overdue {
            self.is_replaced = true;
            return Step::Replace(if seen.has_ended { "it ended" } else { "no heartbeat was acknowledged in time" });
        }
        let is_due = self.asked.is_none() && now.saturating_sub(self.heard) >= BEAT_INTERVAL;
        let may_repeat = self.beaten.is_none_or(|beaten| now.saturating_sub(beaten) >= BEAT_RETRY_DELAY);
        if is_due || may_repeat && (self.asked.is_some() || seen.is_suspect) {
            self.asked = self.asked.or(Some(now));
            self.beaten = Some(now);
            return Step::Beat;
        }
        Step::Wait
    }
}

/// How often new sessions were begun, and how long that is to rest. Discord takes 1,000 a day, and the token from a bot that begins more.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// How many shards there are: each begins its own sessions.
    shards: usize,
    /// The restarts of the last minute.
    restarts: Vec<Duration>,
    /// How long it rested last, and when.
    rested: Option<(Duration, Duration)>,
}

impl Rest {
    const SESSION_WINDOW: Duration = Duration::from_mins(1);
    const MIN_REST: Duration = Duration::from_secs(5);
    const MAX_REST: Duration = Duration::from_mins(1);

    /// For a client with so many shards.
    pub(crate) fn has_shards(&mut self, shards: usize) {
        self.shards = shards;
    }

    /// A session is to be started in the place of one that can't be resumed. Whether that is more than one for each shard within a minute.
    pub(crate) fn restarted(&mut self, now: Duration) -> bool {
        self.restarts.retain(|at| now.saturating_sub(*at) < Self::SESSION_WINDOW);
        self.restarts.push(now);
        self.restarts.len() > self.shards.max(1)
    }

    /// How long to rest: twice as long as last time, unless all was well for a minute since.
    pub(crate) fn rest(&mut self, now: Duration) -> Duration {
        let again = self.rested.filter(|(wait, at)| now.saturating_sub(*at) < *wait + Self::SESSION_WINDOW);
        let wait = again.map_or(Self::MIN_REST, |(wait, _)| (wait * 2).min(Self::MAX_REST));
        self.rested = Some((wait, now));
        // The sessions that follow count.
        self.restarts = vec![now + wait; self.shards.max(1)];
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Duration = Duration::from_millis(100);

    /// The steps of `seconds`, where `seen` says what is seen at each time.
    fn steps(seconds: u32, seen: impl Fn(Duration) -> Seen) -> Vec<(u128, Step)> {
        let mut pulse = Pulse::new(Duration::ZERO, 0);
        let looks = (1..=seconds * 10).map(|look| LOOK * look);
        let steps = looks.map(|now| (now.as_millis(), pulse.look(now, seen(now))));
        steps.filter(|(_, step)| *step != Step::Wait).collect()
    }

    fn seen(latency: u128) -> Seen {
        let latency = u64::try_from(latency).ok().map(Duration::from_millis);
        Seen { has_ended: false, latency, events: 0, is_suspect: false }
    }

    #[test]
    fn one_that_answers_is_asked_at_the_interval_and_stays() {
        // Each heartbeat is answered within a second.
        let steps = steps(60, |now| seen(now.as_millis() / 1000));
        assert_eq!(steps, [], "heard every second");
        // Half a second after each.
        let steps = self::steps(60, |now| seen(now.as_millis() / 3_000));
        assert_eq!(steps.len(), 20, "{steps:?}");
        assert!(steps.iter().all(|(_, step)| *step == Step::Beat), "{steps:?}");
    }

    #[test]
    fn one_that_is_silent_is_replaced_once_and_in_time() {
        let steps = steps(60, |_| seen(0));
        let asked = (BEAT_INTERVAL + LOOK).as_millis();
        let overdue = Step::Replace("no heartbeat was acknowledged in time");
        let beats = [0, 1, 2].map(|second| (asked + BEAT_RETRY_DELAY.as_millis() * second, Step::Beat));
        assert_eq!(steps, [&beats[..], &[(asked + ACK_TIMEOUT.as_millis(), overdue)]].concat());
    }

    #[test]
    fn one_that_stands_still_fails_at_once_and_is_replaced_when_it_has() {
        let steps = steps(2, |now| Seen { has_ended: now >= LOOK * 6, is_suspect: now >= LOOK * 5, ..seen(0) });
        assert_eq!(steps, [(500, Step::Beat), (600, Step::Replace("it ended"))]);
    }

    #[test]
    fn events_are_a_sign_of_life_and_their_end_is_not() {
        let brings = |until: u64| move |now: Duration| Seen { events: now.as_secs().min(until), ..seen(0) };
        assert_eq!(steps(60, brings(60)), [], "an event a second");
        let steps = steps(60, brings(30));
        let (at, last) = steps.last().unwrap();
        assert!((35_000..37_000).contains(at) && matches!(last, Step::Replace(_)), "{steps:?}");
    }

    #[test]
    fn each_shard_may_begin_a_session_a_minute() {
        let mut rest = Rest::default();
        rest.has_shards(3);
        assert_eq!([0, 1, 2, 3].map(|second| rest.restarted(Duration::from_secs(second))), [false, false, false, true]);
        rest.rest(Duration::from_secs(3));
        assert!(rest.restarted(Duration::from_secs(9)), "those that follow a rest count");
    }

    #[test]
    fn load_alone_replaces_nothing() {
        let steps = steps(60, |now| Seen { is_suspect: true, ..seen(now.as_millis() / 2000) });
        assert_eq!(steps.len(), 60, "one heartbeat a second");
        assert!(steps.iter().all(|(_, step)| *step == Step::Beat), "{steps:?}");
    }

    #[test]
    fn it_rests_after_the_second_within_a_minute_and_longer_each_time() {
        let seconds = Duration::from_secs;
        let mut rest = Rest::default();
        assert!(!rest.restarted(seconds(0)));
        assert!(!rest.restarted(seconds(61)), "the first is past");
        assert!(rest.restarted(seconds(100)));
        let mut now = seconds(100);
        let waits: Vec<u64> = (0..6)
            .map(|_| {
                let wait = rest.rest(now);
                now += wait + seconds(10);
                wait.as_secs()
            })
            .collect();
        assert_eq!(waits, [5, 10, 20, 40, 60, 60]);
        assert_eq!(rest.rest(now + seconds(120)), seconds(5), "all was well meanwhile");
    }
}
