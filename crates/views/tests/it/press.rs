//! What stands in a component's id comes back as it was, however long.

use std::fmt::Debug;

use jiff::Timestamp;
use liveagent::{Access, CategoryType, Channel, ConversationStatus, NewArticleStatus};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use views::{
    Act, Link, Look, Offer, Place, Press,
    alerts::{Acknowledge, Mute},
    application::About,
    carry,
    conversations::{
        self, AddNote, AddTag, ChooseTags, Find, Messages, NoteForm, RemoveTag, Retag, SetStatus, Span, TagsForm,
    },
    departments,
    digests::{DigestPart, Include, IncludeForm},
    help::Help,
    knowledgebase::{self, AddArticle, AddCategory, ArticleForm, ArticleOptions, Entry, PreviewArticle, Search},
    orphans::{TakeOver, TakeOverListed},
    overview::{self, OverviewKind},
    subscriptions::{self, Remove, Subscribed},
    tags,
};

use crate::hostile;

/// A text that is not empty: an empty one comes back as none.
fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9]{8}", hostile::text().prop_filter("not empty", |text| !text.is_empty())]
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    prop::option::of(id())
}

fn instant() -> impl Strategy<Value = Option<Timestamp>> {
    let seconds = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    prop::option::of(seconds.prop_map(|second| Timestamp::from_second(second).unwrap()))
}

fn status() -> impl Strategy<Value = ConversationStatus> {
    any::<char>().prop_map(ConversationStatus::from_letter)
}

fn list() -> impl Strategy<Value = conversations::List> {
    let words = (maybe(), maybe(), maybe(), maybe());
    let times = (instant(), instant(), instant());
    let channel = prop::option::of(any::<char>().prop_map(Channel::from_letter));
    (prop::collection::vec(status(), 0..4), words, channel, times).prop_map(
        |(status, (department, agent, customer, subject), channel, (changed, from, to))| conversations::List {
            status,
            department,
            agent,
            customer,
            channel,
            subject,
            changed,
            from,
            to,
        },
    )
}

/// A search as people type one, with any filters.
pub(crate) fn find() -> impl Strategy<Value = Find> {
    let text = prop_oneof![hostile::text(), "[+\"\\\\ ]{0,150}", "\\PC{0,150}"];
    let span = prop::option::of(prop::sample::select(vec![Span::Day, Span::Week, Span::Month, Span::Quarter]));
    let department = prop::option::of("[a-z0-9]{8}");
    (text, prop::collection::vec(status(), 0..3), department, span).prop_map(|(text, status, department, span)| Find {
        status,
        department,
        span,
        ..Find::of(&text)
    })
}

fn search() -> impl Strategy<Value = Search> {
    (id(), maybe(), maybe(), prop::option::of(1..1000_u32)).prop_map(|(query, knowledgebase, under, limit)| Search {
        query,
        knowledgebase,
        under,
        limit,
    })
}

/// Links to looks of this strategy, each of which is what it was made from.
fn to<L: Look + PartialEq + Debug>(looks: impl Strategy<Value = L> + 'static) -> BoxedStrategy<Link> {
    let link = |(look, page): (L, u32)| {
        let link = Link::from(&look).at_page(page);
        assert_eq!(link.look::<L>().as_ref(), Some(&look), "{}", link.encode());
        link
    };
    (looks, any::<u32>()).prop_map(link).boxed()
}

fn link() -> impl Strategy<Value = Link> {
    let kind = prop::sample::select(vec![OverviewKind::Chats, OverviewKind::Calls, OverviewKind::All]);
    let subscribed = prop::sample::select(vec![Subscribed::Digests, Subscribed::Boards, Subscribed::Alerts]);
    let any_look = prop_oneof![
        to(list()),
        to(find()),
        to(id().prop_map(|conversation| conversations::Show { conversation })),
        to((id(), instant(), instant(), any::<bool>()).prop_map(|(conversation, from, to, quotes)| Messages {
            conversation,
            from,
            to,
            quotes
        })),
        to(id().prop_map(|conversation| conversations::Tags { conversation })),
        to(search()),
        to(id().prop_map(|entry| Entry { entry })),
        to((maybe(), maybe(), instant()).prop_map(|(knowledgebase, parent, changed)| knowledgebase::List {
            knowledgebase,
            parent,
            changed
        })),
        to(Just(knowledgebase::Bases {})),
        to(Just(knowledgebase::Suggestions {})),
        to(Just(tags::List {})),
        to(Just(departments::List {})),
        to(id().prop_map(|department| departments::Show { department })),
        to(Just(departments::Status {})),
        to(subscribed.prop_map(|kind| subscriptions::List { kind })),
        to((kind, maybe()).prop_map(|(kind, department)| overview::Show { kind, department })),
        to(Just(About {})),
        to(maybe().prop_map(|area| Help { area })),
    ];
    let origin = prop::option::of(to(search()));
    (any_look, origin).prop_map(|(link, origin)| link.opened_from(origin.as_ref()))
}

