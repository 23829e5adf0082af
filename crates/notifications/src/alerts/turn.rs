//! One turn of all alerts: where each stood, what its figure is now, where that leaves it, and what its incident becomes.
//!
//! Pure. Several alerts of one cause in one channel make one incident, unless somebody sees to it already or wants to hear nothing of it:
//! what begins then is news. States and incidents of a turn are kept together or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use crate::{
    decide::{Phase, Sample, Say, Standing, decide},
    incident::{JOIN_WINDOW, Member, Pressed, Story, cause},
    spec::AlertSpec,
};

/// How often a sample that changes nothing is kept: while no incident is open, and while one is.
const QUIET_INTERVAL: SignedDuration = SignedDuration::from_mins(10);
const BUSY_INTERVAL: SignedDuration = SignedDuration::from_mins(1);

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
    /// Whether LiveAgent answered, and does not have what it watches any more.
    pub(crate) gone: bool,
    /// Until when somebody has muted it.
    pub(crate) muted: Option<Timestamp>,
    /// Whether it has no owner.
    pub(crate) orphaned: bool,
}

/// An incident that is not over.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) id: i64,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) cause: String,
    pub(crate) opened: Timestamp,
    pub(crate) ordinal: i64,
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
    /// The alerts that are new in it.
    pub(crate) joined: Vec<i64>,
    /// It is posted anew.
    pub(crate) repost: bool,
    /// It is over.
    pub(crate) over: bool,
}

/// A turn that is being taken.
struct Taking {
    now: Timestamp,
    open: BTreeMap<i64, Open>,
    touched: BTreeMap<i64, Touched>,
    opened: Vec<Opened>,
}

/// What happened to an incident.
#[derive(Default)]
struct Touched {
    repost: bool,
    joined: Vec<i64>,
}

/// Takes the turn. Samples come every `interval`. Of alerts that can't be read nothing is known, so nothing is over for them.
pub(crate) fn take(
    watched: &[Watched],
    unreadable: &BTreeSet<i64>,
    open: impl IntoIterator<Item = Open>,
    now: Timestamp,
    interval: SignedDuration,
) -> Changes {
    let open = open.into_iter().map(|each| (each.id, each)).collect();
    let mut turn = Taking { now, open, touched: BTreeMap::new(), opened: Vec::new() };
    turn.drop_unwatched(watched, unreadable);
    let mut states = Vec::new();
    for each in watched {
        let (standing, of) = turn.one(each, interval);
        if of != each.incident.map(Of::Kept) || is_news(&standing, &each.standing) {
            states.push((each.alert, standing, of));
        }
    }
    let Taking { mut open, touched, opened, .. } = turn;
    let changed = touched.into_iter().filter_map(|(id, Touched { repost, joined })| {
        let story = open.remove(&id)?.story;
        let over = story.is_over();
        Some(Changed { id, story, joined, repost: repost && !over, over })
    });
    Changes { states, opened, changed: changed.collect() }
}

/// Whether it is worth a write: of a thousand alerts whose figures are read, few have moved. How old the last sample is matters
/// only while an incident is open, and then to some minutes.
fn is_news(standing: &Standing, before: &Standing) -> bool {
    if standing.phase != before.phase {
        return true;
    }
    let (Some((at, value)), Some((kept, known))) = (standing.last, before.last) else {
        return standing.last.is_some() != before.last.is_some();
    };
    let quiet = matches!(standing.phase, Phase::Ok);
    let moved = value.total_cmp(&known).is_ne() && matches!(standing.phase, Phase::Firing(_));
    moved || at.duration_since(kept).abs() >= if quiet { QUIET_INTERVAL } else { BUSY_INTERVAL }
}

impl Taking {
    /// One alert's turn: where it stands now, and its incident.
    fn one(&mut self, each: &Watched, interval: SignedDuration) -> (Standing, Option<Of>) {
        let now = self.now;
        let (before, rule) = (self.before(each), each.spec.rule(interval));
        let held = each.muted.is_some_and(|until| now < until) || each.spec.is_quiet(now);
        let unheard = before.last.is_none_or(|(last, _)| now.duration_since(last).abs() > rule.gap);
        let (standing, say) = if each.gone && unheard && matches!(before.phase, Phase::Firing(_)) {
            // Nobody will ever tell that it is well again.
            (Standing { phase: Phase::Resolved { at: now }, ..before }, Say::Over)
        } else {
            decide(&rule, &before, Sample { at: now, value: each.value }, held)
        };
        let mut of = each.incident.filter(|id| self.open.contains_key(id));
        if let Some(id) = of {
            self.note_owner(id, each);
        }
        match (say, of) {
            (Say::Nothing, _) => {}
            (Say::Begun, _) => {
                let begun = self.begin(each, &standing, held);
                return (standing, Some(begun));
            }
            (_, Some(id)) => self.go_on(id, each, say),
            _ => {}
        }
        if !matches!(standing.phase, Phase::Firing(_)) {
            of = None;
        }
        (standing, of.map(Of::Kept))
    }

