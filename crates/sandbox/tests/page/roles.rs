//! The menu of a server's roles, by keyboard and by mouse: searched, shown with their colors, sent when it closes.

use serde_json::{Value, json};

use crate::scene::Scene;

const ROWS: &str = ".select-popup:not([hidden]) .row";

/// The server's roles in the order of the menu.
struct Roles(Vec<(String, String)>);

impl Roles {
    async fn of(scene: &Scene) -> Self {
        let script = "import('/assets/state.js').then(({ state }) => state.data.guild.roles.map((role) => [role.name, role.id]))";
        let mut all: Vec<(String, String)> =
            serde_json::from_value(scene.page.evaluate(script).await.unwrap()).unwrap();
        all.sort_by_key(|(name, _)| name == "@everyone");
        Self(all)
    }

    fn id(&self, name: &str) -> &str {
        &self.0.iter().find(|(known, _)| known == name).unwrap().1
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Has the bot post a role select in which Support is chosen, and gives it the focus.
async fn posted(scene: &Scene, more: Value) -> Roles {
    let roles = Roles::of(scene).await;
    let mut select = json!({
        "type": 6, "custom_id": "roles", "placeholder": "Agents", "min_values": 0, "max_values": 2,
        "default_values": [{ "id": roles.id("Support"), "type": "role" }],
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        select[field] = value.clone();
    }
    let message = json!({ "content": "all", "components": [{ "type": 1, "components": [select] }] });
    scene.bot().post(&scene.channel().await, message).await;
    scene.focus("[data-custom-id=roles]").await;
    roles
}

/// Waits until the bot was sent these roles.
async fn chosen(scene: &Scene, ids: &[&str]) {
    let expected = json!(format!("Chosen: {}", json!(ids)));
    let script =
        format!("[...document.querySelectorAll('.content')].some((one) => one.innerText.startsWith({expected}))");
    scene.page.wait(&script).await.unwrap();
    scene.assert_sound().await;
}

async fn rows(scene: &Scene, expected: &[&str]) {
    let names = format!("[...document.querySelectorAll('{ROWS} .row-name')].map((one) => one.innerText).join()");
    scene.page.wait(&format!("{names} === {}", json!(expected.join(",")))).await.unwrap();
}

async fn pills(scene: &Scene, expected: &[&str]) {
    assert_eq!(scene.texts(".select-pills > *").await, expected);
}

#[tokio::test]
async fn roles_are_searched_and_sent_when_the_list_closes() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let roles = posted(&scene, json!({})).await;
    pills(&scene, &["Support"]).await;
    page.press("ArrowDown").await.unwrap();
    rows(&scene, &roles.names()).await;
    assert_eq!(roles.names()[..2], ["Team leads", "Support"]);
    let color =
        |at: usize| format!("getComputedStyle(document.querySelectorAll('{ROWS} .role-dot')[{at}]).backgroundColor");
    assert_eq!(page.evaluate(&color(0)).await.unwrap(), "rgb(230, 126, 34)");
    assert_eq!(page.evaluate(&color(1)).await.unwrap(), "rgb(59, 165, 93)");
    page.type_text("EVERY").await.unwrap();
    rows(&scene, &["@everyone"]).await;
    page.press("Enter").await.unwrap();
    rows(&scene, &roles.names()).await;
    pills(&scene, &["Support", "@everyone"]).await;
    // Two may be chosen, and are.
    let full = format!("document.querySelectorAll('{ROWS}[aria-disabled=true]').length");
    assert_eq!(page.evaluate(&full).await.unwrap(), roles.names().len() - 2);
    page.press("Escape").await.unwrap();
    chosen(&scene, &[roles.id("Support"), roles.id("@everyone")]).await;
}

#[tokio::test]
async fn a_search_may_have_spaces_and_find_nothing() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let roles = posted(&scene, json!({})).await;
    page.type_text("team l").await.unwrap();
    rows(&scene, &["Team leads"]).await;
    page.type_text("x").await.unwrap();
    page.wait("document.querySelector('.select-popup:not([hidden]) .popup-empty')?.innerText === 'No results found'")
        .await
        .unwrap();
    page.press("Backspace").await.unwrap();
    rows(&scene, &["Team leads"]).await;
    page.press("Enter").await.unwrap();
    pills(&scene, &["Team leads", "Support"]).await;
    // Leaving the menu closes it.
    page.press("Tab").await.unwrap();
    chosen(&scene, &[roles.id("Team leads"), roles.id("Support")]).await;
}

#[tokio::test]
async fn a_pill_is_taken_away_by_key_and_by_mouse() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    posted(&scene, json!({})).await;
    page.press("Backspace").await.unwrap();
    pills(&scene, &[]).await;
    assert_eq!(page.evaluate("document.activeElement.placeholder").await.unwrap(), "Agents");
    // Space takes the active row, as in the other menus.
    page.press("ArrowUp").await.unwrap();
    page.press(" ").await.unwrap();
    pills(&scene, &["Team leads"]).await;
    page.evaluate("document.querySelector('[aria-label=\"Remove Team leads\"]').click()").await.unwrap();
    pills(&scene, &[]).await;
    page.press("Escape").await.unwrap();
    chosen(&scene, &[]).await;
}

#[tokio::test]
async fn one_role_is_sent_at_once_and_too_few_are_not() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let roles = posted(&scene, json!({ "min_values": 1, "max_values": 2 })).await;
    page.press("Backspace").await.unwrap();
    pills(&scene, &[]).await;
    page.press("Escape").await.unwrap();
    pills(&scene, &["Support"]).await;
    let only = json!({ "type": 6, "custom_id": "only", "placeholder": "One" });
    let row = json!({ "content": "one", "components": [{ "type": 1, "components": [only] }] });
    scene.bot().post(&scene.channel().await, row).await;
    scene.focus("[data-custom-id=only]").await;
    page.press("ArrowDown").await.unwrap();
    page.press("Enter").await.unwrap();
    chosen(&scene, &[roles.id("Team leads")]).await;
}
