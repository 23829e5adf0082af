//! What the bot says by itself, and what those who asked for it see: as drawn, and with whatever names the help desk has.

use insta::assert_json_snapshot;
use jiff::{SignedDuration, Timestamp};
use liveagent::{AgentStatus, ConversationSummary, DepartmentStatus, ErrorKind};
use proptest::prelude::*;
use views::{
    Brief, Figures, Message, Offer, Words,
    alerts::{self, IncidentView, MemberView, Severity, Unit},
    boards::{self, BoardView, Lines},
    digests::{self, DayFigures, DigestView, Part, RankingFigures, SECTIONS, WaitingFigures},
    outages, question,
    setup::{self, AuditChannel, PanelView, SetupView, Step, VisibilityView},
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

fn text_of(message: &Message) -> String {
    message.embeds().iter().filter_map(|embed| embed.description.clone()).collect()
}

/// So many minutes before now.
fn ago(minutes: i64) -> Timestamp {
    desk().now - SignedDuration::from_mins(minutes)
}

fn member(title: &str, unit: Unit, value: f64, peak: f64) -> MemberView {
    let fire = if unit == Unit::Truth { 1.0 } else { 10.0 };
    MemberView {
        title: title.to_owned(),
        unit,
        value,
        fire,
        peak,
        since: ago(14),
        over: None,
        gone: false,
        orphaned: false,
    }
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
    let mut orphaned = incident(chats());
    orphaned.members[0].orphaned = true;
    drawn!("incident_without_an_owner", alerts::incident(&orphaned, &desk()));
    orphaned.members.extend(several.members.drain(..2));
    let one_of_three = alerts::incident(&orphaned, &desk());
    assert!(text_of(&one_of_three).contains("One of these alerts has no owner"), "{}", text_of(&one_of_three));
    orphaned.members[0].over = Some(ago(1));
    assert!(!text_of(&alerts::incident(&orphaned, &desk())).contains("no owner"), "it is over");
    drawn!("incident_sample", alerts::incident(&sample, &desk()));
}

fn lines_of_chats() -> Lines {
    Lines { chats: vec![None, Some(0.0), Some(4.0), Some(9.0)], calls: vec![None; 4] }
}

fn board() -> BoardView {
    board_of(boards::queues(Some(&chats()), Some(&calls()), &lines_of_chats()))
}

fn board_of(queues: Brief) -> BoardView {
    let statuses = department_statuses();
    let departments = digests::departments(&statuses.iter().collect::<Vec<_>>());
    BoardView {
        parts: vec![queues, departments, digests::agents(&agent_statuses())],
        at: ago(0),
        ..BoardView::default()
    }
}

#[test]
fn boards() {
    drawn!("board", boards::board(3, 1, &board(), &desk()));
    let statuses = department_statuses();
    let only = statuses.iter().filter(|department| department.id == "d1").collect::<Vec<_>>();
    let queues = board().parts.swap_remove(0);
    let parts = vec![queues, digests::departments(&only)];
    let department = BoardView { department: Some("d1".to_owned()), parts, ..board() };
    drawn!("board_of_a_department", boards::board(3, 2, &department, &desk()));
    let stale = BoardView { stale: Some(ago(9)), down: true, ..board() };
    drawn!("board_stale", boards::board(3, 1, &stale, &desk()));
    let why = outages::why(&ErrorKind::WrongKey);
    drawn!("board_without_a_key", boards::board(3, 1, &BoardView { why, ..stale }, &desk()));
    drawn!("board_of_nothing", boards::board(3, 1, &BoardView { at: ago(0), ..BoardView::default() }, &desk()));
}

#[test]
fn a_board_changes_with_what_it_shows_and_not_with_time() {
    let shown = |figures: BoardView| boards::shown(&figures);
    assert_eq!(shown(board()), shown(BoardView { at: ago(-9), ..board() }));
    for other in [
        BoardView { stale: Some(ago(9)), ..board() },
        BoardView { down: true, ..board() },
        BoardView { down: true, why: Some("Because."), ..board() },
        board_of(boards::queues(Some(&chats()), None, &lines_of_chats())),
        board_of(boards::queues(Some(&chats()), Some(&calls()), &Lines::default())),
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

fn digest() -> DigestView {
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
    let before = Figures::from([("chats".to_owned(), 2), ("conversations".to_owned(), 7)]);
    let waiting = WaitingFigures {
        new: Some(3),
        open: Some(5),
        overdue: Some(1),
        longest: rows.into_iter().map(|row| (row, ago(75))).collect(),
    };
    let best = Some(("Anna Novak".to_owned(), 6));
    let statuses = department_statuses();
    let told = [
        digests::queues(&chats(), &calls(), &before),
        digests::waiting(&waiting, &before, &desk()),
        digests::departments(&statuses.iter().collect::<Vec<_>>()),
        digests::agents(&agent_statuses()),
        digests::two_days(&[day, DayFigures { answers: Some(100), ..day }]),
        digests::sla_share(&[(Some(90), Some(10)), (Some(80), Some(20))]),
        digests::rank(&RankingFigures { rewards: Some(9), punishments: Some(1), best }),
        digests::tags(&[("VIP".to_owned(), Some(9)), ("Refund".to_owned(), None)]),
        digests::articles(vec![("e1".to_owned(), "Returns".to_owned())]),
    ];
    DigestView {
        title: Some("Support so far".to_owned()),
        departments: vec!["Support".to_owned()],
        department_ids: vec!["d1".to_owned()],
        due: ago(1),
        late: true,
        parts: parts(told),
        chart: None,
    }
}

/// All sections, in their order.
fn parts(told: [Brief; 9]) -> Vec<Part> {
    SECTIONS.iter().zip(told).map(|(section, brief)| Part { section, told: Ok(brief) }).collect()
}

#[test]
fn digests() {
    drawn!("digest", digests::digest(4, "weekdays 09:00, Europe/Vienna", &digest(), &desk()));
    let missing = Part { section: &SECTIONS[0], told: Err("LiveAgent didn't respond") };
    let little = DigestView { due: ago(0), parts: vec![missing], ..DigestView::default() };
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
        when: "≥ 10 for 2 min; resolves at ≤ 5 for 5 min".to_owned(),
        state,
        next: Some(ago(-60)),
        orphaned: false,
        last: (id == 2).then(|| ("last: not posted (no response in time)".to_owned(), Some(ago(3)))),
    };
    (1..).zip(states).map(line).collect()
}

#[test]
fn subscriptions() {
    drawn!("subscriptions", subscriptions::list(Subscribed::Alerts, lines(), 0));
    let many = lines().into_iter().cycle().take(25).collect();
    drawn!("subscriptions_last_page", subscriptions::list(Subscribed::Digests, many, 2));
    drawn!("subscriptions_none", subscriptions::list(Subscribed::Boards, vec![], 0));
    let facts = [("Metric".to_owned(), "Chats waiting".to_owned()), ("Pings".to_owned(), "<@&77>".to_owned())];
    let notes = ["-# Post a sample with `/alert test`.".to_owned()];
    drawn!("subscription_saved", subscriptions::saved("🚨 Alert #4 saved", &facts, &[ago(-60), ago(-120)], &notes));
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

#[test]
fn setup() {
    let set = SetupView {
        roles: [vec![71], vec![72, 73], Vec::new()],
        audit: Some(AuditChannel { channel: 55, blocked: None }),
        ..SetupView::default()
    };
    drawn!("setup_roles", setup::roles(&set, false));
    drawn!("setup_show", setup::show(&set));
    drawn!("setup_roles_none", setup::roles(&SetupView::default(), false));
    drawn!("setup_show_none", setup::show(&SetupView::default()));
    let blocked = Some("Unknown *Channel*".to_owned());
    let many = SetupView {
        roles: [(1..=250).collect(), (301..=550).collect(), (601..=850).collect()],
        audit: Some(AuditChannel { channel: 55, blocked }),
        ..SetupView::default()
    };
    drawn!("setup_show_blocked", setup::show(&SetupView { audit: many.audit.clone(), ..SetupView::default() }));
    accepted([setup::roles(&many, false), setup::show(&many)]);
    drawn!("setup_visibility", setup::visibility(&VisibilityView::default(), false));
    let apart = VisibilityView {
        look_ups_public: true,
        changes_public: true,
        words: Words::None,
        channels: vec![(91, Words::All), (92, Words::Subject)],
    };
    drawn!("setup_visibility_apart", setup::visibility(&apart, false));
    drawn!("setup_show_apart", setup::show(&SetupView { visibility: apart, ..SetupView::default() }));
    let many = VisibilityView {
        channels: (1..=500).map(|channel| (channel, Words::All)).collect(),
        ..VisibilityView::default()
    };
    accepted([setup::visibility(&many, true)]);
    let panel =
        PanelView { channel: 55, agents: vec![("a1".to_owned(), "Anna *Novak*".to_owned())], ..PanelView::default() };
    drawn!("setup_panel_roles", setup::panel(&panel, Step::Roles));
    drawn!("setup_panel_visibility", setup::panel(&panel, Step::Visibility));
    drawn!("setup_panel_audit", setup::panel(&panel, Step::Audit));
    drawn!("setup_panel_link", setup::panel(&panel, Step::Link));
    drawn!("setup_panel_done", setup::panel(&panel, Step::Done));
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
        let departments: Vec<DepartmentStatus> = read(statuses.clone());
        let agents: Vec<AgentStatus> = read(statuses);
        let departments = digests::departments(&departments.iter().collect::<Vec<_>>());
        let agents = digests::agents(&agents);
        let mut figures = BoardView { department: Some(first.clone()), ..board() };
        figures.parts[1] = departments.clone();
        let mut all = BoardView { department: None, ..figures.clone() };
        all.parts[2] = agents.clone();
        let mut told = digest();
        (told.title, told.departments) = (Some(first.clone()), names.clone());
        let best = Some((first.clone(), 3));
        let briefs = [
            departments,
            agents,
            digests::rank(&RankingFigures { best, ..RankingFigures::default() }),
            digests::tags(&names.iter().map(|name| (name.clone(), Some(3))).collect::<Vec<_>>()),
            digests::articles(names.iter().map(|name| (name.clone(), name.clone())).collect()),
        ];
        for (place, brief) in [2, 3, 6, 7, 8].into_iter().zip(briefs) {
            told.parts[place].told = Ok(brief);
        }
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
