//! Customers: one of them, the groups that a customer is in, and changes to those.

use liveagent::{ConversationSummary, CustomField, Customer, CustomerGroup, CustomerRole, GroupOfCustomer};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::page;
use crate::payload::{Author, Button, Embed, Field, Row, Select, SelectOption};
use crate::press::{Press, undo};
use crate::request::{Act, Form, Look};
use crate::{companies, conversations, people, text, time, words};

/// How many of a customer's conversations are shown: as many as fit a phone's screen.
pub const MAX_CONVERSATIONS: u32 = 5;

/// How many fields are shown, of each kind.
const MAX_FIELDS: usize = 6;

/// The longest note about a customer that is shown, in UTF-16 units.
const MAX_NOTE_LENGTH: usize = 600;

/// How many groups are named.
const MAX_GROUPS: usize = 20;

/// How many options a select takes.
const MAX_OPTIONS: usize = 25;

/// One customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The customer's email or contact id.
    pub customer: String,
}

impl Look for Show {
    const TAG: &'static str = "qs";
    const NAME: &'static str = "show customer";
}

/// The groups of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Groups {
    /// The customer's email or contact id.
    pub customer: String,
}

impl Look for Groups {
    const TAG: &'static str = "qg";
    const NAME: &'static str = "list groups of a customer";
}

/// Put a customer into a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Join {
    /// The customer's email or contact id.
    pub customer: String,
    /// The group's id.
    pub group: String,
}

impl Act for Join {
    const TAG: &'static str = "qj";
    const NAME: &'static str = "join customer group";
}

/// Take a customer out of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Leave {
    /// The customer's email or contact id.
    pub customer: String,
    /// The group's id.
    pub group: String,
}

impl Act for Leave {
    const TAG: &'static str = "qo";
    const NAME: &'static str = "leave customer group";
}

/// Give a customer the groups that were chosen in the select of [`groups_form`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ChooseGroups {
    /// The customer's contact id.
    pub customer: String,
}

impl Act for ChooseGroups {
    const TAG: &'static str = "qz";
    const NAME: &'static str = "choose customer groups";
}

/// Add and remove groups of a customer, by their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Regroup {
    /// The customer's contact id.
    pub customer: String,
    /// The groups to add.
    #[serde(default)]
    pub add: Vec<String>,
    /// The groups to remove.
    #[serde(default)]
    pub remove: Vec<String>,
}

impl Act for Regroup {
    const TAG: &'static str = "qr";
    const NAME: &'static str = "restore customer groups";
}

/// The groups of a customer, in a message with a select.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct GroupsForm {
    /// The customer's contact id.
    pub customer: String,
}

impl Form for GroupsForm {
    const TAG: &'static str = "qg";
    const NAME: &'static str = "ask for customer groups";
}

/// What is known of a customer.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The customer.
    pub customer: &'a Customer,
    /// The groups that the customer is in.
    pub groups: &'a [GroupOfCustomer],
    /// The name of the customer's company.
    pub company: Option<&'a str>,
    /// The customer's latest conversations, newest first. `None` if they could not be read.
    pub conversations: Option<&'a [ConversationSummary]>,
}

/// A customer: how to reach them, what is noted about them, and their latest conversations.
#[must_use]
pub fn show(known: Known<'_>, desk: &Desk) -> Message {
    let customer = known.customer;
    let note = customer.note.as_deref().filter(|_| desk.shows(Words::All));
    let note = note.map(|note| text::escape_to(note, MAX_NOTE_LENGTH)).filter(|note| !note.is_empty());
    let recent = match known.conversations {
        Some([]) => "No conversations yet.".to_owned(),
        Some(rows) => rows.iter().map(|row| conversations::line_of(row, desk)).collect::<Vec<_>>().join("\n"),
        None => "Their conversations couldn't be loaded. Refresh to try again.".to_owned(),
    };
    let parts = [note.map(|note| format!("📌 {note}\n")), Some(format!("**Latest conversations**\n{recent}"))];
    let embed = Embed {
        description: Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n")),
        fields: fields(known, desk),
        ..card(customer, "👤 Customer", desk)
    };
    let id = || customer.contact_id.clone();
    let list = conversations::List { customer: Some(id()), ..conversations::List::default() };
    let mut buttons = vec![
        Button::new("Conversations", &Press::in_new_message(&list)).emoji("📨"),
        Button::new("Groups", &Press::form(&GroupsForm { customer: id() })).emoji("👥"),
    ];
    if let Some(company) = company_id(customer) {
        let look = companies::Show { company: company.to_owned() };
        buttons.push(Button::new("Company", &Press::in_new_message(&look)).emoji("🏭"));
    }
    let mut draft = Draft { components: page::rows_of(&Show { customer: id() }, buttons), ..Draft::embed(embed) };
    let options: Vec<SelectOption> =
        known.conversations.unwrap_or_default().iter().map(|row| conversations::option_of(row, desk)).collect();
    if !options.is_empty() {
        draft.components.insert(0, Row::select(Select::new(&Press::Choose, "Open a conversation…", options)));
    }
    draft.fit()
}

