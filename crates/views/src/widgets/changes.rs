//! Previews and outcomes of changes to a widget, with the ways to take them back.

use liveagent::Widget;

use super::{
    Restore, Show, WidgetFile,
    difference::{Change, ItemChange, List, changes, is_same},
    settings::{Setting, Shown},
    show,
};
use crate::cut::width;
use crate::desk::Desk;
use crate::limits;
use crate::message::{Draft, Message};
use crate::payload::{Button, ButtonStyle, Embed, File, Row};
use crate::press::{Press, undo};
use crate::request::Offer;
use crate::{cut, text, time, words};

/// The longest value in a line, and in the file of all changes, in UTF-16 units.
const MAX_VALUE_LENGTH: usize = 80;
const MAX_FILE_VALUE_LENGTH: usize = 4_000;

/// How much of a value is shown before the first character that differs, in characters.
const LEAD: usize = 12;

/// The longest list of changes in a message, in UTF-16 units. A file has all of them where they are longer.
const MAX_LIST_LENGTH: usize = 3_000;

/// Why a preview is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Someone asked for the change.
    Asked,
    /// The widget has changed since the last preview.
    Changed,
}

/// Shows what would change. `offer` is of the change itself, and says who may make it, and until when.
#[must_use]
pub fn preview(before: &Widget, after: &Widget, offer: Offer, occasion: Occasion, desk: &Desk) -> Message {
    let (mut lines, file) = listed(before, after, occasion == Occasion::Changed, desk);
    if occasion == Occasion::Changed {
        lines.insert(
            0,
            "⚠️ The widget has changed since that preview, so nothing was sent. This would change now:".to_owned(),
        );
    }
    let until = offer.expiry.map(|expiry| format!(" The preview expires {}.", time::ago(expiry))).unwrap_or_default();
    lines.push(format!("-# Nothing is sent until you press Apply.{until}"));
    let embed = Embed { description: Some(lines.join("\n")), color: Some(words::WAITING), ..head(before, desk) };
    let apply = Button::new("Apply", &Press::Act(offer)).emoji("✅").style(ButtonStyle::Success);
    let draft = Draft { files: file.into_iter().collect(), ..Draft::embed(embed) };
    draft.row(Row::buttons([apply])).fit()
}

/// Says that nothing would change.
#[must_use]
pub fn unchanged(widget: &Widget, desk: &Desk) -> Message {
    let description = Some("Nothing to change: the widget is already like this.".to_owned());
    let embed = Embed { description, color: Some(words::NEUTRAL), ..head(widget, desk) };
    Draft::embed(embed).row(Row::buttons([open(widget)])).fit()
}

/// Shows what changed. Undo takes a small change back; for all others the former settings are attached.
#[must_use]
pub fn edited(before: &Widget, after: &Widget, desk: &Desk) -> Message {
    if is_same(before, after) {
        return unchanged(after, desk);
    }
    let (mut lines, _) = listed(before, after, false, desk);
    lines.insert(0, "✅ Widget updated.".to_owned());
    let back = Restore::of(before, after).map(|back| undo(&back, desk));
    let back = back.filter(|button| button.custom_id.as_deref().is_some_and(|id| width(id) <= limits::CUSTOM_ID));
    let mut files = Vec::new();
    if back.is_none() {
        let former = WidgetFile::attach(before, "before.json", "The widget's settings before the change");
        lines.push(match &former {
            Some(_) => {
                "-# To put the former settings back, save `before.json` and use `/widget edit` with it.".to_owned()
            }
            None => "-# The former settings are too large for a file.".to_owned(),
        });
        files.extend(former);
    }
    let embed = Embed { description: Some(lines.join("\n")), color: Some(words::GOOD), ..head(after, desk) };
    let buttons = back.into_iter().chain([open(after)]);
    Draft { files, ..Draft::embed(embed) }.row(Row::buttons(buttons)).fit()
}

