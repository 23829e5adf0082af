//! What was promised to customers and whether it was kept: #48, #49, #53, #54, #58 and #59.
//!
//! Each hour has its promises: one for every ticket, chat and call that the reports of counts have in it. The log lists them
//! and the compliance reports count them, so the two agree. They follow from the hour alone, as all reports do. Deliberately
//! lacks promises that are not decided yet: neither kept nor overdue.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    Env, Params,
    period::Period,
    refusal::Refusal,
    rhythm::{busy, chance, whole},
    tables::{Row, mixed, text},
    tally,
};

/// A level: its two ids, its name, its share of all, and the seconds that it gives to answer a ticket, a chat and a call.
struct Level {
    id: &'static str,
    other_id: &'static str,
    name: &'static str,
    below: f64,
    seconds: [i64; 3],
}

const LEVELS: [Level; 3] = [
    Level { id: "sl0urgnt", other_id: "5f1c22a7", name: "Urgent", below: 0.2, seconds: [3_600, 20, 15] },
    Level { id: "sl0stand", other_id: "3bd9cf58", name: "Standard", below: 0.85, seconds: [14_400, 60, 30] },
    Level { id: "sl0relax", other_id: "c07e41d9", name: "Relaxed", below: 1.0, seconds: [86_400, 120, 90] },
];

/// What is promised something.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Kind {
    Ticket,
    Chat,
    Call,
}

impl Kind {
    /// The kind that a report is about.
    fn of(report: u8) -> Self {
        match report {
            48 | 49 => Self::Ticket,
            53 | 54 => Self::Chat,
            _ => Self::Call,
        }
    }

    /// Whether a conversation is one, by the letter of its channel.
    fn has(self, channel: &str) -> bool {
        match self {
            Self::Ticket => !"BICW".contains(channel),
            Self::Chat => "BI".contains(channel),
            Self::Call => "CW".contains(channel),
        }
    }
}

/// A promise that is decided.
struct Promise<'t> {
    id: u64,
    seed: u64,
    level: &'static Level,
    department: &'t str,
    /// Who answered; nobody where the customer gave up.
    agent: Option<&'t Row>,
    created: Timestamp,
    due: Timestamp,
    /// When it was answered, if it is.
    closed: Option<Timestamp>,
    /// Seconds from the beginning to the answer, or to now.
    took: i64,
    is_kept: bool,
}

/// All promises of a kind that were given in an hour and are decided now.
fn of_hour<'t>(env: &'t Env<'_>, kind: Kind, at: Timestamp) -> Vec<Promise<'t>> {
    let busy = busy(at, env.zone);
    let hours = [(at, format!("{}:00:00", &env.time(at)[..13]), busy)];
    let number = at.as_second().unsigned_abs() / 3_600 * 3 + kind as u64;
    let mut made = Vec::new();
    for part in tally::parts(env.tables, &hours) {
        let (answered, missed) = part.figures.served(kind);
        let department = text(part.agent, "_department");
        // The parts live as long as the tables, the hours do not: only data of the tables is returned.
        let agent = env.tables.agents.iter().find(|agent| agent["userid"] == part.agent["userid"]);
        let department =
            env.tables.departments.iter().map(|row| text(row, "departmentid")).find(|id| *id == department);
        for index in 0..answered + missed {
            let id = number * 1_000 + made.len() as u64;
            let is_missed = index >= answered;
            made.push(promise(env.now, (id, kind, at, busy), (department.unwrap_or_default(), agent), is_missed));
        }
    }
    made.into_iter().flatten().collect()
}

/// One promise; none while it is neither kept nor overdue.
fn promise<'t>(
    now: Timestamp,
    (id, kind, at, busy): (u64, Kind, Timestamp, f64),
    (department, agent): (&'t str, Option<&'t Row>),
    is_missed: bool,
) -> Option<Promise<'t>> {
    let seed = mixed(id);
    let draw = chance(seed, 1);
    let level = LEVELS.iter().find(|level| draw < level.below).unwrap_or(&LEVELS[1]);
    let allowed = level.seconds[kind as usize];
    // Most is answered early; the busier it is, the more is late. Who gives up has waited too long.
    let wait = chance(seed, 2);
    let share = if is_missed { 1.05 + wait } else { (0.04 + 1.25 * wait * wait) * (0.85 + 0.3 * busy) };
    #[expect(clippy::cast_precision_loss, reason = "it is a day at most")]
    let needed = i64::try_from(whole(share, allowed as f64)).unwrap_or(allowed).max(1);
    let created = later(at, i64::try_from(whole(chance(seed, 3), 3_599.0)).unwrap_or(0));
    let (due, answer) = (later(created, allowed), later(created, needed));
    let closed = (answer <= now).then_some(answer);
    if closed.is_none() && due >= now {
        return None;
    }
    let took = closed.unwrap_or(now).as_second() - created.as_second();
    let agent = agent.filter(|_| !is_missed);
    Some(Promise { id, seed, level, department, agent, created, due, closed, took, is_kept: took <= allowed })
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(at)
}

/// Which promises a report is about.
struct Filter<'p> {
    department: Option<&'p str>,
    agent: Option<&'p str>,
    level: Option<&'p str>,
}

impl<'p> Filter<'p> {
    fn of(params: &'p Params) -> Self {
        // The compliance reports call the agent a user.
        let agent = params.get("agentid").or(params.get("userid"));
        Self { department: params.get("departmentid"), agent, level: params.get("slalevelid") }
    }

