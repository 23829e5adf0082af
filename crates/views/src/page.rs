//! What lists and other answers of several pages have in common: the page's range in words, and the buttons below.

use crate::carry::{self, Step};
use crate::cut::width;
use crate::limits::CUSTOM_ID;
use crate::payload::{Button, Component, Row, Select, SelectOption};
use crate::request::Link;
use crate::words::number;

/// How many items a page of a list has. One select opens any of them.
pub const PAGE_SIZE: u32 = 10;

/// Which part of a list LiveAgent's answer has: it says no total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many come before the answer's first.
    pub start: u32,
    /// Whether the answer is as long as was asked for, so that more may follow.
    pub full: bool,
}

impl Window {
    /// How many there are as far as is known, of which `rows` are this window's.
    pub(crate) fn known<T>(self, rows: &[T]) -> u64 {
        u64::from(self.start) + u64::try_from(rows.len()).unwrap_or(u64::MAX)
    }

    /// Those of `rows` that stand on a page, of which there are so many on each.
    pub(crate) fn portion<T>(self, rows: &[T], page: u32, each: u32) -> &[T] {
        let skipped = page.saturating_mul(each).saturating_sub(self.start);
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX).min(rows.len());
        &rows[skipped..rows.len().min(skipped.saturating_add(each as usize))]
    }

    /// The page among its pages. That there is another is known where the window is full, too, unless the page is empty already.
    pub(crate) fn pages<T>(self, rows: &[T], page: u32, each: u32) -> Pages {
        let count = usize::try_from(self.known(rows).div_ceil(u64::from(each))).unwrap_or(usize::MAX);
        let pages = Pages::of(page, count);
        if !self.full {
            return pages;
        }
        let is_empty = self.portion(rows, page, each).is_empty();
        Pages { count: None, more: pages.more || !is_empty, ..pages }
    }
}

/// A page among pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pages {
    /// Which one is shown, from 0.
    pub(crate) page: u32,
    /// How many there are; `None` where LiveAgent does not say.
    pub(crate) count: Option<u32>,
    /// Whether another follows.
    pub(crate) more: bool,
}

/// Where the buttons of a page lead, and what stands between them.
#[derive(Clone, Debug)]
pub(crate) struct Turns {
    /// The page before; `None` where there is none.
    pub(crate) back: Option<u32>,
    /// The page that follows; `None` where there is none.
    pub(crate) on: Option<u32>,
    /// Which page it is, in words.
    pub(crate) words: String,
}

impl From<Pages> for Turns {
    fn from(pages: Pages) -> Self {
        let Pages { page, more, .. } = pages;
        Self { back: page.checked_sub(1), on: more.then(|| page.saturating_add(1)), words: pages.words() }
    }
}

impl Pages {
    /// Page `page` of `count`.
    pub(crate) fn of(page: u32, count: usize) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        Self { page, count: Some(count), more: page.saturating_add(1) < count }
    }

    /// The page of a list of `items`.
    pub(crate) fn of_items(page: u32, items: usize) -> Self {
        Self::of(page, items.div_ceil(PAGE_SIZE as usize))
    }

    /// Of two that are leafed through together.
    pub(crate) fn and(self, other: Self) -> Self {
        let count = self.count.zip(other.count).map(|(one, other)| one.max(other));
        Self { count, more: self.more || other.more, ..self }
    }

    fn words(self) -> String {
        let page = number(u64::from(self.page) + 1);
        match self.count {
            Some(count) => format!("{page} / {}", number(u64::from(count))),
            None => format!("Page {page}"),
        }
    }
}

/// The items of a page of `items`.
pub(crate) fn items<T>(items: &[T], page: u32) -> &[T] {
    portion(items, page, PAGE_SIZE as usize)
}

/// The items of a page of `items`, of which there are so many on each.
pub(crate) fn portion<T>(items: &[T], page: u32, each: usize) -> &[T] {
    let start = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(each).min(items.len());
    &items[start..items.len().min(start + each)]
}

/// "1–10 of 243", or "1–10 of 100+" where only a lower bound is known. `shown` items stand on the page after `before` others.
pub(crate) fn range(before: u64, shown: usize, total: u64, at_least: bool) -> String {
    let shown = u64::try_from(shown).unwrap_or(u64::MAX);
    let plus = if at_least { "+" } else { "" };
    if shown <= 1 && before == 0 && !at_least {
        return number(total);
    }
    format!("{}–{} of {}{plus}", number(before + 1), number(before + shown), number(total))
}