/// Offers of acts of this strategy, each of which is what it was made from.
fn of<A: Act + PartialEq + Debug>(acts: impl Strategy<Value = A> + 'static) -> BoxedStrategy<Offer> {
    let offer = |(act, asker, expiry): (A, Option<u64>, Option<Timestamp>)| {
        let offer = Offer { asker, expiry, ..Offer::from(&act) };
        assert_eq!(offer.act.act::<A>().as_ref(), Some(&act), "{}", offer.act.encode());
        offer
    };
    (acts, any::<Option<u64>>(), instant()).prop_map(offer).boxed()
}

fn access() -> impl Strategy<Value = Option<Access>> {
    prop::option::of(any::<char>().prop_map(Access::from_letter))
}

fn options() -> impl Strategy<Value = ArticleOptions> {
    (any::<char>(), maybe(), maybe(), access()).prop_map(|(status, category, knowledgebase, access)| ArticleOptions {
        status: NewArticleStatus::from_letter(status),
        category,
        knowledgebase,
        access,
    })
}

fn offer() -> impl Strategy<Value = Offer> {
    let ids = || prop::collection::vec(id(), 0..5);
    let part = prop::sample::select(vec![DigestPart::Sections, DigestPart::Departments]);
    let number = || 1..i64::MAX;
    let listed = prop::sample::select(vec![Subscribed::Digests, Subscribed::Boards, Subscribed::Alerts]);
    prop_oneof![
        of(id().prop_map(|conversation| AddNote { conversation })),
        of((id(), status(), prop::option::of(status())).prop_map(|(conversation, status, from)| SetStatus {
            conversation,
            status,
            from
        })),
        of((id(), id()).prop_map(|(conversation, tag)| AddTag { conversation, tag })),
        of((id(), id()).prop_map(|(conversation, tag)| RemoveTag { conversation, tag })),
        of(id().prop_map(|conversation| ChooseTags { conversation })),
        of((id(), ids(), ids()).prop_map(|(conversation, add, remove)| Retag { conversation, add, remove })),
        of((options(), prop::option::of(1..u64::MAX))
            .prop_map(|(options, replaces)| PreviewArticle { options, replaces })),
        of((1..u64::MAX, any::<char>())
            .prop_map(|(unsaved, status)| AddArticle { unsaved, status: NewArticleStatus::from_letter(status) })),
        of((any::<char>(), maybe(), maybe(), access(), maybe(), prop::option::of(1..u32::MAX)).prop_map(
            |(kind, parent, knowledgebase, access, department, order)| AddCategory {
                kind: CategoryType::from_letter(kind),
                parent,
                knowledgebase,
                access,
                department,
                order
            }
        )),
        of(id().prop_map(|entry| knowledgebase::Remove { entry })),
        of(number().prop_map(|incident| Acknowledge { incident })),
        of((number(), any::<u32>()).prop_map(|(incident, minutes)| Mute { incident, minutes })),
        of((number(), part).prop_map(|(digest, part)| Include { digest, part })),
        of(number().prop_map(|subscription| Remove { subscription })),
        of((number(), prop::option::of(number()))
            .prop_map(|(announcement, subscription)| TakeOver { announcement, subscription })),
        of((listed, any::<u32>(), number()).prop_map(|(kind, page, subscription)| TakeOverListed {
            kind,
            page,
            subscription
        })),
    ]
}

fn press() -> impl Strategy<Value = Press> {
    let place = prop::sample::select(vec![Place::InPlace, Place::New]);
    prop_oneof![
        (link(), place).prop_map(|(link, place)| Press::Look { link, place }),
        offer().prop_map(Press::Act),
        id().prop_map(|conversation| Press::form(&NoteForm { conversation })),
        id().prop_map(|conversation| Press::form(&TagsForm { conversation })),
        (1..i64::MAX).prop_map(|digest| Press::form(&IncludeForm { digest })),
        (1..u64::MAX).prop_map(|unsaved| Press::form(&ArticleForm { unsaved })),
        Just(Press::Share),
        Just(Press::Choose),
    ]
}

