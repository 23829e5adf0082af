//! What an account sets up: tags, customers' groups, departments, suggestion categories. #23 to #29 and #61 to #66.

use serde_json::{Value, json};

use super::{
    Answer, Env, Params, filter,
    handlers::done,
    refusal::Refusal,
    tables::{Row, Tables, find, position, row, text},
};

fn all(rows: &[Row]) -> Vec<Value> {
    rows.iter().cloned().map(Value::Object).collect()
}

pub(super) fn departments(env: &mut Env<'_>) -> Answer {
    let rows = env.tables.departments.clone();
    let known = rows.into_iter().map(|row| with_status(env, row)).collect();
    filter::list("departments", known)
}

pub(super) fn department(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("departmentid").unwrap_or_default();
    let row = find(&mut env.tables.departments, &["departmentid"], id, "department")?.clone();
    Ok(with_status(env, row))
}

/// A department with what it is online for now.
fn with_status(env: &Env<'_>, mut row: Row) -> Value {
    let status = env.queues.department_status(env.now, env.zone, env.tables, text(&row, "departmentid"));
    row.insert("onlinestatus".to_owned(), json!(status));
    Value::Object(row)
}

pub(super) fn suggestions(env: &mut Env<'_>) -> Answer {
    filter::list("suggestioncategories", all(&env.tables.suggestions))
}

pub(super) fn tags(env: &mut Env<'_>) -> Answer {
    filter::list("tags", all(&env.tables.tags))
}

pub(super) fn groups(env: &mut Env<'_>) -> Answer {
    filter::list("groups", all(&env.tables.groups))
}

pub(super) fn tag(env: &mut Env<'_>, params: &Params) -> Answer {
    show(&mut env.tables.tags, params.get("tagid"), "tag")
}

pub(super) fn group(env: &mut Env<'_>, params: &Params) -> Answer {
    show(&mut env.tables.groups, params.get("groupid"), "group")
}

pub(super) fn create_tag(env: &mut Env<'_>, params: &Params) -> Answer {
    create(env.tables, |tables| &mut tables.tags, params)
}

pub(super) fn create_group(env: &mut Env<'_>, params: &Params) -> Answer {
    create(env.tables, |tables| &mut tables.groups, params)
}

pub(super) fn edit_tag(env: &mut Env<'_>, params: &Params) -> Answer {
    edit(&mut env.tables.tags, params.get("tagid"), "tag", params)
}

pub(super) fn edit_group(env: &mut Env<'_>, params: &Params) -> Answer {
    edit(&mut env.tables.groups, params.get("groupid"), "group", params)
}

/// A tag that is gone is off every conversation too.
pub(super) fn delete_tag(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("tagid").unwrap_or_default();
    delete(&mut env.tables.tags, Some(id), "tag")?;
    for conversation in &mut env.tables.conversations {
        let kept: Vec<String> =
            super::conversations::tag_ids(conversation).into_iter().filter(|tag| tag != id).collect();
        conversation.insert("tags".to_owned(), json!(kept.join(", ")));
    }
    done()
}

pub(super) fn delete_group(env: &mut Env<'_>, params: &Params) -> Answer {
    delete(&mut env.tables.groups, params.get("groupid"), "group")
}

fn show(rows: &mut [Row], id: Option<&str>, what: &str) -> Answer {
    Ok(Value::Object(find(rows, &["id"], id.unwrap_or_default(), what)?.clone()))
}

/// The colours that a request gives, checked: six hexadecimal digits, with or without `#`.
fn colors(params: &Params) -> Result<Vec<(&'static str, Value)>, Refusal> {
    let mut colors = Vec::new();
    for name in ["color", "bg_color"] {
        let Some(given) = params.get(name) else { continue };
        let digits = given.trim_start_matches('#');
        if digits.len() != 6 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
            return Err(Refusal::wrong(format!("parameter {name} is not a color")));
        }
        colors.push((name, json!(digits.to_ascii_uppercase())));
    }
    Ok(colors)
}

fn create(tables: &mut Tables, rows: fn(&mut Tables) -> &mut Vec<Row>, params: &Params) -> Answer {
    let name = params.get("name").unwrap_or_default();
    let colors = colors(params)?;
    if position(rows(tables), &["name"], name).is_some() {
        return Err(Refusal::wrong(format!("{name} exists already")));
    }
    let id = tables.id()[..4].to_owned();
    let mut made = row(json!({ "id": id, "name": name, "color": "FFFFFF", "bg_color": "5B6EE1" }));
    made.extend(colors.into_iter().map(|(name, color)| (name.to_owned(), color)));
    rows(tables).push(made.clone());
    made.insert("status".to_owned(), json!("OK"));
    made.insert("statuscode".to_owned(), json!(0));
    Ok(Value::Object(made))
}

fn edit(rows: &mut [Row], id: Option<&str>, what: &str, params: &Params) -> Answer {
    let colors = colors(params)?;
    let row = find(rows, &["id"], id.unwrap_or_default(), what)?;
    if let Some(name) = params.get("name") {
        row.insert("name".to_owned(), json!(name));
    }
    row.extend(colors.into_iter().map(|(name, color)| (name.to_owned(), color)));
    done()
}

fn delete(rows: &mut Vec<Row>, id: Option<&str>, what: &str) -> Answer {
    let at = position(rows, &["id"], id.unwrap_or_default()).ok_or_else(|| Refusal::unknown(what))?;
    rows.remove(at);
    done()
}
