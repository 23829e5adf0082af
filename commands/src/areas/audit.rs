//! `/audit`: who changed what, a page at a time or as a file.

use std::collections::BTreeSet;

use answers::{audit::entries, audit::kept, quote};
use jiff::SignedDuration;
use serenity::all::{CreateAutocompleteResponse, User};
use store::AuditFilter;
use tokio::sync::Semaphore;
use views::{
    Message, PAGE_SIZE,
    audit::{AuditPage, Csv, Export, List, MAX_ROWS},
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::{AnyLook, Looking, OwnLook},
    area::Area,
    choice::{Choice, choices},
    dates,
    error::UserError,
    names::complete,
    needs::{Needs, tells},
    people::access::Level,
};

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { looks: &[AnyLook::own::<List>(), AnyLook::own::<Export>()], ..Area::of(|| vec![audit()]) };

/// How many rows of a file are read at once.
const BATCH_SIZE: u32 = 10_000;

/// The maximum number of files written at once: each may hold 10 MiB.
static WRITING: Semaphore = Semaphore::const_new(2);

/// Action names in the audit that are not names of requests: the store and an incident's buttons record them.
const RECORDED: [&str; 26] = [
    "acknowledge incident",
    "change alert",
    "change board",
    "change digest",
    "change roles",
    "confirm link",
    "create alert",
    "create board",
    "create digest",
    "decline link",
    "link member",
    "mute incident",
    "propose link",
    "remove alert",
    "remove board",
    "remove digest",
    "remove link",
    "resume board",
    "resume digest",
    "set panel",
    "set visibility",
    "share",
    "take over alert",
    "take over board",
    "take over digest",
    "unmute incident",
];

/// Requests whose changes have other names in the audit.
const ALSO: [(&str, &[&str]); 13] = [
    ("acknowledge", &["acknowledge incident"]),
    ("choose roles", &["set roles", "change roles"]),
    ("choose visibility", &["set visibility"]),
    ("include", &["change digest"]),
    ("link oneself", &["link member"]),
    ("mute", &["mute incident", "unmute incident"]),
    ("post the audit here", &["set audit channel"]),
    ("remove", &["remove alert", "remove board", "remove digest"]),
    ("remove own link", &["remove link"]),
    ("resume", &["resume board", "resume digest"]),
    ("set roles", &["change roles", "choose roles"]),
    ("set up step by step", &["set panel"]),
    ("set visibility of a channel", &["set visibility"]),
];

choices! {
    /// What came of a change.
    OutcomeFilter: views::audit::Outcome = [
        ("Done", views::audit::Outcome::Done),
        ("Not done", views::audit::Outcome::NotDone),
        ("Perhaps done", views::audit::Outcome::Perhaps),
        ("Refused", views::audit::Outcome::Refused),
        ("Running", views::audit::Outcome::Intent),
    ]
}

/// See who changed what, newest first
///
/// `/audit`
/// `/audit member:@Ada outcome:Done from:7 days ago`
#[poise::command(slash_command, custom_data = "tells::<List>()")]
async fn audit(
    ctx: Context<'_>,
    #[description = "Filter by member, or the ID of someone who left"] member: Option<User>,
    #[description = "Filter by what was done, e.g. Add note"]
    #[autocomplete = "complete_command"]
    #[max_length = 100]
    command: Option<String>,
    #[description = "On or after, e.g. 2026-11-20, yesterday, 3 days ago"]
    #[max_length = 40]
    from: Option<String>,
    #[description = "On or before, e.g. 2026-11-20 14:30"]
    #[max_length = 40]
    to: Option<String>,
    #[description = "Filter by outcome"] outcome: Option<Choice<OutcomeFilter>>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let (now, zone) = (bot.clock.now(), bot.liveagent.time_zone());
        let (from, to) = dates::range(from.as_deref(), to.as_deref(), now, &zone)?;
        let list = List {
            member: member.map(|member| member.id.get()),
            command: command.as_deref().map(identify).transpose()?,
            from,
            to,
            outcome: outcome.map(|Choice(outcome)| outcome),
            up_to: None,
        };
        ctx.told(&list).await
    })
    .await
}

async fn complete_command(_: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    complete::pairs(partial, names().into_iter().map(|name| (views::audit::action(name), name.to_owned())))
}

/// All action names that the audit may contain.
fn names() -> BTreeSet<&'static str> {
    let requests = super::requests();
    requests.iter().map(|request| request.name).chain(RECORDED).collect()
}