/// The groups of a customer.
#[must_use]
pub fn groups(customer: &Customer, groups: &[GroupOfCustomer], desk: &Desk) -> Message {
    let names: Vec<String> = groups.iter().map(|group| text::code(&text::line(&group.group_name, 80))).collect();
    let description =
        if names.is_empty() { "In no group yet. Choose some with **Change**.".to_owned() } else { names.join(" ") };
    let about = format!("👥 {}", words::count(groups.len() as u64, "group", "groups"));
    let embed = Embed { description: Some(description), ..card(customer, &about, desk) };
    let form = GroupsForm { customer: customer.contact_id.clone() };
    let buttons = vec![Button::new("Change", &Press::form(&form)).emoji("👥"), open(customer)];
    let components = page::rows_of(&Groups { customer: customer.contact_id.clone() }, buttons);
    Draft { components, ..Draft::embed(embed) }.fit()
}

/// The message that asks which groups a customer should be in: `present` are chosen, the rest of `all` follow. It returns as
/// [`ChooseGroups`].
#[must_use]
pub fn groups_form(customer: &Customer, all: &[CustomerGroup], present: &[GroupOfCustomer], desk: &Desk) -> Message {
    let others = all.iter().filter(|group| !present.iter().any(|present| present.group_id == group.id));
    let option = |name: &str, id: &str, default| SelectOption {
        default,
        ..SelectOption::new(text::line(name, 100), id.to_owned())
    };
    let chosen = present.iter().map(|group| option(&group.group_name, &group.group_id, true));
    let all: Vec<SelectOption> = chosen.chain(others.map(|group| option(&group.name, &group.id, false))).collect();
    let left_out = all.len().saturating_sub(MAX_OPTIONS);
    let description = match (all.len(), left_out) {
        (0, _) => "There are no customer groups yet. Create one with `/group create`.".to_owned(),
        (_, 0) => "Choose this customer's groups.".to_owned(),
        _ => format!("Choose this customer's groups. Add {left_out} more with `/customer join`."),
    };
    let embed = Embed { description: Some(description), ..card(customer, "👥 Groups", desk) };
    if all.is_empty() {
        return Draft::embed(embed).fit();
    }
    let press = Press::act(&ChooseGroups { customer: customer.contact_id.clone() });
    let options = all.into_iter().take(MAX_OPTIONS).collect();
    Draft::embed(embed).row(Row::select(Select::new(&press, "No groups", options).any_number())).fit()
}

/// The customer is in the group now; `already` if they were before.
#[must_use]
pub fn joined(customer: &Customer, group: &CustomerGroup, already: bool, desk: &Desk) -> Message {
    let name = text::code(&text::line(&group.name, 80));
    if already {
        return changed(customer, "No change", format!("Already in {name}."), None, desk);
    }
    let back = Leave { customer: customer.contact_id.clone(), group: group.id.clone() };
    changed(customer, "👥 Group added", format!("**Groups:** + {name}"), Some(undo(&back, desk)), desk)
}

/// The customer is no longer in the group; `present` if they were before.
#[must_use]
pub fn left(customer: &Customer, group: &CustomerGroup, present: bool, desk: &Desk) -> Message {
    let name = text::code(&text::line(&group.name, 80));
    if !present {
        return changed(customer, "No change", format!("Not in {name}."), None, desk);
    }
    let back = Join { customer: customer.contact_id.clone(), group: group.id.clone() };
    changed(customer, "👥 Group removed", format!("**Groups:** − {name}"), Some(undo(&back, desk)), desk)
}

/// These groups were added and removed; Undo takes that back. `failed` says why the rest was not changed.
#[must_use]
pub fn groups_set(
    customer: &Customer,
    added: &[CustomerGroup],
    removed: &[CustomerGroup],
    failed: Option<&str>,
    desk: &Desk,
) -> Message {
    let names = |sign: &str, groups: &[CustomerGroup]| {
        let chips: Vec<String> = groups.iter().map(|group| text::code(&text::line(&group.name, 80))).collect();
        (!chips.is_empty()).then(|| format!("{sign} {}", chips.join(" ")))
    };
    let changes = [names("+", added), names("−", removed)].into_iter().flatten().collect::<Vec<_>>().join("  ");
    if changes.is_empty() {
        return changed(customer, "No change", "Groups unchanged.".to_owned(), None, desk);
    }
    let rest = failed.map(|sentence| format!("\n⚠️ The rest wasn't changed. {sentence}")).unwrap_or_default();
    let about = if failed.is_some() { "👥 Some groups changed" } else { "👥 Groups changed" };
    let ids = |groups: &[CustomerGroup]| groups.iter().map(|group| group.id.clone()).collect();
    // With very many groups its id is too long, and the button is left out.
    let back = Regroup { customer: customer.contact_id.clone(), add: ids(removed), remove: ids(added) };
    changed(customer, about, format!("**Groups:** {changes}{rest}"), Some(undo(&back, desk)), desk)
}

