//! The commands as Discord gets them: what members see, and within Discord's limits.

#![expect(clippy::unwrap_used, reason = "tests")]

use commands::{Command, Level, commands};
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
fn every_command_has_a_level_and_an_example_that_fits_it() {
    fn check(command: &Command) {
        if !command.subcommands.is_empty() {
            return command.subcommands.iter().for_each(check);
        }
        let name = &command.qualified_name;
        assert!(command.custom_data.downcast_ref::<Level>().is_some(), "/{name} has no level");
        let help = command.help_text.as_deref().unwrap_or_default();
        let example = help.trim().trim_matches('`');
        let options = example.strip_prefix(&format!("/{name}")).unwrap_or_else(|| panic!("/{name}: {help:?}"));
        for option in options.split(' ').filter_map(|part| part.split_once(':')).map(|(option, _)| option) {
            assert!(command.parameters.iter().any(|parameter| parameter.name == option), "/{name} has no {option}");
        }
        let required = command.parameters.iter().filter(|parameter| parameter.required);
        for parameter in required {
            assert!(
                options.contains(&format!(" {}:", parameter.name)),
                "the example of /{name} lacks {}",
                parameter.name
            );
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
