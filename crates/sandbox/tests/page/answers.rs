//! Answers as they appear: private ones, embeds, thinking, failures, and awkward content that must stay text.

use serde_json::json;

use crate::{scene::Scene, script::AWKWARD};

#[tokio::test]
async fn awkward_content_stays_text_everywhere() {
    let Some(scene) = Scene::start().await else { return };
    scene.bot().post(&scene.channel().await, json!({ "content": AWKWARD, "embeds": [{ "title": AWKWARD, "description": AWKWARD, "fields": [{ "name": AWKWARD, "value": AWKWARD }], "footer": { "text": AWKWARD }, "author": { "name": AWKWARD } }] })).await;
    scene.page.wait_for(".message .embed-footer").await.unwrap();
    for place in [
        ".content",
        ".embed-title",
        ".embed-description",
        ".embed-field dt",
        ".embed-field dd",
        ".embed-footer",
        ".embed-author",
    ] {
        let shown = scene.page.text(&format!(".message {place}")).await.unwrap();
        assert!(shown.contains("<script>document.title='owned'</script>"), "{place}: {shown}");
    }
    assert_eq!(
        scene
            .page
            .evaluate(
                "document.querySelectorAll('#log script, #log img:not(.avatar), #log a[href^=javascript]').length"
            )
            .await
            .unwrap(),
        0
    );
    assert_eq!(scene.page.evaluate("document.title").await.unwrap(), "Switchboard demo");
    scene.assert_sound().await;
}

#[tokio::test]
async fn an_embed_has_its_parts_in_their_places() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    assert_eq!(page.evaluate("[...document.querySelectorAll('.origin > span:not(.avatar)')].map((one) => one.textContent.trim()).join(' ')").await.unwrap(), "Ada used conversation show");
    assert_eq!(page.text(".message-header .tag").await.unwrap(), "APP");
    assert_eq!(
        page.evaluate("getComputedStyle(document.querySelector('.embed')).borderLeftColor").await.unwrap(),
        "rgb(240, 178, 50)"
    );
    assert_eq!(page.evaluate("document.querySelector('.embed-title a').href").await.unwrap(), "https://desk.example/1");
    let rows = page.evaluate("(() => { const rows = {}; for (const field of document.querySelectorAll('.embed-field')) (rows[Math.round(field.getBoundingClientRect().top)] ??= []).push(field.querySelector('dt').innerText); return Object.values(rows); })()").await.unwrap();
    assert_eq!(rows, json!([["A", "B", "C"], ["D"], ["E"]]));
    let footer = page.text(".embed-footer").await.unwrap();
    assert!(footer.starts_with("one of 243") && footer.contains("10/9/25"), "{footer}");
    assert!(page.text(".embed-description time").await.unwrap().contains("ago"));
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_private_answer_says_so_and_can_be_dismissed() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    assert_eq!(page.text(".private-mark").await.unwrap().replace('\n', ""), "Only you can see this • Dismiss message");
    page.evaluate("document.querySelector('.private-mark button').focus()").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("!document.querySelector('.private-mark')").await.unwrap();
    scene.go("").await;
    assert_eq!(page.evaluate("document.querySelectorAll('.private-mark').length").await.unwrap(), 0);
    scene.assert_sound().await;
}

#[tokio::test]
async fn nobody_else_sees_a_private_answer() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    page.evaluate("(() => { const who = document.querySelector('select[aria-label=\"Act as\"]'); who.selectedIndex = 1; who.dispatchEvent(new Event('change')); })()").await.unwrap();
    page.wait("!document.querySelector('.message .embed')").await.unwrap();
    page.evaluate("(() => { const who = document.querySelector('select[aria-label=\"Act as\"]'); who.selectedIndex = 0; who.dispatchEvent(new Event('change')); })()").await.unwrap();
    page.wait_for(".message .embed").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn slow_work_shows_that_it_is_at_work() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    scene.run("/about").await;
    page.wait("document.querySelector('.message:not(.pending) .thinking')?.innerText.includes('is thinking...')")
        .await
        .unwrap();
    scene.bot().proceed.notify_one();
    page.wait("document.querySelector('.message .content')?.innerText.startsWith('All is well')").await.unwrap();
    assert_eq!(page.evaluate("document.querySelectorAll('.thinking').length").await.unwrap(), 0);
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_bot_that_does_not_answer_is_named() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    scene.run("/silent").await;
    page.wait("document.querySelector('.pending .thinking')?.innerText === 'Sending command...'").await.unwrap();
    page.wait("document.querySelector('.message .failed')?.innerText.includes('did not respond')").await.unwrap();
    assert_eq!(page.evaluate("document.querySelectorAll('.pending').length").await.unwrap(), 0);
    page.evaluate("document.querySelector('.message .private-mark button').click()").await.unwrap();
    page.wait("!document.querySelector('.failed')").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_command_that_failed_stands_where_it_was_typed_by_who_typed_it() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let texts = "[...document.querySelectorAll('.message')].map((one) => one.querySelector('.failed, .content')?.innerText ?? '').join('|')";
    let channel = scene.channel().await;
    scene.bot().post(&channel, json!({ "content": "before" })).await;
    page.wait_for(".message .content").await.unwrap();
    scene.run("/silent").await;
    page.wait_for(".pending .thinking").await.unwrap();
    scene.bot().post(&channel, json!({ "content": "after" })).await;
    // Another member and another channel, before it has failed.
    as_member(&scene, 1).await;
    page.evaluate("document.querySelectorAll('.channel')[1].click()").await.unwrap();
    page.wait("!document.querySelector('.pending')").await.unwrap();
    page.evaluate("document.querySelectorAll('.channel')[0].click()").await.unwrap();
    page.wait(&format!("{texts} === 'before|after'")).await.unwrap();
    as_member(&scene, 0).await;
    page.wait(&format!("{texts} === 'before|The application did not respond|after'")).await.unwrap();
    assert_eq!(page.text(".message:has(.failed) .origin-name").await.unwrap(), "Ada");
    assert_eq!(page.text(".message:has(.failed) .origin-command").await.unwrap(), "silent");
    page.evaluate("document.querySelectorAll('.channel')[1].click()").await.unwrap();
    page.wait("document.querySelectorAll('.channel')[1].matches('.current') && !document.querySelector('.failed')")
        .await
        .unwrap();
    page.evaluate("document.querySelectorAll('.channel')[0].click()").await.unwrap();
    page.wait(&format!("{texts} === 'before|The application did not respond|after'")).await.unwrap();
    as_member(&scene, 1).await;
    page.wait(&format!("{texts} === 'before|after'")).await.unwrap();
    scene.assert_sound().await;
}

/// Acts as another member.
async fn as_member(scene: &Scene, index: usize) {
    let script = format!(
        "(() => {{ const who = document.querySelector('select[aria-label=\"Act as\"]'); who.selectedIndex = {index}; who.dispatchEvent(new Event('change')); }})()"
    );
    scene.page.evaluate(&script).await.unwrap();
}
