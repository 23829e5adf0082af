//! Commands as people type them, `/conversation list status:Open from:3 days ago`, read against what is registered.

use serde_json::{Value, json};

/// A command that was read: its registered id and name, and the options as Discord's client sends them.
pub(crate) struct Read {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) options: Vec<Value>,
}

/// Reads `text` against the registered commands. With `focus`, the last option is the one being typed.
pub(crate) fn read(text: &str, commands: &[Value], focus: bool) -> Result<Read, String> {
    let text = text.trim_start().strip_prefix('/').ok_or("a command begins with /")?;
    let (name, mut rest) = word(text);
    let command = find(commands, name).ok_or_else(|| format!("there is no command /{name}"))?;
    let mut chain = Vec::new();
    let mut known = options(command);
    while known.first().is_some_and(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
        let (name, after) = word(rest);
        let below = find(known, name).ok_or_else(|| format!("there is no subcommand {name:?}"))?;
        chain.push((name.to_owned(), below["type"].clone()));
        (known, rest) = (options(below), after);
    }
    let mut given = given(rest, known, focus)?;
    for (name, kind) in chain.into_iter().rev() {
        given = vec![json!({ "name": name, "type": kind, "options": given })];
    }
    Ok(Read { id: command["id"].as_str().unwrap_or_default().to_owned(), name: name.to_owned(), options: given })
}

/// Puts ids into options that take a file, in place of the names that were typed.
pub(crate) fn give_files(options: &mut [Value], upload: &mut dyn FnMut(&str) -> u64) {
    for option in options {
        match option["type"].as_u64() {
            Some(1 | 2) => {
                if let Some(below) = option["options"].as_array_mut() {
                    give_files(below, upload);
                }
            }
            Some(11) => {
                let id = option["value"].as_str().map(&mut *upload);
                option["value"] = id.map_or(Value::Null, |id| json!(id.to_string()));
            }
            _ => {}
        }
    }
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(' ').unwrap_or((text, ""))
}

fn find<'v>(list: &'v [Value], name: &str) -> Option<&'v Value> {
    list.iter().find(|each| each["name"] == name)
}

fn options(of: &Value) -> &[Value] {
    of["options"].as_array().map_or(&[], Vec::as_slice)
}

/// Splits `name:value name:value`: a value ends at the next option's name.
fn given(text: &str, known: &[Value], focus: bool) -> Result<Vec<Value>, String> {
    let mut starts: Vec<(usize, &Value)> = Vec::new();
    for option in known {
        let label = format!("{}:", option["name"].as_str().unwrap_or_default());
        let found = text.match_indices(&label).map(|(at, _)| at);
        starts.extend(found.filter(|at| *at == 0 || text[..*at].ends_with(' ')).map(|at| (at, option)));
    }
    starts.sort_by_key(|(at, _)| *at);
    let before = starts.first().map_or(text, |(at, _)| &text[..*at]);
    if !before.trim().is_empty() {
        return Err(format!("{:?} is no option; the options are {:?}", before.trim(), names(known)));
    }
    let mut given = Vec::new();
    for (index, (at, option)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(text.len(), |(next, _)| *next);
        let name = option["name"].as_str().unwrap_or_default();
        let is_last = index + 1 == starts.len();
        let value = &text[at + name.len() + 1..end];
        let value = if focus && is_last { value } else { value.trim_end() };
        let mut read = json!({ "name": name, "type": option["type"] });
        if focus && is_last {
            (read["value"], read["focused"]) = (json!(value), json!(true));
        } else {
            read["value"] = typed_value(option, value)?;
        }
        given.push(read);
    }
    Ok(given)
}

fn names(known: &[Value]) -> Vec<&str> {
    known.iter().filter_map(|option| option["name"].as_str()).collect()
}

/// The value that Discord's client sends: a choice's value for its name, a number for digits.
fn typed_value(option: &Value, text: &str) -> Result<Value, String> {
    if let Some(choices) = option["choices"].as_array() {
        let chosen =
            choices.iter().find(|choice| choice["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(text)));
        return chosen
            .map(|choice| choice["value"].clone())
            .ok_or_else(|| format!("{text:?} is not one of the choices"));
    }
    let wrong = |what: &str| format!("{text:?} is not {what}");
    match option["type"].as_u64() {
        Some(4) => text.parse::<i64>().map(Value::from).map_err(|_| wrong("a whole number")),
        Some(10) => text.parse::<f64>().map(Value::from).map_err(|_| wrong("a number")),
        Some(5) => text.parse::<bool>().map(Value::from).map_err(|_| wrong("true or false")),
        _ => Ok(json!(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands() -> Vec<Value> {
        vec![json!({ "id": "7", "name": "conversation", "options": [{ "type": 1, "name": "list", "options": [
            { "type": 3, "name": "from" },
            { "type": 4, "name": "status", "choices": [{ "name": "New", "value": 0 }, { "name": "Open", "value": 1 }] },
            { "type": 4, "name": "limit" },
        ] }] })]
    }

    #[test]
    fn values_have_spaces_and_colons_and_choices_their_names() {
        let read = read("/conversation list status:open from:2026-11-20 14:30 limit:5", &commands(), false).unwrap();
        let options = json!([
            { "name": "status", "type": 4, "value": 1 }, { "name": "from", "type": 3, "value": "2026-11-20 14:30" },
            { "name": "limit", "type": 4, "value": 5 },
        ]);
        assert_eq!((read.id.as_str(), read.name.as_str()), ("7", "conversation"));
        assert_eq!(read.options, [json!({ "name": "list", "type": 1, "options": options })]);
    }

    #[test]
    fn the_last_option_is_focused_while_it_is_typed() {
        let read = read("/conversation list limit:3 from:yest", &commands(), true).unwrap();
        assert_eq!(
            read.options[0]["options"][1],
            json!({ "name": "from", "type": 3, "value": "yest", "focused": true })
        );
    }

    #[test]
    fn what_is_not_registered_is_refused() {
        for text in [
            "conversation list",
            "/nothing",
            "/conversation gone",
            "/conversation list colour:red",
            "/conversation list status:x",
            "/conversation list limit:many",
        ] {
            assert!(read(text, &commands(), false).is_err(), "{text}");
        }
    }
}
