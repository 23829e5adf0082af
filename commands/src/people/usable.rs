//! Leaves out the buttons of a private answer that its reader may not use.

use answers::Readers;
use views::{Draft, Message, payload::Component};

use crate::bot::Bot;

/// The message for its readers. A public one keeps all buttons: the level is checked at each press.
pub(crate) fn usable(bot: &Bot, message: Message, readers: &Readers) -> Message {
    let Some(level) = readers.level else { return message };
    let draft = Draft::from(message);
    let ids: Vec<String> = components(&draft).filter_map(Component::custom_id).map(str::to_owned).collect();
    let may_use = |component: &Component| {
        let press = component.custom_id().and_then(|id| views::carry::read(id, ids.iter().map(String::as_str)));
        press.and_then(|press| (bot.level_of)(&press)).is_none_or(|needed| level >= needed)
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
