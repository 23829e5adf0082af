//! The conversations that are offered while somebody types: their own recent ones, those read lately that fit, and the newest.
//!
//! It never waits. Where little fits, LiveAgent is asked behind the typing, and the next keystroke finds what it gave.

use std::{collections::HashSet, sync::Arc};

use answers::{
    Opened,
    fuzzy::{Sought, fold},
    names::{Memory, Remembered},
};
use liveagent::ConversationSummary;
use serenity::all::CreateAutocompleteResponse;

use super::{
    complete::{Choice, MAX_CHOICES, found, shown, whole},
    identify,
};
use crate::Context;

/// With fewer that fit, LiveAgent is asked for more.
const ENOUGH: usize = 10;

/// How much has to be typed for that, in characters.
const MIN_TYPED_LENGTH: usize = 3;

/// In how many of those read last typos are looked for. It costs more than whole words.
const MAX_SIMILAR: usize = 1_000;

/// Something to offer: a conversation as it was last read, or what is known of one that was opened.
enum Offer {
    Read(Arc<Remembered>),
    Opened(Opened),
}

impl Offer {
    fn id(&self) -> &str {
        match self {
            Self::Read(known) => &known.row.conversation_id,
            Self::Opened(opened) => &opened.id,
        }
    }
}

/// Conversations. A code, id or link of one that isn't known is offered as typed.
pub(crate) async fn conversation(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let (bot, user) = (ctx.data(), ctx.interaction.user.id);
    let (directory, memory) = (&bot.directory, bot.directory.memory());
    let (now, zone) = (bot.clock.now(), bot.liveagent.time_zone());
    let label = |row: &ConversationSummary| views::conversations::offered(row, now, &zone);
    let newest = directory.peek_conversations();
    let recent = bot.recent.of(user);
    let offers =
        if partial.trim().is_empty() { untyped(recent, &newest, memory) } else { fitting(partial, recent, memory) };
    let typed = whole(partial).filter(|typed| !typed.is_empty());
    if let Some(typed) = typed
        && offers.len() < ENOUGH
        && typed.chars().count() >= MIN_TYPED_LENGTH
        && identify::named_in(typed).is_none()
    {
        directory.search_ahead(user.get(), typed);
    }
    let choice = |offer: Offer| match offer {
        Offer::Read(known) => Choice::new(label(&known.row), known.row.conversation_id.clone()),
        Offer::Opened(Opened { id, label, .. }) => Choice::new(label, id),
    };
    let known = found("", offers.into_iter().map(choice));
    match typed.map(|typed| (typed, identify::conversation(typed))) {
        Some((typed, Ok(id))) if known.is_empty() => {
            let label = memory.named(&id).map_or_else(|| typed.to_owned(), |known| label(&known.row));
            shown(found("", [Choice::new(label, id)]))
        }
        _ => shown(known),
    }
}

/// What is offered before anything is typed.
fn untyped(recent: Vec<Opened>, newest: &[ConversationSummary], memory: &Memory) -> Vec<Offer> {
    let own = recent.into_iter().map(|opened| as_read(opened, memory));
    let newest = newest.iter().filter_map(|row| memory.named(&row.conversation_id)).map(Offer::Read);
    own.chain(newest).collect()
}

/// One's own that fit, then the others that do, the latest changed first. Where none has the words, those with similar ones.
fn fitting(typed: &str, recent: Vec<Opened>, memory: &Memory) -> Vec<Offer> {
    let (sought, all) = (Sought::new(typed), memory.all());
    let own = recent.into_iter().map(|opened| as_read(opened, memory));
    let mut offers: Vec<Offer> = own
        .filter(|offer| match offer {
            Offer::Read(known) => sought.is_in(&known.folded),
            Offer::Opened(opened) => sought.is_in(&fold(&opened.label)),
        })
        .collect();
    let mut others: Vec<&Arc<Remembered>> = all.iter().filter(|known| sought.is_in(&known.folded)).collect();
    if offers.is_empty() && others.is_empty() {
        others = all.iter().take(MAX_SIMILAR).filter(|known| sought.is_near(&known.folded)).collect();
    }
    let own: HashSet<String> = offers.iter().map(|offer| offer.id().to_owned()).collect();
    others.retain(|known| !own.contains(&known.row.conversation_id));
    others.sort_by_key(|known| std::cmp::Reverse(known.row.date_changed.or(known.row.date_created)));
    offers.extend(others.into_iter().take(MAX_CHOICES).map(|known| Offer::Read(Arc::clone(known))));
    offers
}

/// One that was opened, as it was last read.
fn as_read(opened: Opened, memory: &Memory) -> Offer {
    memory.named(&opened.id).map_or(Offer::Opened(opened), Offer::Read)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use answers::OpenedKind;

    use super::*;

    fn memory() -> Memory {
        let row = |(number, subject, name, changed): (u32, &str, &str, &str)| {
            let row = json!({ "conversationid": format!("c{number}"), "code": format!("ABC-DEFGH-{number}"), "subject": subject,
                "ownername": name, "owneremail": format!("customer{number}@mail.example"), "status": "C", "datechanged": changed });
            liveagent::wire::from_json(&row.to_string()).unwrap()
        };
        let rows = [
            (1, "Where is my parcel?", "Zuzana Kováč", "2026-11-20 10:00:00"),
            (2, "Refund", "Jane Doe", "2026-11-21 10:00:00"),
            (3, "Wrong parcel", "Jane Doe", "2026-11-22 10:00:00"),
        ];
        let memory = Memory::default();
        memory.keep(&rows.map(row));
        memory
    }

    fn opened(id: &str, label: &str) -> Opened {
        Opened { kind: OpenedKind::Conversation, id: id.to_owned(), label: label.to_owned() }
    }

    #[test]
    fn ones_own_come_first_and_then_the_latest_changed() {
        let own = || vec![opened("c1", "as it was"), opened("gone", "Parcel of Jane · Jane Doe · ABC-DEFGH-9")];
        for (typed, expected) in [
            ("parcel", vec!["c1", "gone", "c3"]),
            ("jane", vec!["gone", "c3", "c2"]),
            ("doe parcel", vec!["gone", "c3"]),
            ("kovac", vec!["c1"]),
            ("customer2@mail.example", vec!["c2"]),
            ("abc-defgh-3", vec!["c3"]),
            ("parcle", vec!["c3", "c1"]),
            ("invoice", vec![]),
        ] {
            let offers = fitting(typed, own(), &memory());
            assert_eq!(offers.iter().map(Offer::id).collect::<Vec<_>>(), expected, "{typed}");
        }
    }

    #[test]
    fn before_anything_is_typed_the_newest_follow_ones_own() {
        let memory = memory();
        let newest: Vec<_> = memory.all().iter().map(|known| known.row.clone()).collect();
        let offers = untyped(vec![opened("c3", "as it was")], &newest, &memory);
        // The one that is twice is dropped where all choices are.
        assert_eq!(offers.iter().map(Offer::id).collect::<Vec<_>>(), ["c3", "c1", "c2", "c3"]);
    }
}
