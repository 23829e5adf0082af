//! What was done: by each agent, in each hour, on each channel. All reports of counts add up the same parts, so that what
//! the agents did is what the departments did, and the channels, and the days.

use jiff::{Timestamp, civil::Date};
use serde_json::{Map, Value, json};

use super::{
    rhythm::{chance, whole},
    sla::Kind,
    tables::{Row, Tables, mixed, text},
};

/// Counts and seconds that can be added up; averages are made of them at the end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures {
    minutes: u64,
    /// First answers, and the seconds they took.
    new: Mean,
    next: Mean,
    chats: Mean,
    pickups: Mean,
    chat_answers: u64,
    missed_chats: u64,
    calls: Mean,
    call_pickups: Mean,
    missed_calls: u64,
    outgoing: Mean,
    internal: Mean,
    rewards: u64,
    punishments: u64,
    created: Mean,
    resolved: Mean,
    notes: u64,
}

/// How many, and how many seconds they took together.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    many: u64,
    seconds: u64,
}

impl Mean {
    fn add(&mut self, other: Self) {
        self.many += other.many;
        self.seconds += other.seconds;
    }

    fn average(self) -> u64 {
        self.seconds / self.many.max(1)
    }
}

/// What an agent did in an hour on one channel.
pub(super) struct Part<'a> {
    pub(super) agent: &'a Row,
    /// The beginning of the hour, as LiveAgent writes it.
    pub(super) hour: &'a str,
    /// The letter of the channel.
    pub(super) channel: &'static str,
    pub(super) tag: Option<&'a Row>,
    pub(super) figures: Figures,
}

/// The channels that the desk works on.
pub(super) const CHANNELS: [(&str, &str); 6] = [
    ("E", "Email"),
    ("M", "Contact form"),
    ("F", "Facebook"),
    ("T", "Twitter"),
    ("B", "Contact button"),
    ("C", "Call"),
];

/// Everything that was done in some hours: their beginnings, as instants and as written, and how busy they were.
pub(super) fn parts<'a>(tables: &'a Tables, hours: &'a [(Timestamp, String, f64)]) -> impl Iterator<Item = Part<'a>> {
    let each = move |(at, hour, busy): &'a (Timestamp, String, f64)| {
        let on_duty = tables.agents.iter().filter(move |agent| is_on_duty(agent, hour));
        on_duty.flat_map(move |agent| worked(tables, agent, *at, hour, *busy))
    };
    hours.iter().flat_map(each)
}

fn seed(agent: &Row) -> u64 {
    text(agent, "userid").bytes().fold(7, |seed, byte| mixed(seed ^ u64::from(byte)))
}

/// Each has a shift of eight hours, and not every agent comes at the weekend.
fn is_on_duty(agent: &Row, hour: &str) -> bool {
    let Ok(day) = hour[..10].parse::<Date>() else { return false };
    let hour: u64 = hour[11..13].parse().unwrap_or_default();
    let (seed, start) = (seed(agent), 7 + seed(agent) % 5);
    let present = if day.weekday().to_monday_zero_offset() < 5 { 0.95 } else { 0.35 };
    (start..start + 8).contains(&hour) && chance(seed, u64::from(day.day_of_year().unsigned_abs())) < present
}

fn worked<'a>(tables: &'a Tables, agent: &'a Row, at: Timestamp, hour: &'a str, busy: f64) -> [Part<'a>; 3] {
    let seed = mixed(seed(agent) ^ (at.as_second().unsigned_abs() / 3_600));
    // A part of one comes as one now and then.
    let many = |salt: u64, each: f64| whole((busy * each + chance(seed, salt) - 0.5).max(0.0), 1.0);
    let mean =
        |salt: u64, many: u64, usual: f64| Mean { many, seconds: many * whole(0.7 + 0.6 * chance(seed, salt), usual) };
    let new = many(1, 2.0);
    let (chats, calls) = (many(3, 1.5), many(4, 1.1));
    let (rewards, punishments) = (many(5, 0.3).min(new), u64::from(new > 1 && chance(seed, 6) < 0.03));
    let tickets = Figures {
        minutes: 60,
        new: mean(7, new, 5_400.0),
        next: mean(8, many(2, 4.0), 3_600.0),
        rewards: rewards.min(new - punishments),
        punishments,
        created: mean(9, many(10, 2.2), 900.0),
        resolved: mean(11, many(12, 2.1), 28_800.0),
        notes: many(13, 0.8),
        ..Figures::default()
    };
    let chatted = Figures {
        chats: mean(14, chats, 420.0),
        pickups: mean(15, chats, 14.0),
        chat_answers: chats * 7,
        missed_chats: many(16, 0.15),
        ..Figures::default()
    };
    let called = Figures {
        calls: mean(17, calls, 240.0),
        call_pickups: mean(18, calls, 18.0),
        missed_calls: many(19, 0.1),
        outgoing: mean(20, many(21, 0.3), 180.0),
        internal: mean(22, many(23, 0.1), 90.0),
        ..Figures::default()
    };
    let written = match chance(seed, 24) {
        share if share < 0.6 => "E",
        share if share < 0.85 => "M",
        share if share < 0.95 => "F",
        _ => "T",
    };
    // A third of what comes in has no tag.
    let tags = tables.tags.len() * 3 / 2;
    let tag = tables.tags.get(usize::try_from(mixed(seed) % tags.max(1) as u64).unwrap_or_default());
    let part = |channel, figures| Part { agent, hour, channel, tag, figures };
    [part(written, tickets), part("B", chatted), part("C", called)]
}

