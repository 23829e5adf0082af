//! Draws digests: all look-ups at once, shared between digests, and a chart of the queues.

use std::{collections::BTreeMap, time::Duration};

use answers::{
    brief::{Briefing, NOW_MAX_AGE, Occasion, PAST_MAX_AGE, brief, scopes},
    charts::{Picture, Wanted},
    collector::is_outage,
    composed,
};
use futures_util::{FutureExt as _, future::join_all};
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use liveagent::{Error, ErrorKind, ListDepartmentStatuses, Load, ReportCallsLoad, ReportChatsLoad};
use store::Subscription;
use views::{
    Desk, Figures, Link,
    chart::{Chart, Series},
    digests::{DigestView, Part, Section},
    overview, reports,
};

use crate::{context::Context, metric::Metric, spec::DigestSpec};

/// What the chart is called.
const TITLE: &str = "Waiting in the queues";

/// How far back the chart goes.
const CHART_SPAN: SignedDuration = SignedDuration::from_hours(24);
/// For how long they were sampled where that is enough for one.
const MIN_CHART_SPAN: SignedDuration = SignedDuration::from_hours(2);

/// How long somebody who wants to see a digest waits for it.
const PREVIEW_TIMEOUT: Duration = Duration::from_secs(12);

/// LiveAgent's answers for a digest.
struct Told {
    parts: Vec<Part>,
    /// The names of its departments.
    departments: Vec<String>,
    /// Why parts are missing that LiveAgent may return soon.
    may_come: Option<Error>,
}

/// A digest that was drawn.
pub(super) struct Drawn {
    pub(super) message: views::Message,
    /// What waited, for the next one to say how it moved.
    pub(super) kept: String,
    /// Why figures are missing that LiveAgent may return a little later.
    pub(super) may_come: Option<Error>,
}

impl Context {
    /// What a digest would say now; `None` when LiveAgent answers nothing of it in time.
    pub(crate) async fn preview(&self, digest: &Subscription, spec: &DigestSpec) -> Option<views::Message> {
        let drawn = self.draw_digest(digest, spec, (self.clock.now(), false));
        tokio::time::timeout(PREVIEW_TIMEOUT, drawn).await.ok()?.ok().map(|drawn| drawn.message)
    }

    /// The message of a run that was due at `due`. An error when LiveAgent answers nothing of it.
    pub(super) async fn draw_digest(
        &self,
        digest: &Subscription,
        spec: &DigestSpec,
        (due, late): (Timestamp, bool),
    ) -> Result<Drawn, Error> {
        // Nothing to compare with where there was no post, or it can't be read.
        let before: Figures = self.kept.figures(digest).unwrap_or_default();
        let desk = self.desk_of(digest).await;
        let Told { parts, departments, may_come } = self.tell(spec, due, &before, &desk).boxed().await?;
        let kept: Figures =
            parts.iter().filter_map(|part| part.told.as_ref().ok()).flat_map(|told| told.figures().clone()).collect();
        let view = DigestView {
            title: spec.title.clone(),
            departments,
            department_ids: spec.departments.clone(),
            due,
            late,
            parts,
            // Drawn last: charts are expensive, and a digest without figures isn't posted.
            chart: self.queue_chart(spec, due).boxed().await,
        };
        let message = views::digests::digest(digest.id, &spec.when(), &view, &desk);
        Ok(Drawn { message, kept: serde_json::to_string(&kept).unwrap_or_default(), may_come })
    }

    /// Asks for all parts at once. Fails if LiveAgent answers none of them.
    async fn tell(&self, spec: &DigestSpec, due: Timestamp, before: &Figures, desk: &Desk) -> Result<Told, Error> {
        let briefing = Briefing {
            collector: &self.collector,
            desk,
            departments: &spec.departments,
            occasion: Occasion::Digest { due, before },
        };
        // Boxed, since many digests wait for all of their parts at once.
        let asked = spec.sections.iter().map(|link| brief(&briefing, link).boxed());
        let (statuses, answers) = tokio::join!(
            // For the names of departments. Other digests share this answer.
            self.collector.ask(&ListDepartmentStatuses {}, NOW_MAX_AGE).boxed(),
            join_all(asked),
        );
        let statuses = statuses.map(|known| known.answer.departments_online_states.clone()).unwrap_or_default();
        let name_of = |id: &String| {
            let found = statuses.iter().find(|department| department.id == *id);
            found.map_or_else(|| id.clone(), |department| department.name.clone())
        };
        let departments = spec.departments.iter().map(name_of).collect();
        let (mut parts, mut errors) = (Vec::new(), Vec::new());
        for (link, answer) in spec.sections.iter().zip(answers) {
            let Some(section) = Section::of_link(link) else { continue };
            let told = answer.map_err(|error| {
                tracing::debug!(error = %error, "a part of a digest is missing");
                let why = views::outages::why_missing(error.kind());
                errors.push(error);
                why
            });
            parts.push(Part { section, told });
        }
        if errors.len() >= parts.len()
            && let Some(error) = one_of(&errors, |error| !is_outage(error))
        {
            return Err(error);
        }
        Ok(Told { parts, departments, may_come: one_of(&errors, may_pass).filter(may_pass) })
    }

