//! What stands in a component's id comes back as it was, however long.

use crate::hostile;
use jiff::Timestamp;
use liveagent::{Channel, ConversationStatus};
use proptest::prelude::*;
use views::{Act, ConversationFilter, DigestPart, Form, Look, OverviewKind, Place, Press, Search, Subscribed, carry};

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

fn filter() -> impl Strategy<Value = ConversationFilter> {
    let words = (maybe(), maybe(), maybe(), maybe());
    let times = (instant(), instant(), instant());
    let channel = prop::option::of(any::<char>().prop_map(Channel::from_letter));
    (prop::collection::vec(status(), 0..4), words, channel, times).prop_map(
        |(status, (department, agent, customer, subject), channel, (changed, from, to))| ConversationFilter {
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

fn search() -> impl Strategy<Value = Search> {
    (id(), maybe(), maybe(), prop::option::of(1..1000_u32), any::<u32>())
        .prop_map(|(query, knowledgebase, under, limit, page)| Search { query, knowledgebase, under, limit, page })
}

fn look() -> impl Strategy<Value = Look> {
    let kind = prop::sample::select(vec![OverviewKind::Chats, OverviewKind::Calls, OverviewKind::All]);
    let subscribed = prop::sample::select(vec![Subscribed::Digests, Subscribed::Boards, Subscribed::Alerts]);
    prop_oneof![
        (filter(), any::<u32>()).prop_map(|(filter, page)| Look::Conversations { filter, page }),
        id().prop_map(|conversation| Look::Conversation { conversation }),
        (id(), any::<u32>(), instant(), instant(), any::<bool>())
            .prop_map(|(conversation, page, from, to, quotes)| Look::Messages { conversation, page, from, to, quotes }),
        id().prop_map(|conversation| Look::ConversationTags { conversation }),
        search().prop_map(Look::KnowledgebaseSearch),
        (id(), any::<u32>(), prop::option::of(search())).prop_map(|(entry, page, back)| Look::KnowledgebaseEntry {
            entry,
            page,
            back
        }),
        any::<u32>().prop_map(|page| Look::Tags { page }),
        (0..100_u32).prop_map(|page| Look::Departments { page }),
        id().prop_map(|department| Look::Department { department }),
        (0..100_u32).prop_map(|page| Look::DepartmentStatus { page }),
        (subscribed, 0..100_u32).prop_map(|(kind, page)| Look::Subscriptions { kind, page }),
        (kind, maybe()).prop_map(|(kind, department)| Look::Overview { kind, department }),
        Just(Look::About),
        maybe().prop_map(|area| Look::Help { area }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let ids = || prop::collection::vec(id(), 0..5);
    prop_oneof![
        id().prop_map(|conversation| Act::Note { conversation }),
        (id(), status(), prop::option::of(status()), instant())
            .prop_map(|(conversation, status, from, until)| Act::Status { conversation, status, from, until }),
        (id(), id(), instant()).prop_map(|(conversation, tag, until)| Act::Tag { conversation, tag, until }),
        (id(), id(), instant()).prop_map(|(conversation, tag, until)| Act::Untag { conversation, tag, until }),
        id().prop_map(|conversation| Act::SetTags { conversation }),
        (id(), ids(), ids(), instant()).prop_map(|(conversation, add, remove, until)| Act::Retag {
            conversation,
            add,
            remove,
            until
        }),
        any::<u32>().prop_map(|incident| Act::Acknowledge { incident }),
        (any::<u32>(), any::<bool>()).prop_map(|(digest, sections)| Act::Include {
            digest,
            part: if sections { DigestPart::Sections } else { DigestPart::Departments },
        }),
        any::<(u32, u32)>().prop_map(|(incident, minutes)| Act::Mute { incident, minutes }),
        (any::<u32>(), any::<u64>(), instant()).prop_map(|(subscription, by, until)| Act::Remove {
            subscription,
            by,
            until: until.unwrap_or_default(),
        }),
    ]
}

fn press() -> impl Strategy<Value = Press> {
    let place = prop::sample::select(vec![Place::InPlace, Place::New]);
    prop_oneof![
        (look(), place).prop_map(|(look, place)| Press::Look { look, place }),
        act().prop_map(Press::Act),
        id().prop_map(|conversation| Press::Form(Form::Note { conversation })),
        id().prop_map(|conversation| Press::Form(Form::Tags { conversation })),
        any::<u32>().prop_map(|digest| Press::Form(Form::Digest { digest })),
        Just(Press::Share),
        Just(Press::Choose),
    ]
}

proptest! {
    #[test]
    fn every_press_comes_back_as_it_was(press in press()) {
        let id = press.encode();
        prop_assert_eq!(Press::decode(&id), Some(press.clone()));
        prop_assert_eq!(id.trim(), id.as_str(), "Discord would trim it");
        prop_assert!(!id.contains(char::is_control));
        prop_assert_eq!(carry::read(&id, [id.as_str()]), Some(press));
    }

    #[test]
    fn every_look_comes_back_as_it_was(look in look()) {
        prop_assert_eq!(Look::decode(&look.encode()), Some(look));
    }

    #[test]
    fn refresh_shows_the_same_look_again(look in look()) {
        let id = format!("1r{}", look.encode());
        prop_assert_eq!(carry::read(&id, [id.as_str()]), Some(Press::here(look.clone())));
        prop_assert_eq!(carry::shown([id.as_str()]), Some(look));
    }

    #[test]
    fn no_id_of_others_breaks_anything(id in hostile::text(), rest in "[ -~]{0,40}") {
        let _ = Press::decode(&id);
        let ids = [format!("1{rest}"), format!("1+{rest}"), format!("1l{rest}"), format!("1r{rest}"), format!("1+03r;{rest}")];
        let all = || ids.iter().map(String::as_str);
        for id in all() {
            let _ = (carry::read(id, all()), carry::shown(all()), carry::chosen(id, all()));
        }
    }
}

#[test]
fn an_id_of_another_version_is_none() {
    assert_eq!(Press::decode("0s"), None);
    assert_eq!(Press::decode("2s"), None);
    assert_eq!(Press::decode(""), None);
    assert_eq!(Press::decode("1s"), Some(Press::Share));
    assert_eq!(Press::decode("1share"), None);
}

#[test]
fn ids_stay_short_and_legible() {
    let look = Look::Messages { conversation: "a1b2c3d4".to_owned(), page: 2, from: None, to: None, quotes: false };
    assert_eq!(Press::here(look).encode(), "1lma1b2c3d4;2");
    let filter = ConversationFilter { department: Some("d1".to_owned()), ..ConversationFilter::default() };
    assert_eq!(Press::here(Look::Conversations { filter, page: 0 }).encode(), "1lc;;d1");
    assert_eq!(Press::here(Look::Departments { page: 0 }).encode(), "1ld");
}
