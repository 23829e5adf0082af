//! Widgets: #67 to #70.

use serde_json::{Value, json};

use super::{
    Answer, Env, Params, files, filter,
    refusal::Refusal,
    tables::{Row, find, row, text},
};

pub(super) fn widgets(env: &mut Env<'_>, params: &Params) -> Answer {
    let wanted = |row: &&Row| {
        ["provide", "departmentid", "rtype", "usecode", "status"]
            .iter()
            .all(|name| params.get(name).is_none_or(|value| text(row, name) == value))
    };
    // The list has no attributes and no form.
    let rows = env.tables.widgets.iter().filter(wanted).cloned().map(Value::Object).collect();
    filter::list("widgets", filter::page(rows, params, 100, ("limitcount", "limitfrom")))
}

pub(super) fn widget(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("contactwidgetid").unwrap_or_default();
    Ok(Value::Object(find(&mut env.tables.widgets, &["contactwidgetid"], id, "widget")?.clone()))
}

pub(super) fn create_widget(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = env.tables.id();
    let mut made = row(json!({ "contactwidgetid": id, "impressions": 0, "tickets": 0, "language": "en-US" }));
    fill(&mut made, env, params)?;
    let code = format!("<script src=\"https://fjellandfern.example/scripts/track.js\" data-widget=\"{id}\"></script>");
    made.insert("integration_code".to_owned(), json!(code));
    env.tables.widgets.push(made.clone());
    Ok(Value::Object(made))
}

pub(super) fn edit_widget(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("contactwidgetid").unwrap_or_default();
    let mut edited = find(&mut env.tables.widgets, &["contactwidgetid"], id, "widget")?.clone();
    fill(&mut edited, env, params)?;
    find(&mut env.tables.widgets, &["contactwidgetid"], id, "widget")?.clone_from(&edited);
    Ok(Value::Object(edited))
}

/// Writes what a request gives over a widget.
fn fill(row: &mut Row, env: &mut Env<'_>, params: &Params) -> Result<(), Refusal> {
    let department = params.get("departmentid").unwrap_or_default();
    if !env.tables.departments.iter().any(|row| text(row, "departmentid") == department) {
        return Err(Refusal::unknown("department"));
    }
    for (name, value) in &params.0 {
        let given = match name.as_str() {
            "contactwidgetid" => continue,
            "attributes" | "form_fields" => {
                let list: Value = serde_json::from_str(value.as_str().unwrap_or_default()).unwrap_or_default();
                if !list.is_array() {
                    return Err(Refusal::wrong(format!("parameter {name} is not a list")));
                }
                list
            }
            _ => value.clone(),
        };
        // The reference spells this answer's field otherwise than its parameter.
        let name = if name == "offlinecode_ieold_css" { "offlinecode_ieold_CSS" } else { name };
        row.insert(name.to_owned(), given);
    }
    files::use_named(env.tables, &Value::Object(row.clone()).to_string());
    Ok(())
}
