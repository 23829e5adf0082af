//! Reports, #41 to #60: figures that follow from the range and the day's rhythm, the same each time they are asked for.

use jiff::{Span, Timestamp, civil::DateTime};
use serde_json::{Map, Value, json};

use super::{
    Answer, Env, Params, filter,
    refusal::Refusal,
    rhythm::{busy, chance, whole},
    tables::{Row, text},
};

/// The longest range that is added up, in hours: a year.
const LONGEST: i64 = 366 * 24;

/// Answers one of the reports.
pub(super) fn report(number: u8, env: &mut Env<'_>, params: &Params) -> Answer {
    let range = Range::of(env, params)?;
    let (name, rows) = match number {
        41 => (
            "agents",
            totals(
                &env.tables.agents,
                "userid",
                &range,
                |row| json!({ "id": row["userid"], "contactid": row["contactid"], "firstname": row["firstname"], "lastname": row["lastname"] }),
            ),
        ),
        42 => ("channels", channels(&range)),
        43 => (
            "departments",
            totals(
                &env.tables.departments,
                "departmentid",
                &range,
                |row| json!({ "id": row["departmentid"], "departmentName": row["name"] }),
            ),
        ),
        44 => ("performance", days(&range)),
        45 => {
            ("tags", totals(&env.tables.tags, "id", &range, |row| json!({ "id": row["id"], "tagName": row["name"] })))
        }
        46 | 50 | 55 => ("agentsavailability", availability_of_agents(env, params, &range)),
        47 | 52 | 57 => ("loads", range.hours(|at, busy| load(number, at, busy))),
        48 | 53 | 58 => ("slacompliances", range.hours(|at, busy| compliance(number, at, busy))),
        49 | 54 | 59 => ("slalogs", sla_log(env, params, &range)),
        51 | 56 => ("availability", range.hours(|at, busy| availability(at, busy))),
        _ => ("ranks", ranks(env, params, &range)),
    };
    let rows = filter::page(rows, params, 100, ("limitcount", "limitfrom"));
    filter::list(name, rows.into_iter().map(|row| columns(row, params)).collect())
}

