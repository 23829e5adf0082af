//! The knowledgebases of the account.

use liveagent::Knowledgebase;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::List;
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Pages, Turning};
use crate::payload::{Embed, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look};
use crate::{text, words};

/// The id of the knowledgebase that LiveAgent takes where none is given.
const DEFAULT_BASE: &str = "kb_defa";

/// All knowledgebases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Bases {}

impl Look for Bases {
    const TAG: &'static str = "kb";
    const NAME: &'static str = "list knowledgebases";
}

/// Page `page` of `bases`, as LiveAgent lists them. The select lists the entries of one, from where a button leads back.
#[must_use]
pub fn bases(bases: &[Knowledgebase], page: u32) -> Message {
    let shown = page::items(bases, page);
    let mut lines = Vec::new();
    if bases.is_empty() {
        lines.push("No knowledge bases yet. Create one in LiveAgent.".to_owned());
    } else if shown.is_empty() {
        lines.push("Nothing left on this page. Go back a page.".to_owned());
    } else {
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        lines.push(format!("**{}**\n", page::range(before, shown.len(), bases.len() as u64, false)));
    }
    lines.extend(shown.iter().map(line));
    let embed = Embed {
        title: Some("📚 Knowledge bases".to_owned()),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let options = shown.iter().map(option).collect();
    let link = Link::from(&Bases {}).at_page(page);
    let pages = Pages::of_items(page, bases.len());
    let components = page::rows(&link, pages, Turning::LIST, Some(("See what's in one…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

fn name(base: &Knowledgebase) -> String {
    let name = text::line(&base.name, 90);
    if name.is_empty() { "(no name)".to_owned() } else { name }
}

/// "**Help Center** · `kb_defa` · default"
fn line(base: &Knowledgebase) -> String {
    let mark = if base.kb_id == DEFAULT_BASE { " · default" } else { "" };
    format!("📖 **{}** · {}{mark}", text::escape(&name(base)), text::code(&text::line(&base.kb_id, 80)))
}

fn option(base: &Knowledgebase) -> SelectOption {
    let list = List { knowledgebase: Some(base.kb_id.clone()), ..List::default() };
    SelectOption::new(name(base), Press::here(Link::from(&list).leading_back()).encode()).emoji("📖")
}
