//! Agents, customers, their groups, and companies: #1, #3, #4, #17 to #22.

use serde_json::{Value, json};

use super::{
    Answer, Env, Params,
    conversations::{add_fields, fields, remove_fields},
    filter,
    handlers::done,
    refusal::Refusal,
    tables::{Row, find, text},
};

pub(super) fn agent(env: &mut Env<'_>, params: &Params) -> Answer {
    let name = params.get("agentidentifier").unwrap_or_default();
    Ok(Value::Object(env.tables.agent(name)?.clone()))
}

pub(super) fn companies(env: &mut Env<'_>) -> Answer {
    let brief = |row: &Row| {
        let mut row = row.clone();
        let first = row.get("emails").and_then(|emails| emails.get(0)).cloned().unwrap_or_default();
        row.insert("emails".to_owned(), first);
        Value::Object(row)
    };
    filter::list("companies", env.tables.companies.iter().map(brief).collect())
}

pub(super) fn company(env: &mut Env<'_>, params: &Params) -> Answer {
    let name = params.get("companyid").unwrap_or_default();
    Ok(Value::Object(find(&mut env.tables.companies, &["id"], name, "company")?.clone()))
}

fn row<'e>(env: &'e mut Env<'_>, params: &Params) -> Result<&'e mut Row, Refusal> {
    env.tables.customer(params.get("customeridentifier").unwrap_or_default())
}

pub(super) fn customer(env: &mut Env<'_>, params: &Params) -> Answer {
    Ok(Value::Object(row(env, params)?.clone()))
}

pub(super) fn add_field(env: &mut Env<'_>, params: &Params) -> Answer {
    let fields = fields(params)?;
    add_fields(row(env, params)?, &fields);
    done()
}

pub(super) fn remove_field(env: &mut Env<'_>, params: &Params) -> Answer {
    remove_fields(row(env, params)?, params.get("code"));
    done()
}

/// The ids of a customer's groups.
fn group_ids(row: &Row) -> Vec<Value> {
    row.get("_groups").and_then(Value::as_array).cloned().unwrap_or_default()
}

pub(super) fn groups_of(env: &mut Env<'_>, params: &Params) -> Answer {
    let ids = group_ids(row(env, params)?);
    let group = |id: &Value| {
        let found = env.tables.groups.iter().find(|group| group["id"] == *id)?;
        Some(json!({ "groupid": id, "groupname": found["name"] }))
    };
    filter::list("groups", ids.iter().filter_map(group).collect())
}

pub(super) fn join_group(env: &mut Env<'_>, params: &Params) -> Answer {
    change_groups(env, params, |ids, id| {
        if !ids.contains(&id) {
            ids.push(id);
        }
    })
}

pub(super) fn leave_group(env: &mut Env<'_>, params: &Params) -> Answer {
    change_groups(env, params, |ids, id| ids.retain(|known| *known != id))
}

fn change_groups(env: &mut Env<'_>, params: &Params, change: impl Fn(&mut Vec<Value>, Value)) -> Answer {
    let name = params.get("name").unwrap_or_default();
    let group = env.tables.groups.iter().find(|group| text(group, "name") == name);
    let id = group.map(|group| group["id"].clone()).ok_or_else(|| Refusal::unknown("group"))?;
    let row = row(env, params)?;
    let mut ids = group_ids(row);
    change(&mut ids, id);
    row.insert("_groups".to_owned(), json!(ids));
    done()
}
