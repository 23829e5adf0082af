//! Finds out which thing a person means: a conversation by id, code or pasted link; all else by name or id.

use answers::{
    names::{Directory, EntryTitle, Listed, Things},
    quote,
};
use std::sync::Arc;

use liveagent::ListKnowledgebaseEntries;

use super::pick::Named;
use crate::error::{Error, UserError};

/// The longest id that LiveAgent gives, with room to spare.
const MAX_ID_LENGTH: usize = 64;

/// The longest mail address that there is.
const MAX_EMAIL_LENGTH: usize = 254;

/// The conversation named by `typed`: an id (`12ab34cd`), a code (`ABC-DEFGH-123`), a public url code
/// (`m6uoFJd2e4I8Z18q`), or a link in which one of them stands.
pub(crate) fn conversation(typed: &str) -> Result<String, UserError> {
    let typed = typed.trim().trim_matches(['<', '>']);
    let name = if typed.contains("://") { in_link(typed) } else { Some(typed) };
    match name {
        Some(name) if is_id(name) => Ok(name.to_owned()),
        _ => Err(UserError::new(format!(
            "{} isn't a conversation. Enter its code (such as `ABC-DEFGH-123`), its ID, or a link to it.",
            quote(typed)
        ))),
    }
}

/// The customer named by `typed`: an email, alone or as mail programs write it (`Jane Doe <jane@doe.example>`), a contact id, or a link
/// with one of them.
pub(crate) fn customer(typed: &str) -> Result<String, UserError> {
    let typed = typed.trim();
    let inside = typed.rsplit_once('<').map_or(typed, |(_, inside)| inside.trim_end_matches('>'));
    let name = inside.trim().trim_start_matches("mailto:");
    let name = if name.contains("://") { in_link(name) } else { Some(name) };
    match name {
        Some(name) if is_id(name) || is_email(name) => Ok(name.to_owned()),
        _ => Err(UserError::new(format!(
            "{} isn't a customer. Enter an email address or a contact ID, or choose one from the list.",
            quote(typed)
        ))),
    }
}

/// Whether it has the form of a mail address. LiveAgent decides whether there is one.
fn is_email(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "@<>,;".contains(c))
    };
    name.len() <= MAX_EMAIL_LENGTH && name.split_once('@').is_some_and(|(local, host)| is_part(local) && is_part(host))
}

/// The file named by `typed`: an id, or a link to it.
pub(crate) fn file(typed: &str) -> Result<String, UserError> {
    let typed = typed.trim().trim_matches(['<', '>']);
    let is_address = typed.contains("://") || typed.starts_with("//");
    let in_query = || typed.rsplit(['?', '&', '#']).find_map(|part| part.strip_prefix("file="));
    match if is_address { in_query() } else { Some(typed) } {
        Some(id) if is_id(id) => Ok(id.to_owned()),
        _ => Err(UserError::new(format!("{} isn't a file. Enter its ID or a link to it.", quote(typed)))),
    }
}

/// The one conversation that a text names among other words: by a code, or by a link to it; by its id or public url code where that is all of
/// the text. It may name none after all.
pub(crate) fn named_in(text: &str) -> Option<String> {
    const AROUND: [char; 11] = ['<', '>', '(', ')', '[', ']', ',', ';', '.', ':', '#'];
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(AROUND)).collect();
    let mut named: Vec<String> = words.iter().filter_map(|word| of_link(word).or_else(|| of_code(word))).collect();
    named.sort_unstable();
    named.dedup();
    match (named.as_slice(), words.as_slice()) {
        ([name], _) => Some(name.clone()),
        ([], [word]) if may_be_id(word) => Some((*word).to_owned()),
        _ => None,
    }
}

fn of_link(word: &str) -> Option<String> {
    in_link(word).filter(|id| is_id(id)).map(str::to_owned)
}

/// A code such as `ABC-DEFGH-123` or `AX4-B4T-FD8`, in capitals.
fn of_code(word: &str) -> Option<String> {
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_code = is_plain
        && (lengths == [3, 5, 3] || lengths == [3, 3, 3])
        && has(u8::is_ascii_alphabetic)
        && (has(u8::is_ascii_digit) || !has(u8::is_ascii_lowercase));
    is_code.then(|| word.to_ascii_uppercase())
}

/// Whether it looks like an id (`12ab34cd`) or a public url code (`m6uoFJd2e4I8Z18q`): words have no digits in them, and numbers no letters.
fn may_be_id(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    matches!(word.len(), 8 | 16)
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
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
    !name.is_empty() && name.len() <= MAX_ID_LENGTH && name.chars().all(alphanumeric)
}

/// The id of the thing that `typed` names, by id, name or link.
pub(crate) async fn id<T: Listed>(directory: &Directory, typed: &str) -> Result<String, UserError> {
    let typed = typed.trim();
    // The panel's links have the id.
    let name = if typed.contains("://") { in_link(typed.trim_matches(['<', '>'])).unwrap_or(typed) } else { typed };
    Named::new(&all::<T>(directory).await?).one(name).map(|thing| thing.id().to_owned())
}

/// The same, where something was typed.
pub(crate) async fn optional<T: Listed>(
    directory: &Directory,
    typed: Option<&str>,
) -> Result<Option<String>, UserError> {
    match typed {
        Some(typed) => id::<T>(directory, typed).await.map(Some),
        None => Ok(None),
    }
}

/// The ids of the things that `typed` names, a list with commas.
pub(crate) async fn several<T: Listed>(directory: &Directory, typed: &str) -> Result<Vec<String>, UserError> {
    let mut ids = Vec::new();
    for thing in Named::new(&all::<T>(directory).await?).several(typed)? {
        if !ids.iter().any(|id| id == thing.id()) {
            ids.push(thing.id().to_owned());
        }
    }
    Ok(ids)
}

