//! Custom fields of conversations and customers, and what changed about them.

use liveagent::{Conversation, CustomField, Customer};
use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use crate::cut::width;
use crate::desk::{Desk, Words};
use crate::limits::CUSTOM_ID;
use crate::message::{Draft, Message};
use crate::payload::{Button, Embed, Row};
use crate::press::{Press, undo};
use crate::question::Question;
use crate::request::{self, Act};
use crate::{conversations, customers, text};

/// The longest value that is shown, in UTF-16 units, and how many fields a question names.
const MAX_VALUE_LENGTH: usize = 500;
const MAX_NAMED: usize = 15;

/// What has fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    /// A conversation.
    #[serde(rename = "c")]
    Conversation,
    /// A customer.
    #[serde(rename = "u")]
    Customer,
}

/// Set a field: its former values are removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Set {
    /// What has the field.
    pub of: Of,
    /// Its id.
    pub id: String,
    /// The field's code.
    pub code: String,
    /// The new value.
    pub value: String,
    /// Of an Undo: the [`stamp`] of the values that it takes back.
    #[serde(default)]
    pub expects: String,
}

impl Act for Set {
    const TAG: &'static str = "xs";
    const NAME: &'static str = "set field";
}

/// Remove a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Remove {
    /// What has the field.
    pub of: Of,
    /// Its id.
    pub id: String,
    /// The field's code.
    pub code: String,
    /// Of an Undo: the [`stamp`] of the values that it takes back.
    #[serde(default)]
    pub expects: String,
}

impl Act for Remove {
    const TAG: &'static str = "xr";
    const NAME: &'static str = "remove field";
}

/// Remove all fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Clear {
    /// What has the fields.
    pub of: Of,
    /// Its id.
    pub id: String,
    /// The [`stamp`] of all fields that the question named.
    #[serde(default)]
    pub expects: String,
}

impl Act for Clear {
    const TAG: &'static str = "xc";
    const NAME: &'static str = "remove all fields";
}

/// What has the fields, as LiveAgent answered it.
#[derive(Clone, Debug)]
pub enum Owner {
    /// A conversation.
    Conversation(Box<Conversation>),
    /// A customer.
    Customer(Box<Customer>),
}

impl Owner {
    /// Which kind it is.
    #[must_use]
    pub fn of(&self) -> Of {
        match self {
            Self::Conversation(_) => Of::Conversation,
            Self::Customer(_) => Of::Customer,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Conversation(conversation) => &conversation.conversation_id,
            Self::Customer(customer) => &customer.contact_id,
        }
    }

    /// Its fields.
    #[must_use]
    pub fn fields(&self) -> &[CustomField] {
        match self {
            Self::Conversation(conversation) => &conversation.custom_fields,
            Self::Customer(customer) => &customer.custom_fields,
        }
    }

    /// A short mark of all fields.
    #[must_use]
    pub fn stamp(&self) -> String {
        let all = self.fields().iter().flat_map(|field| [&*field.code, field.value.as_deref().unwrap_or_default()]);
        request::stamp(&all.collect::<Vec<_>>())
    }

    /// The values of a field. Empty ones are none.
    #[must_use]
    pub fn values(&self, code: &str) -> Vec<&str> {
        let of_code = self.fields().iter().filter(|field| field.code == code);
        of_code.filter_map(|field| field.value.as_deref()).filter(|value| !value.is_empty()).collect()
    }

    fn card(&self, about: &str, desk: &Desk) -> Embed {
        match self {
            Self::Conversation(conversation) => conversations::card(conversation, about, desk),
            Self::Customer(customer) => customers::card(customer, about, desk),
        }
    }

    fn open(&self) -> Button {
        match self {
            Self::Conversation(conversation) => {
                let look = conversations::Show { conversation: conversation.conversation_id.clone() };
                Button::new("Conversation", &Press::here(&look)).emoji("📨")
            }
            Self::Customer(customer) => {
                let look = customers::Show { customer: customer.contact_id.clone() };
                Button::new("Customer", &Press::here(&look)).emoji("👤")
            }
        }
    }
}

/// The field has the new value. `owner` is as it was before.
#[must_use]
pub fn set(owner: &Owner, code: &str, value: &str, desk: &Desk) -> Message {
    let before = owner.values(code);
    if before == [value] {
        return changed(owner, "No change", format!("{} already has this value.", name(code)), None, desk);
    }
    let was = if before.is_empty() { "none".to_owned() } else { shown(&before.join(", "), desk) };
    let what = format!("**{}:** {was} → {}", text::escape_to(code, 60), shown(value, desk));
    let back = match before[..] {
        [] => {
            let (of, id, code) = (owner.of(), owner.id().to_owned(), code.to_owned());
            Some(undo(&Remove { of, id, code, expects: stamp(&[value]) }, desk))
        }
        [before] => Some(undo(&Set { expects: stamp(&[value]), ..setting(owner, code, before) }, desk)),
        // Setting brings back one value alone.
        _ => None,
    };
    let back = back.filter(|_| desk.shows(Words::All));
    changed(owner, "✏️ Field set", what, back, desk)
}

