//! Conversations: #5 to #16.

use serde_json::{Value, json};

use super::{
    Answer, Env, Params, files,
    filter::{self, meets},
    handlers::done,
    refusal::Refusal,
    tables::{Row, text},
    version,
};

/// The conversation's id, whatever it was named by.
fn id(env: &mut Env<'_>, params: &Params) -> Result<String, Refusal> {
    let name = params.get("conversationid").unwrap_or_default().to_owned();
    Ok(text(env.tables.conversation(&name)?, "conversationid").to_owned())
}

fn row<'e>(env: &'e mut Env<'_>, params: &Params) -> Result<&'e mut Row, Refusal> {
    let name = params.get("conversationid").unwrap_or_default();
    env.tables.conversation(name)
}

/// Writes down that something changed just now.
fn touch(env: &mut Env<'_>, id: &str) {
    let now = env.time(env.now);
    if let Ok(row) = env.tables.conversation(id) {
        row.insert("datechanged".to_owned(), json!(now));
    }
}

/// Who did it: the agent that `useridentifier` names, or the system.
fn doer(env: &mut Env<'_>, params: &Params) -> Result<String, Refusal> {
    match params.get("useridentifier").map(str::to_owned) {
        Some(name) => Ok(text(env.tables.agent(&name)?, "userid").to_owned()),
        None => Ok("system00".to_owned()),
    }
}

/// Leaves a note, if one was given.
fn leave_note(env: &mut Env<'_>, params: &Params, id: &str, user: &str) {
    if let Some(note) = params.get("note").map(str::to_owned) {
        let now = env.time(env.now);
        env.tables.say(id, &now, user, ("I", "N"), &note);
    }
}

pub(super) fn list(env: &mut Env<'_>, params: &Params) -> Answer {
    let letters = |name: &str, allowed: &str| -> Result<Option<Vec<String>>, Refusal> {
        let Some(given) = params.get(name) else { return Ok(None) };
        let letters: Vec<String> = given.split(',').map(|letter| letter.trim().to_owned()).collect();
        if letters.iter().all(|letter| letter.len() == 1 && allowed.contains(letter.as_str())) {
            Ok(Some(letters))
        } else {
            Err(Refusal::wrong(format!("parameter {name} has a value that is not allowed")))
        }
    };
    // `L`, closed, is not in the reference: newer accounts have it.
    let (statuses, channels) = (letters("status", "APTXBICRNWL")?, letters("channel_type", "EBMICWFATQS")?);
    let agent = match params.get("agent") {
        Some(name) => Some(text(env.tables.agent(name)?, "userid").to_owned()),
        None => None,
    };
    let owner = params.get("owneridentifier").map(|name| match env.tables.customer(name) {
        Ok(customer) => text(customer, "email").to_owned(),
        Err(_) => name.to_owned(),
    });
    let mut rows: Vec<&Row> = Vec::new();
    for row in &env.tables.conversations {
        let has = |field: &str, wanted: Option<&str>| wanted.is_none_or(|wanted| text(row, field) == wanted);
        let among = |field: &str, wanted: &Option<Vec<String>>| {
            wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|letter| letter == text(row, field)))
        };
        let subject = params
            .get("subject")
            .is_none_or(|subject| text(row, "subject").to_lowercase().contains(&subject.to_lowercase()));
        let created = text(row, "datecreated");
        let in_range = params.get("datefrom").is_none_or(|from| created >= from)
            && params.get("dateto").is_none_or(|to| created <= to);
        let changed = match params.get("datechanged") {
            Some(condition) => meets(text(row, "datechanged"), condition)?,
            None => true,
        };
        let is_owner = owner.as_deref().is_none_or(|owner| text(row, "owneremail").eq_ignore_ascii_case(owner));
        if among("status", &statuses)
            && among("channel_type", &channels)
            && has("departmentid", params.get("department"))
            && has("assignedto", agent.as_deref())
            && is_owner
            && subject
            && in_range
            && changed
        {
            rows.push(row);
        }
    }
    rows.sort_by(|a, b| text(b, "datechanged").cmp(text(a, "datechanged")));
    let rows = rows.into_iter().cloned().map(Value::Object).collect();
    filter::list("conversations", filter::page(rows, params, 100, ("limit", "offset")))
}

