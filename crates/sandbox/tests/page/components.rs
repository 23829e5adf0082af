//! Buttons, menus and forms, by keyboard: waiting, answering, failing.

use serde_json::json;

use crate::scene::Scene;

#[tokio::test]
async fn a_button_edits_its_message() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    assert_eq!(page.evaluate("document.querySelector('[data-custom-id=never]').disabled").await.unwrap(), true);
    assert_eq!(page.evaluate("document.querySelector('a.button.link').href").await.unwrap(), "https://desk.example/1");
    scene.focus("[data-custom-id=resolve]").await;
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('.message .content')?.innerText.startsWith('Resolved')").await.unwrap();
    assert_eq!(page.evaluate("document.querySelectorAll('.message .button').length").await.unwrap(), 0);
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_press_without_an_answer_waits_and_then_fails() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    scene.focus("[data-custom-id=silent]").await;
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('[data-custom-id=silent][aria-busy=true] .dots')").await.unwrap();
    assert_eq!(
        page.evaluate("document.querySelector('[data-custom-id=resolve]').getAttribute('aria-disabled')")
            .await
            .unwrap(),
        "true"
    );
    page.wait("document.querySelector('.message .failed')?.innerText.includes('did not respond')").await.unwrap();
    page.wait(
        "document.activeElement.dataset.customId === 'silent' && !document.activeElement.hasAttribute('aria-busy')",
    )
    .await
    .unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_menu_sends_one_choice() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    scene.focus("[data-custom-id=open]").await;
    assert_eq!(page.text("[data-custom-id=open]").await.unwrap(), "Open one");
    page.press("ArrowDown").await.unwrap();
    page.wait("document.activeElement.getAttribute('aria-expanded') === 'true'").await.unwrap();
    assert_eq!(page.text(".select-popup:not([hidden]) .row-description").await.unwrap(), "The first");
    page.press("ArrowDown").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("[...document.querySelectorAll('.content')].some((one) => one.innerText.startsWith('Chosen: [\"2\"]'))")
        .await
        .unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_menu_of_several_sends_when_it_closes_and_keeps_to_its_limit() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    scene.focus("[data-custom-id=tags]").await;
    assert_eq!(page.text("[data-custom-id=tags]").await.unwrap(), "lamp");
    page.press("ArrowDown").await.unwrap();
    page.press("ArrowDown").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("document.querySelectorAll('.select-popup:not([hidden]) .row[aria-selected=true]').length === 2")
        .await
        .unwrap();
    assert_eq!(
        page.evaluate("document.querySelectorAll('.select-popup:not([hidden]) .row[aria-disabled=true]').length")
            .await
            .unwrap(),
        1
    );
    page.press("Escape").await.unwrap();
    page.wait(
        "[...document.querySelectorAll('.content')].some((one) => one.innerText.startsWith('Chosen: [\"a\",\"b\"]'))",
    )
    .await
    .unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_form_checks_what_is_written_and_sends_it() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    scene.run("/conversation note").await;
    page.wait("document.querySelector('dialog[open] h2')?.innerText === 'Note on ABC-1'").await.unwrap();
    page.wait("document.activeElement.matches('.field-input')").await.unwrap();
    page.press("Control+Enter").await.unwrap();
    page.wait("document.querySelector('.field-error').innerText === 'This field is required.'").await.unwrap();
    page.type_text("ab").await.unwrap();
    page.press("Control+Enter").await.unwrap();
    page.wait("document.querySelector('.field-error').innerText === 'Must be at least 3 characters.'").await.unwrap();
    page.type_text("c <b>").await.unwrap();
    assert_eq!(page.text(".field-count").await.unwrap(), "7/100");
    page.press("Control+Enter").await.unwrap();
    page.wait("document.querySelector('.message .content')?.innerText.startsWith('Noted: abc <b>')").await.unwrap();
    // The form closes when it is acknowledged, which the page may hear after the message.
    page.wait("document.querySelectorAll('dialog').length === 0").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn escape_closes_a_form_that_a_button_opened() {
    let Some(scene) = Scene::shown().await else { return };
    let page = &scene.page;
    scene.focus("[data-custom-id=note]").await;
    page.press("Enter").await.unwrap();
    page.wait_for("dialog[open]").await.unwrap();
    page.press("Escape").await.unwrap();
    page.wait("!document.querySelector('dialog')").await.unwrap();
    page.wait("!document.querySelector('[data-custom-id=note]').hasAttribute('aria-busy')").await.unwrap();
    scene.assert_sound().await;
}

