//! The queues as they are now, and who is there: #39, #40, #71, #72.
//!
//! They follow the day's rhythm, smoothly, and what tests and the page put on top. A total is the sum of its departments.

use std::collections::HashMap;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    Answer, Env, Params, filter,
    refusal::Refusal,
    rhythm::{busy, chance, noise, whole},
    tables::{Row, Tables, text},
};

/// One department's queues.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Queue {
    /// People on the web site.
    pub visitors: u64,
    /// Chats that run.
    pub chats: u64,
    /// Chats that ring at an agent.
    pub ringing: u64,
    /// Chats that wait.
    pub waiting: u64,
    /// Agents who take chats.
    pub agents: u64,
    /// Calls that run.
    pub calls: u64,
    /// Calls that ring.
    pub calls_ringing: u64,
    /// Calls that wait.
    pub calls_waiting: u64,
}

/// What was put on top.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues {
    /// Departments whose queues are as they were set.
    pub(super) set: HashMap<String, Queue>,
    /// Chats and calls more or less than the rhythm has them.
    pub(super) moved: HashMap<String, (i64, i64)>,
    /// Agents whose status was set.
    pub(super) statuses: HashMap<String, String>,
}

/// The departments that there are, in their order.
fn living(tables: &Tables) -> impl Iterator<Item = &Row> {
    tables.departments.iter().filter(|row| text(row, "deleted") != "Y")
}

impl Queues {
    /// What an agent is online for.
    fn agent_status(&self, now: Timestamp, zone: &TimeZone, agent: &Row) -> String {
        if let Some(status) = self.statuses.get(text(agent, "userid")) {
            return status.clone();
        }
        let seed = agent.get("_seed").and_then(Value::as_u64).unwrap_or(0);
        let preset = text(agent, "presetStatus").to_owned();
        // The busier it is, the more of them are there; each has a turn.
        if chance(seed, 77) < busy(now, zone) + 0.15 && noise(now, seed) > 0.12 { preset } else { "F".to_owned() }
    }

    /// What a department is online for: all that any of its agents is.
    pub(super) fn department_status(&self, now: Timestamp, zone: &TimeZone, tables: &Tables, id: &str) -> String {
        let its = tables.agents.iter().filter(|agent| text(agent, "_department") == id);
        let all: String = its.map(|agent| self.agent_status(now, zone, agent)).collect();
        let letters: String = "MPRT".chars().filter(|letter| all.contains(*letter)).collect();
        if letters.is_empty() { "F".to_owned() } else { letters }
    }

    /// A department's queues now.
    pub(super) fn of(&self, now: Timestamp, zone: &TimeZone, tables: &Tables, id: &str) -> Queue {
        if let Some(queue) = self.set.get(id) {
            return *queue;
        }
        let seed = tables.departments.iter().position(|row| text(row, "departmentid") == id).unwrap_or(0) as u64 * 31;
        let share = busy(now, zone);
        let level = |salt: u64, most: f64| whole(share * noise(now, seed + salt), most);
        let its = tables.agents.iter().filter(|agent| text(agent, "_department") == id);
        let agents = its.filter(|agent| self.agent_status(now, zone, agent).contains('T')).count() as u64;
        let (more_chats, more_calls) = self.moved.get(id).copied().unwrap_or_default();
        let plus = |number: u64, more: i64| number.saturating_add_signed(more);
        Queue {
            visitors: level(1, 30.0) + 1,
            chats: level(2, 6.0).min(agents * 3),
            ringing: level(3, 2.0),
            waiting: plus(level(4, 3.0), more_chats),
            agents,
            calls: level(5, 4.0),
            calls_ringing: level(6, 1.5),
            calls_waiting: plus(level(7, 2.0), more_calls),
        }
    }

    fn sum(&self, env: &Env<'_>, department: Option<&str>) -> Result<Queue, Refusal> {
        let of = |id: &str| self.of(env.now, env.zone, env.tables, id);
        if let Some(id) = department {
            let known = env.tables.departments.iter().any(|row| text(row, "departmentid") == id);
            return if known { Ok(of(id)) } else { Err(Refusal::unknown("department")) };
        }
        Ok(living(env.tables).map(|row| of(text(row, "departmentid"))).fold(Queue::default(), |a, b| Queue {
            visitors: a.visitors + b.visitors,
            chats: a.chats + b.chats,
            ringing: a.ringing + b.ringing,
            waiting: a.waiting + b.waiting,
            agents: a.agents + b.agents,
            calls: a.calls + b.calls,
            calls_ringing: a.calls_ringing + b.calls_ringing,
            calls_waiting: a.calls_waiting + b.calls_waiting,
        }))
    }
}

pub(super) fn chats(env: &mut Env<'_>, params: &Params) -> Answer {
    let queue = env.queues.sum(env, params.get("department"))?;
    filter::list(
        "chatsOverview",
        vec![json!({
            "visitors": queue.visitors, "chats": queue.chats, "ringing": queue.ringing, "queue": queue.waiting, "agents": queue.agents,
        })],
    )
}

pub(super) fn calls(env: &mut Env<'_>, params: &Params) -> Answer {
    let queue = env.queues.sum(env, params.get("department"))?;
    let row = json!({ "running": queue.calls, "ringing": queue.calls_ringing, "inqueue": queue.calls_waiting });
    filter::list("callsOverview", vec![row])
}

pub(super) fn agents(env: &mut Env<'_>) -> Answer {
    let row = |agent: &Row| {
        json!({
            "id": agent["userid"], "contactid": agent["contactid"], "username": agent["email"], "firstname": agent["firstname"],
            "lastname": agent["lastname"], "avatar_url": "themes/agent/_common_templates/img/user05.png",
            "presetStatus": agent["presetStatus"], "onlineStatus": env.queues.agent_status(env.now, env.zone, agent),
        })
    };
    filter::list("agentsOnlineStates", env.tables.agents.iter().map(row).collect())
}

/// How many conversations of a department have one of these statuses.
pub(super) fn count(tables: &Tables, department: &str, statuses: &str) -> usize {
    let its = |row: &&Row| text(row, "departmentid") == department && statuses.contains(text(row, "status"));
    tables.conversations.iter().filter(its).count()
}

pub(super) fn departments(env: &mut Env<'_>) -> Answer {
    let row = |row: &Row| {
        let id = text(row, "departmentid");
        let queue = env.queues.of(env.now, env.zone, env.tables, id);
        let total = count(env.tables, id, "APTXBICRNW");
        json!({
            "id": id, "name": row["name"], "onlineStatus": env.queues.department_status(env.now, env.zone, env.tables, id),
            "chat_count": queue.chats + queue.waiting, "new_count": count(env.tables, id, "N"),
            "customer_reply_count": count(env.tables, id, "C"), "total_count": total, "max_count": total,
        })
    };
    filter::list("departmentsOnlineStates", living(env.tables).map(row).collect())
}