    fn lets(&self, promise: &Promise<'_>) -> bool {
        let is_agent = |id: &str| {
            promise.agent.is_some_and(|agent| ["userid", "email"].iter().any(|name| text(agent, name) == id))
        };
        self.department.is_none_or(|id| promise.department == id)
            && self.level.is_none_or(|id| promise.level.id == id)
            && self.agent.is_none_or(is_agent)
    }
}

/// Every hour of a report's time, with its promises that it is about.
fn hours<'t>(env: &'t Env<'_>, params: &Params, report: u8, period: &Period) -> Vec<(Timestamp, Vec<Promise<'t>>)> {
    let filter = Filter::of(params);
    let its = |at: Timestamp| {
        let mut promises = of_hour(env, Kind::of(report), at);
        promises.retain(|promise| period.has(promise.created) && filter.lets(promise));
        promises.sort_by_key(|promise| promise.created);
        (at, promises)
    };
    period.hours(env.zone).map(its).collect()
}

/// How many promises of each hour were kept and how many were not, and how long they took.
pub(super) fn compliance(report: u8, env: &Env<'_>, params: &Params) -> Result<Vec<Value>, Refusal> {
    let period = Period::of(env, params)?;
    let row = |(at, promises): &(Timestamp, Vec<Promise<'_>>)| {
        let times = |is_kept: bool| {
            let mut times: Vec<i64> =
                promises.iter().filter(|promise| promise.is_kept == is_kept).map(|promise| promise.took).collect();
            times.sort_unstable();
            let many = i64::try_from(times.len()).unwrap_or(i64::MAX);
            let average = times.iter().sum::<i64>().checked_div(many).unwrap_or_default();
            let (least, most) = (times.first().copied().unwrap_or(0), times.last().copied().unwrap_or(0));
            (many, average, most, least)
        };
        let (kept, late) = (times(true), times(false));
        json!({
            "date": format!("{}:00:00", &env.time(*at)[..13]), "fulfilled": kept.0, "avgFulfilledTime": kept.1,
            "maxFulfilledTime": kept.2, "minFulfilledTime": kept.3, "unfulfilled": late.0, "avgUnfulfilledTime": late.1,
            "maxUnfulfilledTime": late.2, "minUnfulfilledTime": late.3,
        })
    };
    Ok(hours(env, params, report, &period).iter().map(row).collect())
}

/// The promises one by one, oldest first, of the page that was asked for: a year has more than anybody reads.
pub(super) fn log(report: u8, env: &Env<'_>, params: &Params) -> Result<Vec<Value>, Refusal> {
    let period = Period::of(env, params)?;
    let kind = Kind::of(report);
    let mut conversations: Vec<&Row> =
        env.tables.conversations.iter().filter(|row| kind.has(text(row, "channel_type"))).collect();
    conversations.sort_by_key(|row| text(row, "datecreated"));
    let promises = hours(env, params, report, &period);
    let rows = promises.iter().flat_map(|(_, promises)| promises).filter_map(|promise| {
        let row = entry(env, promise, conversation(env, &conversations, promise)?);
        params.get("requesterid").is_none_or(|id| row["req_contactid"] == id).then_some(row)
    });
    Ok(rows.skip(params.number("limitfrom", 0)).take(params.number("limitcount", 100)).collect())
}

/// The conversation that a promise was given in: one of its department's that was there then, if any was.
fn conversation<'t>(env: &Env<'_>, all: &[&'t Row], promise: &Promise<'_>) -> Option<&'t Row> {
    let created = env.time(promise.created);
    let own: Vec<&Row> = all.iter().copied().filter(|row| text(row, "departmentid") == promise.department).collect();
    let among = if own.is_empty() { all } else { &own };
    let there = among.partition_point(|row| text(row, "datecreated") <= created.as_str()).max(1);
    among.get(usize::try_from(promise.seed % there as u64).unwrap_or(0)).copied()
}

fn entry(env: &Env<'_>, promise: &Promise<'_>, conversation: &Row) -> Value {
    let department = env.tables.departments.iter().find(|row| text(row, "departmentid") == promise.department);
    let customer = env.tables.customers.iter().find(|row| row["email"] == conversation["owneremail"]);
    let part = |of: Option<&Row>, field: &str| of.map(|of| of[field].clone()).unwrap_or_default();
    // The server's own times are in GMT.
    let server = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M:%S").to_string();
    json!({
        "id": promise.id.to_string(), "conversationid": conversation["conversationid"], "code": conversation["code"],
        "departmentid": promise.department, "department_name": part(department, "name"), "levelid": promise.level.other_id,
        "sla_level_name": promise.level.name, "sla": offset(promise), "date_created": env.time(promise.created),
        "date_closed": promise.closed.map(|at| env.time(at)), "server_date_closed": promise.closed.map(server),
        "date_due": env.time(promise.due), "server_date_due": server(promise.due), "sla_level_id": promise.level.id,
        "agentid": part(promise.agent, "userid"), "agent_firstname": part(promise.agent, "firstname"),
        "agent_lastname": part(promise.agent, "lastname"), "req_contactid": part(customer, "contactid"),
        "req_firstname": part(customer, "firstname"), "req_lastname": part(customer, "lastname"),
    })
}

/// The time that was left, or with a minus the time that it was too late by.
fn offset(promise: &Promise<'_>) -> String {
    let left = promise.due.as_second() - promise.created.as_second() - promise.took;
    let (sign, seconds) = (if left < 0 { "-" } else { "" }, left.abs());
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
