//! What the bot posts by itself, on the demo's page in headless Chromium: queues and time are moved with the page's own controls.
//!
//! With `SCREENSHOTS=docs` the pictures of the README are taken anew.

use browser::{Browser, Page};
use std::{path::PathBuf, time::Duration};

use sandbox::{Sandbox, clock::Clock};

use crate::support::World;

pub(crate) async fn picture(page: &Page, name: &str) {
    let Some(folder) = std::env::var_os("SCREENSHOTS") else { return };
    // Pictures in the page are drawn a moment after it has them.
    tokio::time::sleep(Duration::from_secs(1)).await;
    std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), page.screenshot().await.unwrap()).unwrap();
}

/// Presses one of the panel's buttons, by its label or its text.
pub(crate) async fn press(page: &Page, button: &str) {
    let find = format!(
        "[...document.querySelectorAll('button')].find((b) => b.ariaLabel === '{button}' || b.textContent.trim().endsWith('{button}'))"
    );
    page.wait(&format!("!!{find} && !{find}.disabled")).await.unwrap();
    page.evaluate(&format!("{find}.click()")).await.unwrap();
}

/// Waits until a message of the page says something.
pub(crate) async fn says(page: &Page, text: &str) {
    let all = "[...document.querySelectorAll('.message')].map((each) => each.innerText).join('\\n')";
    page.wait(&format!("{all}.includes('{text}')")).await.unwrap();
}

/// Only the newest message that says this is left to see, the page's view scrolled to it.
async fn show(page: &Page, text: &str) {
    let found = format!(
        "[...document.querySelectorAll('.message')].filter((each) => each.innerText.includes('{text}')).at(-1)"
    );
    page.evaluate(&format!("{found}.scrollIntoView({{ block: 'start' }})")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_a_board_and_an_alert_are_seen_at_work() {
    let Some(browser) = Browser::for_tests().await else { return };
    let clock = Clock::at("2026-11-23T06:40:00Z".parse().unwrap());
    let world = World::on(Sandbox::builder().clock(clock).start().await).await;
    let page = browser.open(&format!("{}/?panel=open&theme=dark", world.sandbox.url())).await.unwrap();
    page.resize(1280, 860, 1.5).await.unwrap();
    // What is asked there is private; the channel itself holds only what the bot says by itself.
    let owner = world.sandbox.owner().in_channel("random");
    for metric in ["Chats waiting", "Calls waiting"] {
        owner.run(&format!("/alert create metric:{metric} channel:#support fire:900")).await;
    }
    owner
        .run("/alert create metric:Chats waiting channel:#support fire:10 clear:4 for:1 clear_for:1 department:Support role:@Support severity:Critical")
        .await;
    // Three hours in twenty seconds, so that there is a past to draw.
    press(&page, "Speed 600 times").await;
    let is = |world: &World, time: &str| world.sandbox.clock().now() > time.parse().unwrap();
    world.until(|world| is(world, "2026-11-23T09:50:00Z")).await;
    press(&page, "Speed 60 times").await;
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:Europe/Berlin title:Support so far").await;
    world.until(|world| is(world, "2026-11-23T10:01:00Z")).await;
    press(&page, "Speed 1 times").await;
    says(&page, "📰 Support so far").await;
    show(&page, "📰 Support so far").await;
    picture(&page, "digest").await;
    owner.run("/board create channel:#support").await;
    says(&page, "📋 Live status").await;
    show(&page, "📋 Live status").await;
    picture(&page, "board").await;

    for _ in 0..12 {
        press(&page, "One more: Support, chats").await;
    }
    for _ in 0..3 {
        press(&page, "Skip 1 min").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    says(&page, "Not acknowledged yet").await;
    show(&page, "Incident 1").await;
    picture(&page, "alert-firing").await;

    press(&page, "Acknowledge").await;
    says(&page, "Acknowledged by").await;
    press(&page, "Quiet").await;
    for _ in 0..12 {
        press(&page, "Skip 1 min").await;
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    says(&page, "Resolved after").await;
    show(&page, "Incident 1").await;
    picture(&page, "alert-resolved").await;
}
