//! The commands as Discord gets them: what members see, and within Discord's limits.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use commands::{Command, Menu, Needs, On, commands, examples, menus};
use serde_json::Value;

fn registered() -> Value {
    let commands: Vec<_> = commands().iter().filter_map(Command::create_as_slash_command).collect();
    serde_json::to_value(commands).unwrap()
}

#[test]
fn the_commands_are_these() {
    insta::assert_json_snapshot!(registered());
}

#[test]
fn the_menus_are_these() {
    let menus: Vec<_> = menus().into_iter().map(Menu::create).collect();
    insta::assert_json_snapshot!(serde_json::to_value(menus).unwrap());
}

#[test]
fn menus_are_within_discords_limits() {
    /// The most commands in the menu of messages, and in that of members.
    const MOST: usize = 15;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for on in [On::Message, On::Member] {
        assert!((1..=MOST).contains(&menus().iter().filter(|menu| menu.on == on).count()), "{on:?}");
    }
    for menu in menus() {
        assert!((1..=32).contains(&menu.name.chars().count()) && menu.name.trim() == menu.name, "{}", menu.name);
        assert!((1..=100).contains(&menu.description.chars().count()), "{}", menu.description);
        assert!(names.insert(menu.name), "{} is there twice", menu.name);
        assert!(commands().iter().all(|command| command.name != menu.name), "{}", menu.name);
    }
}

#[test]
fn every_command_has_a_level_and_examples_that_fit_it() {
    fn check(command: &Command) {
        if !command.subcommands.is_empty() {
            return command.subcommands.iter().for_each(check);
        }
        let name = &command.qualified_name;
        assert!(Needs::of(command).is_some(), "/{name} has no level");
        assert!(examples(command).next().is_some(), "/{name} has no example");
        for example in examples(command) {
            let options = example.strip_prefix(&format!("/{name}")).unwrap_or_else(|| panic!("/{name}: {example:?}"));
            for option in options.split(' ').filter_map(|part| part.split_once(':')).map(|(option, _)| option) {
                assert!(command.parameters.iter().any(|parameter| parameter.name == option), "/{name} has no {option}");
            }
            for parameter in command.parameters.iter().filter(|parameter| parameter.required) {
                let required = format!(" {}:", parameter.name);
                assert!(options.contains(&required), "{example:?} has no {}", parameter.name);
            }
        }
    }
    commands().iter().for_each(check);
}

/// Names and descriptions of everything, found wherever they stand.
fn each(value: &Value, visit: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| each(value, visit)),
        Value::Object(fields) => {
            visit(fields);
            fields.values().for_each(|value| each(value, visit));
        }
        _ => {}
    }
}

#[test]
fn names_and_descriptions_are_within_discords_limits() {
    let mut seen = 0;
    each(&registered(), &mut |fields| {
        let (Some(name), Some(description)) = (fields.get("name"), fields.get("description")) else { return };
        let (name, description) = (name.as_str().unwrap(), description.as_str().unwrap());
        assert!((1..=32).contains(&name.chars().count()) && name == name.to_lowercase(), "{name}");
        assert!((1..=100).contains(&description.chars().count()), "{name}: {description}");
        assert!(!description.contains("A slash command"), "{name} has no description of its own");
        assert!(fields.get("options").and_then(Value::as_array).is_none_or(|options| options.len() <= 25), "{name}");
        seen += 1;
    });
    assert!(seen > 40, "{seen}");
}

/// The most characters of a command's names, descriptions and choices together.
const COMMAND: usize = 8_000;

/// How much of its 8,000 characters what is named, described and offered in a command takes.
fn size(of: &Value) -> usize {
    const COUNTED: [&str; 3] = ["name", "description", "value"];
    match of {
        Value::Array(list) => list.iter().map(size).sum(),
        Value::Object(fields) => {
            let own = COUNTED.iter().filter_map(|field| fields.get(*field)?.as_str()).map(|text| text.chars().count());
            own.sum::<usize>()
                + ["options", "choices"].iter().filter_map(|below| fields.get(*below)).map(size).sum::<usize>()
        }
        _ => 0,
    }
}

#[test]
fn no_text_is_without_a_limit_and_no_command_too_large() {
    let (commands, mut texts) = (registered(), 0);
    for command in commands.as_array().unwrap() {
        assert!(size(command) <= COMMAND, "/{} has {} characters", command["name"], size(command));
    }
    each(&commands, &mut |fields| {
        let Some(options) = fields.get("options").and_then(Value::as_array) else { return };
        let free = |option: &&Value| option["type"] == 3 && option["choices"].as_array().is_none_or(Vec::is_empty);
        let limits = options.iter().filter(free).map(|option| {
            texts += 1;
            let limit = option["max_length"].as_u64();
            limit.unwrap_or_else(|| panic!("{} of {} has no max_length", option["name"], fields["name"]))
        });
        // What one command takes is what somebody can send at once.
        let sum: u64 = limits.sum();
        assert!(sum <= COMMAND as u64, "the texts of {} are {sum} characters", fields["name"]);
    });
    assert!(texts > 50, "{texts}");
}

#[test]
fn as_much_of_a_schedule_is_taken_as_is_read() {
    let mut schedules = 0;
    each(&registered(), &mut |fields| {
        if fields.get("name").is_some_and(|name| name == "schedule") {
            assert_eq!(fields["max_length"], notifications::schedule::MAX_LENGTH);
            schedules += 1;
        }
    });
    assert_eq!(schedules, 2);
}
