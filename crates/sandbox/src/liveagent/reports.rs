//! Reports, #41 to #60: figures that follow from the range and the day's rhythm, the same each time they are asked for.
#![expect(clippy::cast_precision_loss, reason = "the figures are small")]

use std::collections::{BTreeMap, HashMap};

use jiff::{
    Span, Timestamp,
    civil::{Date, DateTime},
};
use serde_json::{Value, json};

use super::{
    Answer, Env, Params, filter,
    refusal::Refusal,
    rhythm::{busy, chance, whole},
    sla,
    tables::{Row, text},
    tally::{self, Figures, Part},
};

/// The longest range that is added up, in hours: a year.
const LONGEST: i64 = 366 * 24;

/// Answers one of the reports.
pub(super) fn report(number: u8, env: &mut Env<'_>, params: &Params) -> Answer {
    let page = |rows| filter::page(rows, params, 100, ("limitcount", "limitfrom"));
    match number {
        48 | 53 | 58 => return filter::list("slacompliances", page(sla::compliance(number, env, params)?)),
        49 | 54 | 59 => return filter::list("slalogs", sla::log(number, env, params)?),
        _ => {}
    }
    let range = Range::of(env, params)?;
    let (name, rows) = match number {
        41 => ("agents", agents(env, &range)),
        42 => ("channels", channels(env, &range)),
        43 => ("departments", departments(env, &range)),
        44 => ("performance", performance(env, &range, params.get("group_by").unwrap_or("day"))),
        45 => ("tags", tags(env, &range)),
        46 | 50 | 55 => ("agentsavailability", availability_of_agents(env, params, &range)),
        47 | 52 | 57 => ("loads", range.hours(|at, busy| load(number, at, busy))),
        51 | 56 => ("availability", range.hours(availability)),
        _ => ("ranks", ranks(env, params, &range)),
    };
    filter::list(name, page(rows))
}

/// The hours that a report is about: today's where nothing is said.
struct Range {
    from: String,
    to: String,
    hours: Vec<(Timestamp, String, f64)>,
    /// The share of all activity that belongs to the requested department or agent.
    share: f64,
}

