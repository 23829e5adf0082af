//! Presses of whatever can be pressed on the demo's page, while Discord is fine, slow, down and back: nothing stays dead.
//!
//! Several members press at once, each in a tab of their own. The next control is one of the kind that was pressed least.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use browser::{Browser, Page};
use sandbox::Sandbox;
use serde_json::json;

use crate::{
    page::address,
    support::{CANARY, World, at_length},
};

/// Who presses, each in a tab.
const MEMBERS: [&str; 4] = ["Ada", "Bob", "Chloe", "Eve"];

/// How Discord is, one after the other, as the page's panel sets it.
const PHASES: [&str; 4] = ["clear", "slow", "down", "clear"];

/// What can be pressed: neither links, nor what the bot has disabled.
const CONTROLS: &str = "[...document.querySelectorAll('.action-row button:not([disabled])')]";

/// What a press is waited for, and what waits with it.
const BUSY: &str = ".action-row button[aria-busy=true], .action-row button[aria-disabled=true]";

/// How often each kind of control was pressed, by its words.
#[derive(Default)]
struct Pressed(Mutex<BTreeMap<String, usize>>);

impl Pressed {
    fn count(&self, kind: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(kind.to_owned()).or_default() += 1;
    }

    fn kinds(&self) -> BTreeMap<String, usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_button_of_the_page_stays_dead() {
    let Some(browser) = Browser::for_tests().await else { return };
    let sandbox = Sandbox::builder().api_key(CANARY).start().await;
    let world = World::with_settings(sandbox, &[("MEMBER_COMMANDS_PER_MINUTE", "0")]).await;
    let mut tabs = Vec::new();
    for member in MEMBERS {
        tabs.push(open(&world, &browser, member).await);
    }
    let (all, pressed) = (at_length(60, 300), Pressed::default());
    for (phase, discord) in PHASES.into_iter().enumerate() {
        let set = json!({ "service": "discord", "preset": discord }).to_string();
        let set = format!(
            "fetch('/sandbox/faults', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: {} }}).then((set) => set.ok)",
            json!(set)
        );
        assert_eq!(tabs[0].evaluate(&set).await.unwrap(), true);
        let part = (all / MEMBERS.len() * (phase + 1) / PHASES.len()) - (all / MEMBERS.len() * phase / PHASES.len());
        let each = tabs.iter().map(|tab| async {
            for _ in 0..part {
                press(tab, &pressed).await;
            }
        });
        futures_util::future::join_all(each).await;
    }
    // A button may be gone a moment before it is pressed: another member's press has put the new state in its place.
    let is_late = |trouble: &String| trouble.contains("status of 400") && trouble.contains("/sandbox/click");
    for tab in &tabs {
        let troubles: Vec<String> = tab.troubles().into_iter().filter(|trouble| !is_late(trouble)).collect();
        assert_eq!(troubles, Vec::<String>::new(), "nothing went wrong on the page");
    }
    let kinds = pressed.kinds();
    println!("presses: {kinds:?}");
    assert_eq!(kinds.values().sum::<usize>(), all);
    for kind in ["a menu", "Share", "Refresh", "Note", "Resolve", "Messages", "Conversation", "Overview", "Tag"] {
        assert!(kinds.contains_key(kind), "{kind}: {kinds:?}");
    }
}

/// A tab of a member, with answers that have something to press.
async fn open(world: &World, browser: &Browser, member: &str) -> Page {
    let code = world.sandbox.liveagent().conversations()[0].code.clone();
    let page = browser.open(&world.sandbox.url()).await.unwrap();
    let commands = [
        "/conversation list".to_owned(),
        format!("/conversation show conversation:{code}"),
        format!("/conversation messages conversation:{code}"),
        "/department list".to_owned(),
        "/overview all".to_owned(),
    ];
    for (shown, command) in commands.iter().enumerate() {
        page.go(&address(world, command, &format!("&as={member}&panel=closed"))).await.unwrap();
        page.wait(&format!("document.querySelectorAll('.message.ephemeral:has(.action-row)').length > {shown}"))
            .await
            .unwrap();
    }
    page
}

/// Presses one control, and waits until all can be pressed again.
async fn press(page: &Page, pressed: &Pressed) {
    page.evaluate("performance.clearResourceTimings()").await.unwrap();
    let kind = loop {
        alive(page).await;
        let kind = aim(page, &pressed.kinds()).await;
        if kind == "a menu" {
            page.press("ArrowDown").await.unwrap();
            page.wait("document.querySelector('.select-popup:not([hidden])') || document.activeElement.matches('[aria-disabled=true]')")
                .await
                .unwrap();
        }
        page.press("Enter").await.unwrap();
        // Where another answer came in between, this one was not sent: its message waits, or is a new one.
        let sent =
            "performance.getEntriesByType('resource').filter((each) => each.name.endsWith('/sandbox/click')).length";
        let outcome = format!(
            "{sent} ? 'sent' : document.querySelector(\"{BUSY}\") || !document.activeElement.matches('[data-aimed]') ? 'again' : ''"
        );
        if page.wait(&outcome).await.unwrap() == "sent" {
            break kind;
        }
    };
    pressed.count(&kind);
    alive(page).await;
    if page.evaluate("Boolean(document.querySelector('dialog[open]'))").await.unwrap() == true {
        submit(page).await;
    }
}

/// Puts the focus on a control of the kind that was pressed least.
async fn aim(page: &Page, counts: &BTreeMap<String, usize>) -> String {
    let script = format!(
        "(() => {{
           const counts = {};
           const kind = (one) => one.matches('.select') ? 'a menu' : one.querySelector('.button-label').textContent;
           const all = {CONTROLS}.sort((one, other) => (counts[kind(one)] ?? 0) - (counts[kind(other)] ?? 0));
           for (const one of document.querySelectorAll('[data-aimed]')) delete one.dataset.aimed;
           all[0].dataset.aimed = '';
           all[0].focus();
           return kind(all[0]);
         }})()",
        json!(counts)
    );
    page.evaluate(&script).await.unwrap().as_str().unwrap().to_owned()
}

/// Waits until nothing waits any more.
async fn alive(page: &Page) {
    page.wait(&format!("!document.querySelector(\"{BUSY}\")")).await.unwrap();
}

/// Fills a form in and sends it. Where it does not arrive it stays open, with what was written.
async fn submit(page: &Page) {
    let fill = "(() => {
        for (const input of document.querySelectorAll('dialog .field-input')) input.value ||= 'written';
        document.querySelector('dialog form').requestSubmit();
      })()";
    page.evaluate(fill).await.unwrap();
    page.wait("!document.querySelector('dialog[open]') || document.querySelector('.modal-error:not([hidden]), .field-error:not(:empty)')")
        .await
        .unwrap();
    if page.evaluate("Boolean(document.querySelector('dialog[open]'))").await.unwrap() == true {
        assert_eq!(page.evaluate("document.querySelector('dialog .field-input').value !== ''").await.unwrap(), true);
        page.press("Escape").await.unwrap();
        page.wait("!document.querySelector('dialog')").await.unwrap();
    }
}