impl Figures {
    /// Adds others.
    pub(super) fn add(&mut self, other: &Self) {
        for (own, others) in [
            (&mut self.minutes, other.minutes),
            (&mut self.chat_answers, other.chat_answers),
            (&mut self.missed_chats, other.missed_chats),
            (&mut self.missed_calls, other.missed_calls),
            (&mut self.rewards, other.rewards),
            (&mut self.punishments, other.punishments),
            (&mut self.notes, other.notes),
        ] {
            *own += others;
        }
        for (own, others) in [
            (&mut self.new, other.new),
            (&mut self.next, other.next),
            (&mut self.chats, other.chats),
            (&mut self.pickups, other.pickups),
            (&mut self.calls, other.calls),
            (&mut self.call_pickups, other.call_pickups),
            (&mut self.outgoing, other.outgoing),
            (&mut self.internal, other.internal),
            (&mut self.created, other.created),
            (&mut self.resolved, other.resolved),
        ] {
            own.add(others);
        }
    }

    /// What customers came with, and of it what nobody answered.
    pub(super) fn served(&self, kind: Kind) -> (u64, u64) {
        match kind {
            Kind::Ticket => (self.created.many, 0),
            Kind::Chat => (self.chats.many, self.missed_chats),
            Kind::Call => (self.calls.many, self.missed_calls),
        }
    }

    /// Minutes at work.
    pub(super) fn minutes(&self) -> u64 {
        self.minutes
    }

    /// All columns that a report of counts has, and their shares and averages.
    pub(super) fn row(&self) -> Map<String, Value> {
        let answers = self.new.many + self.next.many;
        let not_ranked = answers.saturating_sub(self.rewards + self.punishments);
        let mut row = super::tables::row(json!({
            "worktime": self.minutes, "newAnswerAvgTime": self.new.average(), "newAnswerAvgTimeSla": self.new.average() * 3 / 4,
            "nextAnswerAvgTime": self.next.average(), "nextAnswerAvgTimeSla": self.next.average() * 3 / 4,
            "chat_pickup": self.pickups.many, "chatPickupAvgTime": self.pickups.average(), "chatAvgTime": self.chats.average(),
            "created_tickets": self.created.many, "resolved_tickets": self.resolved.many, "u_chats": self.missed_chats,
            "u_calls": self.missed_calls, "notes": self.notes, "firstAssignAvgTime": self.created.average(),
            "firstAssignAvgTimeSla": self.created.average() * 3 / 4, "firstResolveAvgTime": self.resolved.average(),
            "firstResolveAvgTimeSla": self.resolved.average() * 3 / 4,
        }));
        let calls = json!({
            "calls_outgoing": self.outgoing.many, "call_outgoing_seconds": self.outgoing.seconds,
            "call_outgoing_avg_time": self.outgoing.average(), "call_pickup_avg_time": self.call_pickups.average(),
            "call_avg_time": self.calls.average(), "calls_internal": self.internal.many,
            "call_internal_avg_time": self.internal.average(), "call_internal_seconds": self.internal.seconds, "o_calls": 0,
            "i_messages": self.created.many, "i_chats": self.chats.many + self.missed_chats,
            "i_calls": self.calls.many + self.missed_calls, "f_chats": self.chats.many, "f_calls": self.calls.many,
        });
        row.extend(super::tables::row(calls));
        for (name, count) in [
            ("answers", answers),
            ("chats", self.chats.many),
            ("chat_answers", self.chat_answers),
            ("missed_chats", self.missed_chats),
            ("calls", self.calls.many),
            ("missed_calls", self.missed_calls),
            ("call_seconds", self.calls.seconds),
            ("not_ranked", not_ranked),
            ("rewards", self.rewards),
            ("punishments", self.punishments),
        ] {
            row.insert(name.to_owned(), json!(count));
            row.insert(format!("{name}_ph"), json!(ratio(count * 60, self.minutes)));
            row.insert(format!("{name}_p"), json!(ratio(count * 100, answers)));
        }
        row
    }
}

/// A quotient with two digits, as LiveAgent writes them; 0 where there is nothing to divide by.
fn ratio(count: u64, by: u64) -> String {
    let hundredths = (count * 100).checked_div(by).unwrap_or_default();
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
