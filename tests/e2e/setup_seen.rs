//! The setup, the audit and an announced change on the demo's page in headless Chromium.
//!
//! With `SCREENSHOTS=docs` the pictures of the documents are taken again.

use browser::Browser;
use sandbox::{Sandbox, clock::Clock};

use crate::{
    page::address,
    spoken::{picture, press, says},
    support::{CANARY, World},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_is_seen_step_by_step() {
    let Some(browser) = Browser::for_tests().await else { return };
    let clock = Clock::at("2026-11-23T09:40:00Z".parse().unwrap());
    let mut world = World::idle(Sandbox::builder().api_key(CANARY).clock(clock).start().await);
    world.start_bot().await;
    let owner = world.sandbox.owner();
    while owner.complete("/link member agent:").await.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let page = browser.open(&world.sandbox.url()).await.unwrap();
    page.resize(1080, 860, 1.5).await.unwrap();
    page.go(&address(&world, "/about", "&panel=closed&theme=dark")).await.unwrap();
    for (step, button) in [("1", "Next"), ("2", "Next"), ("3", "Next"), ("4", "Finish")] {
        says(&page, &format!("step {step} of 4")).await;
        picture(&page, &format!("setup-{step}")).await;
        if step == "4" {
            owner.run("/setup roles viewer:@Sales agent:@Support manager:@Shift leads").await;
        }
        press(&page, button).await;
    }
    says(&page, "Setup complete").await;
    picture(&page, "setup-done").await;

    owner.run("/setup visibility changes:Announced in the channel").await;
    for (name, member) in [("help-owner", "Ada"), ("help-viewer", "Gita")] {
        page.go(&address(&world, "/help", &format!("&panel=closed&theme=dark&as={member}"))).await.unwrap();
        says(&page, "What you can do here").await;
        picture(&page, name).await;
    }
    let bob = world.sandbox.member("Bob");
    let desk = world.sandbox.liveagent();
    let code = desk.conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
    bob.run(&format!("/conversation note conversation:{code} text:The courier found the parcel.")).await;
    bob.run(&format!("/conversation status conversation:{code} status:Resolved")).await;
    says(&page, "Changed by").await;
    picture(&page, "announced").await;
    page.go(&address(&world, "/audit", "&panel=closed&theme=dark&as=Ada")).await.unwrap();
    says(&page, "Audit").await;
    picture(&page, "audit").await;
    assert_eq!(page.troubles(), Vec::<String>::new(), "nothing went wrong on the page");
}
