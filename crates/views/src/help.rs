//! What a person can do here.

use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::payload::{Embed, Field, Row, Select, SelectOption};
use crate::press::Press;
use crate::request::Look;
use crate::{text, words};

/// The commands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Help {
    /// Of one area; an outline of all if `None`.
    #[serde(default)]
    pub area: Option<String>,
}

impl Look for Help {
    const TAG: &'static str = "he";
    const NAME: &'static str = "help";
}

/// A command that the person may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpEntry {
    /// The first word of the command: `conversation`.
    pub area: String,
    /// The command without its slash: `conversation list`.
    pub command: String,
    /// What it does.
    pub description: String,
    /// How it is used, as it is typed.
    pub example: String,
}

/// A command in the menu of a message or a member, which the person may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// The command: `Open conversation`.
    pub command: String,
    /// What it does.
    pub description: String,
}

/// The commands of `area` with examples, or an outline of all of them, with those in menus.
#[must_use]
pub fn help(commands: &[HelpEntry], menus: &[MenuEntry], area: Option<&str>) -> Message {
    let area = area.map(|area| area.trim_start_matches('/'));
    let of_area: Vec<&HelpEntry> = commands.iter().filter(|entry| Some(entry.area.as_str()) == area).collect();
    let embed = match area {
        Some(area) if !of_area.is_empty() => {
            let fields = of_area.iter().map(|entry| Field::wide(format!("/{}", entry.command), explained(entry)));
            Embed { title: Some(format!("/{}", text::escape_to(area, 100))), fields: fields.collect(), ..card() }
        }
        _ => {
            let unknown =
                area.map(|area| format!("There's no command {}. Available commands:", text::code(&format!("/{area}"))));
            let hint =
                unknown.unwrap_or_else(|| "Type `/` and pick a command. Every option has a description.".to_owned());
            let fields = areas(commands).into_iter().map(|(area, entries)| {
                let lines: Vec<String> =
                    entries.iter().map(|entry| format!("`/{}` {}", entry.command, entry.description)).collect();
                Field::wide(format!("/{area}"), lines.join("\n"))
            });
            let fields = fields.chain(in_menus(menus)).collect();
            Embed { title: Some("What you can do here".to_owned()), description: Some(hint), fields, ..card() }
        }
    };
    let options: Vec<SelectOption> = areas(commands)
        .into_iter()
        .map(|(name, entries)| {
            let press = Press::here(&Help { area: Some(name.to_owned()) });
            let count = words::count(entries.len() as u64, "command", "commands");
            let chosen = area == Some(name);
            SelectOption { default: chosen, ..SelectOption::new(format!("/{name}"), press.encode()).description(count) }
        })
        .collect();
    Draft::embed(embed)
        .row(Row::select(Select::new(&Press::Choose, "See a command group with examples…", options)))
        .fit()
}

fn card() -> Embed {
    Embed { color: Some(words::NEUTRAL), ..Embed::default() }
}

/// The commands in menus, and how to get there.
fn in_menus(menus: &[MenuEntry]) -> Option<Field> {
    let lines = menus.iter().map(|entry| format!("**{}** {}", entry.command, entry.description));
    let how = "Right-click a message or a member (on a phone: hold), then choose **Apps**:".to_owned();
    let lines: Vec<String> = std::iter::once(how).chain(lines).collect();
    (!menus.is_empty()).then(|| Field::wide("Menus", lines.join("\n")))
}

fn explained(entry: &HelpEntry) -> String {
    let example = text::code(&entry.example);
    if example.is_empty() { entry.description.clone() } else { format!("{}\n{example}", entry.description) }
}

/// The areas in the order of their first command.
fn areas(commands: &[HelpEntry]) -> Vec<(&str, Vec<&HelpEntry>)> {
    let mut areas: Vec<(&str, Vec<&HelpEntry>)> = Vec::new();
    for entry in commands {
        match areas.iter_mut().find(|(area, _)| *area == entry.area) {
            Some((_, entries)) => entries.push(entry),
            None => areas.push((&entry.area, vec![entry])),
        }
    }
    areas
}
