//! Every documented example of a command, typed as it stands, against what the command says that it sends to LiveAgent.
//!
//! The rule: an area has a world of its own, in which its examples run in the order of the documents, so what one makes, the next may use. Each must be
//! answered, and not by an error. What the examples of a command send is what the command says that it sends: no more, and no less. Commands of an area
//! that say the same are taken together, as are those that show a digest's figures: its sections decide which of them are read.
//!
//! Set apart is what the bot reads by itself. It has the lists of names ([`NAMES`]) before the first example, and reads one again when a tag or an entry
//! was changed or the list is a minute old. With alerts, boards and digests it reads the figures that they show ([`FIGURES`]), so in those areas an operation of
//! both lists that a command sends and does not name is not noticed. Requests that only a button or a form makes have no example. No example sends the
//! operations that only older accounts need ([`OLD`]): `knowledgebase.rs` tests them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use ::commands::{Command, Needs, commands, examples};
use futures_util::future::join_all;
use jiff::SignedDuration;
use liveagent::OPERATIONS;
use sandbox::{Answer, Member};

use crate::support::{World, leaves};

/// The placeholder for a conversation in the examples.
const CONVERSATION: &str = "ABC-DEFGH-123";

/// The placeholder for a file.
const FILE: &str = "3a1d0a82";

/// The placeholder for the first subscription, which earlier examples created.
const SUBSCRIBED: [(&str, &str); 3] = [("alert:4", "alert:1"), ("board:5", "board:1"), ("digest:3", "digest:1")];

/// The file of the examples of widgets.
const WIDGET: &str = r#"{ "attributes": [{ "name": "position", "section": "design", "value": "top-left" }] }"#;

/// Options, one for each list of names, that offer something once the bot has the list.
const OFFERING: [&str; 6] = [
    "/tag show tag:",
    "/department show department:",
    "/conversation list agent:",
    "/kb search query:password knowledgebase:",
    "/kb show entry:",
    "/conversation show conversation:",
];

/// How old a list may be before it is read again.
const LIST_AGE: Duration = Duration::from_mins(1);

/// How much time passes before each example: every figure is then old enough to be read again.
const PAUSE: SignedDuration = SignedDuration::from_mins(35);

/// The lists of names.
const NAMES: [&str; 6] = [
    "ListTags",
    "ListDepartments",
    "ListAgentStatuses",
    "ListKnowledgebases",
    "ListKnowledgebaseEntries",
    "ListConversations",
];

/// Operations that only accounts too old for their successors need.
const OLD: [&str; 1] = ["ListKnowledgebaseArticles"];

/// What alerts, boards and digests read besides.
const FIGURES: [&str; 13] = [
    "ShowApplicationStatus",
    "ShowChatsOverview",
    "ShowCallsOverview",
    "ListDepartmentStatuses",
    "ReportChatsLoad",
    "ReportCallsLoad",
    "ReportPerformance",
    "ReportDepartments",
    "ReportRanking",
    "ReportTags",
    "ReportTicketsSla",
    "ReportChatsSla",
    "ReportCallsSla",
];

