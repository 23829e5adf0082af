//! Leaves out the buttons of a private answer that its reader may not use.

use answers::{Level, Readers};
use views::{Draft, Message, Press, payload::Component};

use crate::areas;

/// The message for its readers. A public one keeps all buttons: the level is checked at each press.
pub(crate) fn usable(message: Message, readers: &Readers) -> Message {
    let Some(level) = readers.level else { return message };
    let draft = Draft::from(message);
    let ids: Vec<String> = components(&draft).filter_map(Component::custom_id).map(str::to_owned).collect();
    let may_use = |component: &Component| {
        let press = component.custom_id().and_then(|id| views::carry::read(id, ids.iter().map(String::as_str)));
        press.and_then(|press| needed(&press)).is_none_or(|needed| level >= needed)
    };
    let mut rows = draft.components.clone();
    for row in &mut rows {
        row.components.retain(may_use);
    }
    rows.retain(|row| !row.components.is_empty());
    Draft { components: rows, ..draft }.fit()
}

fn components(draft: &Draft) -> impl Iterator<Item = &Component> {
    draft.components.iter().flat_map(|row| &row.components)
}

/// The level that a press needs; `None` if it does nothing of its own.
fn needed(press: &Press) -> Option<Level> {
    match press {
        Press::Look { link, .. } => areas::look(link).ok().map(crate::answer::AnyLook::level),
        Press::Act(offer) => areas::act(&offer.act).ok().map(|act| act.level),
        Press::Form(link) => areas::form(link).ok().map(|form| form.level),
        Press::Share | Press::Choose => None,
    }
}
