//! People and things by their names.

use crate::desk::Desk;
use crate::text;

/// The longest a name is shown, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 80;

/// A customer: the name, else the address, else that nothing is known.
#[must_use]
pub fn customer(name: Option<&str>, email: Option<&str>) -> String {
    plain_customer(name, email)
        .map_or_else(|| "Unknown customer".to_owned(), |name| text::escape_to(name, MAX_NAME_LENGTH))
}

/// A customer for where markdown is not read.
#[must_use]
pub fn plain_customer<'n>(name: Option<&'n str>, email: Option<&'n str>) -> Option<&'n str> {
    name.filter(|name| !name.trim().is_empty()).or(email).filter(|name| !name.trim().is_empty())
}

/// An agent by id: the name where it is known, and the linked member.
#[must_use]
pub fn agent(id: &str, desk: &Desk) -> String {
    let name = desk.names.agents.get(id).map_or_else(|| text::code(id), |name| text::escape_to(name, MAX_NAME_LENGTH));
    match desk.names.members.get(id) {
        Some(member) => format!("{name} (<@{member}>)"),
        None => name,
    }
}

/// A department: by the name that the answer gives, else by the name known for the id.
#[must_use]
pub fn department(id: Option<&str>, name: Option<&str>, desk: &Desk) -> Option<String> {
    let known = || id.and_then(|id| desk.names.departments.get(id)).map(String::as_str);
    let name = name.filter(|name| !name.trim().is_empty()).or_else(known);
    name.map(|name| text::escape_to(name, MAX_NAME_LENGTH)).or_else(|| id.map(text::code))
}

/// A tag by id, as a chip.
#[must_use]
pub fn tag(id: &str, desk: &Desk) -> String {
    text::code(&text::line(desk.names.tags.get(id).map_or(id, String::as_str), MAX_NAME_LENGTH))
}

/// Tags by id, as chips in a row; "none" where there are none. At most 20 are shown.
pub fn tags<'i>(ids: impl IntoIterator<Item = &'i str>, desk: &Desk) -> String {
    let all: Vec<String> = ids.into_iter().map(|id| tag(id, desk)).filter(|tag| !tag.is_empty()).collect();
    let shown = all.len().min(20);
    let more = all.len() - shown;
    match (shown, more) {
        (0, _) => "none".to_owned(),
        (_, 0) => all.join(" "),
        _ => format!("{} +{more}", all[..shown].join(" ")),
    }
}

/// A member of the server, who is not pinged. 0 is one who was forgotten.
#[must_use]
pub fn member(id: u64) -> String {
    if id == 0 { "a forgotten member".to_owned() } else { format!("<@{id}>") }
}
