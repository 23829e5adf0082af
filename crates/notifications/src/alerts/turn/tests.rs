//! Incidents over several turns, in memory as the database keeps them.

use jiff::SignedDuration;

use super::*;
use crate::{metric::Metric, spec::Severity};

/// What is kept between turns.
#[derive(Default)]
struct Desk {
    watched: Vec<Watched>,
    unreadable: BTreeSet<i64>,
    open: Vec<Open>,
    closed: Vec<Open>,
    next: i64,
    minute: i64,
}

const INTERVAL: SignedDuration = SignedDuration::from_secs(30);

fn at(minute: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
}

fn alert(id: i64, metric: Metric) -> Watched {
    let spec = AlertSpec {
        metric,
        target: None,
        target_name: None,
        fire: 10.0,
        clear: 5.0,
        fire_hold: 0,
        clear_hold: 0,
        role: None,
        severity: Severity::Warning,
        quiet: None,
        repeat: None,
    };
    let standing = Standing::default();
    Watched {
        alert: id,
        guild: 1,
        channel: 2,
        spec,
        standing,
        incident: None,
        value: None,
        gone: false,
        muted: None,
        orphaned: false,
    }
}

impl Desk {
    fn with(watched: impl IntoIterator<Item = Watched>) -> Self {
        Self { watched: watched.into_iter().collect(), ..Self::default() }
    }

    /// A turn a minute later, with these values; what it said of incidents.
    fn turn(&mut self, values: &[f64]) -> Changes {
        for (watched, value) in self.watched.iter_mut().zip(values) {
            watched.value = Some(*value);
        }
        self.minute += 1;
        let now = at(self.minute);
        let changes = take(&self.watched, &self.unreadable, self.open.clone(), now, INTERVAL);
        let first = self.next + 1;
        for opened in &changes.opened {
            self.next += 1;
            let Opened { guild, channel, cause, story } = opened.clone();
            let (id, pressed) = (self.next, Pressed::default());
            let (cause, opened) = (cause.to_owned(), now);
            self.open.push(Open { id, guild, channel, cause, opened, ordinal: 1, story, pressed });
        }
        for (alert, standing, of) in &changes.states {
            let watched = self.watched.iter_mut().find(|each| each.alert == *alert).unwrap();
            watched.standing = standing.clone();
            watched.incident = of.map(|of| match of {
                Of::Kept(id) => id,
                Of::New(place) => first + i64::try_from(place).unwrap(),
            });
        }
        for changed in &changes.changed {
            let place = self.open.iter().position(|open| open.id == changed.id).unwrap();
            self.open[place].story = changed.story.clone();
            self.open[place].ordinal += i64::from(changed.repost);
            if changed.over {
                self.closed.push(self.open.remove(place));
            }
        }
        changes
    }
}

#[test]
fn alerts_that_begin_together_are_one_incident() {
    let mut desk =
        Desk::with([alert(1, Metric::ChatsWaiting), alert(2, Metric::CallsWaiting), alert(3, Metric::Overdue)]);
    let changes = desk.turn(&[12.0, 15.0, 11.0]);
    assert_eq!(changes.opened.len(), 2, "all queues are one cause, conversations another");
    assert_eq!(changes.opened[0].story.members.len(), 2);
    assert_eq!(desk.watched.iter().map(|each| each.incident).collect::<Vec<_>>(), [Some(1), Some(1), Some(2)]);
}

/// Two alerts; the second begins so many minutes after the first.
fn second_after(minutes: usize, second: Watched, press: fn(&mut Open)) -> (Desk, Changes) {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), second]);
    for _ in 0..minutes {
        desk.turn(&[12.0, 0.0]);
    }
    press(&mut desk.open[0]);
    let changes = desk.turn(&[12.0, 12.0]);
    (desk, changes)
}

#[test]
fn a_later_one_joins_and_is_heard_when_the_message_is_old_or_it_is_worse() {
    let warning = || alert(2, Metric::ChatsRinging);
    let mut critical = warning();
    critical.spec.severity = Severity::Critical;
    for (minutes, second, heard) in [(3, warning(), false), (12, warning(), true), (3, critical, true)] {
        let severity = second.spec.severity;
        let (desk, changes) = second_after(minutes, second, |_| {});
        assert_eq!((desk.open.len(), desk.open[0].story.members.len()), (1, 2), "one message");
        assert_eq!((changes.changed[0].repost, desk.open[0].story.louder), (heard, if heard { 2 } else { 0 }));
        assert_eq!((desk.open[0].story.severity, &changes.changed[0].joined), (severity, &vec![2]));
    }
}