/// Only the columns that were asked for.
fn columns(row: Value, params: &Params) -> Value {
    let (Some(wanted), Value::Object(fields)) = (params.get("columns"), &row) else { return row };
    let wanted: Vec<&str> = wanted.split(',').map(str::trim).collect();
    Value::Object(
        fields
            .iter()
            .filter(|(name, _)| *name == "id" || wanted.contains(&name.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect(),
    )
}

/// The hours that a report is about: today's where nothing is said.
struct Range {
    from: String,
    to: String,
    hours: Vec<(Timestamp, String, f64)>,
}

impl Range {
    fn of(env: &Env<'_>, params: &Params) -> Result<Self, Refusal> {
        let now = env.time(env.now);
        let (from, to) = (params.get("date_from"), params.get("date_to"));
        let from = from.map_or_else(|| format!("{} 00:00:00", &now[..10]), str::to_owned);
        let to = to.map_or(now, str::to_owned);
        let time = |text: &str| {
            let time = text
                .replacen(' ', "T", 1)
                .parse::<DateTime>()
                .map_err(|_| Refusal::wrong("date_from is not a date"))?;
            time.to_zoned(env.zone.clone())
                .map(|zoned| zoned.timestamp())
                .map_err(|_| Refusal::wrong("date_from is not a date"))
        };
        let (first, last) = (time(&from)?, time(&to)?.min(env.now));
        let mut hours = Vec::new();
        for hour in 0..LONGEST {
            let Ok(at) = first.checked_add(Span::new().hours(hour)) else { break };
            if at > last {
                break;
            }
            hours.push((at, format!("{}:00:00", &env.time(at)[..13]), busy(at, env.zone)));
        }
        Ok(Self { from, to, hours })
    }

    /// A row for every hour.
    fn hours(&self, row: impl Fn(&str, (Timestamp, f64)) -> Value) -> Vec<Value> {
        self.hours.iter().map(|(at, date, busy)| row(date, (*at, *busy))).collect()
    }

    /// All that went on, in busy hours.
    fn sum(&self) -> f64 {
        self.hours.iter().map(|(_, _, busy)| busy).sum()
    }
}

/// The wide row of counts: what `share` of all that went on means for each column.
fn counts(seed: u64, share: f64, hours: f64) -> Map<String, Value> {
    let jitter = |salt: u64| 0.7 + 0.6 * chance(seed, salt);
    let many = |salt: u64, each: f64| whole(share * jitter(salt), each);
    let seconds = |salt: u64, usual: f64| whole(jitter(salt), usual);
    let answers = many(1, 9.0);
    let (chats, calls) = (many(2, 3.0), many(3, 2.2));
    let (rewards, punishments) = (many(4, 0.9), many(5, 0.15));
    let not_ranked = answers.saturating_sub(rewards + punishments);
    let per_hour = |count: u64| json!(format!("{:.2}", count as f64 / hours.max(1.0)));
    let percent = |count: u64| json!(format!("{:.2}", 100.0 * count as f64 / answers.max(1) as f64));
    let call_seconds = calls * seconds(6, 240.0);
    let row = json!({
        "worktime": whole(share, 3_600.0), "answers": answers, "answers_ph": per_hour(answers),
        "newAnswerAvgTime": seconds(7, 5_400.0), "newAnswerAvgTimeSla": seconds(8, 4_200.0),
        "nextAnswerAvgTime": seconds(9, 3_600.0), "nextAnswerAvgTimeSla": seconds(10, 3_000.0), "calls": calls,
        "calls_ph": per_hour(calls), "missed_calls": many(11, 0.3), "missed_calls_ph": per_hour(many(11, 0.3)),
        "call_seconds": call_seconds, "call_seconds_ph": per_hour(call_seconds), "chats": chats, "chats_ph": per_hour(chats),
        "chat_answers": chats * 7, "chat_answers_ph": per_hour(chats * 7), "missed_chats": many(12, 0.4),
        "missed_chats_ph": per_hour(many(12, 0.4)), "chat_pickup": seconds(13, 14.0), "chatPickupAvgTime": seconds(13, 14.0),
        "chatAvgTime": seconds(14, 420.0),
    });
    let ranked = json!({
        "not_ranked": not_ranked, "not_ranked_p": percent(not_ranked),
        "not_ranked_ph": per_hour(not_ranked), "rewards": rewards, "rewards_p": percent(rewards), "rewards_ph": per_hour(rewards),
        "punishments": punishments, "punishments_p": percent(punishments), "punishments_ph": per_hour(punishments),
    });
    let more = json!({
        "created_tickets": many(15, 5.0), "resolved_tickets": many(16, 4.8), "u_chats": chats, "u_calls": calls, "notes": many(17, 1.8),
        "firstAssignAvgTime": seconds(18, 900.0), "firstAssignAvgTimeSla": seconds(19, 800.0),
        "firstResolveAvgTime": seconds(20, 28_800.0), "firstResolveAvgTimeSla": seconds(21, 21_600.0),
        "calls_outgoing": many(22, 0.8), "call_outgoing_seconds": many(22, 0.8) * 180, "call_outgoing_avg_time": 180,
        "call_pickup_avg_time": seconds(23, 18.0), "call_avg_time": seconds(6, 240.0), "calls_internal": many(24, 0.3),
        "call_internal_avg_time": 90, "call_internal_seconds": many(24, 0.3) * 90, "o_calls": many(22, 0.8),
        "i_messages": many(25, 12.0), "i_chats": chats, "i_calls": calls, "f_chats": chats.saturating_sub(many(12, 0.4)),
        "f_calls": calls.saturating_sub(many(11, 0.3)), "f_messages": answers,
    });
    [row, ranked, more].into_iter().flat_map(super::tables::row).collect()
}

/// A row for each of `rows`, sharing what went on.
fn totals(rows: &[Row], id: &str, range: &Range, head: impl Fn(&Row) -> Value) -> Vec<Value> {
    let hours = range.hours.len() as f64;
    let each = range.sum() / rows.len().max(1) as f64;
    let rows = rows.iter().map(|row| {
        let seed = text(row, id).bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte));
        let mut figures = counts(seed, each * (0.5 + chance(seed, 3)), hours);
        figures.extend(super::tables::row(head(row)));
        Value::Object(figures)
    });
    rows.collect()
}

