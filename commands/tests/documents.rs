//! docs/COMMANDS.md, written from the commands as they are registered. It is committed, and a test compares it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fmt::Write as _, path::Path};

use commands::{Command, Needs, commands, examples};
use liveagent::OPERATIONS;
use poise::CommandParameter;

/// More choices than these are counted, not listed.
const LISTED_CHOICES: usize = 12;

const INTRODUCTION: &str = "\
# Commands

<!-- Written from the commands by `UPDATE_DOCS=1 cargo test documents`; a test compares it. -->

Type `/` in Discord and pick a command. `/help` shows the ones that you may use.

Each command needs a level. Each level includes those above it in this table. Members with Discord's *Manage Server* permission give levels to roles with `/setup roles`; until
they do, nobody else can use more than `/help` and `/about`.

| level | given by | for |
|---|---|---|
| everyone | being in the server | reading the help |
| viewer | a role | looking things up: conversations, articles, queues |
| agent | a role | working on conversations: notes, tags, status |
| manager | a role | changing what others share: tags, digests, alerts, boards; reading the audit |
| owner | *Manage Server* | setting Switchboard up, forgetting members |

`ABC-DEFGH-123` stands for a conversation: its code, its ID or a link to it.

Below each command are the requests that it sends to LiveAgent, some of them only with certain options, each with its number in the reference of API v1.
Names of tags, departments, agents and knowledge base entries come from lists that are kept in memory and read again after a minute.
";

#[test]
fn documents_are_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/COMMANDS.md");
    let written = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == written,
        "docs/COMMANDS.md is not up to date: run `UPDATE_DOCS=1 cargo test documents`, then read the diff"
    );
}

fn page() -> String {
    let mut text = INTRODUCTION.to_owned();
    for area in commands() {
        if area.subcommands.is_empty() {
            describe(&mut text, "##", &area);
        } else {
            let _ = write!(text, "\n## `/{}`\n\n{}.\n", area.qualified_name, description(&area));
            area.subcommands.iter().for_each(|command| below(&mut text, command));
        }
    }
    text
}

fn below(text: &mut String, command: &Command) {
    if command.subcommands.is_empty() {
        describe(text, "###", command);
    }
    command.subcommands.iter().for_each(|command| below(text, command));
}

fn describe(text: &mut String, heading: &str, command: &Command) {
    let needs = Needs::of(command).unwrap();
    let _ = write!(text, "\n{heading} `/{}`\n\n{}.\n\n", command.qualified_name, description(command));
    for example in examples(command) {
        let _ = writeln!(text, "    {example}");
    }
    let _ = write!(text, "\nLevel: {}.", needs.level().name());
    let sends: Vec<String> = needs.all_sends().into_iter().map(operation).collect();
    if !sends.is_empty() {
        let _ = write!(text, " Requests to LiveAgent: {}.", sends.join(", "));
    }
    text.push('\n');
    if !command.parameters.is_empty() {
        text.push_str("\n| option | | description |\n|---|---|---|\n");
        for option in &command.parameters {
            let required = if option.required { "required" } else { "optional" };
            let _ = writeln!(text, "| `{}` | {required} | {} |", option.name, explained(option));
        }
    }
}

fn description(command: &Command) -> &str {
    command.description.as_deref().unwrap().trim_end_matches('.')
}

/// An operation by its method, path and number.
fn operation(name: &str) -> String {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
    format!("`{} {}` (#{})", operation.method.as_str(), operation.path, operation.number)
}

fn explained<U, E>(option: &CommandParameter<U, E>) -> String {
    let description = option.description.as_deref().unwrap().replace('|', "\\|");
    let choices: Vec<&str> = option.choices.iter().map(|choice| choice.name.as_ref()).collect();
    match choices.len() {
        0 => description,
        1..=LISTED_CHOICES => format!("{description}: {}", choices.join(", ")),
        n => format!("{description}: one of {n} choices"),
    }
}
