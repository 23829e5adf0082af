//! The audit as it is drawn: a page, an audit channel, and the question before a member is forgotten.

use insta::assert_json_snapshot;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use views::{
    Offer,
    audit::{self, AuditPage, Entry, List, MAX_LINES, Outcome},
    privacy::{self, KeptView},
    question,
};

use crate::{fixtures::*, hostile, judge};

/// Compares with the snapshot, after Discord's limits.
macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

fn ago(minutes: i64) -> Timestamp {
    desk().now - SignedDuration::from_mins(minutes)
}

fn entry(action: &str, target: &str, detail: &str, outcome: Outcome) -> Entry {
    Entry {
        at: ago(5),
        who: Some(42),
        channel: 55,
        action: action.to_owned(),
        target: target.to_owned(),
        about: None,
        detail: detail.to_owned(),
        outcome,
    }
}

fn entries() -> Vec<Entry> {
    use Outcome::{Done, Intent, NotDone, Perhaps, Refused};
    vec![
        entry("note", "conversation a1b2c3d4", "a note was added", Done),
        entry("status", "conversation a1b2c3d4", "status C to R, with a note", Done),
        entry("set tags", "conversation a1b2c3d4", "+t1 -t2 then timed-out", Done),
        entry("create digest", "digest 3", "channel 55", Done),
        entry("mute incident", "incident 5", "until 2026-11-23T19:30:00Z", Done),
        entry("change roles", "", "clear viewer 71 agent 72", Done),
        Entry { about: Some(43), ..entry("link member", "member 7", "agent a1", Done) },
        Entry { who: None, ..entry("forget member", "member 7", "", Done) },
        entry("delete tag", "", "needs manager", Refused),
        entry("test alert", "alert 4", "timed-out", NotDone),
        entry("tag", "conversation a1b2c3d4", "", Perhaps),
        entry("share", "message 1300000000000000001", "", Intent),
    ]
}

#[test]
fn a_page() {
    let view = AuditPage { entries: entries(), total: 243, up_to: 500, blocked: None };
    drawn!("audit", audit::list(&view, &List::default(), 1, &desk()));
    let narrowed = List {
        member: Some(42),
        command: Some("set tags".to_owned()),
        from: Some(ago(60)),
        to: Some(ago(0)),
        outcome: Some(Outcome::Refused),
        up_to: Some(400),
    };
    let blocked = Some((55, "Unknown *Channel*".to_owned()));
    let none = AuditPage { up_to: 500, blocked, ..AuditPage::default() };
    drawn!("audit_narrowed_none", audit::list(&none, &narrowed, 0, &desk()));
    let few = AuditPage { entries: entries()[..2].to_vec(), total: 2, up_to: 500, blocked: None };
    drawn!("audit_of_one_page", audit::list(&few, &narrowed, 0, &desk()));
}

#[test]
fn a_channel() {
    drawn!("audit_channel", audit::feed(500, &entries(), 12));
    drawn!("audit_channel_after_a_break", audit::feed(500, &entries()[..1], 1_235));
    let many: Vec<Entry> = entries().into_iter().cycle().take(200).collect();
    let fitting = audit::fitting(&many);
    assert!((10..=MAX_LINES as usize).contains(&fitting), "{fitting}");
    let message = audit::feed(500, &many[..fitting], fitting as u64);
    let lines = message.embeds()[0].description.as_ref().unwrap().lines().count();
    assert_eq!(lines, fitting, "each change has its line");
    let message = audit::feed(500, &many, 200);
    let description = message.embeds()[0].description.as_ref().unwrap();
    assert!(
        description.starts_with(&format!("-# … and {} earlier", 201 - description.lines().count())),
        "{description}"
    );
}

#[test]
fn forgetting() {
    let offer = || Offer::from(&privacy::Forget { member: 43 }).only_for(42).until(ago(-5));
    let kept =
        KeptView { audit_rows: 1_234, links: 1, proposals: 2, notices: 0, drafts: 0, incidents: 1, subscriptions: 3 };
    drawn!("privacy_question", question::ask(&privacy::question(43, &kept), offer()));
    drawn!("privacy_question_of_nothing", question::ask(&privacy::question(43, &KeptView::default()), offer()));
    drawn!("privacy_forgotten", privacy::forgotten(43, &kept));
    drawn!("privacy_nothing", privacy::forgotten(43, &KeptView::default()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// What LiveAgent calls ids may be anything.
    #[test]
    fn any_ids(texts in prop::collection::vec((hostile::text(), hostile::text(), hostile::text()), 1..30)) {
        let entries: Vec<Entry> = texts
            .iter()
            .flat_map(|(action, target, detail)| [
                entry(action, target, detail, Outcome::Done),
                entry("tag", &format!("conversation {target}"), &format!("+{detail} -{detail}"), Outcome::Done),
                entry("status", &format!("tag {target}"), &format!("status {detail} to {detail}"), Outcome::NotDone),
            ])
            .collect();
        let fitting = audit::fitting(&entries);
        judge::accepts(&audit::feed(7, &entries[..fitting], 99));
        judge::accepts(&audit::feed(7, &entries, 99));
        let view = AuditPage { entries: entries.into_iter().take(10).collect(), total: 90, up_to: 7, blocked: None };
        judge::accepts(&audit::list(&view, &List::default(), 3, &desk()));
    }
}
