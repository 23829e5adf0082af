//! The menus of messages and people, by keyboard and by mouse.

use serde_json::{Value, json};

use crate::scene::Scene;

/// What the newest message tells of the command that was picked.
async fn told(scene: &Scene, menu: &str) -> Value {
    let codes = "[...document.querySelectorAll('.message .content code')].map((code) => code.innerText)";
    let wanted = json!(format!("[\"{menu}\""));
    scene.page.wait(&format!("{codes}.some((text) => text.startsWith({wanted}))")).await.unwrap();
    let text = scene.page.evaluate(&format!("{codes}.find((text) => text.startsWith({wanted}))")).await.unwrap();
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

/// A message of the bot; its id.
async fn message(scene: &Scene) -> String {
    let channel = scene.channel().await;
    let posted = scene.bot().post(&channel, json!({ "content": "hello" })).await;
    let id = posted["id"].as_str().unwrap().to_owned();
    scene.page.wait_for(&format!("#message-{id} .message-more")).await.unwrap();
    id
}

#[tokio::test]
async fn a_message_has_a_menu_by_keyboard() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let id = message(&scene).await;
    let more = format!("#message-{id} .message-more");
    scene.focus(&more).await;
    page.press("Enter").await.unwrap();
    page.wait("document.activeElement.getAttribute('role') === 'menuitem'").await.unwrap();
    assert_eq!(scene.texts(".apps-menu .apps-item").await, ["Save as note", "Open conversation"]);
    page.press("ArrowDown").await.unwrap();
    page.wait("document.activeElement.innerText === 'Open conversation'").await.unwrap();
    page.press("ArrowDown").await.unwrap();
    page.wait("document.activeElement.innerText === 'Save as note'").await.unwrap();
    page.press("Escape").await.unwrap();
    page.wait("!document.querySelector('.apps-menu')").await.unwrap();
    let back = page.evaluate("document.activeElement.classList.contains('message-more')").await.unwrap();
    assert_eq!(back, true);
    page.press("Enter").await.unwrap();
    page.wait("document.activeElement.getAttribute('role') === 'menuitem'").await.unwrap();
    page.press("End").await.unwrap();
    page.press("Enter").await.unwrap();
    assert_eq!(told(&scene, "Open conversation").await, json!(["Open conversation", id]));
    page.wait("!document.querySelector('.apps-menu')").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_right_click_opens_the_menu_of_what_is_under_it() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let id = message(&scene).await;
    let click = |selector: &str| {
        let selector = json!(format!("#message-{id} {selector}"));
        format!(
            "document.querySelector({selector}).dispatchEvent(new MouseEvent('contextmenu', {{ bubbles: true, cancelable: true, clientX: 9999, clientY: 9999 }}))"
        )
    };
    page.evaluate(&click(".content")).await.unwrap();
    assert_eq!(scene.texts(".apps-item").await, ["Save as note", "Open conversation"]);
    let inside = "(() => { const own = document.querySelector('.apps-menu').getBoundingClientRect(); return own.right <= innerWidth && own.bottom <= innerHeight; })()";
    assert_eq!(page.evaluate(inside).await.unwrap(), true);
    page.evaluate(&click(".author")).await.unwrap();
    assert_eq!(scene.texts(".apps-item").await, ["Profile"]);
    page.press("Enter").await.unwrap();
    assert_eq!(told(&scene, "Profile").await, json!(["Profile", "1290000000000000001"]));
    scene.assert_sound().await;
}
