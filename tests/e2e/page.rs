//! The demo's page in headless Chromium, with the real bot behind it: every command is typed into it and answered.
//!
//! With `SCREENSHOTS=docs` the pictures of the README are taken anew. Where there is no Chromium the tests say so; with
//! `REQUIRE_CHROMIUM=1` that is a failure.

use std::{fmt::Write as _, path::PathBuf};

use browser::{Browser, Page};
use sandbox::{Builder, Known, Sandbox, clock::Clock};

use crate::support::World;

struct Scene {
    page: Page,
    world: World,
    _browser: Browser,
}

/// An address of the page that types a command.
pub(crate) fn address(world: &World, command: &str, more: &str) -> String {
    let mut query = String::new();
    for byte in command.bytes() {
        if byte.is_ascii_alphanumeric() {
            query.push(char::from(byte));
        } else {
            let _ = write!(query, "%{byte:02X}");
        }
    }
    format!("{}/?run={query}{more}", world.sandbox.url())
}

impl Scene {
    async fn start(sandbox: Builder) -> Option<Self> {
        let browser = Browser::for_tests().await?;
        let world = World::on(sandbox.start().await).await;
        let page = browser.open(&world.sandbox.url()).await.unwrap();
        Some(Self { page, world, _browser: browser })
    }

    /// Types a command and gives the text of its answer, the last message.
    async fn run(&self, command: &str, more: &str) -> String {
        // The page shows earlier answers too: the new one is one more.
        let answers = "document.querySelectorAll('.message:has(.embed)').length";
        let before = self.page.evaluate(answers).await.unwrap().as_u64().unwrap_or_default();
        self.page.go(&address(&self.world, command, more)).await.unwrap();
        if let Err(error) = self.page.wait(&format!("{answers} > {before}")).await {
            self.picture("failed").await;
            panic!("{command}: {error}");
        }
        let last = "[...document.querySelectorAll('.message:has(.embed)')].at(-1).innerText";
        self.page.evaluate(last).await.unwrap().as_str().unwrap_or_default().to_owned()
    }

    /// Takes a picture, where pictures are wanted.
    async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("SCREENSHOTS") else { return };
        let picture = self.page.screenshot().await.unwrap();
        std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), picture).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_answered_on_the_page() {
    let Some(scene) = Scene::start(Sandbox::builder()).await else { return };
    let desk = scene.world.sandbox.liveagent();
    let code = desk.conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
    let tag = desk.tags().into_iter().find(|tag| !desk.tags_of(&code).contains(&tag.id)).unwrap().name;
    let table = [
        ("/conversation list".to_owned(), "of 100+"),
        (format!("/conversation show conversation:{code}"), "Status"),
        (format!("/conversation messages conversation:{code}"), "Newest first"),
        (format!("/conversation tags conversation:{code}"), "tag"),
        (format!("/conversation tag conversation:{code} tag:{tag}"), "Tagged"),
        (format!("/conversation untag conversation:{code} tag:{tag}"), "Untagged"),
        (format!("/conversation status conversation:{code} status:Resolved"), "Resolved"),
        (format!("/conversation note conversation:{code} text:looked into it"), "Internal note added"),
        ("/tag list".to_owned(), "Tags"),
        (format!("/tag assign conversation:{code} tag:{tag}"), "Tagged"),
        (format!("/tag unassign conversation:{code} tag:{tag}"), "Untagged"),
        ("/kb search query:password".to_owned(), "password"),
        ("/kb show entry:Setting up tubeless tyres".to_owned(), "sealant"),
        ("/department list".to_owned(), "Support"),
        ("/department show department:Support".to_owned(), "Support"),
        ("/department status".to_owned(), "Support"),
        ("/overview chats".to_owned(), "Chats"),
        ("/overview calls".to_owned(), "Calls"),
        ("/overview all".to_owned(), "Overview"),
        ("/about".to_owned(), "✅ in"),
        ("/help".to_owned(), "What you can do here"),
    ];
    for (command, expected) in table {
        let text = scene.run(&command, "").await;
        assert!(text.contains(expected), "{command}: {text}");
        assert!(text.contains("Only you can see this"), "{command}: {text}");
    }
    assert_eq!(scene.page.troubles(), Vec::<String>::new(), "nothing went wrong on the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_of_the_readme_can_be_taken() {
    let table = [
        ("conversation", "/conversation show conversation:CODE", "dark"),
        ("messages", "/conversation messages conversation:CODE", "dark"),
        ("list", "/conversation list status:Waiting (New or Open)", "dark"),
        ("search", "/kb search query:password", "dark"),
        ("overview", "/overview all", "dark"),
        ("light", "/conversation list", "light"),
    ];
    for (name, command, theme) in table {
        // In the middle of a working day, when there is something to see.
        let clock = Clock::at("2026-11-23T09:40:00Z".parse().unwrap());
        let Some(scene) = Scene::start(Sandbox::builder().clock(clock)).await else { return };
        let desk = scene.world.sandbox.liveagent();
        let wanted = |each: &Known| {
            let is_mail = desk.conversation(&each.id)["channel_type"] == "E";
            each.status == 'R' && is_mail && each.subject.contains("Brake lever")
        };
        let conversations = desk.conversations();
        let code = conversations.into_iter().find(wanted).unwrap().code;
        scene.page.resize(1080, 760, 1.5).await.unwrap();
        let text = scene.run(&command.replace("CODE", &code), &format!("&panel=closed&theme={theme}")).await;
        assert!(!text.is_empty(), "{command}");
        scene.picture(name).await;
    }
}
