//! Finds out which thing a person means: a conversation by id, code or pasted link; a tag, department, agent or
//! knowledgebase by its name or id.

use std::sync::Arc;

use liveagent::ListKnowledgebaseEntries;

use crate::{
    bot::Bot,
    directory::agent_name,
    error::{Error, UserError},
    fuzzy,
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

/// The one of `items` that `typed` names, by id or by name; else what comes near is suggested.
fn pick<'a, T>(
    what: &str,
    typed: &str,
    items: &'a [T],
    id: impl Fn(&T) -> &str,
    name: impl Fn(&T) -> String,
) -> Result<&'a T, UserError> {
    let typed = typed.trim();
    let named: Vec<(&T, String)> = items.iter().map(|item| (item, name(item))).collect();
    let exact = named
        .iter()
        .find(|(item, _)| id(item) == typed)
        .or_else(|| named.iter().find(|(_, name)| name.to_lowercase() == typed.to_lowercase()));
    if let Some((item, _)) = exact {
        return Ok(item);
    }
    let near = fuzzy::find(typed, &named, |(_, name)| name, 3);
    let near: Vec<String> = near.iter().map(|(_, name)| format!("**{}**", views::text::escape(name))).collect();
    Err(UserError::new(match near.as_slice() {
        [] if items.is_empty() => format!("LiveAgent has no {what} {}: it has none at all yet.", quote(typed)),
        [] => format!("LiveAgent has no {what} {}. Pick one from the list that appears as you type.", quote(typed)),
        near => format!("LiveAgent has no {what} {}. Did you mean {}?", quote(typed), near.join(", ")),
    }))
}

/// The tag that `typed` names.
pub(crate) async fn tag(bot: &Bot, typed: &str) -> Result<liveagent::Tag, UserError> {
    let tags = fetched("tags", bot.directory.tags().await)?;
    pick("tag", typed, &tags, |tag| &tag.id, |tag| tag.name.clone()).cloned()
}

/// The id of the department that `typed` names.
pub(crate) async fn department(bot: &Bot, typed: &str) -> Result<String, UserError> {
    let departments = fetched("departments", bot.directory.departments().await)?;
    let department = pick(
        "department",
        typed,
        &departments,
        |department| &department.department_id,
        |department| department.name.clone(),
    );
    Ok(department?.department_id.clone())
}

/// The id of the agent that `typed` names: by id, email or name.
pub(crate) async fn agent(bot: &Bot, typed: &str) -> Result<String, UserError> {
    let agents = fetched("agents", bot.directory.agents().await)?;
    if let Some(agent) = agents.iter().find(|agent| agent.username.eq_ignore_ascii_case(typed.trim())) {
        return Ok(agent.id.clone());
    }
    Ok(pick("agent", typed, &agents, |agent| &agent.id, agent_name)?.id.clone())
}

/// The id of the knowledgebase that `typed` names.
pub(crate) async fn knowledgebase(bot: &Bot, typed: &str) -> Result<String, UserError> {
    let bases = fetched("knowledgebases", bot.directory.knowledgebases().await)?;
    Ok(pick("knowledgebase", typed, &bases, |base| &base.kb_id, |base| base.name.clone())?.kb_id.clone())
}

/// The id of the knowledgebase entry that `typed` names. What the list does not have may be an id all the same, for the list is
/// not all of a large knowledgebase: LiveAgent is asked.
pub(crate) async fn entry(bot: &Bot, typed: &str) -> Result<String, Error> {
    let typed = typed.trim();
    let entries = fetched("knowledgebase entries", bot.directory.entries().await);
    let known = entries.as_ref().map(|entries| entries.as_slice()).unwrap_or_default();
    let picked = pick("knowledgebase entry", typed, known, |entry| &entry.id, |entry| entry.title.clone());
    let unknown = match picked {
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

    #[test]
    fn a_name_is_met_exactly_or_suggested() {
        let names = ["Billing".to_owned(), "Refund".to_owned()];
        let pick = |typed| pick("tag", typed, &names, |name| name, Clone::clone);
        assert_eq!(pick("billing"), Ok(&names[0]));
        assert!(pick("bililng").unwrap_err().sentence().contains("Did you mean **Billing**"));
        assert!(pick("qqq").unwrap_err().sentence().contains("Pick one from the list"));
    }
}
