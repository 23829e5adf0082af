//! Discord's markdown as the page draws it, source beside result.

use serde_json::json;

use crate::scene::Scene;

/// Source, and the elements it becomes. Link attributes are left out of the comparison; `links_go_where_they_say` has them.
const DRAWN: &[(&str, &str)] = &[
    ("plain", "<span>plain</span>"),
    (
        "**bold** *it* _it_ __under__ ~~gone~~",
        "<span><strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>gone</s></span>",
    ),
    ("***both*** **a *b* c**", "<span><strong><em>both</em></strong> <strong>a <em>b</em> c</strong></span>"),
    ("snake_case_name 2*3*4", "<span>snake_case_name 2<em>3</em>4</span>"),
    ("* not a list*", "<ul><li>not a list*</li></ul>"),
    ("a * b * c", "<span>a * b * c</span>"),
    ("\\*plain\\* \\\\ \\a", "<span>*plain* \\ \\a</span>"),
    ("`a **b**` ``x ` y`` `open", "<span><code>a **b**</code> <code>x ` y</code> `open</span>"),
    (
        "a ```rust\nlet **x** = \"<b>\";\n``` b",
        "<span>a </span><pre><code>let **x** = \"&lt;b&gt;\";</code></pre><span> b</span>",
    ),
    ("```one line```", "<pre><code>one line</code></pre>"),
    ("``` never closed", "<span>``` never closed</span>"),
    (
        "> one\n> **two**\nout",
        "<blockquote><div><span>one\n<strong>two</strong></span></div></blockquote><span>out</span>",
    ),
    (">>> one\n\ntwo", "<blockquote><div><span>one\n\ntwo</span></div></blockquote>"),
    ("> > one quote", "<blockquote><div><span>&gt; one quote</span></div></blockquote>"),
    ("# One\n## Two\n### Three\n#### four", "<div>One</div><div>Two</div><div>Three</div><span>#### four</span>"),
    ("#not a heading", "<span>#not a heading</span>"),
    ("-# small **print**\nafter", "<div>small <strong>print</strong></div><span>after</span>"),
    ("- a\n- b\n  - c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
    ("||a **b**||", "<span><span><span>a <strong>b</strong></span></span></span>"),
    ("<script>alert(1)</script>", "<span>&lt;script&gt;alert(1)&lt;/script&gt;</span>"),
    ("<img src=x onerror=alert(1)>", "<span>&lt;img src=x onerror=alert(1)&gt;</span>"),
    ("[click](javascript:alert(1))", "<span>[click](javascript:alert(1))</span>"),
    (
        "[https://good.example](https://evil.example)",
        "<span>[<a>https://good.example</a>](<a>https://evil.example</a>)</span>",
    ),
    ("[**docs**](https://a.example/x_(y))", "<span><a><strong>docs</strong></a></span>"),
    ("(see https://a.example/x).", "<span>(see <a>https://a.example/x</a>).</span>"),
    ("<https://a.example>", "<span><a>https://a.example</a></span>"),
    (
        "@everyone <@9> <@&9> <#9>",
        "<span>@everyone <span>@unknown-user</span> <span>@unknown-role</span> <span>#unknown</span></span>",
    ),
    ("</conversation show:1>", "<span><span>/conversation show</span></span>"),
    ("<:party:123456789012345678>", "<span><span>:party:</span></span>"),
    ("1 #️⃣ 👍🏽 🇩🇪 ✅", "<span>1 <span>#️⃣</span> <span>👍🏽</span> <span>🇩🇪</span> <span>✅</span></span>"),
    ("<t:99999999999999:R> <t:x>", "<span>&lt;t:99999999999999:R&gt; &lt;t:x&gt;</span>"),
    ("**open _and ~~never ||closed", "<span>**open _and ~~never ||closed</span>"),
];

/// The sources drawn by the page's own module, without the attributes that only serve looks and assistive technology.
const DRAW: &str = r#"
import("/assets/markdown.js").then(({ markdown }) => SOURCES.map((source) => {
  const box = document.createElement("div");
  box.append(...markdown(source));
  for (const element of box.querySelectorAll("*"))
    for (const { name } of [...element.attributes]) if (name !== "start") element.removeAttribute(name);
  return box.innerHTML;
}))"#;

#[tokio::test]
async fn is_drawn_as_discord_draws_it() {
    let Some(scene) = Scene::quiet().await else { return };
    let sources: Vec<&str> = DRAWN.iter().map(|(source, _)| *source).collect();
    let drawn = scene.page.evaluate(&DRAW.replace("SOURCES", &json!(sources).to_string())).await.unwrap();
    for ((source, expected), drawn) in DRAWN.iter().zip(drawn.as_array().unwrap()) {
        assert_eq!(drawn.as_str().unwrap(), *expected, "from {source:?}");
    }
    assert_eq!(scene.page.troubles(), Vec::<String>::new());
}

#[tokio::test]
async fn links_go_where_they_say() {
    let Some(scene) = Scene::quiet().await else { return };
    let script = r#"import("/assets/markdown.js").then(({ markdown }) => {
        const box = document.createElement("div");
        box.append(...markdown("[a](https://a.example/x_(y)) <https://b.example/> https://c.example/?q=1&r=2). [d](<https://d.example/> \"why\")"));
        return [...box.querySelectorAll("a")].map((a) => [a.href, a.title, a.rel, a.target].join(" "));
    })"#;
    let links = scene.page.evaluate(script).await.unwrap();
    assert_eq!(
        links,
        json!([
            "https://a.example/x_(y) https://a.example/x_(y) noreferrer noopener nofollow _blank",
            "https://b.example/ https://b.example/ noreferrer noopener nofollow _blank",
            "https://c.example/?q=1&r=2 https://c.example/?q=1&r=2 noreferrer noopener nofollow _blank",
            "https://d.example/ why noreferrer noopener nofollow _blank",
        ])
    );
}