impl Range {
    fn of(env: &Env<'_>, params: &Params) -> Result<Self, Refusal> {
        let now = env.time(env.now);
        let (from, to) = (params.get("date_from"), params.get("date_to"));
        let from = from.map_or_else(|| format!("{} 00:00:00", &now[..10]), str::to_owned);
        // A day alone begins with its first second and ends with its last.
        let whole = |text: String, time: &str| if text.len() == 10 { format!("{text} {time}") } else { text };
        let (from, to) = (whole(from, "00:00:00"), whole(to.map_or(now, str::to_owned), "23:59:59"));
        let time = |text: &str| {
            let time: DateTime =
                text.replacen(' ', "T", 1).parse().map_err(|_| Refusal::wrong("date_from is not a date"))?;
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
        Ok(Self { from, to, hours, share: share(env, params) })
    }

    /// A row for every hour.
    fn hours(&self, row: impl Fn(&str, (Timestamp, f64)) -> Value) -> Vec<Value> {
        self.hours.iter().map(|(at, date, busy)| row(date, (*at, *busy * self.share))).collect()
    }
}

/// The share of a department, which is that of its agents, or of one agent; all where none is named.
fn share(env: &Env<'_>, params: &Params) -> f64 {
    let agents = &env.tables.agents;
    let its = |agent: &&Row| {
        let is_agent = |id: &str| text(agent, "userid") == id || text(agent, "email") == id;
        params.get("departmentid").is_none_or(|id| text(agent, "_department") == id)
            && params.get("agentid").or(params.get("userid")).is_none_or(is_agent)
    };
    agents.iter().filter(its).count() as f64 / agents.len().max(1) as f64
}

/// A row for each of `rows`, of the parts that are its own.
fn totals<'t>(
    env: &'t Env<'_>,
    range: &'t Range,
    rows: &[(&str, Value)],
    own: impl Fn(&Part<'t>) -> Option<&'t str>,
) -> Vec<Value> {
    let mut sums: HashMap<&str, Figures> = HashMap::new();
    for part in tally::parts(env.tables, &range.hours) {
        if let Some(key) = own(&part) {
            sums.entry(key).or_default().add(&part.figures);
        }
    }
    let row = |(key, head): &(&str, Value)| {
        let mut row = sums.get(key).copied().unwrap_or_default().row();
        row.extend(super::tables::row(head.clone()));
        Value::Object(row)
    };
    rows.iter().map(row).collect()
}

fn agents(env: &Env<'_>, range: &Range) -> Vec<Value> {
    let head = |row: &Row| json!({ "id": row["userid"], "contactid": row["contactid"], "firstname": row["firstname"], "lastname": row["lastname"] });
    let rows: Vec<_> = env.tables.agents.iter().map(|row| (text(row, "userid"), head(row))).collect();
    totals(env, range, &rows, |part| Some(text(part.agent, "userid")))
}

fn channels(env: &Env<'_>, range: &Range) -> Vec<Value> {
    let rows = tally::CHANNELS.map(|(id, name)| (id, json!({ "id": id, "channelName": name })));
    totals(env, range, &rows, |part| Some(part.channel))
}

fn departments(env: &Env<'_>, range: &Range) -> Vec<Value> {
    let head = |row: &Row| json!({ "id": row["departmentid"], "departmentName": row["name"] });
    let rows: Vec<_> = env.tables.departments.iter().map(|row| (text(row, "departmentid"), head(row))).collect();
    totals(env, range, &rows, |part| Some(text(part.agent, "_department")))
}

fn tags(env: &Env<'_>, range: &Range) -> Vec<Value> {
    let rows = env.tables.tags.iter().map(|row| (text(row, "id"), json!({ "id": row["id"], "tagName": row["name"] })));
    totals(env, range, &rows.collect::<Vec<_>>(), |part| part.tag.map(|tag| text(tag, "id")))
}

/// A row for each hour, day, week or month of the range.
fn performance(env: &Env<'_>, range: &Range, by: &str) -> Vec<Value> {
    let mut spans: BTreeMap<(String, String), Figures> = BTreeMap::new();
    for (_, hour, _) in &range.hours {
        spans.entry(span(hour, by)).or_default();
    }
    for part in tally::parts(env.tables, &range.hours) {
        spans.entry(span(part.hour, by)).or_default().add(&part.figures);
    }
    let row = |((from, to), figures): ((String, String), Figures)| {
        let mut row = figures.row();
        row.extend(super::tables::row(json!({ "datetime": from, "dateto": to })));
        Value::Object(row)
    };
    spans.into_iter().map(row).collect()
}

/// The beginning and the end of the hour, day, week or month that an hour is in.
fn span(hour: &str, by: &str) -> (String, String) {
    if by == "hour" {
        return (hour.to_owned(), format!("{}:59:59", &hour[..13]));
    }
    let day: Date = hour[..10].parse().unwrap_or_default();
    let (first, last) = match by {
        "week" => {
            let monday = day.saturating_sub(Span::new().days(day.weekday().to_monday_zero_offset()));
            (monday, monday.saturating_add(Span::new().days(6)))
        }
        "month" => (day.first_of_month(), day.last_of_month()),
        _ => (day, day),
    };
    (first.to_string(), format!("{last} 23:59:59"))
}

fn availability_of_agents(env: &Env<'_>, params: &Params, range: &Range) -> Vec<Value> {
    let mut worked: HashMap<&str, u64> = HashMap::new();
    for part in tally::parts(env.tables, &range.hours) {
        *worked.entry(text(part.agent, "userid")).or_default() += part.figures.minutes();
    }
    let its = |agent: &&Row| {
        params.get("agentid").is_none_or(|id| text(agent, "userid") == id)
            && params.get("departmentid").is_none_or(|id| text(agent, "_department") == id)
    };
    let rows = env.tables.agents.iter().filter(its).enumerate().map(|(index, agent)| {
        let department = env.tables.departments.iter().find(|row| row["departmentid"] == agent["_department"]);
        let minutes = worked.get(text(agent, "userid")).copied().unwrap_or_default();
        let clock = format!("{:02}:{:02}:00", minutes / 60, minutes % 60);
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

fn ranks(env: &Env<'_>, params: &Params, range: &Range) -> Vec<Value> {
    let praise = ["Quick and friendly, thank you!", "Solved in one go.", "Very patient with me.", ""];
    let rows = of_range(env, params, range).enumerate().filter(|(index, _)| chance(*index as u64, 21) < 0.3);
    let rows = rows.filter_map(|(index, row)| {
        let agent = env.tables.agents.iter().find(|agent| agent["userid"] == row["assignedto"])?;
        let customer = env.tables.customers.iter().find(|customer| customer["email"] == row["owneremail"])?;
        let bad = chance(index as u64, 22) < 0.15;
        let kind = if bad { "P" } else { "W" };
        if params.get("types").is_some_and(|types| !types.split(',').any(|one| one.trim() == kind)) || params.get("contactid").is_some_and(|id| customer["contactid"] != id) {
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