fn channels(range: &Range) -> Vec<Value> {
    let all = [
        ("E", "Email", 0.5),
        ("T", "Chat", 0.2),
        ("C", "Call", 0.15),
        ("M", "Contact form", 0.1),
        ("F", "Facebook", 0.05),
    ];
    let rows = all.iter().enumerate().map(|(index, (id, name, share))| {
        let mut row = counts(index as u64 + 100, range.sum() * share, range.hours.len() as f64);
        row.insert("id".to_owned(), json!(id));
        row.insert("channelName".to_owned(), json!(name));
        Value::Object(row)
    });
    rows.collect()
}

/// A row for each day of the range.
fn days(range: &Range) -> Vec<Value> {
    let mut days: Vec<(&str, f64)> = Vec::new();
    for (_, date, busy) in &range.hours {
        match days.last_mut() {
            Some((day, sum)) if *day == &date[..10] => *sum += busy,
            _ => days.push((&date[..10], *busy)),
        }
    }
    let rows = days.into_iter().map(|(day, sum)| {
        let seed = day.bytes().fold(3, |seed, byte| seed * 31 + u64::from(byte));
        let mut row = counts(seed, sum, 24.0);
        row.insert("datetime".to_owned(), json!(day));
        row.insert("dateto".to_owned(), json!(format!("{day} 23:59:59")));
        Value::Object(row)
    });
    rows.collect()
}

fn availability_of_agents(env: &Env<'_>, params: &Params, range: &Range) -> Vec<Value> {
    let its = |agent: &&Row| {
        params.get("agentid").is_none_or(|id| text(agent, "userid") == id)
            && params.get("departmentid").is_none_or(|id| text(agent, "_department") == id)
    };
    let rows = env.tables.agents.iter().filter(its).enumerate().map(|(index, agent)| {
        let department = env.tables.departments.iter().find(|row| row["departmentid"] == agent["_department"]);
        let seconds = whole(chance(index as u64, 5) * range.sum().min(8.0), 3_600.0);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        json!({
            "id": 363_662 + index, "userid": agent["userid"], "firstname": agent["firstname"], "lastname": agent["lastname"],
            "contactid": agent["contactid"], "departmentid": agent["_department"],
            "department_name": department.map(|row| row["name"].clone()), "hours_online": clock, "from_date": range.from,
            "to_date": range.to,
        })
    });
    rows.collect()
}

fn load(number: u8, date: &str, (at, busy): (Timestamp, f64)) -> Value {
    let seed = at.as_second().unsigned_abs() / 3_600;
    let level = |salt: u64, most: f64| busy * most * (0.6 + 0.8 * chance(seed, salt + u64::from(number)));
    let (queue, slots, service) = (level(1, 6.0), level(2, 12.0), level(3, 8.0));
    json!({
        "date": date, "avgQueue": format!("{queue:.2}"), "maxQueue": whole(queue, 1.8), "minQueue": whole(queue, 0.3),
        "avgSlots": format!("{slots:.2}"), "maxSlots": whole(slots, 1.4), "minSlots": whole(slots, 0.5),
        "avgService": format!("{service:.2}"), "maxService": whole(service, 1.5), "minService": whole(service, 0.4),
    })
}

fn compliance(number: u8, date: &str, (at, busy): (Timestamp, f64)) -> Value {
    let seed = at.as_second().unsigned_abs() / 3_600 + u64::from(number) * 1_000;
    let (good, late) = (whole(busy * (0.7 + 0.6 * chance(seed, 1)), 9.0), whole(busy * chance(seed, 2), 1.6));
    let time = |many: u64, usual: u64| if many == 0 { 0 } else { usual + whole(chance(seed, usual), 600.0) };
    json!({
        "date": date, "fulfilled": good, "avgFulfilledTime": time(good, 1_800), "maxFulfilledTime": time(good, 3_300),
        "minFulfilledTime": time(good, 120), "unfulfilled": late, "avgUnfulfilledTime": time(late, 5_400),
        "maxUnfulfilledTime": time(late, 9_000), "minUnfulfilledTime": time(late, 3_700),
    })
}