pub(super) fn show(env: &mut Env<'_>, params: &Params) -> Answer {
    Ok(Value::Object(row(env, params)?.clone()))
}

pub(super) fn messages(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = id(env, params)?;
    let groups = env.tables.messages.get(&id).cloned().unwrap_or_default();
    let in_range = |message: &Value| {
        let created = message["datecreated"].as_str().unwrap_or_default();
        params.get("datefrom").is_none_or(|from| created >= from) && params.get("dateto").is_none_or(|to| created <= to)
    };
    // Of a group only the messages in the range; none of it where there are none.
    let kept = groups.into_iter().filter_map(|mut group| {
        let messages = group["messages"].as_array_mut()?;
        messages.retain(in_range);
        (!messages.is_empty()).then_some(group)
    });
    filter::list("groups", kept.collect())
}

/// A message, or a note: without `useridentifier` it is a note whatever its type.
pub(super) fn say(env: &mut Env<'_>, params: &Params) -> Answer {
    if params.get("attachments").is_some() && !version::has(env.version, version::ATTACHMENTS) {
        return Err(Refusal::wrong("parameter attachments is unknown"));
    }
    let id = id(env, params)?;
    let user = doer(env, params)?;
    let is_note = params.get("useridentifier").is_none() || params.get("type") == Some("N");
    let (now, message) = (env.time(env.now), params.get("message").unwrap_or_default().to_owned());
    let attached = params.get("attachments").unwrap_or_default();
    let attachments = files::named(env.tables, attached)?;
    env.tables.say(&id, &now, &user, if is_note { ("I", "N") } else { ("4", "M") }, &message);
    // The reference has no field for attachments: each is a message of its own type in the same group.
    for file in &attachments {
        env.tables.say_more(&id, &now, &user, if is_note { "L" } else { "F" }, text(file, "filename"));
    }
    files::use_named(env.tables, &format!("{attached} {message}"));
    if !is_note {
        let row = env.tables.conversation(&id)?;
        row.insert("status".to_owned(), json!("A"));
        let out = row.get("messagegroupsout").and_then(Value::as_u64).unwrap_or(0);
        row.insert("messagegroupsout".to_owned(), json!(out + 1));
    }
    touch(env, &id);
    done()
}

pub(super) fn change_status(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = id(env, params)?;
    let user = doer(env, params)?;
    let status = params.get("status").unwrap_or_default().to_owned();
    env.tables.conversation(&id)?.insert("status".to_owned(), json!(status));
    let now = env.time(env.now);
    let (group, words) = match status.as_str() {
        "R" => ("R", "resolved the conversation"),
        "C" => ("I", "opened the conversation"),
        _ => ("I", "marked the conversation as answered"),
    };
    env.tables.say(&id, &now, &user, (group, "S"), words);
    leave_note(env, params, &id, &user);
    touch(env, &id);
    done()
}

pub(super) fn transfer(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = id(env, params)?;
    let user = doer(env, params)?;
    let agent = match params.get("agentidentifier").map(str::to_owned) {
        Some(name) => Some(text(env.tables.agent(&name)?, "userid").to_owned()),
        None => None,
    };
    let department = match params.get("department") {
        Some(name) => {
            let found = env.tables.departments.iter().find(|row| text(row, "departmentid") == name);
            Some(found.cloned().ok_or_else(|| Refusal::unknown("department"))?)
        }
        None => None,
    };
    if agent.is_none() && department.is_none() {
        return Err(Refusal::wrong("parameter department or agentidentifier is missing"));
    }
    let row = env.tables.conversation(&id)?;
    if let Some(department) = department {
        for (to, from) in [("departmentid", "departmentid"), ("departmentname", "name")] {
            row.insert(to.to_owned(), department[from].clone());
        }
    }
    row.insert("assignedto".to_owned(), agent.map_or(Value::Null, Value::String));
    let now = env.time(env.now);
    env.tables.say(&id, &now, &user, ("T", "R"), "transferred the conversation");
    leave_note(env, params, &id, &user);
    touch(env, &id);
    done()
}

