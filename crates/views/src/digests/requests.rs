//! What can be asked of a digest, and the selects that change what it includes.

use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use super::{SECTIONS, Section};
use crate::message::{Draft, Message};
use crate::payload::{Embed, Row, Select, SelectOption};
use crate::press::Press;
use crate::request::{Act, Form, Link, Look};
use crate::{text, words};

/// How many options Discord shows in a select.
const MAX_OPTIONS: usize = 25;

/// What a digest would post now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Preview {
    /// The digest's number.
    pub digest: i64,
}

impl Look for Preview {
    const TAG: &'static str = "dg";
    const NAME: &'static str = "preview digest";
}

/// Post a digest now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct RunNow {
    /// The digest's number.
    pub digest: i64,
}

impl Act for RunNow {
    const TAG: &'static str = "dr";
    const NAME: &'static str = "run digest";
}

/// What a digest includes, in a message with selects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct IncludeForm {
    /// The digest's number.
    pub digest: i64,
}

impl Form for IncludeForm {
    const TAG: &'static str = "di";
    const NAME: &'static str = "ask what to include";
}

/// Change what a digest includes to what is selected in the select that carries this act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Include {
    /// The digest's number.
    pub digest: i64,
    /// What the select is of.
    pub part: DigestPart,
}

impl Act for Include {
    const TAG: &'static str = "di";
    const NAME: &'static str = "include";
}

/// The part of a digest that a select changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DigestPart {
    /// Its sections.
    #[serde(rename = "s")]
    Sections,
    /// The departments that it is limited to.
    #[serde(rename = "d")]
    Departments,
}

/// An option of the departments select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the digest has it.
    pub is_chosen: bool,
}

/// Selects for the sections and departments of a digest. Departments that it already has come first.
#[must_use]
pub fn form(digest: i64, name: &str, sections: &[Link], departments: &[DepartmentChoice]) -> Message {
    let options = SECTIONS.each_ref().map(|section: &Section| SelectOption {
        default: sections.contains(&section.link()),
        ..SelectOption::new(section.title(), section.name())
    });
    let press = |part| Press::act(&Include { digest, part });
    let what = Select::new(&press(DigestPart::Sections), "What to include", options.to_vec()).any_number();
    let (chosen, others): (Vec<_>, Vec<_>) = departments.iter().partition(|department| department.is_chosen);
    let options: Vec<SelectOption> = chosen
        .into_iter()
        .chain(others)
        .filter(|department| !department.id.is_empty())
        .take(MAX_OPTIONS)
        .map(|department| SelectOption {
            default: department.is_chosen,
            ..SelectOption::new(text::line(&department.name, 100), department.id.clone())
        })
        .collect();
    let left_out = departments.len() - options.len();
    let mut lines =
        vec![format!("-# Digest {digest}"), "Choose what to include. Changes are saved immediately.".to_owned()];
    if left_out > 0 {
        let more = words::count(left_out as u64, "more department", "more departments");
        lines.push(format!("-# {more}: type their names, separated by commas, in `/digest edit departments:`"));
    }
    let embed = Embed {
        title: Some(text::escape_to(&format!("📰 {name}"), 200)),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let draft = Draft::embed(embed).row(Row::select(what));
    if options.is_empty() {
        return draft.fit();
    }
    let which = Select::new(&press(DigestPart::Departments), "All departments", options).any_number();
    draft.row(Row::select(which)).fit()
}
