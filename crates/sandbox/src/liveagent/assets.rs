//! Files and widgets: #30, #31 and #67 to #70.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    Answer, Env, Params, filter,
    refusal::Refusal,
    tables::{Row, find, row, short, text},
};

pub(super) fn file(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("fileid").unwrap_or_default();
    Ok(Value::Object(find(&mut env.tables.files, &["fileid"], id, "file")?.clone()))
}

/// A file from its data, or from an address. Nothing is fetched from there: its name is taken from it.
pub(super) fn add_file(env: &mut Env<'_>, params: &Params) -> Answer {
    let (name, size) = match (params.get("data"), params.get("downloadUrl")) {
        (Some(data), _) => {
            let bytes = STANDARD.decode(data.trim()).map_err(|_| Refusal::wrong("parameter data is not base64"))?;
            let name = params.get("name").ok_or_else(|| Refusal::wrong("parameter name is missing"))?;
            if params.get("type").is_none() {
                return Err(Refusal::wrong("parameter type is missing"));
            }
            (name.to_owned(), bytes.len())
        }
        (None, Some(address)) if address.starts_with("https://") || address.starts_with("http://") => {
            let last = address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or("file");
            (params.get("name").unwrap_or(last).to_owned(), 0)
        }
        (None, Some(_)) => return Err(Refusal::wrong("parameter downloadUrl is not an address")),
        (None, None) => return Err(Refusal::wrong("parameter data or downloadUrl is missing")),
    };
    env.tables.ids += 1;
    let id = short(env.tables.ids.wrapping_mul(7919), 32);
    let url = format!("//fjellandfern.example/scripts/file.php?view=Y&file={id}");
    let made = row(json!({
        "fileid": id, "created": env.time(env.now), "filename": name, "filesize": size,
        "filetype": params.get("type").unwrap_or("application/octet-stream"), "downloads": 0, "downloadUrl": url,
    }));
    env.tables.files.push(made.clone());
    Ok(Value::Object(made))
}

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
fn fill(row: &mut Row, env: &Env<'_>, params: &Params) -> Result<(), Refusal> {
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
    Ok(())
}
