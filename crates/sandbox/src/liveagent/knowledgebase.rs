//! The knowledgebases: #32 to #38.

use serde_json::{Value, json};

use super::{
    Answer, Env, Params, files, filter,
    handlers::done,
    refusal::Refusal,
    tables::{Row, position, row, text},
};

fn all(rows: Vec<&Row>) -> Vec<Value> {
    rows.into_iter().cloned().map(Value::Object).collect()
}

/// Whether `entry` stands below the entry `id`.
fn is_below(entry: &Row, id: &str) -> bool {
    text(entry, "treepath").split('|').any(|step| step == id)
}

/// Whether a tree path begins with all the steps of another.
fn is_under(path: &str, top: &str) -> bool {
    let (mut path, top) = (path.split('|'), top.trim_end_matches('|').split('|'));
    top.into_iter().all(|step| path.next() == Some(step))
}

/// The reference has a limit of its own for each list here, and 500 at most for all.
fn limited(params: &Params, otherwise: usize) -> Result<usize, Refusal> {
    let limit = params.number("limit", otherwise);
    if limit > 500 { Err(Refusal::wrong("parameter limit is not 500 or less")) } else { Ok(limit) }
}

pub(super) fn entries(env: &mut Env<'_>, params: &Params) -> Answer {
    let limit = limited(params, 50)?;
    let wanted = |entry: &&Row| {
        let has = |field: &str, name: &str| params.get(name).is_none_or(|value| text(entry, field) == value);
        has("kb_id", "kb_id")
            && has("kb_entry_id", "entry_id")
            && has("parent_entry_id", "parent_entry_id")
            && params.get("tree_path").is_none_or(|path| is_under(text(entry, "treepath"), path))
            && params.get("date_changed").is_none_or(|from| text(entry, "datechanged") >= from)
    };
    let rows = all(env.tables.entries.iter().filter(wanted).collect());
    filter::list("entries", filter::page(rows, params, limit, ("limit", "offset")))
}

pub(super) fn articles(env: &mut Env<'_>, params: &Params) -> Answer {
    let limit = limited(params, 10)?;
    let wanted = |entry: &&Row| {
        let has = |field: &str, name: &str| params.get(name).is_none_or(|value| text(entry, field) == value);
        text(entry, "rtype") == "A"
            && has("kb_id", "kb_id")
            && has("kb_entry_id", "article_id")
            && has("parent_entry_id", "parent_id")
            && params.get("tree_path").is_none_or(|path| is_under(text(entry, "treepath"), path))
    };
    let rows = all(env.tables.entries.iter().filter(wanted).collect());
    filter::list("articles", filter::page(rows, params, limit, ("limit", "offset")))
}

pub(super) fn bases(env: &mut Env<'_>, params: &Params) -> Answer {
    let limit = limited(params, 10)?;
    let rows = all(env.tables.knowledgebases.iter().collect());
    filter::list("knowledgebases", filter::page(rows, params, limit, ("limit", "offset")))
}

/// The text of HTML.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds published entries: a word in the title counts more than in the keywords, and there more than in the text.
pub(super) fn search(env: &mut Env<'_>, params: &Params) -> Answer {
    let limit = limited(params, 10)?;
    let query = params.get("query").unwrap_or_default().to_lowercase();
    let words: Vec<&str> = query.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect();
    let mut found: Vec<(usize, Value)> = Vec::new();
    for entry in &env.tables.entries {
        let top = params.get("top_article_id");
        if text(entry, "rstatus") != "P"
            || text(entry, "rtype") == "H"
            || text(entry, "deleted") == "Y"
            || params.get("kb_id").is_some_and(|base| text(entry, "kb_id") != base)
            || top.is_some_and(|top| text(entry, "kb_entry_id") != top && !is_below(entry, top))
        {
            continue;
        }
        let body = plain(text(entry, "content"));
        let places = [(text(entry, "title"), 10), (text(entry, "keywords"), 5), (body.as_str(), 1)];
        let score: usize = words
            .iter()
            .map(|word| {
                places
                    .iter()
                    .filter(|(place, _)| place.to_lowercase().contains(word))
                    .map(|(_, weight)| weight)
                    .sum::<usize>()
            })
            .sum();
        if score > 0 {
            found.push((score, result(entry, &body)));
        }
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    filter::list("entries", found.into_iter().map(|(_, result)| result).take(limit).collect())
}

fn result(entry: &Row, body: &str) -> Value {
    let mut result = entry.clone();
    let slug: String = text(entry, "title").chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let short: String = body.chars().take(300).collect();
    for (field, value) in [
        ("title_clear", json!(text(entry, "title"))),
        ("content_text", json!(short)),
        ("content_simple_html", entry.get("content").cloned().unwrap_or_default()),
        ("votesCount", entry.get("votes").cloned().unwrap_or_default()),
        ("url", json!(format!("//fjellandfern.example/{}-{slug}", text(entry, "urlcode")))),
    ] {
        result.insert(field.to_owned(), value);
    }
    Value::Object(result)
}

/// A new entry below its parent, or below the home of its knowledgebase.
fn add(env: &mut Env<'_>, params: &Params, kind: &str) -> Answer {
    let parent = match (params.get("parent_entry_id"), params.get("kb_id")) {
        (Some(parent), _) => position(&env.tables.entries, &["kb_entry_id"], parent),
        (None, base) => env
            .tables
            .entries
            .iter()
            .position(|entry| text(entry, "rtype") == "H" && base.is_none_or(|base| text(entry, "kb_id") == base)),
    };
    let parent = parent.map(|at| env.tables.entries[at].clone()).ok_or_else(|| Refusal::unknown("parent entry"))?;
    env.tables.ids += 1;
    let id = (1_000 + env.tables.ids).to_string();
    let now = env.time(env.now);
    let content = params.get("content").unwrap_or_default();
    let made = row(json!({
        "kb_id": parent["kb_id"], "kb_entry_id": id, "parent_entry_id": parent["kb_entry_id"], "rtype": kind,
        "rstatus": params.get("rstatus").unwrap_or("P"), "access": params.get("access").unwrap_or("P"),
        "access_inherited": parent["access_inherited"], "urlcode": (365_000 + env.tables.ids).to_string(),
        "treepath": format!("{}|{}", text(&parent, "treepath"), text(&parent, "kb_entry_id")),
        "rorder": params.number("rorder", 0), "title": params.get("title"), "metadescription": "",
        "keywords": params.get("keywords"), "content": content, "conversationid": null,
        "departmentid": params.get("departmentid"), "views": 0, "votes": 0, "datecreated": now, "datechanged": now,
        "deleted": "N", "description": params.get("description"), "content_text": plain(content), "content_simple_html": content,
    }));
    files::use_named(env.tables, content);
    env.tables.entries.push(made.clone());
    Ok(Value::Object(made))
}

pub(super) fn add_article(env: &mut Env<'_>, params: &Params) -> Answer {
    add(env, params, "A")
}

pub(super) fn add_category(env: &mut Env<'_>, params: &Params) -> Answer {
    let kind = params.get("rtype").unwrap_or("C").to_owned();
    add(env, params, &kind)
}

/// Removes an entry and all that stands below it.
pub(super) fn remove(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("entry_id").unwrap_or_default();
    position(&env.tables.entries, &["kb_entry_id"], id).ok_or_else(|| Refusal::unknown("entry"))?;
    env.tables.entries.retain(|entry| text(entry, "kb_entry_id") != id && !is_below(entry, id));
    done()
}