/// In another's incident nobody would hear of it when the mute ends.
#[test]
fn what_begins_while_it_is_held_has_an_incident_of_its_own() {
    let muted = Watched { muted: Some(at(600)), ..alert(2, Metric::ChatsRinging) };
    let (desk, changes) = second_after(12, muted, |_| {});
    assert_eq!((desk.open.len(), changes.opened.len(), changes.changed.len()), (2, 1, 0));
    let (story, watched) = (&desk.open[1].story, &desk.watched[1]);
    assert_eq!((story.members.len(), watched.incident), (1, Some(desk.open[1].id)));
}

#[test]
fn an_alert_that_goes_off_again_in_its_incident_is_one_of_it() {
    let mut desk = Desk::with([alert(1, Metric::CallsWaiting), alert(2, Metric::ChatsWaiting)]);
    desk.turn(&[12.0, 40.0]);
    for turn in 0..600 {
        desk.turn(&[12.0, if turn % 2 == 0 { 0.0 } else { 12.0 }]);
    }
    let [_, member] = desk.open[0].story.members.as_slice() else { panic!("one of each") };
    assert_eq!((member.alert, member.over, member.peak, member.since), (2, None, 40.0, at(601)));
}

#[test]
fn what_somebody_sees_to_or_has_muted_is_not_joined() {
    for press in [(|open| open.pressed.acknowledged = Some((7, at(1)))) as fn(&mut Open), |open| {
        open.pressed.muted = Some((7, at(60)));
    }] {
        let (desk, changes) = second_after(3, alert(2, Metric::ChatsRinging), press);
        assert_eq!((desk.open.len(), changes.opened.len()), (2, 1), "it is news");
    }
    let (desk, _) = second_after(3, alert(2, Metric::ChatsRinging), |open| open.pressed.muted = Some((7, at(2))));
    assert_eq!(desk.open.len(), 1, "the mute is over");
}

#[test]
fn an_alert_whose_incident_was_closed_meanwhile_begins_anew() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting)]);
    desk.turn(&[12.0]);
    // Paused, or refused by Discord: its incident is closed, and where it stood is kept.
    let paused = std::mem::take(&mut desk.watched);
    assert!(desk.turn(&[]).changed[0].over);
    desk.watched = paused;
    let changes = desk.turn(&[12.0]);
    assert_eq!((changes.opened.len(), desk.open.len()), (1, 1), "it fires, and somebody is told");
    // The same while another keeps the incident open.
    let mut desk = Desk::with([alert(2, Metric::ChatsWaiting), alert(1, Metric::ChatsRinging)]);
    desk.turn(&[12.0, 12.0]);
    let paused = desk.watched.pop().unwrap();
    desk.turn(&[12.0]);
    desk.watched.push(paused);
    let changes = desk.turn(&[12.0, 12.0]);
    assert_eq!(changes.changed[0].joined, [1]);
    assert!(desk.open[0].story.goes_on(1) && desk.open[0].story.goes_on(2));
}

#[test]
fn an_alert_that_can_not_be_read_keeps_its_incident() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), alert(2, Metric::ChatsRinging)]);
    desk.turn(&[12.0, 12.0]);
    let lost = desk.watched.remove(0);
    desk.unreadable.insert(1);
    desk.turn(&[0.0]);
    assert!(desk.open[0].story.goes_on(1) && !desk.open[0].story.goes_on(2), "it is over for the other alone");
    desk.unreadable.clear();
    desk.watched.insert(0, lost);
    assert!(desk.turn(&[0.0, 0.0]).changed[0].over, "and for both, once it can be read again");
}

#[test]
fn an_alert_that_watches_something_else_is_over_for_its_incident() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting)]);
    desk.turn(&[12.0]);
    desk.watched[0].spec.target = Some("sales".to_owned());
    assert!(desk.turn(&[0.0]).changed[0].over);
}

#[test]
fn what_is_gone_from_liveagent_is_over_after_a_while() {
    let mut desk = Desk::with([alert(1, Metric::AgentOffline)]);
    desk.turn(&[12.0]);
    (desk.watched[0].value, desk.watched[0].gone) = (None, true);
    let ends: Vec<bool> = (0..8).map(|_| desk.turn(&[]).changed.iter().any(|changed| changed.over)).collect();
    assert_eq!(ends.iter().position(|over| *over), Some(5), "{ends:?}");
    assert!(desk.closed[0].story.members[0].gone);
}