#[tokio::test(flavor = "multi_thread")]
async fn each_example_is_answered_and_sends_what_its_command_says() {
    let areas = commands();
    let problems: Vec<String> = join_all(areas.iter().map(run_examples)).await.concat();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Runs the examples of an area. What is wrong with them.
async fn run_examples(area: &Command) -> Vec<String> {
    let (begun, world) = (Instant::now(), World::monday(1.0).await);
    for option in OFFERING {
        while world.sandbox.owner().complete(option).await.is_empty() {
            tokio::task::yield_now().await;
        }
    }
    // The time zone is measured by it.
    world.until(|world| sent(world).contains("ShowApplicationStatus")).await;
    let by_itself = |operation: &&str| match &*area.name {
        "alert" | "board" | "digest" => NAMES.contains(operation) || FIGURES.contains(operation),
        "tag" if *operation == "ListTags" => true,
        "group" if *operation == "ListCustomerGroups" => true,
        "kb" if *operation == "ListKnowledgebaseEntries" => true,
        // Its names are read when they are needed.
        "widget" if *operation == "ListWidgets" => true,
        _ => NAMES.contains(operation) && begun.elapsed() >= LIST_AGE,
    };
    let code = open_conversation(&world);
    let file = world.sandbox.liveagent().files()[0].0.clone();
    if area.name == "conversation" {
        // Replies are sent in an agent's name.
        world.sandbox.owner().run("/link member member:@Ada agent:Ben Okafor").await;
    }
    let owner = world.sandbox.owner().with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec()).with_file(
        "widget.json",
        "application/json",
        WIDGET,
    );
    let mut problems = Vec::new();
    let mut sent_by_all: BTreeMap<BTreeSet<&str>, BTreeSet<&str>> = BTreeMap::new();
    for command in leaves(area) {
        let needs = Needs::of(command).unwrap();
        let says: BTreeSet<&str> = needs.all_sends().into_iter().collect();
        for example in examples(command) {
            world.sandbox.clock().advance(PAUSE);
            world.sandbox.liveagent().requests().clear();
            let line = SUBSCRIBED
                .iter()
                .fold(example.replace(CONVERSATION, &code).replace(FILE, &file), |line, (it, is)| line.replace(it, is));
            let answer = run(&owner, &line, needs).await;
            if answer.failed() || is_error(&answer) {
                problems.push(format!("{example}: {}", answer.text()));
            }
            let (said, unsaid): (BTreeSet<_>, BTreeSet<_>) = sent(&world).into_iter().partition(|it| says.contains(it));
            let unsaid: Vec<&str> = unsaid.into_iter().filter(|operation| !by_itself(operation)).collect();
            if !unsaid.is_empty() {
                problems.push(format!("{example} sends {unsaid:?}, and does not say so"));
            }
            sent_by_all.entry(says.clone()).or_default().extend(said);
        }
    }
    for (says, sent) in sent_by_all {
        let unsent: Vec<&&str> = says.difference(&sent).filter(|operation| !OLD.contains(operation)).collect();
        if !unsent.is_empty() {
            problems.push(format!("no example of /{} sends {unsent:?} of {says:?}", area.name));
        }
    }
    problems
}

/// The code of an open conversation without the tag of the examples.
fn open_conversation(world: &World) -> String {
    let desk = world.sandbox.liveagent();
    let vip = desk.tags().into_iter().find(|tag| tag.name == "VIP").unwrap().id;
    let fits = |code: &str| !desk.tags_of(code).contains(&vip);
    desk.conversations().into_iter().find(|found| found.status == 'C' && fits(&found.code)).unwrap().code
}

/// Types a command and confirms the question that it asks, or applies the preview that it shows, if it does.
async fn run(owner: &Member, line: &str, needs: Needs) -> Answer {
    let answer = owner.run(line).await;
    match confirms(&answer).filter(|_| needs.request.kind == "act") {
        Some(button) => owner.click(&answer, &button).await,
        None => answer,
    }
}

/// The label of the button that does what can't be undone, or what a preview shows.
fn confirms(answer: &Answer) -> Option<String> {
    const DANGER: u64 = 4;
    let buttons = answer.components().iter().filter_map(|row| row["components"].as_array()).flatten();
    let is_one = |button: &&serde_json::Value| button["style"] == DANGER || button["label"] == "Apply";
    buttons.filter(is_one).find_map(|button| button["label"].as_str().map(str::to_owned))
}

/// Whether the answer says that something went wrong.
fn is_error(answer: &Answer) -> bool {
    let failure = |embed: &serde_json::Value| {
        embed["title"].is_null() && embed["description"].as_str().is_some_and(|text| text.starts_with("⚠️"))
    };
    answer.embeds().iter().any(failure)
}

/// The operations that LiveAgent was asked for.
fn sent(world: &World) -> BTreeSet<&'static str> {
    let is_at = |pattern: &str, path: &str| {
        let (pattern, path) = (pattern.split('/'), path.split('/'));
        pattern.clone().count() == path.clone().count()
            && pattern.zip(path).all(|(pattern, part)| pattern == part || pattern.starts_with('{'))
    };
    let operation = |method: &str, path: &str| {
        let found = OPERATIONS.iter().find(|known| known.method.as_str() == method && is_at(known.path, path));
        found.unwrap_or_else(|| panic!("{method} {path} is no operation")).name
    };
    world.sandbox.liveagent().requests().all().iter().map(|it| operation(&it.method, &it.path)).collect()
}
