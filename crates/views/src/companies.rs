//! Companies: all of them, and one of them with what the API knows of it. The API doesn't list a company's people.

use liveagent::{Company, CompanySummary};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::customers;
use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning, rows_of};
use crate::payload::{Author, Embed, Field, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look};
use crate::{text, time, words};

/// How many companies are on a page: as many as a select takes.
const PAGE_SIZE: usize = 25;

/// How many addresses, phones and groups are named, each.
const MAX_NAMED: usize = 8;

/// All companies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {}

impl Look for List {
    const TAG: &'static str = "pl";
    const NAME: &'static str = "list companies";
}

/// One company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The company's id.
    pub company: String,
}

impl Look for Show {
    const TAG: &'static str = "ps";
    const NAME: &'static str = "show company";
}

/// Page `page` of `companies`, by name.
#[must_use]
pub fn list(companies: &[CompanySummary], page: u32, desk: &Desk) -> Message {
    let mut all: Vec<&CompanySummary> = companies.iter().collect();
    all.sort_by_cached_key(|company| company.name.to_lowercase());
    let shown = page::portion(&all, page, PAGE_SIZE);
    let is_shown = desk.shows(Words::Subject);
    let lines: Vec<String> = shown.iter().map(|company| line(company, is_shown)).collect();
    let embed = Embed {
        title: Some("🏭 Companies".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(page::listing(
            &lines,
            page,
            PAGE_SIZE,
            all.len(),
            "No companies yet. Create one in LiveAgent.",
        )),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let option = |company: &&CompanySummary| {
        let look = Show { company: company.id.clone() };
        SelectOption::new(plain_name(&company.name, &company.id, is_shown), Press::in_new_message(&look).encode())
    };
    let options = shown.iter().map(option).collect();
    let pages = Pages::of(page, all.len().div_ceil(PAGE_SIZE));
    let link = Link::from(&List {}).at_page(page);
    let components = page::rows(&link, pages, Turning::LIST, Some(("Open a company…", options)));
    Draft { components, ..Draft::embed(embed) }.fit()
}

fn line(company: &CompanySummary, is_shown: bool) -> String {
    let name = text::escape(&plain_name(&company.name, &company.id, is_shown));
    let email = company.emails.iter().find(|email| !email.trim().is_empty()).filter(|_| is_shown);
    let email = email.map(|email| format!(" · {}", text::escape_to(email, 60))).unwrap_or_default();
    format!("🏭 **{name}**{email}")
}

/// The name; the id where customers' names are hidden: a company is a customer, too.
fn plain_name(name: &str, id: &str, is_shown: bool) -> String {
    let name = if is_shown { text::line(name, 80) } else { String::new() };
    if name.is_empty() { format!("Company {}", text::line(id, 40)) } else { name }
}

/// One company.
#[must_use]
pub fn show(company: &Company, desk: &Desk) -> Message {
    let is_shown = desk.shows(Words::Subject);
    let mut fields = Vec::new();
    if is_shown {
        fields.extend(named("Email", &company.emails));
        fields.extend(named("Phone", &company.phones));
    }
    let groups: Vec<String> = company.groups.iter().map(|group| group.group_name.clone()).collect();
    fields.extend(named("Groups", &groups));
    if let Some(language) = company.language.as_deref().filter(|language| !language.trim().is_empty()) {
        fields.push(Field::inline("Language", text::escape_to(language, 40)));
    }
    if let Some(created) = company.date_created {
        fields.push(Field::inline("Created", time::day(created.at(&desk.zone))));
    }
    fields.push(Field::inline("ID", text::code(&company.id)));
    if desk.shows(Words::All) {
        fields.extend(customers::custom(&company.custom_fields));
    }
    let embed = Embed {
        author: Some(Author { name: "🏭 Company".to_owned(), url: None }),
        title: Some(text::escape(&plain_name(&company.name, &company.id, is_shown))),
        url: Some(desk.panel_url()),
        color: Some(words::NEUTRAL),
        fields,
        ..Embed::default()
    };
    Draft { components: rows_of(&Show { company: company.id.clone() }, Vec::new()), ..Draft::embed(embed) }.fit()
}

fn named(name: &str, values: &[String]) -> Option<Field> {
    let shown: Vec<String> = values
        .iter()
        .filter(|value| !value.trim().is_empty())
        .take(MAX_NAMED)
        .map(|value| text::escape_to(value, 80))
        .collect();
    (!shown.is_empty()).then(|| Field::inline(name, shown.join("\n")))
}