    fn go_on(&mut self, id: i64, each: &Watched, say: Say) {
        let Some(incident) = self.open.get_mut(&id) else { return };
        let touched = self.touched.entry(id).or_default();
        touched.repost |= matches!(say, Say::Worse | Say::Again);
        let Some(member) = incident.story.member(each.alert) else { return };
        if let Some(value) = each.value {
            member.moved(value);
        }
        if say == Say::Over {
            (member.over, member.gone) = (Some(self.now), each.gone);
        }
    }

    /// An alert of an incident has lost its owner or has one again. Its message shows that.
    fn note_owner(&mut self, id: i64, each: &Watched) {
        let Some(incident) = self.open.get_mut(&id) else { return };
        if let Some(member) = incident.story.member(each.alert).filter(|member| member.orphaned != each.orphaned) {
            member.orphaned = each.orphaned;
            self.touched.entry(id).or_default();
        }
    }

    /// An alert that was removed or paused, or that watches something else now, is over for its incident.
    fn drop_unwatched(&mut self, watched: &[Watched], unreadable: &BTreeSet<i64>) {
        let living: HashMap<i64, &AlertSpec> = watched.iter().map(|each| (each.alert, &each.spec)).collect();
        for incident in self.open.values_mut() {
            let going = |member: &&mut Member| member.over.is_none() && !unreadable.contains(&member.alert);
            for member in incident.story.members.iter_mut().filter(going) {
                if !living.get(&member.alert).is_some_and(|spec| member.is_of(spec)) {
                    member.over = Some(self.now);
                    self.touched.entry(incident.id).or_default();
                }
            }
        }
    }

    /// Where an alert stands, with what people have pressed since.
    fn before(&self, each: &Watched) -> Standing {
        let standing = each.standing.clone();
        let incident = each.incident.and_then(|id| self.open.get(&id));
        match incident.filter(|incident| incident.story.goes_on(each.alert)) {
            Some(Open { pressed: Pressed { acknowledged: Some((user, at)), .. }, .. }) => {
                standing.acknowledged(*user, *at)
            }
            // The alert was paused, stopped or moved to another channel, and its incident closed. If the value is still past the threshold,
            // it fires again without waiting.
            None if matches!(standing.phase, Phase::Firing(_)) => {
                let hold = SignedDuration::from_secs(each.spec.fire_hold);
                Standing { phase: Phase::Pending { since: self.now - hold }, last: None }
            }
            _ => standing,
        }
    }

    /// Joins an incident of the same cause in the same channel, or opens one.
    fn begin(&mut self, each: &Watched, standing: &Standing, held: bool) -> Of {
        let now = self.now;
        let since = match &standing.phase {
            Phase::Firing(firing) => firing.since,
            _ => now,
        };
        let member = Member::new(each.alert, &each.spec, since, each.value.unwrap_or_default());
        let member = Member { orphaned: each.orphaned, ..member };
        let (cause, severity, role) = (cause(each.spec.metric), each.spec.severity, each.spec.role);
        // Another role is another message: each pings its own.
        let same = |guild, channel, other: &str, story: &Story| {
            (guild, channel, other, story.role) == (each.guild, each.channel, cause, role)
        };
        let going = self
            .open
            .values_mut()
            .find(|open| same(open.guild, open.channel, &open.cause, &open.story) && !open.pressed.is_seen_to(now));
        // What is held back gets an incident of its own, which is held back too: in another it would be told of by nobody.
        if let Some(incident) = going.filter(|_| !held) {
            let touched = self.touched.entry(incident.id).or_default();
            touched.joined.push(each.alert);
            // What is old is far up in the channel, and what is worse than all before must not come in silence.
            let old = now.duration_since(incident.opened).abs() >= JOIN_WINDOW;
            if old || severity > incident.story.severity {
                touched.repost = true;
                incident.story.louder = incident.ordinal + 1;
            }
            incident.story.join(member);
            incident.story.severity = incident.story.severity.max(severity);
            return Of::Kept(incident.id);
        }
        let place = self.opened.iter().position(|other| same(other.guild, other.channel, other.cause, &other.story));
        let place = place.unwrap_or_else(|| {
            let story = Story { severity, role, ..Story::default() };
            self.opened.push(Opened { guild: each.guild, channel: each.channel, cause, story });
            self.opened.len() - 1
        });
        let story = &mut self.opened[place].story;
        story.join(member);
        story.severity = story.severity.max(severity);
        Of::New(place)
    }
}

#[cfg(test)]
mod tests;