#[test]
fn another_channel_or_role_is_another_incident() {
    let other_channel = Watched { channel: 3, ..alert(2, Metric::ChatsWaiting) };
    let mut with_role = alert(3, Metric::ChatsWaiting);
    with_role.spec.role = Some(9);
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), other_channel, with_role]);
    assert_eq!(desk.turn(&[12.0, 12.0, 12.0]).opened.len(), 3);
}

#[test]
fn an_incident_is_over_when_all_its_alerts_are() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), alert(2, Metric::ChatsRinging)]);
    desk.turn(&[12.0, 15.0]);
    let changes = desk.turn(&[2.0, 18.0]);
    assert!(!changes.changed[0].over);
    assert_eq!(desk.watched[0].incident, None);
    let changes = desk.turn(&[2.0, 2.0]);
    assert!(changes.changed[0].over);
    let story = &desk.closed[0].story;
    assert_eq!(story.members.iter().map(|member| member.peak).collect::<Vec<_>>(), [12.0, 18.0]);
    assert_eq!(story.members.iter().map(|member| member.over).collect::<Vec<_>>(), [Some(at(2)), Some(at(3))]);
}

#[test]
fn an_alert_that_is_removed_is_over() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting)]);
    desk.turn(&[12.0]);
    desk.watched.clear();
    let changes = desk.turn(&[]);
    assert!(changes.changed[0].over && desk.open.is_empty());
}

#[test]
fn what_was_acknowledged_does_not_repeat_and_what_is_muted_is_not_posted_anew() {
    let mut repeating = alert(1, Metric::ChatsWaiting);
    repeating.spec.repeat = Some(300);
    let reposts = |press: fn(&mut Desk)| {
        let mut desk = Desk::with([repeating.clone()]);
        desk.turn(&[12.0]);
        press(&mut desk);
        (0..20).map(|_| desk.turn(&[12.0]).changed.iter().filter(|changed| changed.repost).count()).sum::<usize>()
    };
    assert_eq!(reposts(|_| {}), 4);
    assert_eq!(reposts(|desk| desk.open[0].pressed.acknowledged = Some((7, at(1)))), 0);
    assert_eq!(reposts(|desk| desk.watched[0].muted = Some(at(11))), 3);
    assert_eq!(reposts(|desk| desk.watched[0].muted = Some(at(60))), 0);
}

#[test]
fn nothing_changes_while_nothing_changes() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), alert(2, Metric::Overdue)]);
    desk.turn(&[12.0, 0.0]);
    desk.turn(&[12.0, 0.0]);
    let changes = take(&desk.watched, &desk.unreadable, desk.open.clone(), at(desk.minute), INTERVAL);
    assert!(changes.states.is_empty() && changes.opened.is_empty() && changes.changed.is_empty(), "{changes:?}");
}

#[test]
fn what_stands_still_is_written_down_now_and_then() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), alert(2, Metric::Overdue)]);
    desk.turn(&[3.0, 12.0]);
    let written: Vec<Vec<i64>> =
        (0..12).map(|_| desk.turn(&[3.0, 12.0]).states.iter().map(|(alert, ..)| *alert).collect()).collect();
    assert_eq!(written.iter().filter(|each| each.contains(&1)).count(), 1, "{written:?}");
    assert!(desk.turn(&[4.0, 13.0]).states.iter().all(|(alert, ..)| *alert == 2), "only the firing one");
}

#[test]
fn without_figures_nothing_moves() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting)]);
    desk.turn(&[12.0]);
    desk.watched[0].value = None;
    let changes = take(&desk.watched, &desk.unreadable, desk.open.clone(), at(desk.minute + 30), INTERVAL);
    assert!(changes.changed.is_empty() && changes.opened.is_empty(), "{changes:?}");
}

#[test]
fn an_incident_follows_whether_its_alerts_have_an_owner() {
    let mut desk = Desk::with([alert(1, Metric::ChatsWaiting), alert(2, Metric::CallsWaiting)]);
    desk.watched[1].orphaned = true;
    let owners = |desk: &Desk| desk.open[0].story.members.iter().map(|member| member.orphaned).collect::<Vec<_>>();
    desk.turn(&[12.0, 12.0]);
    assert_eq!(owners(&desk), [false, true], "as it begins");
    for (orphaned, changed) in [([false, true], 0), ([true, true], 1), ([true, true], 0), ([false, false], 1)] {
        for (watched, orphaned) in desk.watched.iter_mut().zip(orphaned) {
            watched.orphaned = orphaned;
        }
        let changes = desk.turn(&[12.0, 12.0]);
        assert_eq!((changes.changed.len(), owners(&desk)), (changed, orphaned.to_vec()));
        assert!(changes.changed.iter().all(|changed| !changed.repost && !changed.over), "it is no news");
    }
}
