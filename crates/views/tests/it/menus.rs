//! What the commands in menus draw: conversations that a message names, a message to save, an agent with today's figures.

use insta::assert_json_snapshot;
use liveagent::{Agent, AgentReport, AgentStatus};
use proptest::prelude::*;
use serde_json::json;
use views::{
    Link, Message, Press,
    agents::{self, Load, Today},
    conversations::{self, Candidate, QuotedFile, QuotedMessage, SaveNote, save_form},
    help::{self, MenuEntry},
};

use crate::fixtures::{desk, help_entries, read};
use crate::{hostile, judge};

macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message: Message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

/// Everything that can go wrong with a text.
const AWKWARD: &str = "@everyone **bold** [x](https://evil.example) `code` \u{202e}rtl \u{1f600} <@1>";

const LINK: &str = "https://discord.com/channels/7/9/42";

fn candidates(count: usize) -> Vec<Candidate> {
    let candidate = |n: usize| Candidate {
        conversation: format!("c{n:03}"),
        label: n.is_multiple_of(2).then(|| format!("Where is my parcel? · Jane Doe · ABC-DEFGH-{n:03}")),
    };
    (0..count).map(candidate).collect()
}

fn quoted<'a>(text: &'a str, files: &'a [QuotedFile<'a>]) -> QuotedMessage<'a> {
    QuotedMessage { author: "Ada Lovelace", at: desk().now, link: LINK, text, files, is_long: false }
}

#[test]
fn conversations_that_a_message_names() {
    drawn!("found", conversations::candidates(&candidates(3)));
    let awkward = Candidate { conversation: "c1".to_owned(), label: Some(AWKWARD.to_owned()) };
    drawn!("found_awkward", conversations::candidates(&[awkward]));
    judge::accepts(&conversations::candidates(&candidates(200)));
}

#[test]
fn a_message_to_save() {
    let files = [
        QuotedFile { name: "bill_1.pdf", size: 48_213, is_too_large: false },
        QuotedFile { name: AWKWARD, size: 11 << 20, is_too_large: true },
    ];
    drawn!("save", save_form(quoted("Jane called.\nShe wants a refund.", &files), &candidates(2), 42));
    let long = "x ".repeat(3_000);
    let awkward = QuotedMessage { author: AWKWARD, is_long: true, ..quoted(&long, &[]) };
    drawn!("save_long", save_form(awkward, &candidates(1), u64::MAX));
    drawn!("save_files_alone", save_form(quoted("", &files[..1]), &candidates(1), 42));
}

#[test]
fn a_choice_fits_its_select() {
    let save = SaveNote { key: u64::MAX, conversation: "x".repeat(32) };
    let id = Press::act(&save).encode();
    assert!(id.len() <= 100, "{id}");
    let Some(Press::Act(offer)) = Press::decode(&id) else { panic!("{id}") };
    assert_eq!(offer.act.act::<SaveNote>(), Some(save));
    let look = agents::Profile { agent: "a1".to_owned() };
    assert_eq!(Link::from(&look).look::<agents::Profile>(), Some(look));
}

#[test]
fn an_agent_with_todays_figures() {
    let agent: Agent =
        read(json!({ "userid": "a1", "email": "anna@acme.example", "firstname": "Anna", "lastname": "Novak" }));
    let status: AgentStatus = read(json!({
        "id": "a1", "contactid": "c1", "username": "anna@acme.example", "firstname": "Anna", "lastname": "Novak",
        "avatar_url": null, "presetStatus": "MPT", "onlineStatus": "MT"
    }));
    let row: AgentReport = read(json!({
        "id": "a1", "worktime": 185, "answers": 1234, "notes": "2", "chats": 5, "chat_answers": 40, "missed_chats": 1, "calls": 3,
        "call_seconds": 725, "calls_outgoing": 0, "missed_calls": 0, "resolved_tickets": 7, "rewards": 3, "punishments": 1
    }));
    let load = Some(Load::Exactly(4));
    drawn!("profile", agents::profile(&agent, Some(&status), load, Today::Figures(&row), &desk()));
    let idle: AgentReport = read(json!({ "id": "a1" }));
    drawn!("profile_idle", agents::profile(&agent, None, None, Today::Figures(&idle), &desk()));
    drawn!("profile_no_row", agents::profile(&agent, None, None, Today::Nothing, &desk()));
    drawn!("profile_no_report", agents::profile(&agent, None, None, Today::Unknown, &desk()));
}

#[test]
fn help_names_the_menus() {
    let menu = |command: &str, description: &str| MenuEntry {
        command: command.to_owned(),
        description: description.to_owned(),
    };
    let menus = [menu("Open conversation", "Open what a message names"), menu("Save as note", "Save a message")];
    drawn!("help_with_menus", help::help(&help_entries(), &menus, None));
}

proptest! {
    #[test]
    fn any_message_can_be_saved(text in hostile::text(), name in hostile::text(), size in any::<u64>()) {
        let file = QuotedFile { name: &name, size, is_too_large: size.is_multiple_of(2) };
        let files = [file; 10];
        let message = QuotedMessage { author: &name, ..quoted(&text, &files) };
        let candidate = Candidate { conversation: "c1".to_owned(), label: Some(text.clone()) };
        judge::accepts(&save_form(message, &[candidate.clone(), candidate], 7));
    }
}
