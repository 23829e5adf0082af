//! Finds out which thing a person means: a conversation by id, code or pasted link; a tag, department, agent or
//! knowledgebase by its name or id.

use std::sync::Arc;

use liveagent::{Department, ListKnowledgebaseEntries};

use crate::{
    bot::Bot,
    directory::agent_name,
    error::{Error, UserError},
    pick::Named,
};

/// The longest id that LiveAgent gives, with room to spare.
const LONGEST: usize = 64;

/// The conversation named by `typed`: an id (`12ab34cd`), a code (`ABC-DEFGH-123`), a public url code
/// (`m6uoFJd2e4I8Z18q`), or a link in which one of them stands.
pub(crate) fn conversation(typed: &str) -> Result<String, UserError> {
    let typed = typed.trim().trim_matches(['<', '>']);
    let name = if typed.contains("://") { in_link(typed) } else { Some(typed) };
    match name {
        Some(name) if is_id(name) => Ok(name.to_owned()),
        _ => Err(UserError::new(format!(
            "{} is not a conversation. Give its code (such as `ABC-DEFGH-123`), its id, or a link to it.",
            quote(typed)
        ))),
    }
}

/// The id inside a link: after `id=` in the panel's links, else the last part of the path.
fn in_link(link: &str) -> Option<&str> {
    let after = link.split_once("://")?.1;
    let id = after.rsplit(['?', '&', ';', '#']).find_map(|part| {
        part.strip_prefix("id=").or_else(|| part.strip_prefix("conversationid=")).or_else(|| part.strip_prefix("ct="))
    });
    id.or_else(|| {
        let path = after.split(['?', '#']).next()?;
        let (_host, path) = path.split_once('/')?;
        path.trim_end_matches('/').rsplit('/').next()
    })
}

fn is_id(name: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.len() <= LONGEST && name.chars().all(alphanumeric)
}

/// What was typed, safe to show.
pub(crate) fn quote(typed: &str) -> String {
    let short: String = typed.chars().take(60).collect();
    format!("\u{201c}{}\u{201d}", views::text::escape(&short))
}

/// The tag that `typed` names.
pub(crate) async fn tag(bot: &Bot, typed: &str) -> Result<liveagent::Tag, UserError> {
    let tags = fetched("tags", bot.directory.tags().await)?;
    Named::new("tag", tags.iter(), |tag| &tag.id, |tag| tag.name.clone()).one(typed).cloned()
}

/// The id of the department that `typed` names.
pub(crate) async fn department(bot: &Bot, typed: &str) -> Result<String, UserError> {
    let departments = fetched("departments", bot.directory.departments().await)?;
    Ok(of_departments(&departments).one(typed)?.department_id.clone())
}

/// The ids of the departments that `typed` names, a list with commas.
pub(crate) async fn departments(bot: &Bot, typed: &str) -> Result<Vec<String>, UserError> {
    let departments = fetched("departments", bot.directory.departments().await)?;
    let mut ids = Vec::new();
    for department in of_departments(&departments).several(typed)? {
        if !ids.contains(&department.department_id) {
            ids.push(department.department_id.clone());
        }
    }
    Ok(ids)
}

/// Departments by name. Those that are deleted are known by their id alone.
pub(crate) fn of_departments(departments: &[Department]) -> Named<'_, Department> {
    let name = |department: &Department| {
        let deleted = if department.is_deleted() { " (deleted)" } else { "" };
        format!("{}{deleted}", department.name)
    };
    Named::new("department", departments, |department| &department.department_id, name)
}

/// The id of the agent that `typed` names: by id, email or name.
pub(crate) async fn agent(bot: &Bot, typed: &str) -> Result<String, UserError> {
    let agents = fetched("agents", bot.directory.agents().await)?;
    if let Some(agent) = agents.iter().find(|agent| agent.username.eq_ignore_ascii_case(typed.trim())) {
        return Ok(agent.id.clone());
    }
    Ok(Named::new("agent", agents.iter(), |agent| &agent.id, agent_name).one(typed)?.id.clone())
}

/// The id of the knowledgebase that `typed` names.
pub(crate) async fn knowledgebase(bot: &Bot, typed: &str) -> Result<String, UserError> {
    let bases = fetched("knowledgebases", bot.directory.knowledgebases().await)?;
    Ok(Named::new("knowledgebase", bases.iter(), |base| &base.kb_id, |base| base.name.clone())
        .one(typed)?
        .kb_id
        .clone())
}

/// The id of the knowledgebase entry that `typed` names. What the list does not have may be an id all the same, for the list is
/// not all of a large knowledgebase: LiveAgent is asked.
pub(crate) async fn entry(bot: &Bot, typed: &str) -> Result<String, Error> {
    let typed = typed.trim();
    let entries = fetched("knowledgebase entries", bot.directory.entries().await);
    let known = entries.as_ref().map(|entries| entries.as_slice()).unwrap_or_default();
    let known = Named::new("knowledgebase entry", known, |entry| &entry.id, |entry| entry.title.clone());
    let unknown = match known.one(typed) {
        Ok(entry) => return Ok(entry.id.clone()),
        Err(unknown) => entries.err().unwrap_or(unknown),
    };
    if is_id(typed) {
        let one = ListKnowledgebaseEntries { entry_id: Some(typed.to_owned()), ..Default::default() };
        if bot.liveagent.send(&one).await?.entries.iter().any(|found| found.kb_entry_id == typed) {
            return Ok(typed.to_owned());
        }
    }
    Err(unknown.into())
}

/// Without its list a name can't be told from a wrong one.
pub(crate) fn fetched<T>(what: &str, list: Option<Arc<T>>) -> Result<Arc<T>, UserError> {
    list.ok_or_else(|| {
        UserError::new(format!("LiveAgent's {what} could not be fetched just now. Try again in a minute."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_named_by_id_code_url_code_or_link() {
        let table = [
            ("12ab34cd", "12ab34cd"),
            (" ABC-DEFGH-123 ", "ABC-DEFGH-123"),
            ("m6uoFJd2e4I8Z18q", "m6uoFJd2e4I8Z18q"),
            ("https://acme.ladesk.com/agent/#Conversation;id=12ab34cd", "12ab34cd"),
            ("<https://acme.ladesk.com/agent/#Conversation;id=12ab34cd>", "12ab34cd"),
            ("https://acme.ladesk.com/conversations/m6uoFJd2e4I8Z18q/", "m6uoFJd2e4I8Z18q"),
            ("https://acme.ladesk.com/agent/index.php?rt=x&id=12ab34cd#top", "12ab34cd"),
        ];
        for (typed, expected) in table {
            assert_eq!(conversation(typed).as_deref(), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_to_give() {
        for typed in ["", "../x", "two words", "https://acme.ladesk.com/", "a/b", &"x".repeat(65), "@everyone"] {
            let error = conversation(typed).unwrap_err();
            assert!(error.sentence().contains("Give its code"), "{typed}: {error}");
            assert!(!error.sentence().contains("@everyone"), "mentions are defused: {error}");
        }
    }
}