proptest! {
    #[test]
    fn every_press_comes_back_as_it_was(press in press()) {
        let id = press.encode();
        prop_assert_eq!(Press::decode(&id), Some(press.clone()));
        prop_assert!(!id.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}'), "Discord would trim it");
        prop_assert_eq!(carry::read(&id, [id.as_str()]), Some(press));
    }

    #[test]
    fn refresh_shows_the_same_look_again(link in link()) {
        let id = format!("1r{}", link.encode());
        prop_assert_eq!(carry::read(&id, [id.as_str()]), Some(Press::here(link.clone())));
        prop_assert_eq!(carry::shown([id.as_str()]), Some(link));
    }

    #[test]
    fn no_id_of_others_breaks_anything(id in hostile::text(), rest in "[ -~]{0,40}") {
        let _ = Press::decode(&id);
        let ids = [format!("1{rest}"), format!("1+{rest}"), format!("1l{rest}"), format!("1r{rest}"), format!("1+03r;{rest}")];
        let all = || ids.iter().map(String::as_str);
        for id in all() {
            let _ = (carry::read(id, all()), carry::shown(all()), carry::chosen(id, all()));
            if let Some(Press::Look { link, .. }) = Press::decode(id) {
                let _ = (link.look::<conversations::List>(), link.look::<Search>());
            }
        }
    }
}

#[test]
fn an_id_of_another_version_is_none() {
    for foreign in ["0s", "2s", "", "1share", "1l", "1l[1]", "1lcl.", "1lcl[1", "1lcl[]x", "1a~;cn", "1a~1cn"] {
        assert_eq!(Press::decode(foreign), None, "{foreign}");
    }
    assert_eq!(Press::decode("1s"), Some(Press::Share));
}

/// What a newer version has added at the end must not be dropped in silence; what an older one did not know yet has its default.
#[test]
fn fields_may_be_added_at_the_end() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Newer(String, Option<u8>);
    impl Look for Newer {
        const TAG: &'static str = "cs";
        const NAME: &'static str = "newer";
    }
    let older = Link::from(&conversations::Show { conversation: "a".to_owned() });
    assert_eq!(older.look::<conversations::Show>().unwrap().conversation, "a");
    let newer = Link::from(&Newer("a".to_owned(), Some(7)));
    assert_eq!(newer.look::<conversations::Show>(), None, "it says more");
    assert_eq!(Link::decode("cs").unwrap().look::<conversations::Show>(), None, "it says too little");
    assert_eq!(older.look::<departments::Show>(), None, "it is something else");
}

#[test]
fn ids_stay_short_and_legible() {
    let look = Messages { conversation: "a1b2c3d4".to_owned(), from: None, to: None, quotes: false };
    assert_eq!(Press::here(Link::from(&look).at_page(2)).encode(), r#"1lcm.2["a1b2c3d4"]"#);
    let list = conversations::List { department: Some("d1".to_owned()), ..conversations::List::default() };
    assert_eq!(Press::here(&list).encode(), r#"1lcl["","d1"]"#);
    assert_eq!(Press::here(&departments::List {}).encode(), "1ldl");
    assert_eq!(
        Press::here(&Search { query: "a + b".to_owned(), ..Search::default() }).encode(),
        r#"1lks["a+\u002b+b"]"#
    );
    let until = "2026-11-26T12:00:00Z".parse().unwrap();
    let offer = Offer::from(&Remove { subscription: 7 }).only_for(1_200_000_000_000_000_001).until(until);
    assert_eq!(Press::Act(offer).encode().len(), 28);
    // The options of an article, in its form.
    let options = ArticleOptions {
        status: NewArticleStatus::Draft,
        category: Some("i".repeat(40)),
        knowledgebase: None,
        access: Some(Access::Internal),
    };
    assert!(Press::act(&PreviewArticle { options, replaces: Some(u64::MAX) }).encode().len() <= 100);
    // All that a command can give, without free text: the ids are as long as LiveAgent's are.
    let at = Some(until);
    let fullest = conversations::List {
        status: vec![ConversationStatus::New, ConversationStatus::Open],
        department: Some("a1b2c3d4".to_owned()),
        agent: Some("a1b2c3d4".to_owned()),
        customer: None,
        channel: Some(Channel::from_letter('E')),
        subject: None,
        changed: at,
        from: at,
        to: at,
    };
    assert!(Press::here(&fullest).encode().len() <= 90, "{}", Press::here(&fullest).encode());
}

/// In every message of every snapshot. A part of a link that is spread over several ids, and a button that does nothing, are no presses.
#[test]
fn every_id_that_is_drawn_comes_back_as_it_was() {
    let mut count = 0;
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let ids = text.lines().filter_map(|line| line.trim().strip_prefix("\"custom_id\": "));
        for id in ids.map(|id| serde_json::from_str::<String>(id.trim_end_matches(',')).unwrap()) {
            // The inputs of forms have names.
            if id.starts_with("1+") || id == "1h" || !id.starts_with('1') {
                continue;
            }
            // A refresh is a look by another letter, and several selects have numbers.
            let same = id.strip_prefix("1r").map_or_else(|| id.clone(), |link| format!("1l{link}"));
            let same = if same.starts_with("1c") { "1c".to_owned() } else { same };
            assert_eq!(Press::decode(&id).map(|press| press.encode()), Some(same));
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}
