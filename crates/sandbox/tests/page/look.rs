//! The page around the messages: themes, controls, the parts that keys reach.

use crate::scene::Scene;

const BACKGROUND: &str = "getComputedStyle(document.querySelector('.main')).backgroundColor";

#[tokio::test]
async fn the_theme_follows_the_system_until_one_is_chosen() {
    let Some(scene) = Scene::quiet().await else { return };
    let page = &scene.page;
    page.prefer("prefers-color-scheme", "light").await.unwrap();
    page.wait(&format!("{BACKGROUND} === 'rgb(255, 255, 255)'")).await.unwrap();
    page.prefer("prefers-color-scheme", "dark").await.unwrap();
    page.wait(&format!("{BACKGROUND} === 'rgb(49, 51, 56)'")).await.unwrap();
    scene.focus("#toggle-theme").await;
    page.press("Enter").await.unwrap();
    page.wait(&format!("{BACKGROUND} === 'rgb(255, 255, 255)'")).await.unwrap();
    scene.go("").await;
    page.wait(&format!("{BACKGROUND} === 'rgb(255, 255, 255)'")).await.unwrap();
    scene.assert_sound().await;
}

#[tokio::test]
async fn words_stand_out_from_what_is_behind_them() {
    let Some(scene) = Scene::shown().await else { return };
    let script = r#"(() => {
        const light = (color) => { const [r, g, b] = color.match(/[\d.]+/g).map((part) => { const c = part / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const behind = (element) => { for (let one = element; one; one = one.parentElement) { const color = getComputedStyle(one).backgroundColor; if (/^rgb\(/.test(color)) return color; } return "rgb(255, 255, 255)"; };
        return [".embed-description", ".embed-title a", ".embed-field dt", ".private-mark", ".message-time", ".author", ".channel", ".topic", ".panel-note, .panel-head p", ".button.primary", ".button.secondary, .segment"].map((selector) => {
            const element = document.querySelector(selector);
            const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
            return [selector, (a + 0.05) / (b + 0.05)];
        }).filter(([, ratio]) => ratio < 4.5);
    })()"#;
    for theme in ["dark", "light"] {
        scene.go(&format!("?theme={theme}")).await;
        scene.page.wait_for(".message .embed").await.unwrap();
        assert_eq!(scene.page.evaluate(script).await.unwrap().to_string(), "[]", "{theme}: contrast below 4.5 to 1");
    }
}

#[tokio::test]
async fn motion_stops_where_it_is_not_wanted() {
    let Some(scene) = Scene::start().await else { return };
    scene.page.prefer("prefers-reduced-motion", "reduce").await.unwrap();
    scene.run("/about").await;
    scene.page.wait_for(".thinking .dots i").await.unwrap();
    assert_eq!(
        scene
            .page
            .evaluate("getComputedStyle(document.querySelector('.thinking .dots i')).animationIterationCount")
            .await
            .unwrap(),
        "1"
    );
}

#[tokio::test]
async fn keys_reach_every_part() {
    let Some(scene) = Scene::quiet().await else { return };
    let page = &scene.page;
    let at = "['panel', 'sidebar', 'log', 'composer'].find((id) => document.getElementById(id).contains(document.activeElement))";
    page.wait(&format!("{at} === 'composer'")).await.unwrap();
    for part in ["panel", "sidebar", "log", "composer"] {
        page.press("F6").await.unwrap();
        page.wait(&format!("{at} === '{part}'")).await.unwrap();
    }
    scene.assert_sound().await;
}

#[tokio::test]
async fn the_controls_move_queues_break_things_and_let_time_run() {
    let Some(scene) = Scene::quiet().await else { return };
    let page = &scene.page;
    let count = "Number(document.querySelector('.queues .count').innerText)";
    let before = page.evaluate(count).await.unwrap().as_i64().unwrap();
    page.evaluate("document.querySelector('.queues [aria-label^=\"One more\"]').click()").await.unwrap();
    page.wait(&format!("{count} === {}", before + 1)).await.unwrap();

    page.evaluate("document.querySelector('[aria-label=\"LiveAgent: Down\"]').click()").await.unwrap();
    page.wait("document.querySelector('[aria-label=\"LiveAgent: Down\"]').getAttribute('aria-pressed') === 'true'")
        .await
        .unwrap();
    page.evaluate("document.querySelector('[aria-label=\"LiveAgent: Normal\"]').click()").await.unwrap();
    page.wait("document.querySelector('[aria-label=\"LiveAgent: Normal\"]').getAttribute('aria-pressed') === 'true'")
        .await
        .unwrap();

    let now =
        page.evaluate("import('/assets/state.js').then(({ state }) => state.now())").await.unwrap().as_f64().unwrap();
    page.evaluate("document.querySelector('[aria-label=\"Skip 1 day\"]').click()").await.unwrap();
    page.wait("import('/assets/state.js')").await.unwrap();
    page.evaluate(&format!("new Promise((done) => {{ const look = () => import('/assets/state.js').then(({{ state }}) => (state.now() >= {now} + 86400000 ? done() : setTimeout(look, 20))); look(); }})")).await.unwrap();
    page.evaluate("document.querySelector('[aria-label=\"Speed 60 times\"]').click()").await.unwrap();
    page.wait("document.querySelector('[aria-label=\"Speed 60 times\"]').getAttribute('aria-pressed') === 'true'")
        .await
        .unwrap();
    scene.assert_sound().await;
}

/// As a picture does that comes when the list has been scrolled already, and before the browser tells of that.
#[tokio::test]
async fn what_grows_above_the_newest_message_does_not_hide_it() {
    let Some(scene) = Scene::quiet().await else { return };
    let page = &scene.page;
    let grow = "const list = document.querySelector('.log-inner'); const tall = document.createElement('div');
        tall.style.height = '900px'; list.append(tall)";
    let frames = "await new Promise((done) => setTimeout(done, 300))";
    let left = "Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)";
    let script = format!(
        "(async () => {{ const log = document.getElementById('log'); {{ {grow} }} {frames};
            log.scrollTop -= 40; {frames}; log.scrollTop += 40; {{ {grow} }} {frames}; const followed = {left};
            log.scrollTop -= 500; {frames}; {{ {grow} }} {frames}; return [followed, {left}]; }})()"
    );
    assert_eq!(page.evaluate(&script).await.unwrap().to_string(), "[0,1400]", "who goes up stays there");
}