/// The text of a list: the range of the page, where there are several, and its lines. `empty` is for a list of nothing.
pub(crate) fn listing(lines: &[String], page: u32, each: usize, all: usize, empty: &str) -> String {
    if all == 0 {
        return empty.to_owned();
    }
    if lines.is_empty() {
        return "Nothing left on this page. Go back a page.".to_owned();
    }
    let range = range(u64::from(page) * each as u64, lines.len(), all as u64, false);
    format!("**{range}**\n\n{}", lines.join("\n"))
}

/// What the buttons that turn pages say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turning {
    pub(crate) back: &'static str,
    pub(crate) on: &'static str,
}

impl Turning {
    /// Of a list.
    pub(crate) const LIST: Self = Self { back: "‹ Prev", on: "Next ›" };
    /// Of what has the newest first.
    pub(crate) const NEWEST_FIRST: Self = Self { back: "‹ Newer", on: "Older ›" };
}

/// The rows below a page: the selects that have options, by their placeholders, and the buttons that turn pages, refresh and
/// share. Without other pages there are no buttons to turn them.
pub(crate) fn rows<'s>(
    link: &Link,
    turns: impl Into<Turns>,
    turning: Turning,
    selects: impl IntoIterator<Item = (&'s str, Vec<SelectOption>)>,
) -> Vec<Row> {
    let Turns { back: before, on: after, words } = turns.into();
    let selects: Vec<_> = selects.into_iter().filter(|(_, options)| !options.is_empty()).collect();
    let mut steps = vec![Step::Refresh, Step::Share];
    // A look that is too long for one id needs all buttons to carry it, also those that can't be pressed.
    let turns = before.is_some() || after.is_some() || width(&carry::refresh(link)) > CUSTOM_ID;
    if link.origin().is_some() {
        steps.insert(0, Step::Back);
    }
    if turns {
        // A button that can't be pressed has an id, too, which must be no other's.
        let (back, on) = (
            before.unwrap_or_else(|| link.page().saturating_sub(1)),
            after.unwrap_or_else(|| link.page().saturating_add(1)),
        );
        steps.splice(0..0, [Step::Page(back), Step::Here, Step::Page(on)]);
    }
    steps.extend((0..).zip(&selects).map(|(number, _)| Step::Choose(number)));
    let (mut rows, mut selects) = (Vec::new(), selects.into_iter());
    let mut buttons = Vec::new();
    for (index, (id, step)) in carry::ids(link, &steps).into_iter().zip(&steps).enumerate() {
        buttons.push(match step {
            Step::Page(_) if index == 0 => Button::with_id(turning.back, id).disabled(before.is_none()),
            Step::Page(_) => Button::with_id(turning.on, id).disabled(after.is_none()),
            Step::Here => Button::with_id(words.clone(), id).disabled(true),
            Step::Refresh => Button::with_id("Refresh", id).emoji("🔄"),
            Step::Back => Button::with_id("Results", id).emoji("🔎"),
            Step::Share => Button::with_id("Share", id).emoji("📣"),
            Step::Choose(_) => {
                rows.extend(selects.next().map(|(words, options)| Row::select(Select::with_id(id, words, options))));
                continue;
            }
        });
    }
    // Two short rows read better on a phone than five buttons and a sixth.
    let rest = if buttons.len() > 5 { buttons.split_off(3) } else { Vec::new() };
    rows.extend([buttons, rest].into_iter().filter(|buttons| !buttons.is_empty()).map(Row::buttons));
    rows
}

/// Puts another button below a page: beside the others where there is room.
pub(crate) fn add(rows: &mut Vec<Row>, button: Button) {
    match rows.last_mut() {
        Some(last) if last.components.len() < 5 => last.components.push(Component::Button(button)),
        _ => rows.push(Row::buttons([button])),
    }
}

/// The buttons below what has no pages: `buttons`, then refresh and share.
pub(crate) fn rows_of(look: impl Into<Link>, buttons: Vec<Button>) -> Vec<Row> {
    let always = [
        Button::with_id("Refresh", carry::refresh(&look.into())).emoji("🔄"),
        Button::new("Share", &crate::Press::Share).emoji("📣"),
    ];
    if buttons.len() + always.len() <= 5 {
        vec![Row::buttons(buttons.into_iter().chain(always))]
    } else {
        vec![Row::buttons(buttons), Row::buttons(always)]
    }
}
