//! What the bot says by itself, and what those who asked for it see: as drawn, and with whatever names the help desk has.

use insta::assert_json_snapshot;
use jiff::{SignedDuration, Timestamp};
use liveagent::{ConversationSummary, ErrorKind};
use proptest::prelude::*;
use views::{
    Message, Offer,
    alerts::{self, IncidentView, MemberView, Severity, Unit},
    boards::{self, BoardFigures, Lines},
    digests::{self, DayFigures, DigestFigures, RankingFigures, Section, WaitingFigures},
    outages, question,
    subscriptions::{self, Line, LineState, Past, Subscribed},
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

/// So many minutes before now.
fn ago(minutes: i64) -> Timestamp {
    desk().now - SignedDuration::from_mins(minutes)
}

fn member(title: &str, unit: Unit, value: f64, peak: f64) -> MemberView {
    let fire = if unit == Unit::Truth { 1.0 } else { 10.0 };
    MemberView { title: title.to_owned(), unit, value, fire, peak, since: ago(14), over: None, gone: false }
}

fn incident(members: Vec<MemberView>) -> IncidentView {
    IncidentView {
        id: 5,
        ordinal: 1,
        severity: Severity::Warning,
        members,
        acknowledged: None,
        muted: None,
        over: None,
        opened: ago(14),
        role: None,
        chart: None,
        sample: false,
    }
}

#[test]
fn incidents() {
    let chats = || vec![member("Chats waiting in Support", Unit::Count, 12.0, 15.0)];
    drawn!("incident", alerts::incident(&incident(chats()), &desk()));
    let pinging = alerts::incident(&IncidentView { role: Some(77), ..incident(chats()) }, &desk());
    assert_json_snapshot!("incident_that_pings", pinging);
    let seen = IncidentView { acknowledged: Some((42, ago(3))), ordinal: 2, ..incident(chats()) };
    drawn!("incident_acknowledged", alerts::incident(&seen, &desk()));
    let muted = IncidentView { muted: Some((43, ago(-57))), ..seen.clone() };
    drawn!("incident_muted", alerts::incident(&muted, &desk()));
    let mut over = IncidentView { over: Some(ago(1)), ..seen };
    over.members[0].over = Some(ago(1));
    drawn!("incident_resolved", alerts::incident(&over, &desk()));

    let mut several = incident(vec![
        member("Longest wait in Sales", Unit::Minutes, 95.0, 95.0),
        member("Agent offline: Anna Novak", Unit::Truth, 1.0, 1.0),
        member("Department offline: Workshop", Unit::Truth, 1.0, 1.0),
    ]);
    several.severity = Severity::Critical;
    (several.members[2].over, several.members[2].gone) = (Some(ago(2)), true);
    drawn!("incident_of_several", alerts::incident(&several, &desk()));
    several.members = (1..=12).map(|number| member(&format!("Queue {number}"), Unit::Count, 11.0, 11.0)).collect();
    drawn!("incident_of_many", alerts::incident(&several, &desk()));
    let sample = IncidentView { sample: true, severity: Severity::Info, ..incident(chats()) };
    drawn!("incident_sample", alerts::incident(&sample, &desk()));
}

fn board() -> BoardFigures {
    BoardFigures {
        department: None,
        chats: Some(chats()),
        calls: Some(calls()),
        departments: department_statuses(),
        agents: agent_statuses(),
        lines: Lines { chats: vec![None, Some(0.0), Some(4.0), Some(9.0)], calls: vec![None; 4] },
        at: ago(0),
        stale: None,
        down: false,
        why: None,
    }
}

#[test]
fn boards() {
    drawn!("board", boards::board(3, 1, &board(), &desk()));
    let department = BoardFigures { department: Some("d1".to_owned()), ..board() };
    drawn!("board_of_a_department", boards::board(3, 2, &department, &desk()));
    let stale = BoardFigures { stale: Some(ago(9)), down: true, ..board() };
    drawn!("board_stale", boards::board(3, 1, &stale, &desk()));
    let why = outages::why(&ErrorKind::WrongKey);
    drawn!("board_without_a_key", boards::board(3, 1, &BoardFigures { why, ..stale }, &desk()));
    drawn!("board_of_nothing", boards::board(3, 1, &BoardFigures { at: ago(0), ..BoardFigures::default() }, &desk()));
}

#[test]
fn a_board_changes_with_what_it_shows_and_not_with_time() {
    let shown = |figures: BoardFigures| boards::shown(&figures);
    assert_eq!(shown(board()), shown(BoardFigures { at: ago(-9), ..board() }));
    for other in [
        BoardFigures { stale: Some(ago(9)), ..board() },
        BoardFigures { down: true, ..board() },
        BoardFigures { down: true, why: Some("Because."), ..board() },
        BoardFigures { calls: None, ..board() },
        BoardFigures { lines: Lines::default(), ..board() },
    ] {
        assert_ne!(shown(board()), shown(other));
    }
}

#[test]
fn outages_begin_and_end() {
    drawn!("outage", outages::began(2, ago(4), None, &desk()));
    drawn!("outage_of_the_key", outages::began(2, ago(4), outages::why(&ErrorKind::WrongKey), &desk()));
    drawn!("outage_over", outages::over(2, ago(64), ago(0), &desk()));
}

fn digest() -> DigestFigures {
    let day = DayFigures {
        answers: Some(120),
        chats: Some(40),
        missed_chats: Some(3),
        calls: Some(12),
        missed_calls: Some(1),
        created: Some(30),
        resolved: Some(28),
    };
    let rows: Vec<ConversationSummary> = rows(2);
    DigestFigures {
        title: Some("Support so far".to_owned()),
        departments: vec!["Support".to_owned()],
        department_ids: vec!["d1".to_owned()],
        due: ago(1),
        late: true,
        queues: Some((chats(), calls())),
        before: [Some(2), None, Some(7)],
        waiting: Some(WaitingFigures {
            new: Some(3),
            open: Some(5),
            overdue: Some(1),
            longest: rows.into_iter().map(|row| (row, ago(75))).collect(),
        }),
        department_statuses: Some(department_statuses()),
        agent_statuses: Some(agent_statuses()),
        yesterday: Some([day, DayFigures { answers: Some(100), ..day }]),
        sla: Some([(Some(90), Some(10)), (Some(80), Some(20))]),
        ranking: Some(RankingFigures {
            rewards: Some(9),
            punishments: Some(1),
            best: Some(("Anna Novak".to_owned(), 6)),
        }),
        tags: Some(vec![("VIP".to_owned(), Some(9)), ("Refund".to_owned(), None)]),
        knowledgebase: Some(vec![("e1".to_owned(), "Returns".to_owned())]),
        missing: Vec::new(),
        chart: None,
    }
}

#[test]
fn digests() {
    drawn!("digest", digests::digest(4, "weekdays 09:00, Europe/Vienna", &digest(), &desk()));
    let little = DigestFigures {
        due: ago(0),
        missing: vec![(Section::Queues, "LiveAgent did not answer")],
        ..DigestFigures::default()
    };
    drawn!("digest_of_little", digests::digest(4, "hourly, UTC", &little, &desk()));
}

fn lines() -> Vec<Line> {
    let states = [
        LineState::Active,
        LineState::Busy("firing, muted".to_owned()),
        LineState::Paused,
        LineState::Refused("Missing Access (HTTP 403, code 50001)".to_owned()),
    ];
    let line = |(id, state)| Line {
        id,
        name: "Chats waiting in Support".to_owned(),
        channel: 55,
        when: "at 10 for 2 min, over at 5 for 5 min".to_owned(),
        state,
        next: Some(ago(-60)),
        last: (id == 2).then(|| ("not posted, no answer in time".to_owned(), Some(ago(3)))),
    };
    (1..).zip(states).map(line).collect()
}

#[test]
fn subscriptions() {
    drawn!("subscriptions", subscriptions::list(Subscribed::Alerts, lines(), 0));
    let many = lines().into_iter().cycle().take(25).collect();
    drawn!("subscriptions_last_page", subscriptions::list(Subscribed::Digests, many, 2));
    drawn!("subscriptions_none", subscriptions::list(Subscribed::Boards, vec![], 0));
    let facts = [("Watches".to_owned(), "Chats waiting".to_owned()), ("Pings".to_owned(), "<@&77>".to_owned())];
    let notes = ["-# `/alert test` posts a sample of its message.".to_owned()];
    drawn!("subscription_saved", subscriptions::saved("🚨 Alert saved: 4", &facts, &[ago(-60), ago(-120)], &notes));
    let past = |incident, over| Past { incident, since: ago(90), over, peak: "15".to_owned(), by: Some(42) };
    let past = [past(9, None), past(8, Some(ago(30)))];
    drawn!("subscription_history", subscriptions::history("Chats waiting in Support", &past, None));
    drawn!("subscription_history_none", subscriptions::history("Chats waiting", &[], None));
    drawn!(
        "subscription_refused",
        subscriptions::notices(&[&subscriptions::refused("board", 3, 55, "Unknown Channel")])
    );
    drawn!("subscription_notices", subscriptions::notices(&["One thing.", "Another."]));
    let offer = Offer::from(&subscriptions::Remove { subscription: 3 }).only_for(42).until(ago(-5));
    drawn!("subscription_removal", question::ask(&subscriptions::removal("board", 3, "Support", 55), offer));
}

fn accepted(messages: impl IntoIterator<Item = Message>) {
    for message in messages {
        judge::accepts(&message);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_names(names in prop::collection::vec(hostile::text(), 1..40)) {
        let first = &names[0];
        let incidents = names.iter().map(|name| member(name, Unit::Count, 1e9, 1e12)).collect();
        let status = |name: &String| {
            serde_json::json!({"departmentid": name, "id": name, "name": name, "username": name, "firstname": name,
                "lastname": name, "presetStatus": "MT", "onlineStatus": "MPRT"})
        };
        let statuses = serde_json::Value::from(names.iter().map(status).collect::<Vec<_>>());
        let figures = BoardFigures {
            department: Some(first.clone()),
            departments: read(statuses.clone()),
            ..board()
        };
        let all = BoardFigures { department: None, agents: read(statuses.clone()), ..figures.clone() };
        let counted: Vec<(String, u64)> = names.iter().map(|name| (name.clone(), 3)).collect();
        let told = DigestFigures {
            title: Some(first.clone()),
            departments: names.clone(),
            department_statuses: Some(read(statuses.clone())),
            agent_statuses: Some(read(statuses)),
            ranking: Some(RankingFigures { best: counted.first().cloned(), ..RankingFigures::default() }),
            tags: Some(counted.into_iter().map(|(name, count)| (name, Some(count))).collect()),
            knowledgebase: Some(names.iter().map(|name| (name.clone(), name.clone())).collect()),
            ..digest()
        };
        let line = |name: &String| Line { name: name.clone(), when: name.clone(), ..lines()[1].clone() };
        accepted([
            alerts::incident(&incident(incidents), &desk()),
            alerts::incident(&incident(vec![member(first, Unit::Truth, 1.0, 1.0)]), &desk()),
            boards::board(i64::MAX, i64::MAX, &figures, &desk()),
            boards::board(1, 1, &all, &desk()),
            digests::digest(1, first, &told, &desk()),
            subscriptions::list(Subscribed::Digests, names.iter().map(line).collect(), 0),
            subscriptions::history(first, &[], None),
            subscriptions::notices(&[&subscriptions::refused("digest", 1, 55, first)]),
            question::ask(
                &subscriptions::removal("digest", 1, first, 55),
                Offer::from(&subscriptions::Remove { subscription: 1 }),
            ),
        ]);
    }
}
