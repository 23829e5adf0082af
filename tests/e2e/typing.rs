//! What is offered while somebody types, whatever is typed and whatever things are called: Discord takes each list, and one bad name
//! spoils no other.

use std::collections::BTreeSet;

use sandbox::Sandbox;
use serde_json::Value;

use crate::support::World;

/// The longest text that Discord lets anybody type into an option.
const LONGEST: usize = 6_000;

/// Every option that completes, as `/command subcommand option:`.
fn options() -> Vec<String> {
    fn walk(path: &str, options: &Value, found: &mut Vec<String>) {
        for option in options.as_array().into_iter().flatten() {
            let name = option["name"].as_str().unwrap();
            if option["type"] == 1 {
                walk(&format!("{path} {name}"), &option["options"], found);
            } else if option["autocomplete"] == true {
                found.push(format!("{path} {name}:"));
            }
        }
    }
    let mut found = Vec::new();
    for command in commands::commands() {
        let command = serde_json::to_value(command.create_as_slash_command().unwrap()).unwrap();
        walk(&format!("/{}", command["name"].as_str().unwrap()), &command["options"], &mut found);
    }
    found
}

/// A help desk in which somebody named things as nobody should.
async fn hostile() -> Sandbox {
    let sandbox = Sandbox::builder().start().await;
    let desk = sandbox.liveagent();
    let long = "All the parcels that never came ".repeat(1_000_000 / 32);
    let names =
        ["", " ", "\u{200b}", "\u{2800}\u{200e}", "\n", ",", "a, b", "@everyone", "`**", &"😀".repeat(60), &long];
    for (number, name) in names.into_iter().enumerate() {
        desk.add_named(&format!("hostile{number}"), name);
    }
    for _ in 0..40 {
        desk.add_named("twin", "Twin");
        desk.add_named("", "Nobody");
        desk.add_named(&"i".repeat(101), "An id that no choice can hold");
    }
    sandbox
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_offers_what_discord_takes() {
    let world = World::on(hostile().await).await;
    let owner = world.sandbox.owner();
    let title = "😀".repeat(100);
    for made in [
        format!("/digest subscribe channel:#support schedule:daily title:{title}"),
        "/board create channel:#support department:twin".to_owned(),
        "/alert create metric:Chats waiting channel:#support department:hostile10".to_owned(),
    ] {
        assert!(!owner.run(&made).await.failed(), "{made}");
    }
    // What a member has opened and uploaded is offered to that member.
    let code = world.sandbox.liveagent().conversations()[0].code.clone();
    for opened in [
        format!("/conversation show conversation:{code}"),
        format!("/conversation field set conversation:{code} code:order value:1"),
        "/customer show customer:jane.doe@mail.example".to_owned(),
        "/file upload url:https://www.example.com/a.pdf".to_owned(),
    ] {
        assert!(!owner.run(&opened).await.failed(), "{opened}");
    }
    let options = options();
    assert!(options.len() > 40, "{options:?}");
    let typed = |what: &str| what.repeat(LONGEST / what.len());
    let all = [
        "",
        "a",
        ",",
        "Twin, ",
        &typed("x"),
        &typed("refund "),
        &typed("0,"),
        &typed("Sales, "),
        &typed("😀"),
        &typed("\\ "),
    ];
    for option in options {
        // The lists are fetched behind the start.
        world.until_offered(&option).await;
        for typed in all {
            let offered = owner.complete(&format!("{option}{typed}")).await;
            let values: BTreeSet<&str> = offered.iter().map(|choice| choice.value.as_str()).collect();
            assert!(offered.len() <= 25 && values.len() == offered.len(), "{option}{typed:.20}: {offered:?}");
            for text in offered.iter().flat_map(|choice| [&choice.name, &choice.value]) {
                let length = text.encode_utf16().count();
                assert!((1..=100).contains(&length) && !text.trim().is_empty(), "{option}{typed:.20}: {text:?}");
            }
        }
    }
}

impl World {
    /// Waits until an option offers something when nothing is typed.
    pub(crate) async fn until_offered(&self, option: &str) {
        let wait = async {
            while self.sandbox.owner().complete(option).await.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(crate::support::PATIENCE, wait)
            .await
            .unwrap_or_else(|_| panic!("{option} offers nothing"));
    }
}