/// Shows the new widget.
#[must_use]
pub fn created(widget: &Widget, desk: &Desk) -> Message {
    let drawn = show::drawn(widget, desk);
    let about = ["✅ Widget created.".to_owned()].into_iter().chain(drawn.embed.description);
    let embed =
        Embed { description: Some(about.collect::<Vec<_>>().join("\n\n")), color: Some(words::GOOD), ..drawn.embed };
    let draft = Draft { files: drawn.files, ..Draft::embed(embed) };
    if widget.contact_widget_id.is_empty() { draft.fit() } else { draft.row(Row::buttons([open(widget)])).fit() }
}

fn head(widget: &Widget, desk: &Desk) -> Embed {
    Embed { title: Some(show::title(widget)), url: Some(desk.panel_url()), ..Embed::default() }
}

fn open(widget: &Widget) -> Button {
    let look = Show { widget: widget.contact_widget_id.clone() };
    Button::new("Open", &Press::in_new_message(&look)).emoji("🧩")
}

/// Returns the lines of a list of changes, and all of them as a file if they are too long, or if `always`.
fn listed(before: &Widget, after: &Widget, always: bool, desk: &Desk) -> (Vec<String>, Option<File>) {
    let changes = changes(before, after);
    let (mut lines, mut room, mut shown) = (Vec::new(), MAX_LIST_LENGTH, 0);
    let mut list = None;
    for change in &changes {
        let mut line = markdown(change, desk);
        if let Some(now) = list_of(change).filter(|now| list != Some(*now)) {
            line = format!("**{}**\n{line}", heading(now));
            list = Some(now);
        }
        let Some(left) = room.checked_sub(width(&line) + 1) else { break };
        (room, shown) = (left, shown + 1);
        lines.push(line);
    }
    let more = changes.len() - shown;
    if more > 0 {
        let more = words::number(more.try_into().unwrap_or(u64::MAX));
        lines.push(format!("…and {more} more. All of them are in `changes.txt`."));
    }
    let file = (more > 0 || always).then(|| {
        let all: String = changes.iter().map(|change| plain(change, desk) + "\n").collect();
        let description = Some("All changes, one on each line".to_owned());
        File { name: "changes.txt".to_owned(), bytes: all.into_bytes().into(), description }
    });
    (lines, file)
}

fn list_of(change: &Change) -> Option<List> {
    match change {
        Change::Setting { .. } => None,
        Change::Item(ItemChange { list, .. }) | Change::Order { list } => Some(*list),
    }
}

fn heading(list: List) -> &'static str {
    match list {
        List::Attributes => "Attributes",
        List::FormFields => "Form fields",
    }
}

/// A change as a line: "**Name:** `Chat` → `Chat with us`", "+ `color` (design): `red`".
fn markdown(change: &Change, desk: &Desk) -> String {
    match change {
        Change::Setting { setting, before, after } => {
            let label = setting.label;
            if matches!(setting.shown, Shown::Length) {
                return format!("**{label}:** {}", lengths(before, after));
            }
            let (before, after) = shown(setting, before, after, desk);
            let (before, after) = differing(&before, &after, MAX_VALUE_LENGTH);
            format!("**{label}:** {} → {}", value(&before), value(&after))
        }
        Change::Item(item) => {
            let name = value(&text::line(&item.name, MAX_VALUE_LENGTH));
            let about = cut::markdown(&about(item, name, text::escape), 3 * MAX_VALUE_LENGTH);
            let drawn = match (&item.before, &item.after) {
                (Some(before), Some(after)) => {
                    let (before, after) = differing(before, after, MAX_VALUE_LENGTH);
                    format!("{} → {}", value(&before), value(&after))
                }
                (Some(one), None) | (None, Some(one)) if item.list == List::FormFields && one.is_empty() => {
                    return format!("{}{about}", sign(item));
                }
                (Some(one), None) | (None, Some(one)) => value(&text::line(one, MAX_VALUE_LENGTH)),
                (None, None) => String::new(),
            };
            format!("{}{about}: {drawn}", sign(item))
        }
        Change::Order { .. } => "The order has changed.".to_owned(),
    }
}