fn changed(customer: &Customer, about: &str, what: String, undo: Option<Button>, desk: &Desk) -> Message {
    let embed = Embed { description: Some(what), ..card(customer, about, desk) };
    Draft::embed(embed).row(Row::buttons(undo.into_iter().chain([open(customer)]))).fit()
}

fn open(customer: &Customer) -> Button {
    Button::new("Customer", &Press::here(&Show { customer: customer.contact_id.clone() })).emoji("👤")
}

/// The name of a customer in plain text, as far as the readers may see it.
pub(crate) fn plain_name(customer: &Customer, desk: &Desk) -> String {
    if !desk.shows(Words::Subject) {
        return format!("Customer {}", text::line(&customer.contact_id, 40));
    }
    name(customer)
}

/// What a customer is called where one is offered while somebody types: "Jane Doe · jane@doe.example".
#[must_use]
pub fn label(name: Option<&str>, email: Option<&str>) -> String {
    let name = people::plain_customer(name, email).unwrap_or("Unknown customer");
    match email.filter(|email| *email != name) {
        Some(email) => text::line(&format!("{} · {email}", text::line(name, 48)), 100),
        None => text::line(name, 100),
    }
}

/// The name of a customer in plain text.
#[must_use]
pub fn name(customer: &Customer) -> String {
    let full = [customer.first_name.as_deref(), customer.last_name.as_deref()];
    let full = full.into_iter().flatten().map(str::trim).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    let name = Some(full.as_str()).filter(|name| !name.is_empty()).or(customer.system_name.as_deref());
    let name = people::plain_customer(name, customer.email.as_deref()).unwrap_or("Unknown customer");
    text::line(name, 120)
}

/// The card that every view of a customer begins with.
pub(crate) fn card(customer: &Customer, about: &str, desk: &Desk) -> Embed {
    Embed {
        author: Some(Author { name: about.to_owned(), url: None }),
        title: Some(text::escape(&plain_name(customer, desk))),
        url: Some(desk.panel_url()),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    }
}

fn company_id(customer: &Customer) -> Option<&str> {
    customer.company_id.as_deref().filter(|id| !id.trim().is_empty() && *id != "0")
}

fn fields(known: Known<'_>, desk: &Desk) -> Vec<Field> {
    let customer = known.customer;
    let names: Vec<String> =
        known.groups.iter().take(MAX_GROUPS).map(|group| text::code(&text::line(&group.group_name, 60))).collect();
    let more = known.groups.len().saturating_sub(names.len());
    let groups = match (names.is_empty(), more) {
        (true, _) => "none".to_owned(),
        (false, 0) => names.join(" "),
        (false, more) => format!("{} +{more}", names.join(" ")),
    };
    let mut fields = Vec::new();
    if desk.shows(Words::Subject)
        && let Some(email) = customer.email.as_deref().filter(|email| !email.trim().is_empty())
    {
        fields.push(Field::inline("Email", text::escape_to(email, 120)));
    }
    fields.push(Field::inline("Groups", groups));
    if let Some(id) = company_id(customer).filter(|_| desk.shows(Words::Subject)) {
        let name = known.company.map_or_else(|| text::code(id), |name| text::escape_to(name, 80));
        fields.push(Field::inline("Company", name));
    }
    if let Some(role) = customer.role {
        fields.push(Field::inline("Account", account(role)));
    }
    if let Some(created) = customer.date_created {
        fields.push(Field::inline("Customer since", time::day(created.at(&desk.zone))));
    }
    fields.push(Field::inline("ID", text::code(&customer.contact_id)));
    if desk.shows(Words::All) {
        fields.extend(custom(&customer.custom_fields));
    }
    fields
}

/// Custom fields that have a value, as many as are shown.
pub(crate) fn custom(fields: &[CustomField]) -> impl Iterator<Item = Field> {
    let shown = fields.iter().filter_map(|field| {
        let value = text::escape_to(field.value.as_deref()?, 200);
        (!value.is_empty()).then(|| Field::inline(text::escape_to(&field.code, 60), value))
    });
    shown.take(MAX_FIELDS)
}

fn account(role: CustomerRole) -> String {
    match role {
        CustomerRole::Visitor => "Visitor".to_owned(),
        CustomerRole::Registered => "Registered".to_owned(),
        CustomerRole::Other(letter) => words::unknown("Unknown", letter),
    }
}
