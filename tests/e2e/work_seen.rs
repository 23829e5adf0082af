//! A day's work on the demo's page in headless Chromium: found, answered, transferred, deleted, looked up and written, on a wide screen and on a phone's.
//!
//! With `SCREENSHOTS=docs` the pictures of the documents are taken again.

use std::time::Duration;

use browser::{Browser, Page};
use sandbox::{Sandbox, clock::Clock};

use crate::{
    page::address,
    spoken::{picture, press, says},
    support::{CANARY, World},
};

/// Types a command as Ada.
async fn run(world: &World, page: &Page, command: &str) {
    page.go(&address(world, command, "&panel=closed&theme=dark&as=Ada")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_work_is_seen_wide_and_narrow() {
    let Some(browser) = Browser::for_tests().await else { return };
    for (width, height, screen) in [(1280, 860, "wide"), (390, 844, "phone")] {
        let clock = Clock::at("2026-11-23T09:40:00Z".parse().unwrap());
        let world = World::on(Sandbox::builder().api_key(CANARY).clock(clock).start().await).await;
        let owner = world.sandbox.owner();
        owner.run("/setup roles agent:@Support").await;
        while owner.complete("/link member agent:").await.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        owner.run("/link member member:@Ada agent:Ben Okafor").await;
        let desk = world.sandbox.liveagent();
        let code = desk.conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
        let page = browser.open(&world.sandbox.url()).await.unwrap();
        page.resize(width, height, 1.5).await.unwrap();
        let name = |what: &str| format!("{what}-{screen}");

        run(&world, &page, "/conversation find text:parcel last week").await;
        says(&page, "Searched").await;
        picture(&page, &name("find")).await;
        let text = "Dear Jane, your parcel is **on its way**: [track it](https://track.example/4711).";
        run(&world, &page, &format!("/conversation reply conversation:{code} text:{text} status:Resolved")).await;
        says(&page, "not sent yet").await;
        picture(&page, &name("reply")).await;
        press(&page, "Send").await;
        says(&page, "Reply sent").await;
        run(&world, &page, &format!("/conversation transfer conversation:{code} department:Billing")).await;
        says(&page, "Transferred").await;
        picture(&page, &name("transfer")).await;
        run(&world, &page, &format!("/conversation delete conversation:{code}")).await;
        says(&page, "can\\'t be undone").await;
        picture(&page, &name("delete")).await;
        run(&world, &page, "/customer show customer:jane.doe@mail.example").await;
        says(&page, "Latest conversations").await;
        picture(&page, &name("customer")).await;
        run(&world, &page, "/tag show tag:VIP").await;
        says(&page, "Background").await;
        picture(&page, &name("tag")).await;
        run(&world, &page, "/kb write title:Care of chains").await;
        page.wait("!!document.querySelector('dialog.modal textarea')").await.unwrap();
        let article = "Chains last longer when they are **clean**.\\n\\n- Wipe them\\n- Oil them\\n- Wipe them again";
        let fill = format!(
            "(() => {{ const text = document.querySelector('dialog.modal textarea'); text.value = '{article}'; text.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()"
        );
        page.evaluate(&fill).await.unwrap();
        press(&page, "Submit").await;
        says(&page, "Wipe them again").await;
        picture(&page, &name("article")).await;
        assert_eq!(page.troubles(), Vec::<String>::new(), "nothing went wrong on the page");
    }
}