/// Finds the action that was typed: by its name, its words, or a command.
fn identify(typed: &str) -> Result<String, UserError> {
    let wanted = typed.trim().trim_start_matches('/').to_lowercase();
    let all = names();
    let by_name = all.iter().find(|name| name.to_lowercase() == wanted);
    let by_words = || all.iter().find(|name| views::audit::action(name).to_lowercase() == wanted);
    let found = by_name.or_else(by_words).copied().or_else(|| request_of(&crate::commands(), &wanted));
    found
        .map(str::to_owned)
        .ok_or_else(|| UserError::new(format!("The audit has no {}. Pick one from the list.", quote(typed))))
}

/// The name of the request that a command makes.
fn request_of(commands: &[crate::Command], wanted: &str) -> Option<&'static str> {
    commands.iter().find_map(|command| {
        let own = Needs::of(command).filter(|_| command.qualified_name == wanted).map(|needs| needs.request.name);
        own.or_else(|| request_of(&command.subcommands, wanted))
    })
}

/// The filter for the store.
fn filter(list: &List, guild: u64) -> AuditFilter {
    let also = |name: &str| ALSO.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, also)| also);
    let actions = list.command.iter().flat_map(|name| [name.as_str()].into_iter().chain(also(name).iter().copied()));
    AuditFilter {
        guild,
        member: list.member,
        actions: actions.map(str::to_owned).collect(),
        from: list.from,
        // The whole of the last second.
        to: list.to.and_then(|to| to.checked_add(SignedDuration::from_secs(1)).ok()),
        outcome: list.outcome.map(kept),
        up_to: list.up_to,
    }
}

impl OwnLook for List {
    const LEVEL: Level = Level::Manager;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        let (bot, guild, page) = (looking.bot, looking.caller.guild.get(), looking.link.page());
        let filter = filter(self, guild);
        let read = async {
            let found = bot.store.audit_page(&filter, u64::from(page) * u64::from(PAGE_SIZE), PAGE_SIZE).await?;
            let entries = entries(&bot.store, found.rows).await?;
            let blocked = match bot.settings.server(guild).audit_channel {
                Some(channel) => bot.store.audit_trouble(guild).await?.map(|reason| (channel, reason)),
                None => None,
            };
            Ok::<_, store::Error>(AuditPage { entries, total: found.total, up_to: found.up_to, blocked })
        };
        let (read, desk) = tokio::join!(read, bot.help_desk.desk(looking.readers));
        Ok(views::audit::list(&read?, self, page, &desk))
    }
}

impl OwnLook for Export {
    const LEVEL: Level = Level::Manager;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        let bot = looking.bot;
        let mut filter = filter(&self.0, looking.caller.guild.get());
        // A shutdown drops the semaphore's waiters, not the semaphore.
        let _turn = WRITING.acquire().await;
        let (mut csv, mut read, mut total) = (Csv::default(), 0, 0);
        while read < u64::from(MAX_ROWS) {
            let found = bot.store.audit_page(&filter, read, BATCH_SIZE).await?;
            (filter.up_to, total) = (Some(found.up_to), found.total);
            let rows = found.rows.len() as u64;
            let entries = entries(&bot.store, found.rows).await?;
            let has_room = entries.iter().all(|entry| csv.push(entry));
            read += rows;
            if rows < u64::from(BATCH_SIZE) || !has_room {
                break;
            }
        }
        Ok(csv.finish(total, bot.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use views::{Link, Press};

    use super::*;

    #[test]
    fn what_is_typed_is_a_name_its_words_or_a_command() {
        for (typed, expected) in [
            ("note", Some("note")),
            ("Add note", Some("note")),
            ("/conversation note", Some("note")),
            ("digest remove", Some("remove")),
            (" setup roles ", Some("set roles")),
            ("list audit", Some("list audit")),
            ("everything", None),
        ] {
            assert_eq!(identify(typed).ok().as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn other_names_of_the_same_are_found_too() {
        for (name, also) in ALSO {
            assert!(names().contains(name) && also.iter().all(|also| names().contains(also)), "{name}");
            let list = List { command: Some(name.to_owned()), ..List::default() };
            assert_eq!(filter(&list, 1).actions.len(), also.len() + 1);
        }
        assert!(filter(&List::default(), 1).actions.is_empty());
    }

    /// Each button below a page holds all of the filter.
    #[test]
    fn the_longest_filter_fits_an_id() {
        let at = jiff::Timestamp::from_second(9_999_999_999).ok();
        for name in names() {
            let list = List {
                member: Some(u64::MAX),
                command: Some(name.to_owned()),
                from: at,
                to: at,
                outcome: Some(views::audit::Outcome::Refused),
                up_to: Some(i64::from(u32::MAX)),
            };
            let page = Press::here(Link::from(&list).at_page(36 * 36 * 36 * 36 - 1)).encode();
            let file = Press::in_new_message(&Export(list)).encode();
            assert!(page.len() <= 100 && file.len() <= 100, "{name}: {} {}", page.len(), file.len());
        }
    }
}