    /// The queues of the last day, where an alert or a board has sampled them for a while; else those of yesterday, as LiveAgent
    /// reports them; else what was sampled.
    async fn queue_chart(&self, spec: &DigestSpec, due: Timestamp) -> Option<Picture> {
        if let Some(chart) = self.sampled_queues(spec, MIN_CHART_SPAN).await {
            return Some(chart);
        }
        match self.reported_queues(spec, due).await {
            Some(chart) => Some(chart),
            None => self.sampled_queues(spec, SignedDuration::ZERO).await,
        }
    }

    async fn sampled_queues(&self, spec: &DigestSpec, least: SignedDuration) -> Option<Picture> {
        let now = self.clock.now();
        let department = match spec.departments.as_slice() {
            [] => None,
            [only] => Some(only.as_str()),
            _ => return None,
        };
        let wanted = [
            Wanted { name: "Chats", series: Metric::ChatsWaiting.series(department) },
            Wanted { name: "Calls", series: Metric::CallsWaiting.series(department) },
        ];
        self.charts.of_at_least(TITLE, &wanted, (now - CHART_SPAN, now), None, least).await
    }

    async fn reported_queues(&self, spec: &DigestSpec, due: Timestamp) -> Option<Picture> {
        let is_of_queues =
            |link: &Link| link.look::<overview::Show>().is_some() || link.look::<reports::Yesterday>().is_some();
        if !spec.sections.iter().any(is_of_queues) {
            return None;
        }
        let zone = self.collector.client().time_zone();
        let day = due.to_zoned(zone.clone()).date().saturating_sub(1.days());
        let (mut chats, mut calls) = (Vec::new(), Vec::new());
        for scope in scopes(&spec.departments) {
            let (date_from, date_to) = composed::day(day);
            let (date_from, date_to, department_id) = (Some(date_from), Some(date_to), scope);
            let of_chats =
                ReportChatsLoad { date_from, date_to, department_id: department_id.clone(), ..Default::default() };
            let of_calls = ReportCallsLoad { date_from, date_to, department_id, ..Default::default() };
            let loads = tokio::try_join!(
                self.collector.ask(&of_chats, PAST_MAX_AGE),
                self.collector.ask(&of_calls, PAST_MAX_AGE)
            );
            let (of_chats, of_calls) = loads.ok()?;
            chats.extend(of_chats.answer.loads.iter().cloned());
            calls.extend(of_calls.answer.loads.iter().cloned());
        }
        let series = [("Chats", chats), ("Calls", calls)]
            .map(|(name, loads)| Series { name: name.to_owned(), points: queue_by_hour(&loads, &zone) });
        let begin = |date: Date| date.to_zoned(zone.clone()).map(|begin| begin.timestamp()).ok();
        let (from, to) = (begin(day)?, begin(day.tomorrow().ok()?)?);
        if series.iter().all(|line| line.points.len() < 2) {
            return None;
        }
        let key = format!("load|{day}|{}", spec.departments.join("|"));
        let (title, subtitle) = (TITLE.to_owned(), format!("hourly average, {}", day.strftime("%-d %B")));
        let chart = Chart { title, subtitle, series: series.into(), threshold: None, from, to, zone };
        self.charts.shared(key, async { Some(chart) }).await
    }
}

/// Whether LiveAgent may answer a little later: it is down, or the request limit is reached.
fn may_pass(error: &Error) -> bool {
    is_outage(error) || *error.kind() == ErrorKind::Busy
}

/// The first error that `fits`, or else the first one.
fn one_of(errors: &[Error], fits: impl Fn(&Error) -> bool) -> Option<Error> {
    errors.iter().find(|error| fits(error)).or(errors.first()).cloned()
}

/// The average number waiting in each hour, summed over all rows.
fn queue_by_hour(loads: &[Load], zone: &TimeZone) -> Vec<(Timestamp, f64)> {
    let mut hours: BTreeMap<Timestamp, f64> = BTreeMap::new();
    for load in loads {
        if let (Some(at), Some(queue)) = (load.date, load.avg_queue) {
            *hours.entry(at.at(zone)).or_default() += queue.get();
        }
    }
    hours.into_iter().collect()
}
