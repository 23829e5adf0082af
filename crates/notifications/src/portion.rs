//! How much is asked in one round of the watch, where the budget does not allow for all of it: what is known longest ago goes first, so
//! that everything is asked in the end, and each as often as the others.

use jiff::{SignedDuration, Timestamp};

use crate::poll::Poll;

/// Of what the client lets background work send, the watch takes so many of so many parts: digests ask, too.
const SHARE: (i64, i64) = (3, 4);

/// What is asked in a round.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Portion {
    /// The polls.
    pub(crate) polls: Vec<Poll>,
    /// How often each is asked: the interval, or longer when the budget does not allow for that.
    pub(crate) interval: SignedDuration,
}

/// Something that is wanted: when its answer was given, and how old that may be.
#[derive(Clone, Debug)]
pub(crate) struct Want {
    pub(crate) poll: Poll,
    pub(crate) known: Option<Timestamp>,
    pub(crate) max_age: SignedDuration,
}

impl Want {
    fn is_due(&self, now: Timestamp) -> bool {
        self.known.is_none_or(|known| now.duration_since(known).abs() >= self.max_age)
    }
}

/// Chooses. With a budget of `per_minute` requests, of which people have a third for themselves; 0 is without limit.
pub(crate) fn portion(mut wants: Vec<Want>, now: Timestamp, interval: SignedDuration, per_minute: u32) -> Portion {
    if per_minute == 0 {
        return Portion { polls: wants.into_iter().map(|want| want.poll).collect(), interval };
    }
    let (per_minute, seconds) = (i64::from(per_minute), interval.as_secs().max(1));
    let for_background = per_minute - (per_minute + 2) / 3;
    let allowed = (for_background * seconds * SHARE.0 / (60 * SHARE.1)).max(1);
    // What may be older than an interval is asked in every other round, or more seldom.
    let a_round = |want: &Want| want.poll.cost() * 1000 * seconds / want.max_age.as_secs().max(seconds);
    let wanted: i64 = wants.iter().map(a_round).sum();
    let stretched = interval.as_secs() * wanted / (allowed * 1000);
    let interval = interval.max(SignedDuration::from_secs(stretched));
    wants.sort_by_key(|want| want.known);
    let mut spent = 0;
    // What is fresh enough costs nothing. The first that is due is asked, whatever it costs.
    wants.retain(|want| {
        let cost = if want.is_due(now) { want.poll.cost() } else { 0 };
        let fits = cost == 0 || spent == 0 || spent + cost <= allowed;
        spent += if fits { cost } else { 0 };
        fits
    });
    Portion { polls: wants.into_iter().map(|want| want.poll).collect(), interval }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const INTERVAL: SignedDuration = SignedDuration::from_secs(30);

    fn at(round: i32) -> Timestamp {
        Timestamp::UNIX_EPOCH + INTERVAL * round
    }

    fn chats(number: usize) -> Poll {
        Poll::Chats(Some(format!("{number:03}")))
    }

    /// How often each poll is asked in so many rounds, the most requests of a round, and the interval.
    fn run(polls: &[Poll], rounds: i32, per_minute: u32) -> (Vec<usize>, i64, SignedDuration) {
        let mut known: HashMap<Poll, Timestamp> = HashMap::new();
        let (mut asked, mut most, mut interval): (HashMap<Poll, usize>, _, _) = (HashMap::new(), 0, INTERVAL);
        for round in 0..rounds {
            let want = |poll: &Poll| Want {
                poll: poll.clone(),
                known: known.get(poll).copied(),
                max_age: if matches!(poll, Poll::SlaToday(_)) { INTERVAL * 10 } else { INTERVAL * 9 / 10 },
            };
            let wants: Vec<Want> = polls.iter().map(want).collect();
            let costs: HashMap<Poll, i64> = wants.iter().map(|want| (want.poll.clone(), want.poll.cost())).collect();
            let due: Vec<Poll> =
                wants.iter().filter(|want| want.is_due(at(round))).map(|want| want.poll.clone()).collect();
            let portion = portion(wants, at(round), INTERVAL, per_minute);
            interval = portion.interval;
            let now: Vec<&Poll> = portion.polls.iter().filter(|poll| due.contains(poll)).collect();
            most = most.max(now.iter().map(|poll| costs[*poll]).sum());
            for poll in now {
                known.insert(poll.clone(), at(round));
                *asked.entry(poll.clone()).or_default() += 1;
            }
        }
        (polls.iter().map(|poll| asked.get(poll).copied().unwrap_or_default()).collect(), most, interval)
    }

    #[test]
    fn few_polls_are_read_in_every_round() {
        let few: Vec<Poll> = (0..30).map(chats).collect();
        assert_eq!(run(&few, 10, 120), (vec![10; 30], 30, INTERVAL));
        assert_eq!(run(&few, 10, 0), (vec![10; 30], 30, INTERVAL));
    }

    #[test]
    fn of_too_many_each_is_asked_as_often_as_the_others() {
        let many: Vec<Poll> = (0..300).map(chats).collect();
        let (asked, most, interval) = run(&many, 40, 120);
        assert_eq!(most, 30, "three quarters of what background work may have");
        assert_eq!((asked.iter().min(), asked.iter().max()), (Some(&4), Some(&4)));
        assert_eq!(interval, INTERVAL * 10);
    }

    #[test]
    fn what_is_dear_is_asked_too() {
        let sla = (0..8).map(|number| Poll::SlaToday(Some(number.to_string())));
        let (asked, most, _) = run(&sla.collect::<Vec<_>>(), 30, 6);
        assert!(asked.iter().all(|times| (3..=4).contains(times)) && most == 3, "{asked:?} {most}");
    }
}
