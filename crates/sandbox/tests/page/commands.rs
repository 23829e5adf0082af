//! Commands by keyboard alone: the picker, options, autocomplete, and what is sent in the end.

use serde_json::json;

use crate::scene::Scene;

#[tokio::test]
async fn the_picker_lists_filters_and_closes() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    page.type_text("/").await.unwrap();
    page.wait("document.querySelectorAll('.picker-popup .row').length === 7").await.unwrap();
    assert_eq!(
        scene.texts(".picker-popup .row .row-name").await,
        [
            "/conversation show conversation",
            "/conversation list",
            "/conversation note",
            "/conversation field set code",
            "/about",
            "/upload file",
            "/silent"
        ]
    );
    page.type_text("conv li").await.unwrap();
    page.wait("document.querySelectorAll('.picker-popup .row').length === 1").await.unwrap();
    page.press("Escape").await.unwrap();
    page.wait("document.querySelector('.picker-popup').hidden").await.unwrap();
    page.type_text("zzz").await.unwrap();
    assert_eq!(page.text(".picker-popup .popup-empty").await.unwrap(), "No matching commands.");
    page.press("Enter").await.unwrap();
    page.wait("!document.querySelector('#notice').hidden").await.unwrap();
    assert!(page.text("#notice").await.unwrap().contains("There's no command \"/conv\""));
    scene.assert_sound().await;
}

#[tokio::test]
async fn arrows_choose_and_the_list_says_so() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    page.type_text("/").await.unwrap();
    page.wait_for(".picker-popup .row.active").await.unwrap();
    page.press("ArrowDown").await.unwrap();
    page.press("ArrowDown").await.unwrap();
    page.press("ArrowUp").await.unwrap();
    let named = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    assert_eq!(
        page.evaluate(&format!("{named}.getAttribute('aria-label')")).await.unwrap(),
        "/conversation list: The list"
    );
    assert_eq!(page.evaluate(&format!("{named}.getAttribute('aria-selected')")).await.unwrap(), "true");
    page.press("Tab").await.unwrap();
    page.wait("document.querySelector('.command-name')?.innerText === '/conversation list'").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn options_are_filled_checked_and_sent_with_their_types() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    page.type_text("/conversation list ").await.unwrap();
    page.wait("document.querySelectorAll('.option-popup .row').length === 4").await.unwrap();
    page.type_text("status:").await.unwrap();
    page.wait("document.querySelectorAll('.option-popup .row').length === 2").await.unwrap();
    page.type_text("reso").await.unwrap();
    page.press("Tab").await.unwrap();
    page.wait("document.querySelector('.pill-input').value === 'Resolved'").await.unwrap();
    page.type_text("limit:99").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('.pill.wrong .pill-error')?.innerText === 'Enter a number from 1 to 50.'")
        .await
        .unwrap();
    page.press("Backspace").await.unwrap();
    page.press("Tab").await.unwrap();
    page.type_text("mine:t").await.unwrap();
    page.press("Enter").await.unwrap();
    page.type_text("member:").await.unwrap();
    page.wait_for(".option-popup .row").await.unwrap();
    page.press("Enter").await.unwrap();
    page.press("Enter").await.unwrap();
    assert_eq!(
        scene.sent().await,
        json!([{ "name": "list", "type": 1, "options": [
            { "name": "status", "type": 3, "value": "R" }, { "name": "limit", "type": 4, "value": 9 },
            { "name": "mine", "type": 5, "value": true }, { "name": "member", "type": 6, "value": scene.me().await },
        ] }])
    );
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_required_option_is_asked_for_and_groups_are_nested() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    page.type_text("/field").await.unwrap();
    page.wait_for(".picker-popup .row.active").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("document.activeElement.closest('.pill.required')").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('.pill.wrong .pill-error')?.innerText.startsWith('This option is required')")
        .await
        .unwrap();
    page.type_text("x").await.unwrap();
    page.press("Enter").await.unwrap();
    let code = json!([{ "name": "code", "type": 3, "value": "x" }]);
    assert_eq!(
        scene.sent().await,
        json!([{ "name": "field", "type": 2, "options": [{ "name": "set", "type": 1, "options": code }] }])
    );
    page.press("ArrowUp").await.unwrap();
    page.wait("document.querySelector('.pill-input')?.value === 'x'").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn the_bot_completes_what_is_typed() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    page.type_text("/conversation show ").await.unwrap();
    page.wait("document.querySelectorAll('.option-popup .row').length === 3").await.unwrap();
    page.type_text("refund").await.unwrap();
    page.wait("document.querySelectorAll('.option-popup .row').length === 1").await.unwrap();
    assert_eq!(page.text(".option-popup .row-name").await.unwrap(), "DEF-2 Refund <b>now</b>");
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('.pill-input').value === 'DEF-2 Refund <b>now</b>'").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait("document.querySelector('.message .embed-title')?.innerText.startsWith('DEF-2 ')").await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn an_address_can_ask_for_a_command() {
    let Some(scene) = Scene::start().await else { return };
    scene.go("?run=/conversation%20show%20conversation:ABC-1&theme=light&panel=closed").await;
    scene.page.wait("document.querySelector('.message .embed-title')?.innerText.startsWith('ABC-1 ')").await.unwrap();
    assert_eq!(
        scene.page.evaluate("getComputedStyle(document.querySelector('#panel')).display").await.unwrap(),
        "none"
    );
    scene.assert_sound().await;
}