/// All of a kind. Without its list a name can't be told from a wrong one.
pub(crate) async fn all<T: Listed>(directory: &Directory) -> Result<Arc<Things<T>>, UserError> {
    fetched(directory.all::<T>().await)
}

/// A list that was fetched.
pub(crate) fn fetched<T: Listed>(list: Option<Arc<Things<T>>>) -> Result<Arc<Things<T>>, UserError> {
    list.ok_or_else(|| {
        let what = T::SEVERAL;
        UserError::new(format!("I couldn't load LiveAgent's {what}. Try again in a minute."))
    })
}

/// The id of the knowledgebase entry that `typed` names. What the list does not have may be an id all the same, for the list is
/// not all of a large knowledgebase: LiveAgent is asked.
pub(crate) async fn entry(directory: &Directory, typed: &str) -> Result<String, Error> {
    let typed = typed.trim();
    let unknown = match id::<EntryTitle>(directory, typed).await {
        Ok(entry) => return Ok(entry),
        Err(unknown) => unknown,
    };
    if is_id(typed) {
        let one = ListKnowledgebaseEntries { entry_id: Some(typed.to_owned()), ..Default::default() };
        if directory.liveagent().send(&one).await?.entries.iter().any(|found| found.kb_entry_id == typed) {
            return Ok(typed.to_owned());
        }
    }
    Err(unknown.into())
}

/// The id of the knowledgebase category that `typed` names.
pub(crate) async fn category(directory: &Directory, typed: &str) -> Result<String, Error> {
    let id = entry(directory, typed).await?;
    match directory.peek::<EntryTitle>().iter().find(|known| known.id == id) {
        Some(known) if !known.is_category => Err(UserError::new(format!(
            "{} isn't a category. Pick one from the list that appears as you type.",
            quote(&known.title)
        ))
        .into()),
        _ => Ok(id),
    }
}

/// The same, where something was typed.
pub(crate) async fn optional_category(directory: &Directory, typed: Option<&str>) -> Result<Option<String>, Error> {
    match typed {
        Some(typed) => category(directory, typed).await.map(Some),
        None => Ok(None),
    }
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
    fn a_customer_is_named_by_email_id_or_link() {
        for (typed, expected) in [
            ("jane@doe.example", Some("jane@doe.example")),
            (" Jane Doe <jane@doe.example> ", Some("jane@doe.example")),
            ("<jane@doe.example>", Some("jane@doe.example")),
            ("mailto:jane@doe.example", Some("jane@doe.example")),
            ("q7x1k2m3", Some("q7x1k2m3")),
            ("https://acme.ladesk.com/agent/#Customer;id=q7x1k2m3", Some("q7x1k2m3")),
            ("jane.doe+tag@sub.doe.example", Some("jane.doe+tag@sub.doe.example")),
            ("jänë@döe.example", Some("jänë@döe.example")),
            ("Jane Doe", None),
            ("@everyone", None),
            ("jane@", None),
            ("", None),
            ("a@b@c", None),
            ("../x", None),
        ] {
            assert_eq!(customer(typed).ok().as_deref(), expected, "{typed}");
        }
        assert!(customer(&format!("{}@doe.example", "x".repeat(300))).is_err());
    }

    #[test]
    fn a_file_is_named_by_id_or_link() {
        for (typed, expected) in [
            ("3a1d0a82", Some("3a1d0a82")),
            ("//acme.ladesk.com/scripts/file.php?view=Y&file=3a1d0a82", Some("3a1d0a82")),
            ("https://acme.ladesk.com/scripts/file.php?file=3a1d0a82&view=Y", Some("3a1d0a82")),
            ("https://acme.ladesk.com/", None),
            ("receipt.pdf", None),
        ] {
            assert_eq!(file(typed).ok().as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn a_text_names_one_conversation_or_none() {
        let table = [
            ("ABC-DEFGH-123", Some("ABC-DEFGH-123")),
            ("AX4-B4T-FD8", Some("AX4-B4T-FD8")),
            ("abc-defgh-123", Some("ABC-DEFGH-123")),
            ("see ticket ABC-DEFGH-123, please", Some("ABC-DEFGH-123")),
            ("ABC-DEFGH-123 (ABC-DEFGH-123)", Some("ABC-DEFGH-123")),
            ("ABC-DEFGH-123 and ABC-DEFGH-124", None),
            ("<https://acme.ladesk.com/agent/#Conversation;id=12ab34cd>", Some("12ab34cd")),
            ("it is https://acme.ladesk.com/agent/#Conversation;id=12ab34cd", Some("12ab34cd")),
            ("12ab34cd", Some("12ab34cd")),
            ("m6uoFJd2e4I8Z18q", Some("m6uoFJd2e4I8Z18q")),
            ("12ab34cd refund", None),
            ("delivery", None),
            ("20261118", None),
            ("2026-11-20", None),
            ("how-about-now", None),
            ("one-by-one", None),
            ("jane@doe.example", None),
            ("https://acme.ladesk.com/", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(named_in(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_to_give() {
        for typed in ["", "../x", "two words", "https://acme.ladesk.com/", "a/b", &"x".repeat(65), "@everyone"] {
            let error = conversation(typed).unwrap_err();
            assert!(error.sentence().contains("Enter its code"), "{typed}: {error}");
            assert!(!error.sentence().contains("@everyone"), "mentions are defused: {error}");
        }
    }
}
