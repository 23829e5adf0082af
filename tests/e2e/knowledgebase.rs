//! The knowledgebase: listed, written and removed from, on accounts old and new.

use jiff::SignedDuration;
use sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::support::{CANARY, World};

const ARTICLES: &str = "/api/knowledgebase/articles";

/// The entry with this title.
fn entry(world: &World, title: &str) -> Option<Value> {
    world.sandbox.liveagent().entries().into_iter().find(|entry| entry["title"] == title)
}

/// How many entries are directly below the one with this title.
fn below(world: &World, title: &str) -> usize {
    let id = entry(world, title).unwrap()["kb_entry_id"].clone();
    world.sandbox.liveagent().entries().iter().filter(|entry| entry["parent_entry_id"] == id).count()
}

/// The text that a form has in one of its inputs.
fn filled_in(form: &Answer, input: &str) -> String {
    let rows = form.modal().unwrap()["components"].as_array().unwrap().iter();
    let found = rows.map(|row| &row["components"][0]).find(|found| found["custom_id"] == input).unwrap();
    found["value"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_listed_in_pages_and_opened_in_place() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let listed = owner.run("/kb list knowledgebase:Help for customers").await;
    assert!(
        listed.text().contains("1–10 of 5") && listed.text().contains("in Help for customers"),
        "{}",
        listed.text()
    );
    let next = owner.click(&listed, "Next ›").await;
    assert!(next.text().contains("11–20 of 5"), "{}", next.text());
    let opened = owner.choose_first(&next).await;
    assert_eq!(opened.id(), listed.id(), "in place of the list");
    let back = owner.click(&opened, "Results").await;
    assert!(back.text().contains("11–20 of 5"), "{}", back.text());

    let narrow = owner.run("/kb list parent:Orders & shipping").await;
    let count = below(&world, "Orders & shipping");
    assert!(narrow.text().contains(&format!("1–{count} of {count}")), "{}", narrow.text());
    assert!(narrow.text().contains("below Orders & shipping") && narrow.text().contains("Gift wrapping"));
    let recent = owner.run("/kb list changed:in the last 15 minutes").await;
    assert!(recent.text().contains("No matching entries"), "{}", recent.text());

    let bases = owner.run("/kb bases").await;
    assert!(bases.text().contains("Help for customers") && bases.text().contains("`kb_defa` · default"));
    let inside = owner.choose(&bases, "See what's in one", &["For colleagues"]).await;
    assert!(inside.text().contains("🔒 Internal") && inside.text().contains("in For colleagues"), "{}", inside.text());
    assert!(owner.click(&inside, "Results").await.text().contains("Knowledge bases"));
    let suggestions = owner.run("/kb suggestions").await.text();
    assert!(suggestions.contains("Workshop") && suggestions.contains("Fjell & Fern / Ideas"), "{suggestions}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_account_is_asked_for_its_own_list() {
    let sandbox = Sandbox::builder().api_key(CANARY).start().await;
    sandbox.liveagent().set_version("4.20");
    let world = World::on(sandbox).await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    // It says the version, which the bot then knows.
    assert!(owner.run("/about").await.text().contains("4.20"));
    let listed = owner.run("/kb list").await;
    assert!(listed.text().contains("How long does delivery take?"), "{}", listed.text());
    assert!(!listed.text().contains("newer"), "{}", listed.text());
    assert_eq!(desk.requests().count("GET", ARTICLES), 1);
    let opened = owner.choose(&listed, "Open an entry", &["How long does delivery take?"]).await;
    assert!(opened.text().contains("Orders that reach us before"), "{}", opened.text());
    let changed = owner.run("/kb list changed:in the last 30 days").await;
    assert!(changed.text().contains("📄"), "{}", changed.text());
    let old = owner.run("/kb list changed:in the last 15 minutes").await;
    assert!(old.text().contains("No matching entries"), "{}", old.text());
    let refused = owner.run("/kb bases").await;
    assert!(refused.text().contains("needs LiveAgent 4.26.0.1 or newer (yours is 4.20)"), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_previewed_edited_and_saved_once() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let form = owner.run("/kb write title:Lost parcels category:Orders & shipping keywords:lost").await;
    assert_eq!((filled_in(&form, "title"), filled_in(&form, "keywords")), ("Lost parcels".into(), "lost".into()));
    let text = "# In short\n\nTell **us** <script>x</script> @everyone";
    let preview =
        owner.submit(&form, &[("title", "Lost parcels"), ("keywords", "lost, parcel"), ("content", text)]).await;
    assert!(preview.is_ephemeral() && preview.text().contains("nothing is in LiveAgent yet"), "{}", preview.text());
    assert!(preview.text().contains("Orders & shipping") && preview.text().contains("✏️ Draft"), "{}", preview.text());
    assert_eq!(preview.json()["attachments"][0]["filename"], "article.md");
    assert_eq!((preview.pings(), desk.requests().count("POST", ARTICLES)), (0, 0));

    let again = owner.click(&preview, "Edit").await;
    assert_eq!(filled_in(&again, "content"), text);
    let longer = format!("{text}\n\n[Shop](https://shop.example) [x](javascript:x)");
    let edited = owner.submit(&again, &[("title", "Lost parcels"), ("keywords", ""), ("content", &longer)]).await;
    let refused = owner.click(&preview, "Save draft").await;
    assert!(refused.text().contains("was replaced"), "{}", refused.text());

    // Two presses save it once.
    let (one, other) = tokio::join!(owner.click(&edited, "Save draft"), owner.click(&edited, "Save draft"));
    let saved = if one.text().contains("Draft saved") { one } else { other };
    assert!(saved.text().contains("✅ Draft saved.") && saved.text().contains("Lost parcels"), "{}", saved.text());
    assert_eq!(desk.requests().count("POST", ARTICLES), 1);
    let made = entry(&world, "Lost parcels").unwrap();
    assert_eq!((&made["rstatus"], &made["kb_id"]), (&"D".into(), &"kb_defa".into()));
    assert_eq!(made["parent_entry_id"], entry(&world, "Orders & shipping").unwrap()["kb_entry_id"]);
    let html = made["content"].as_str().unwrap();
    assert!(html.starts_with("<h1>In short</h1>") && html.contains("<strong>us</strong> &lt;script&gt;"), "{html}");
    assert!(html.contains("<a href=\"https://shop.example/\">Shop</a> x"), "{html}");
    let opened = owner.click(&saved, "Open").await;
    assert!(opened.text().contains("In short"), "{}", opened.text());
    // Its title is known at once.
    assert!(owner.run("/kb show entry:Lost parcels").await.text().contains("In short"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_not_lost() {
    let mut world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    let form = owner.run("/kb write status:Published").await;
    let empty = owner.submit(&form, &[("title", "  "), ("keywords", ""), ("content", "An hour of work")]).await;
    assert!(
        empty.text().contains("The title is empty") && empty.text().contains("An hour of work"),
        "{}",
        empty.text()
    );
    let form = owner.click(&empty, "Edit").await;
    assert_eq!(filled_in(&form, "content"), "An hour of work");
    let preview = owner.submit(&form, &[("title", "Work"), ("content", "An hour of work")]).await;
    // LiveAgent says that it did nothing: then the same draft can be saved again.
    let refusal =
        json!({ "response": { "status": "ERROR", "statuscode": 500, "errormessage": "not now", "debugmessage": "" } });
    world.sandbox.liveagent().faults().on("POST", ARTICLES).body(500, &refusal);
    let failed = owner.click(&preview, "Publish").await;
    assert!(failed.is_ephemeral() && failed.text().contains("not now"), "{}", failed.text());
    world.sandbox.liveagent().faults().clear();
    let published = owner.click(&preview, "Publish").await;
    assert!(published.text().contains("✅ Article published."), "{}", published.text());
    assert_eq!(entry(&world, "Work").unwrap()["rstatus"], "P");

    let form = owner.run("/kb write title:Late").await;
    let late = owner.submit(&form, &[("title", "Late"), ("content", "Words")]).await;
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    let refused = owner.click(&late, "Save draft").await;
    assert!(refused.text().contains("expired") && refused.text().contains("article.md"), "{}", refused.text());

    let form = owner.run("/kb write title:Restart").await;
    let preview = owner.submit(&form, &[("title", "Restart"), ("content", "Words")]).await;
    world.restart().await;
    for button in ["Save draft", "Publish", "Edit"] {
        let refused = owner.click(&preview, button).await;
        assert!(refused.text().contains("expired"), "{button}: {}", refused.text());
    }
    assert!(entry(&world, "Late").is_none() && entry(&world, "Restart").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_is_added_and_removed_with_what_is_in_it() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let line = "/kb category title:Lost and found parent:Orders & shipping access:Internal (agents) keywords:lost, found order:3";
    let added = owner.run(&format!("{line} department:Support")).await;
    assert!(added.text().contains("✅ Category added.") && added.text().contains("🔒 Internal"), "{}", added.text());
    let made = entry(&world, "Lost and found").unwrap();
    assert_eq!((&made["rtype"], &made["access"], &made["keywords"]), (&"C".into(), &"I".into(), &"lost,found".into()));
    assert_eq!(made["departmentid"], desk.department_id("Support").as_str());
    owner.run("/kb category title:Wishes kind:Suggestion category description:What next?").await;
    let wishes = entry(&world, "Wishes").unwrap();
    assert_eq!((&wishes["rtype"], &wishes["description"]), (&"G".into(), &"What next?".into()));

    let all = below(&world, "Orders & shipping");
    let question = owner.run("/kb remove entry:Orders & shipping").await;
    assert!(question.text().contains("Remove the category “Orders & shipping”?"), "{}", question.text());
    assert!(question.text().contains(&format!("All {all} entries in it")), "{}", question.text());
    assert_eq!(desk.requests().count("DELETE", "/api/knowledgebase/entries/*"), 0, "not yet");
    let removed = owner.click(&question, "Remove").await;
    assert!(removed.text().contains("Removed the category `Orders & shipping`"), "{}", removed.text());
    for title in ["Orders & shipping", "Lost and found", "Gift wrapping"] {
        assert!(entry(&world, title).is_none(), "{title}");
    }
    assert!(owner.run("/kb remove entry:Gift wrapping").await.text().contains("no knowledge base entry"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_is_cut_says_at_least() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let parent = entry(&world, "Ideas").unwrap()["kb_entry_id"].as_str().unwrap().to_owned();
    desk.add_entries(&parent, 10_000);
    let question = owner.run("/kb remove entry:Ideas").await;
    assert!(question.text().contains("At least 500 entries in it"), "{}", question.text());
    let listed = owner.run("/kb list parent:Ideas").await;
    assert!(listed.text().contains("1–10 of 50+"), "{}", listed.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_explained_and_changes_nothing() {
    let world = World::start().await;
    let (desk, owner, bob) = (world.sandbox.liveagent(), world.sandbox.owner(), world.sandbox.member("Bob"));
    let before = desk.entries();
    for (line, expected) in [
        ("/kb list parent:qqqqqqqq", "no knowledge base entry"),
        ("/kb list parent:Gift wrapping", "isn't a category"),
        ("/kb list knowledgebase:qqqqqqqq", "no knowledgebase"),
        ("/kb write category:qqqqqqqq", "no knowledge base entry"),
        ("/kb write category:Gift wrapping", "isn't a category"),
        ("/kb write category:Ideas knowledgebase:Help for customers", "not both"),
        ("/kb category title:   ", "The title is empty"),
        ("/kb category title:New parent:Ideas knowledgebase:Help for customers", "not both"),
        ("/kb category title:New description:words", "Only forums"),
        ("/kb category title:New kind:Forum keywords:words", "Only categories"),
        ("/kb remove entry:qqqqqqqq", "no knowledge base entry"),
        ("/kb remove entry:Help for customers", "start page"),
    ] {
        let answer = owner.run(line).await;
        assert!(answer.text().contains(expected) && answer.is_ephemeral(), "{line}: {}", answer.text());
    }
    for line in ["/kb write title:New", "/kb category title:New", "/kb remove entry:Ideas"] {
        let answer = bob.run(line).await.text();
        assert!(answer.contains("You need the Manager role"), "{line}: {answer}");
    }
    assert_eq!(desk.entries(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_may_be_saved_is_not_saved_again() {
    let world = World::monday(0.0).await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let form = owner.run("/kb write").await;
    let preview = owner.submit(&form, &[("title", "Lost answer"), ("content", "Words")]).await;
    // LiveAgent saves it, and its answer is lost.
    let rule = desk.faults().on("POST", ARTICLES).truncate();
    let unclear = owner.click(&preview, "Publish").await.text();
    rule.remove();
    assert!(unclear.contains("may still have been made"), "{unclear}");
    let again = owner.click(&preview, "Publish").await.text();
    assert!(again.contains("is saved already"), "{again}");
    assert_eq!(desk.entries().iter().filter(|entry| entry["title"] == "Lost answer").count(), 1);
}