#[tokio::test]
async fn times_are_told_in_every_style() {
    let Some(scene) = Scene::quiet().await else { return };
    let script = r#"import("/assets/timestamps.js").then(({ formatTime }) => {
        const now = 1760000000000;
        const at = (style, unix = 1760000000) => formatTime(unix, style, now).replace(/\u202f/g, " ");
        return [..."tTdDfFsS"].map((style) => at(style)).concat([-30, 59, 61, -7200, 90000, -5e6, 8e7].map((away) => at("R", 1760000000 + away)));
    })"#;
    let told = scene.page.evaluate(script).await.unwrap();
    assert_eq!(
        told,
        json!([
            "8:53 AM",
            "8:53:20 AM",
            "10/9/25",
            "October 9, 2025",
            "October 9, 2025 at 8:53 AM",
            "Thursday, October 9, 2025 at 8:53 AM",
            "10/9/25, 8:53 AM",
            "10/9/25, 8:53:20 AM",
            "30 seconds ago",
            "in 59 seconds",
            "in 1 minute",
            "2 hours ago",
            "in 1 day",
            "1 month ago",
            "in 2 years"
        ])
    );
}

#[tokio::test]
async fn hostile_sources_are_drawn_at_once() {
    let Some(scene) = Scene::quiet().await else { return };
    let script = r#"import("/assets/markdown.js").then(({ markdown }) => {
        const sources = ["*", "_", "**", "||", "`", "[", "[a](", "> ", "~~*", "<t:", "*a ", "((", "\\", "- ", "```", "**a*b_c~~"].map((piece) => piece.repeat(6000 / piece.length));
        const began = performance.now();
        for (const source of sources) markdown(source);
        return performance.now() - began;
    })"#;
    let spent = scene.page.evaluate(script).await.unwrap().as_f64().unwrap();
    assert!(spent < 10_000.0, "16 sources took {spent} ms: something is not linear enough");
}