/// The former values are gone, and the new one was not set: with a button that sets it.
#[must_use]
pub fn half_set(owner: &Owner, code: &str, value: &str, sentence: &str, desk: &Desk) -> Message {
    let before = shown(&owner.values(code).join(", "), desk);
    let press = Press::act(&setting(owner, code, value));
    // A long value doesn't fit into a button, and a button would hold what the readers may not see.
    let fits = width(&press.encode()) <= CUSTOM_ID && desk.shows(Words::All);
    let what = format!(
        "**{}:** {before} was removed, but {} wasn't set. {sentence}\n{}",
        text::escape_to(code, 60),
        shown(value, desk),
        if fits { "Press **Set** to finish." } else { "Use the command again to finish." },
    );
    let finish = fits.then(|| Button::new("Set", &press).emoji("✏️"));
    changed(owner, "⚠️ Half done", what, finish, desk)
}

/// The field is gone. `owner` is as it was before.
#[must_use]
pub fn removed(owner: &Owner, code: &str, desk: &Desk) -> Message {
    let before = owner.values(code);
    let what = format!("**{}:** {} → none", text::escape_to(code, 60), shown(&before.join(", "), desk));
    let back = match before[..] {
        [before] => Some(undo(&Set { expects: stamp(&[]), ..setting(owner, code, before) }, desk)),
        _ => None,
    };
    let back = back.filter(|_| desk.shows(Words::All));
    changed(owner, "✏️ Field removed", what, back, desk)
}

/// All fields are gone. `owner` is as it was before.
#[must_use]
pub fn cleared(owner: &Owner, desk: &Desk) -> Message {
    let count = text::escape(&crate::words::count(owner.fields().len() as u64, "field", "fields"));
    changed(owner, "✏️ All fields removed", format!("{count} removed."), None, desk)
}

/// The question whether to remove all fields, which names them.
#[must_use]
pub fn clearing(owner: &Owner, desk: &Desk) -> Question {
    let fields = owner.fields();
    let named = fields.iter().take(MAX_NAMED).map(|field| {
        let value = field.value.as_deref().unwrap_or_default();
        format!("• {}: {}", text::escape_to(&field.code, 60), shown(&text::line(value, 100), desk))
    });
    let mut lines: Vec<String> = named.collect();
    if fields.len() > lines.len() {
        lines.push(format!("…and {} more", fields.len() - lines.len()));
    }
    let title = match owner {
        Owner::Conversation(_) => "Remove all fields of this conversation?",
        Owner::Customer(_) => "Remove all fields of this customer?",
    };
    Question {
        title: title.to_owned(),
        lost: format!("These values will be lost, and this can't be undone:\n{}", lines.join("\n")),
        button: "Remove all",
    }
}

fn setting(owner: &Owner, code: &str, value: &str) -> Set {
    let (id, code, value) = (owner.id().to_owned(), code.to_owned(), value.to_owned());
    Set { of: owner.of(), id, code, value, expects: String::new() }
}

/// A short mark of a field's values, by which an Undo knows whether they are still what it takes back.
#[must_use]
pub fn stamp(values: &[&str]) -> String {
    request::stamp(values)
}

/// The sentence for an Undo that comes too late: a colleague has changed the field.
#[must_use]
pub fn stale(owner: &Owner, code: &str, desk: &Desk) -> String {
    let now = owner.values(code).join(", ");
    let now = if now.is_empty() { "not set".to_owned() } else { shown(&now, desk) };
    format!("This field has changed since then: it is now {now}. Nothing was undone.")
}

fn name(code: &str) -> String {
    format!("**{}**", text::escape_to(code, 60))
}

/// A value, unless the readers may not see it.
fn shown(value: &str, desk: &Desk) -> String {
    if !desk.shows(Words::All) {
        return "(hidden)".to_owned();
    }
    let value = text::escape_to(value, MAX_VALUE_LENGTH);
    if value.is_empty() { "(empty)".to_owned() } else { value }
}

fn changed(owner: &Owner, about: &str, what: String, button: Option<Button>, desk: &Desk) -> Message {
    let embed = Embed { description: Some(what), ..owner.card(about, desk) };
    Draft::embed(embed).row(Row::buttons(button.into_iter().chain([owner.open()]))).fit()
}