pub(super) fn delete(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = id(env, params)?;
    let user = doer(env, params)?;
    env.tables.conversation(&id)?.insert("status".to_owned(), json!("X"));
    leave_note(env, params, &id, &user);
    touch(env, &id);
    done()
}

/// Adding a value that is there adds it once more.
pub(super) fn add_field(env: &mut Env<'_>, params: &Params) -> Answer {
    let fields = fields(params)?;
    let id = id(env, params)?;
    add_fields(env.tables.conversation(&id)?, &fields);
    touch(env, &id);
    done()
}

/// Without a code it removes all.
pub(super) fn remove_field(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = id(env, params)?;
    remove_fields(env.tables.conversation(&id)?, params.get("code"));
    touch(env, &id);
    done()
}

/// The `customfields` of a request: a list of codes and values.
pub(super) fn fields(params: &Params) -> Result<Vec<Value>, Refusal> {
    let given: Value = serde_json::from_str(params.get("customfields").unwrap_or_default()).unwrap_or_default();
    let given = if given.is_array() { given } else { json!([given]) };
    let fields = given.as_array().cloned().unwrap_or_default();
    if fields.is_empty() || fields.iter().any(|field| !field["code"].is_string() || field.get("value").is_none()) {
        return Err(Refusal::wrong("parameter customfields needs a code and a value"));
    }
    Ok(fields)
}

pub(super) fn add_fields(row: &mut Row, fields: &[Value]) {
    let known = row.entry("customfields").or_insert_with(|| json!([]));
    known.as_array_mut().into_iter().for_each(|known| known.extend_from_slice(fields));
}

pub(super) fn remove_fields(row: &mut Row, code: Option<&str>) {
    if let Some(known) = row.get_mut("customfields").and_then(Value::as_array_mut) {
        known.retain(|field| code.is_some_and(|code| field["code"] != code));
    }
}

/// The tag that a request names, by id or by name.
fn named_tag(env: &Env<'_>, params: &Params) -> Result<Row, Refusal> {
    let (id, name) = (params.get("id"), params.get("name"));
    if id.is_none() && name.is_none() {
        return Err(Refusal::wrong("parameter id or name is missing"));
    }
    let is_it = |tag: &&Row| id.map_or_else(|| Some(text(tag, "name")) == name, |id| text(tag, "id") == id);
    env.tables.tags.iter().find(is_it).cloned().ok_or_else(|| Refusal::unknown("tag"))
}

/// The ids of a conversation's tags.
pub(super) fn tag_ids(row: &Row) -> Vec<String> {
    text(row, "tags").split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

pub(super) fn tag(env: &mut Env<'_>, params: &Params) -> Answer {
    change_tags(env, params, |ids, id| {
        if !ids.contains(&id) {
            ids.push(id);
        }
    })
}

pub(super) fn untag(env: &mut Env<'_>, params: &Params) -> Answer {
    change_tags(env, params, |ids, id| ids.retain(|known| *known != id))
}

fn change_tags(env: &mut Env<'_>, params: &Params, change: impl Fn(&mut Vec<String>, String)) -> Answer {
    let id = id(env, params)?;
    let tag = text(&named_tag(env, params)?, "id").to_owned();
    let row = env.tables.conversation(&id)?;
    let mut ids = tag_ids(row);
    let before = ids.clone();
    change(&mut ids, tag);
    if ids != before {
        row.insert("tags".to_owned(), json!(ids.join(", ")));
        touch(env, &id);
    }
    done()
}

pub(super) fn tags(env: &mut Env<'_>, params: &Params) -> Answer {
    let ids = tag_ids(row(env, params)?);
    let tag = |id: &String| env.tables.tags.iter().find(|tag| text(tag, "id") == id).cloned().map(Value::Object);
    filter::list("tags", ids.iter().filter_map(tag).collect())
}