/// How Discord is from now on, as the panel sets it.
async fn discord(scene: &Scene, preset: &str) {
    let body = json!(json!({ "service": "discord", "preset": preset }).to_string());
    let set = format!(
        "fetch('/sandbox/faults', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: {body} }}).then((set) => set.ok)"
    );
    assert_eq!(scene.page.evaluate(&set).await.unwrap(), true);
}

#[tokio::test]
async fn a_press_that_edits_its_message_can_be_pressed_again() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let button =
        |id: &str| json!({ "type": 1, "components": [{ "type": 2, "style": 1, "custom_id": id, "label": id }] });
    scene.bot().post(&scene.channel().await, json!({ "content": "0", "components": [button("count")] })).await;
    page.wait_for("[data-custom-id=count]").await.unwrap();
    discord(&scene, "slow").await;
    for presses in 1..=3 {
        scene.focus("[data-custom-id=count]:not([aria-disabled])").await;
        page.press("Enter").await.unwrap();
        page.wait_for("[data-custom-id=count][aria-busy=true]").await.unwrap();
        page.wait(&format!("document.querySelector('.message .content').innerText.startsWith('{presses}')"))
            .await
            .unwrap();
    }
    page.wait("!document.querySelector('[data-custom-id=count][aria-disabled]')").await.unwrap();
    scene.assert_sound().await;
}

/// The bot may be quicker than the reply that says which press it was.
#[tokio::test]
async fn an_answer_that_overtakes_the_reply_to_its_press_leaves_nothing_waiting() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let button =
        json!({ "type": 1, "components": [{ "type": 2, "style": 1, "custom_id": "count", "label": "count" }] });
    scene.bot().post(&scene.channel().await, json!({ "content": "0", "components": [button] })).await;
    page.wait_for("[data-custom-id=count]").await.unwrap();
    let late = "(() => {
        const real = window.fetch;
        window.replies = 0;
        window.fetch = async (...request) => {
          const response = await real(...request);
          await new Promise((resolve) => setTimeout(resolve, 1000));
          window.replies += 1;
          return response;
        };
      })()";
    page.evaluate(late).await.unwrap();
    scene.focus("[data-custom-id=count]").await;
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('.message .content').innerText.startsWith('1')").await.unwrap();
    assert_eq!(page.evaluate("window.replies").await.unwrap(), 0, "the answer came first");
    page.wait("window.replies === 1").await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(
        page.evaluate("document.querySelectorAll('[aria-disabled], [aria-busy], .failed').length").await.unwrap(),
        0
    );
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_press_holds_up_nobody_else() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let silent = json!({ "type": 2, "style": 4, "custom_id": "silent", "label": "Silent" });
    scene
        .bot()
        .post(
            &scene.channel().await,
            json!({ "content": "all", "components": [{ "type": 1, "components": [silent] }] }),
        )
        .await;
    scene.focus("[data-custom-id=silent]").await;
    page.press("Enter").await.unwrap();
    page.wait_for("[data-custom-id=silent][aria-busy=true]").await.unwrap();
    let who = |index: usize| {
        format!(
            "(() => {{ const who = document.querySelector('select[aria-label=\"Act as\"]'); who.selectedIndex = {index}; who.dispatchEvent(new Event('change')); }})()"
        )
    };
    page.evaluate(&who(1)).await.unwrap();
    page.wait(
        "!document.querySelector('[data-custom-id=silent][aria-disabled]') && !document.querySelector('.failed')",
    )
    .await
    .unwrap();
    page.evaluate(&who(0)).await.unwrap();
    page.wait("document.querySelector('.message .failed')?.innerText.includes('did not respond')").await.unwrap();
    page.wait("!document.querySelector('[data-custom-id=silent][aria-disabled]')").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_form_that_does_not_arrive_stays_open() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    scene.run("/conversation note").await;
    page.wait("document.activeElement.matches('.field-input')").await.unwrap();
    page.type_text("three seconds").await.unwrap();
    discord(&scene, "down").await;
    page.press("Control+Enter").await.unwrap();
    page.wait("document.querySelector('.modal-error')?.innerText.includes('did not respond')").await.unwrap();
    assert_eq!(page.evaluate("document.querySelector('.field-input').value").await.unwrap(), "three seconds");
    discord(&scene, "clear").await;
    page.press("Control+Enter").await.unwrap();
    page.wait("!document.querySelector('dialog')").await.unwrap();
    page.wait("document.querySelector('.message .content')?.innerText.startsWith('Noted: three seconds')")
        .await
        .unwrap();
}