/// The same for a file.
fn plain(change: &Change, desk: &Desk) -> String {
    let short = |value: &str| text::line(value, MAX_FILE_VALUE_LENGTH);
    match change {
        Change::Setting { setting, before, after } => {
            let (before, after) = shown(setting, before, after, desk);
            format!("{}: {} → {}", setting.label, short(&before), short(&after))
        }
        Change::Item(item) => {
            let (list, about) = (heading(item.list), about(item, short(&item.name), str::to_owned));
            match (&item.before, &item.after) {
                (Some(before), Some(after)) => format!("{list}: {about}: {} → {}", short(before), short(after)),
                (before, after) => {
                    let one = before.as_deref().or(after.as_deref()).unwrap_or_default();
                    format!("{list}: {}{about}: {}", sign(item), short(one))
                }
            }
        }
        Change::Order { list } => format!("{}: the order has changed", heading(*list)),
    }
}

/// Both values of a setting as people read them; by their ids where they would read the same.
fn shown(setting: &Setting, before: &str, after: &str, desk: &Desk) -> (String, String) {
    let raw = || (before.to_owned(), after.to_owned());
    let Shown::As(shown) = setting.shown else { return raw() };
    let in_words = |raw: &str| if raw.is_empty() { String::new() } else { shown(raw, desk) };
    let pair = (in_words(before), in_words(after));
    if pair.0 == pair.1 { raw() } else { pair }
}

fn sign(item: &ItemChange) -> &'static str {
    match (&item.before, &item.after) {
        (None, _) => "+ ",
        (_, None) => "− ",
        _ => "",
    }
}

/// "`color` (design)", "`email` (contact), description"
fn about(item: &ItemChange, name: String, draw: fn(&str) -> String) -> String {
    let group = text::line(&item.group, MAX_VALUE_LENGTH);
    let group = if group.is_empty() { group } else { format!(" ({})", draw(&group)) };
    let column = if item.column.is_empty() { String::new() } else { format!(", {}", item.column) };
    name + &group + &column
}

/// A value in code type, or that there is none.
fn value(value: &str) -> String {
    let code = text::code(value);
    if code.is_empty() { "*empty*".to_owned() } else { code }
}

/// "120 → 133 characters"
fn lengths(before: &str, after: &str) -> String {
    let [before, after] = [before, after].map(|code| u64::try_from(code.chars().count()).unwrap_or(u64::MAX));
    if before == after {
        format!("changed ({})", words::count(before, "character", "characters"))
    } else {
        format!("{} → {}", words::number(before), words::count(after, "character", "characters"))
    }
}

/// Both values in at most `max` units each. Of long ones that begin alike, what is shown begins shortly before they differ.
fn differing(before: &str, after: &str, max: usize) -> (String, String) {
    let alike = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    let is_long = width(before).max(width(after)) > max && alike > max / 2;
    let from = if is_long { alike.saturating_sub(LEAD) } else { 0 };
    let short = |value: &str| {
        let rest: String = value.chars().skip(from).collect();
        text::line(&if from > 0 { format!("…{rest}") } else { rest }, max)
    };
    (short(before), short(after))
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn long_values_are_shown_where_they_differ() {
        let long = "a".repeat(500);
        let (before, after) = differing(&format!("{long}one end"), &format!("{long}two"), 80);
        assert_eq!((before.as_str(), after.as_str()), ("…aaaaaaaaaaaaone end", "…aaaaaaaaaaaatwo"));
        assert_eq!(differing("short", "shorter", 80), ("short".to_owned(), "shorter".to_owned()));
        let (before, after) = differing(&format!("x{long}"), &format!("y{long}"), 80);
        assert!(before.starts_with('x') && after.starts_with('y') && before.ends_with('…'));
    }
}
