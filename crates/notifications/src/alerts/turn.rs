//! One turn of all alerts: where each stood, what its figure is now, where that leaves it, and what its incident becomes.
//!
//! Pure. Several alerts of one cause in one channel make one incident: those that begin in the same turn, and those that begin while
//! it is young. States and incidents of a turn are kept together or not at all.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;

use super::incident::{JOIN, Member, Pressed, Story, cause};
use crate::{
    decide::{Phase, Sample, Say, Standing, decide},
    spec::AlertSpec,
};

/// An alert, where it stands, and the incident it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub(crate) alert: i64,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) spec: AlertSpec,
    pub(crate) standing: Standing,
    pub(crate) incident: Option<i64>,
    /// Its figure now, if LiveAgent gave one.
    pub(crate) value: Option<f64>,
    /// Until when the alert itself is muted.
    pub(crate) muted: Option<Timestamp>,
}

/// An incident that is not over.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) id: i64,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) cause: String,
    pub(crate) opened: Timestamp,
    pub(crate) story: Story,
    pub(crate) pressed: Pressed,
}

/// What a turn changes.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Where alerts stand now, with their incidents.
    pub(crate) states: Vec<(i64, Standing, Option<Of>)>,
    /// Incidents that begin.
    pub(crate) opened: Vec<Opened>,
    /// Incidents that change.
    pub(crate) changed: Vec<Changed>,
}

/// Which incident an alert belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Of {
    /// One that is kept.
    Kept(i64),
    /// One that this turn opens, by its place in [`Changes::opened`].
    New(usize),
}

/// An incident that begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opened {
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) cause: &'static str,
    pub(crate) story: Story,
}

/// An incident that changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changed {
    pub(crate) id: i64,
    pub(crate) story: Story,
    /// It is posted anew.
    pub(crate) repost: bool,
    /// It is over.
    pub(crate) over: bool,
}

/// Takes the turn.
pub(crate) fn take(watched: &[Watched], open: &[Open], now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let mut open: BTreeMap<i64, Open> = open.iter().map(|each| (each.id, each.clone())).collect();
    let mut touched: BTreeMap<i64, bool> = BTreeMap::new();
    drop_unwatched(watched, &mut open, &mut touched, now);
    for each in watched {
        let before = with_presses(each, &open, now);
        let held = before.is_muted(now) || each.spec.is_quiet(now);
        let (standing, say) = decide(&each.spec.rule(), &before, Sample { at: now, value: each.value }, held);
        let mut of = each.incident.filter(|id| open.contains_key(id)).map(Of::Kept);
        match (say, of) {
            (Say::Nothing, _) => {}
            (Say::Begun, _) => of = Some(begin(each, &standing, &mut open, &mut touched, &mut changes.opened, now)),
            (_, Some(Of::Kept(id))) => {
                if let Some(incident) = open.get_mut(&id) {
                    let anew = touched.entry(id).or_default();
                    *anew |= matches!(say, Say::Worse | Say::Again);
                    if let (Some(member), Some(value)) = (incident.story.member(each.alert), each.value) {
                        member.moved(value);
                        member.over = (say == Say::Over).then_some(now);
                    }
                }
            }
            _ => {}
        }
        if !matches!(standing.phase, Phase::Firing(_)) {
            of = None;
        }
        let kept = each.incident.map(Of::Kept);
        if standing != each.standing || of != kept {
            changes.states.push((each.alert, standing, of));
        }
    }
    changes.changed = touched
        .into_iter()
        .filter_map(|(id, repost)| {
            let story = open.remove(&id)?.story;
            let over = story.is_over();
            Some(Changed { id, story, repost: repost && !over, over })
        })
        .collect();
    changes
}

/// An alert that was removed or paused is over for its incident.
fn drop_unwatched(
    watched: &[Watched],
    open: &mut BTreeMap<i64, Open>,
    touched: &mut BTreeMap<i64, bool>,
    now: Timestamp,
) {
    let living: HashSet<i64> = watched.iter().map(|each| each.alert).collect();
    for incident in open.values_mut() {
        for member in incident.story.members.iter_mut().filter(|member| member.over.is_none()) {
            if !living.contains(&member.alert) {
                member.over = Some(now);
                touched.entry(incident.id).or_default();
            }
        }
    }
}

/// Where an alert stands, with what people have pressed since.
fn with_presses(each: &Watched, open: &BTreeMap<i64, Open>, now: Timestamp) -> Standing {
    let mut standing = each.standing.clone();
    let pressed = each.incident.and_then(|id| open.get(&id)).map(|incident| &incident.pressed);
    if let Some((user, at)) = pressed.and_then(|pressed| pressed.acknowledged) {
        standing = standing.acknowledged(user, at);
    }
    let muted = pressed.and_then(|pressed| pressed.muted).map(|(_, until)| until);
    // Nothing else mutes, so that what was unmuted is not.
    standing.muted = muted.max(each.muted).filter(|until| now < *until);
    standing
}

/// Joins a young incident of the same cause in the same channel, or opens one.
fn begin(
    each: &Watched,
    standing: &Standing,
    open: &mut BTreeMap<i64, Open>,
    touched: &mut BTreeMap<i64, bool>,
    opened: &mut Vec<Opened>,
    now: Timestamp,
) -> Of {
    let since = match &standing.phase {
        Phase::Firing(firing) => firing.since,
        _ => now,
    };
    let member = Member::new(each.alert, &each.spec, since, each.value.unwrap_or_default());
    let cause = cause(each.spec.metric);
    let severity = each.spec.severity;
    // Another role is another message: an incident pings once.
    let young = open.values_mut().find(|incident| {
        let same = (incident.guild, incident.channel, incident.cause.as_str()) == (each.guild, each.channel, cause);
        same && incident.story.role == each.spec.role && now.duration_since(incident.opened).abs() < JOIN
    });
    if let Some(incident) = young {
        incident.story.members.push(member);
        incident.story.severity = incident.story.severity.max(severity);
        touched.entry(incident.id).or_default();
        return Of::Kept(incident.id);
    }
    let place = opened.iter().position(|other| {
        (other.guild, other.channel, other.cause, other.story.role) == (each.guild, each.channel, cause, each.spec.role)
    });
    let place = place.unwrap_or_else(|| {
        let story = Story { severity, role: each.spec.role, members: Vec::new() };
        opened.push(Opened { guild: each.guild, channel: each.channel, cause, story });
        opened.len() - 1
    });
    let story = &mut opened[place].story;
    story.members.push(member);
    story.severity = story.severity.max(severity);
    Of::New(place)
}

#[cfg(test)]
mod tests;