fn availability(date: &str, (at, busy): (Timestamp, f64)) -> Value {
    let share = (busy * 3.0).min(1.0) * (0.9 + 0.1 * chance(at.as_second().unsigned_abs() / 3_600, 9));
    json!({ "date": date, "mins": whole(share, 60.0), "pct": format!("{:.4}", 100.0 * whole(share, 60.0) as f64 / 60.0) })
}

/// The conversations of a range, as a report's filters let them through.
fn of_range<'e>(env: &'e Env<'_>, params: &'e Params, range: &'e Range) -> impl Iterator<Item = &'e Row> {
    env.tables.conversations.iter().filter(move |row| {
        let created = text(row, "datecreated");
        created >= range.from.as_str()
            && created <= range.to.as_str()
            && params.get("departmentid").is_none_or(|id| text(row, "departmentid") == id)
            && params.get("agentid").is_none_or(|id| text(row, "assignedto") == id)
    })
}

fn sla_log(env: &Env<'_>, params: &Params, range: &Range) -> Vec<Value> {
    let rows = of_range(env, params, range).filter(|row| !text(row, "datedue").is_empty()).enumerate().map(|(index, row)| {
        let agent = env.tables.agents.iter().find(|agent| agent["userid"] == row["assignedto"]);
        let customer = env.tables.customers.iter().find(|customer| customer["email"] == row["owneremail"]);
        let part = |of: Option<&Row>, field: &str| of.map(|of| of[field].clone()).unwrap_or_default();
        let late = chance(index as u64, 11) < 0.2;
        json!({
            "id": (41_000 + index).to_string(), "conversationid": row["conversationid"], "code": row["code"],
            "departmentid": row["departmentid"], "department_name": row["departmentname"], "levelid": "3bd9cf58",
            "sla_level_name": "Standard", "sla": if late { "-00:42:10" } else { "01:12:30" }, "date_created": row["datecreated"],
            "date_closed": row["datechanged"], "server_date_closed": row["datechanged"], "date_due": row["datedue"],
            "server_date_due": row["datedue"], "sla_level_id": "gtrt7895", "agentid": row["assignedto"],
            "agent_firstname": part(agent, "firstname"), "agent_lastname": part(agent, "lastname"),
            "req_contactid": part(customer, "contactid"), "req_firstname": part(customer, "firstname"),
            "req_lastname": part(customer, "lastname"),
        })
    });
    rows.collect()
}

fn ranks(env: &Env<'_>, params: &Params, range: &Range) -> Vec<Value> {
    let praise = ["Quick and friendly, thank you!", "Solved in one go.", "Very patient with me.", ""];
    let rows = of_range(env, params, range).enumerate().filter(|(index, _)| chance(*index as u64, 21) < 0.3);
    let rows = rows.filter_map(|(index, row)| {
        let agent = env.tables.agents.iter().find(|agent| agent["userid"] == row["assignedto"])?;
        let customer = env.tables.customers.iter().find(|customer| customer["email"] == row["owneremail"])?;
        let bad = chance(index as u64, 22) < 0.15;
        let kind = if bad { "P" } else { "W" };
        if params.get("types").is_some_and(|types| !types.contains(kind)) || params.get("contactid").is_some_and(|id| customer["contactid"] != id) {
            return None;
        }
        Some(json!({
            "id": (49_000 + index).to_string(), "rankingType": kind, "datecreated": row["datechanged"],
            "conversationid": row["conversationid"], "agentcontactid": agent["contactid"], "agentEmail": agent["email"],
            "agent": format!("{} {}", text(agent, "firstname"), text(agent, "lastname")), "contactid": customer["contactid"],
            "requesterEmail": customer["email"], "requester": row["ownername"],
            "comment": if bad { "I had to ask twice." } else { praise[index % 4] },
        }))
    });
    rows.collect()
}
