//! Lists of the knowledgebase, and the changes that members make.

use insta::assert_json_snapshot;
use liveagent::{
    Access, AddedArticle, AddedCategory, CategoryType, Knowledgebase, NewArticleStatus, SuggestionCategory,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use views::{
    Link, Message, Offer, Window,
    knowledgebase::{
        self, AddCategory, Article, ArticleOptions, Bases, Below, List, Remove, article_added, article_form, bases,
        category_added, keyword_list, list, preview, removal, removed, suggestions,
    },
    question,
};

use crate::{
    fixtures::{desk, entry, read},
    hostile, judge,
};

/// Compares with the snapshot, after Discord's limits.
macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

const WHOLE: Window = Window { start: 0, full: false };

fn options() -> ArticleOptions {
    ArticleOptions {
        status: NewArticleStatus::Draft,
        category: Some("16".to_owned()),
        knowledgebase: None,
        access: None,
    }
}

fn article(content: &str) -> Article {
    Article {
        title: "Lost *parcels*".to_owned(),
        keywords: "parcel, lost,, parcel".to_owned(),
        content: content.to_owned(),
        options: options(),
    }
}

fn json_of(message: &Message) -> String {
    serde_json::to_string(message).unwrap()
}

#[test]
fn lists_of_entries() {
    let rows = [
        json!({"kb_entry_id": "16", "rtype": "C", "title": "Returns"}),
        json!({"kb_entry_id": "39", "rstatus": "D", "access": "I", "title": "How we *pack*"}),
        json!({"kb_entry_id": "40", "rtype": "S", "rstatus": "L", "access_inherited": "I", "title": "", "datechanged": null}),
        json!({"kb_entry_id": "41", "rtype": "X", "rstatus": "", "title": "@everyone [x](https://evil.example)"}),
    ];
    let rows: Vec<_> = rows.iter().map(entry).collect();
    let all = List::default();
    drawn!("kb_list", list(&rows, WHOLE, &all, None, &Link::from(&all), &desk()));
    drawn!("kb_list_none", list(&[], WHOLE, &all, None, &Link::from(&all), &desk()));
    let narrow = List {
        knowledgebase: Some("kb1".to_owned()),
        parent: Some("16".to_owned()),
        changed: Some("2026-11-16T12:00:00Z".parse().unwrap()),
    };
    let many: Vec<_> = rows.iter().cycle().take(50).cloned().collect();
    let window = Window { start: 50, full: true };
    let link = Link::from(&narrow).at_page(6).opened_from(Some(&Link::from(&Bases {})));
    drawn!("kb_list_narrow", list(&many, window, &narrow, Some("Returns & *more*"), &link, &desk()));
    drawn!("kb_list_narrow_none", list(&[], WHOLE, &narrow, None, &Link::from(&narrow), &desk()));
}

#[test]
fn all_bases_and_suggestion_categories() {
    let base = |id: &str, name: &str| Knowledgebase { kb_id: id.to_owned(), name: name.to_owned() };
    drawn!("kb_bases", bases(&[base("kb_defa", "Help *Center*"), base("ec4d78df", ""), base("kb_3", "@everyone")], 0));
    let many: Vec<_> = (0..500).map(|number| base(&format!("kb{number}"), "Branch")).collect();
    drawn!("kb_bases_last_page", bases(&many, 49));
    drawn!("kb_bases_none", bases(&[], 0));
    let category = |id: &str, title: &str, path: Option<&str>| SuggestionCategory {
        id: id.to_owned(),
        title: title.to_owned(),
        path: path.map(str::to_owned),
    };
    let some = [category("15", "Suggestions", Some("Product1 / Suggestion")), category("16", "", None)];
    drawn!("kb_suggestions", suggestions(&some, 0));
    drawn!("kb_suggestions_none", suggestions(&[], 0));
    let many: Vec<_> = (0..10_000).map(|number| category(&number.to_string(), "Ideas", None)).collect();
    drawn!("kb_suggestions_past_the_end", suggestions(&many, 1_000));
}

#[test]
fn an_article_is_written_previewed_and_saved() {
    let written = article("# In short\n\nTell **us**.\n\n<b>x</b> ![box](https://shop.example/box.png)");
    for (name, form) in [
        ("kb_form", article_form(&article(""), None)),
        ("kb_form_again", article_form(&written, Some(1_200_000_000_000_000_001))),
    ] {
        judge::accepts_modal(&form);
        assert_json_snapshot!(name, form);
    }
    let (number, until) = (1_200_000_000_000_000_001, desk().now + jiff::SignedDuration::from_mins(30));
    drawn!("kb_preview", preview(&written, number, until, Some("Returns"), &desk()));
    let public = ArticleOptions {
        status: NewArticleStatus::Published,
        category: None,
        knowledgebase: Some("kb1".to_owned()),
        access: Some(Access::Public),
    };
    let long = Article { options: public, ..article(&"Words of an article. ".repeat(190)) };
    let message = preview(&long, number, until, None, &desk());
    assert_eq!(&*message.files()[0].bytes, long.content.as_bytes());
    drawn!("kb_preview_long", message);
    let untitled = Article { title: " ".to_owned(), ..written.clone() };
    drawn!("kb_preview_untitled", preview(&untitled, number, until, None, &desk()));
    drawn!("kb_preview_empty", preview(&article(" "), number, until, None, &desk()));

    let added: AddedArticle = read(json!({
        "kb_entry_id": "38", "kb_id": "kb1", "title": "Lost parcels", "urlcode": "376829", "rstatus": "P", "access": "P",
        "access_inherited": "P"
    }));
    let (published, draft) = (NewArticleStatus::Published, NewArticleStatus::Draft);
    drawn!("kb_published", article_added(&long, published, Some(&added), None, &desk()));
    let internal = AddedArticle { access_inherited: Access::Internal, ..added };
    let shown = json_of(&article_added(&written, published, Some(&internal), Some("Returns"), &desk()));
    assert!(!shown.contains("\"url\""), "customers can't read it: {shown}");
    drawn!("kb_draft_saved", article_added(&written, draft, None, Some("Returns"), &desk()));
}

#[test]
fn keywords_are_separated_by_commas() {
    for (typed, expected) in
        [("", vec![]), (" , ", vec![]), ("a,b , a,  c d", vec!["a", "b", "c d"]), ("one", vec!["one"])]
    {
        assert_eq!(keyword_list(typed), expected, "{typed}");
    }
}

#[test]
fn a_category_is_added_and_an_entry_removed() {
    let category = AddCategory {
        kind: CategoryType::SuggestionCategory,
        parent: None,
        knowledgebase: Some("kb1".to_owned()),
        access: Some(Access::Internal),
        department: Some("d1".to_owned()),
        order: None,
    };
    let added: AddedCategory = read(json!({"kb_entry_id": "50", "rtype": "G", "access": "I"}));
    drawn!("kb_category_added", category_added(&category, "Wishes *2027*", Some(&added), None, &desk()));
    let plain = AddCategory { kind: CategoryType::Category, access: None, department: None, ..category };
    drawn!("kb_category_added_unread", category_added(&plain, "Returns", None, Some("Shipping"), &desk()));

    let folder = entry(&json!({"rtype": "C", "title": "Returns & *more*"}));
    let offer = || Offer::from(&Remove { entry: "38".to_owned() }).only_for(42).until(desk().now);
    let ask = |entries, has_more| question::ask(&removal(&folder, Below { entries, has_more }), offer());
    drawn!("kb_removal", ask(1_234, false));
    for (entries, has_more, expected) in [
        (0, false, "Nothing is in it."),
        (1, false, "The entry in it"),
        (500, true, "At least 500 entries in it"),
        (0, true, "All entries in it"),
    ] {
        let shown = json_of(&ask(entries, has_more));
        assert!(shown.contains(expected), "{shown}");
    }
    drawn!("kb_removal_of_an_article", question::ask(&removal(&entry(&json!({})), Below::default()), offer()));
    drawn!("kb_removed", removed(&folder));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn anything_that_is_written(title in hostile::text(), content in hostile::text(), html in hostile::html(), page in 0..3_u32) {
        let desk = desk();
        for content in [content, html] {
            let article = Article { title: title.clone(), keywords: title.clone(), content, options: options() };
            judge::accepts_modal(&article_form(&article, Some(u64::MAX)));
            judge::accepts(&preview(&article, u64::MAX, desk.now, Some(&title), &desk));
            judge::accepts(&article_added(&article, NewArticleStatus::Draft, None, Some(&title), &desk));
        }
        let row = |index: usize| entry(&json!({"title": title, "kb_entry_id": index.to_string(), "rtype": "C"}));
        let rows: Vec<_> = (0..30).map(row).collect();
        let narrow = List { parent: Some("16".to_owned()), ..List::default() };
        let link = Link::from(&narrow).at_page(page);
        judge::accepts(&list(&rows, Window { start: 0, full: true }, &narrow, Some(&title), &link, &desk));
        judge::accepts(&removed(&rows[0]));
        let offer = Offer::from(&Remove { entry: "38".to_owned() });
        judge::accepts(&question::ask(&removal(&rows[0], Below::default()), offer));
        let named = |index: usize| Knowledgebase { kb_id: format!("kb{index}"), name: title.clone() };
        judge::accepts(&bases(&(0..12).map(named).collect::<Vec<_>>(), page));
        let categories = Value::from(vec![json!({"id": "1", "title": title, "path": title}); 12]);
        judge::accepts(&suggestions(&read::<Vec<SuggestionCategory>>(categories), page));
        judge::accepts(&knowledgebase::show(&rows[0], (&rows, Window { start: 0, full: false }), &[title], page, None, &desk));
    }
}
