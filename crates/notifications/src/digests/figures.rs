//! What a digest tells, asked of LiveAgent: all sections at once, each look-up shared with all who want the same.

use answers::{
    charts::{Picture, Wanted},
    collector::is_outage,
    composed::{self, PAGE_SIZE},
};
use std::{future::Future, time::Duration};

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use liveagent::{
    Count, Error, ErrorKind, Interval, ListAgentStatuses, ListDepartmentStatuses, ListKnowledgebaseEntries, LocalTime,
    ReportCallsLoad, ReportChatsLoad, ReportDepartments, ReportPerformance, ReportRanking, ReportTags,
    ShowCallsOverview, ShowChatsOverview,
};
use store::Subscription;
use views::{
    chart::{Chart, Series},
    digests::{DayFigures, DigestFigures, Section, WaitingFigures},
};

use super::sums::{newest_articles, queue_by_hour, sum_ranks, sum_waiting, used_tags};
use crate::{context::Context, metric::Metric, spec::DigestSpec};

/// How old figures of now may be: those of all digests of a minute are the same.
const NOW: SignedDuration = SignedDuration::from_secs(60);

/// How old figures of days that are over may be.
const PAST: SignedDuration = SignedDuration::from_mins(30);

/// What the chart is called.
const TITLE: &str = "Waiting in the queues";

/// How far back the chart goes.
const CHART: SignedDuration = SignedDuration::from_hours(24);
/// How long a change in the knowledgebase is news, and the most entries that are looked through.
const NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);
const MAX_ARTICLES: u32 = 200;

/// For how long they were sampled where that is enough for one.
const WHILE: SignedDuration = SignedDuration::from_hours(2);

/// How long somebody who wants to see a digest waits for it.
const PATIENCE: Duration = Duration::from_secs(12);

/// Adds a row of a report to a day. What a row does not tell is not known of the day.
macro_rules! add {
    ($day:ident, $row:ident) => {{
        add_to(&mut $day.answers, $row.answers);
        add_to(&mut $day.chats, $row.chats);
        add_to(&mut $day.missed_chats, $row.missed_chats);
        add_to(&mut $day.calls, $row.calls);
        add_to(&mut $day.missed_calls, $row.missed_calls);
        add_to(&mut $day.created, $row.created_tickets);
        add_to(&mut $day.resolved, $row.resolved_tickets);
    }};
}

fn add_to(sum: &mut Option<u64>, count: Option<Count>) {
    *sum = sum.zip(count).map(|(sum, count)| sum.saturating_add(count.get()));
}

/// The figures of a day of which the report has no row.
const NOTHING_HAPPENED: DayFigures = DayFigures {
    answers: Some(0),
    chats: Some(0),
    missed_chats: Some(0),
    calls: Some(0),
    missed_calls: Some(0),
    created: Some(0),
    resolved: Some(0),
};

/// A digest that was drawn.
pub(super) struct Drawn {
    pub(super) message: views::Message,
    /// What waited, for the next one to say how it moved.
    pub(super) kept: String,
    /// Why figures are missing that LiveAgent may return a little later.
    pub(super) may_come: Option<Error>,
}

/// What waits: chats, calls, conversations.
type Kept = [Option<u64>; 3];

impl Context {
    /// What a digest would say now; `None` when LiveAgent answers nothing of it in time.
    pub(crate) async fn preview(&self, digest: &Subscription, spec: &DigestSpec) -> Option<views::Message> {
        let drawn = self.draw_digest(digest, spec, (self.clock.now(), false));
        tokio::time::timeout(PATIENCE, drawn).await.ok()?.ok().map(|drawn| drawn.message)
    }

    /// The message of a run that was due at `due`. An error when LiveAgent answers nothing of it.
    pub(super) async fn draw_digest(
        &self,
        digest: &Subscription,
        spec: &DigestSpec,
        (due, late): (Timestamp, bool),
    ) -> Result<Drawn, Error> {
        let (mut figures, may_come) = self.digest_figures(spec, due).boxed().await?;
        (figures.due, figures.late, figures.title) = (due, late, spec.title.clone());
        // Nothing to compare with where there was no post, or it can't be read.
        figures.before = self.kept.figures::<Kept>(digest).unwrap_or_default();
        // Only now: a picture is work, and without figures nobody sees it.
        figures.chart = self.queue_chart(spec, due).boxed().await;
        let kept: Kept = [
            figures
                .queues
                .as_ref()
                .and_then(|(chats, _)| views::overview::sum(chats.chats_overview.iter().map(|row| row.queue))),
            figures
                .queues
                .as_ref()
                .and_then(|(_, calls)| views::overview::sum(calls.calls_overview.iter().map(|row| row.in_queue))),
            figures.waiting.as_ref().and_then(WaitingFigures::all),
        ];
        let message = views::digests::digest(digest.id, &spec.when(), &figures, &self.desk());
        Ok(Drawn { message, kept: serde_json::to_string(&kept).unwrap_or_default(), may_come })
    }

    async fn digest_figures(&self, spec: &DigestSpec, due: Timestamp) -> Result<(DigestFigures, Option<Error>), Error> {
        let zone = self.collector.client().time_zone();
        let today = due.to_zoned(zone.clone()).date();
        let days = [today.saturating_sub(1.days()), today.saturating_sub(2.days())];
        let of = &spec.departments;
        let wants = |section| spec.sections.contains(&section);
        let waiting = async {
            let known = composed::waiting(&self.collector, NOW).await?;
            Ok(sum_waiting(&known.answer, &known.unread, of, self.clock.now(), &zone))
        };
        let agents = async {
            let known = self.collector.ask(&ListAgentStatuses {}, NOW).await?;
            Ok(known.answer.agents_online_states.clone())
        };
        let (date_from, date_to) = composed::day(days[0]);
        let ranking = async {
            let report = ReportRanking {
                date_from,
                date_to,
                columns: Vec::new(),
                limit: Some(PAGE_SIZE),
                offset: None,
                agent_id: None,
                contact_id: None,
                types: Vec::new(),
            };
            let known = self.collector.ask(&report, PAST).await?;
            Ok(sum_ranks(&known.answer.ranks, &known.unread))
        };
        let tags = async {
            let limit = Some(PAGE_SIZE);
            let report = ReportTags { date_from, date_to, columns: Vec::new(), limit, offset: None };
            Ok(used_tags(&self.collector.ask(&report, PAST).await?.answer.tags))
        };
        let articles = async {
            let changed = ListKnowledgebaseEntries {
                limit: Some(MAX_ARTICLES),
                date_changed: Some(LocalTime::from_timestamp(news_since(self.clock.now()), &zone)),
                ..ListKnowledgebaseEntries::default()
            };
            Ok(newest_articles(&self.collector.ask(&changed, PAST).await?.answer.entries))
        };
        let (departments, queues, waiting, agents, yesterday, sla, ranking, tags, articles) = tokio::join!(
            // Their names are needed for more than their section; it is an answer that is shared anyway.
            self.collector.ask(&ListDepartmentStatuses {}, NOW).boxed(),
            asked(wants(Section::Queues), self.queues(of)),
            asked(wants(Section::Waiting), waiting),
            asked(wants(Section::Agents), agents),
            asked(wants(Section::Yesterday), self.two_days(days, of)),
            asked(wants(Section::Sla), self.sla_of(days, of)),
            asked(wants(Section::Ranking), ranking),
            asked(wants(Section::Tags), tags),
            asked(wants(Section::Knowledgebase), articles),
        );
        let mut missing = Missing::default();
        let statuses = departments.map(|known| known.answer.departments_online_states.clone());
        let name_of = |id: &String| {
            let found = statuses.iter().flatten().find(|department| department.id == *id);
            found.map_or_else(|| id.clone(), |department| department.name.clone())
        };
        let names = of.iter().map(name_of).collect();
        let statuses = wants(Section::Departments).then_some(statuses);
        let mut statuses = missing.take(Section::Departments, statuses);
        if let Some(statuses) = statuses.as_mut().filter(|_| !of.is_empty()) {
            statuses.retain(|department| of.contains(&department.id));
        }
        let figures = DigestFigures {
            departments: names,
            department_ids: of.clone(),
            queues: missing.take(Section::Queues, queues),
            waiting: missing.take(Section::Waiting, waiting),
            department_statuses: statuses,
            agent_statuses: missing.take(Section::Agents, agents),
            yesterday: missing.take(Section::Yesterday, yesterday),
            sla: missing.take(Section::Sla, sla),
            ranking: missing.take(Section::Ranking, ranking),
            tags: missing.take(Section::Tags, tags),
            knowledgebase: missing.take(Section::Knowledgebase, articles),
            ..DigestFigures::default()
        };
        if missing.0.len() >= spec.sections.len()
            && let Some(error) = missing.error(|error| !is_outage(error))
        {
            return Err(error);
        }
        Ok((DigestFigures { missing: missing.reasons(), ..figures }, missing.error(may_pass).filter(may_pass)))
    }

    /// Chats and calls of some departments together, or of all.
    async fn queues(
        &self,
        departments: &[String],
    ) -> Result<(liveagent::ChatsOverviews, liveagent::CallsOverviews), Error> {
        let (mut chats, mut calls) = (Vec::new(), Vec::new());
        for scope in scopes(departments) {
            let of_chats = self.collector.ask(&ShowChatsOverview { department: scope.clone() }, NOW).await?;
            chats.extend(of_chats.answer.chats_overview.iter().cloned());
            let of_calls = self.collector.ask(&ShowCallsOverview { department: scope }, NOW).await?;
            calls.extend(of_calls.answer.calls_overview.iter().cloned());
        }
        Ok((liveagent::ChatsOverviews { chats_overview: chats }, liveagent::CallsOverviews { calls_overview: calls }))
    }

    async fn two_days(&self, days: [Date; 2], departments: &[String]) -> Result<[DayFigures; 2], Error> {
        // A report without a row is one of a day on which nothing happened.
        let mut two = [NOTHING_HAPPENED; 2];
        for (figures, day) in two.iter_mut().zip(days) {
            let (date_from, date_to) = composed::day(day);
            let columns = Vec::new();
            let complete = if departments.is_empty() {
                let group_by = Some(Interval::Day);
                let report = ReportPerformance { date_from, date_to, columns, limit: None, offset: None, group_by };
                let known = self.collector.ask(&report, PAST).await?;
                for span in &known.answer.performance {
                    add!(figures, span);
                }
                known.unread.rows() == 0
            } else {
                let report = ReportDepartments { date_from, date_to, columns, limit: Some(PAGE_SIZE), offset: None };
                let known = self.collector.ask(&report, PAST).await?;
                for each in known.answer.departments.iter().filter(|each| departments.contains(&each.id)) {
                    add!(figures, each);
                }
                known.unread.rows() == 0
            };
            if !complete {
                *figures = DayFigures::default();
            }
        }
        Ok(two)
    }

    async fn sla_of(&self, days: [Date; 2], departments: &[String]) -> Result<[(Option<u64>, Option<u64>); 2], Error> {
        let mut two = [(Some(0), Some(0)); 2];
        for (share, day) in two.iter_mut().zip(days) {
            for scope in scopes(departments) {
                let sla = composed::sla(&self.collector, day, scope.as_ref(), PAST).await?;
                let add = |sum: Option<u64>, also: Option<u64>| Some(sum?.saturating_add(also?));
                *share = (add(share.0, sla.answer.kept), add(share.1, sla.answer.missed));
            }
        }
        Ok(two)
    }

    /// The queues of the last day, where an alert or a board has sampled them for a while; else those of yesterday, as LiveAgent
    /// reports them; else what was sampled.
    async fn queue_chart(&self, spec: &DigestSpec, due: Timestamp) -> Option<Picture> {
        if let Some(chart) = self.sampled_queues(spec, WHILE).await {
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
        self.charts.of_at_least(TITLE, &wanted, (now - CHART, now), None, least).await
    }

    async fn reported_queues(&self, spec: &DigestSpec, due: Timestamp) -> Option<Picture> {
        let is_of_queues = |section: &Section| matches!(section, Section::Queues | Section::Yesterday);
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
            let loads = tokio::try_join!(self.collector.ask(&of_chats, PAST), self.collector.ask(&of_calls, PAST));
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
        let (title, subtitle) = (TITLE.to_owned(), format!("average by hour, {}", day.strftime("%-d %B")));
        let chart = Chart { title, subtitle, series: series.into(), threshold: None, from, to, zone };
        self.charts.shared(key, async { Some(chart) }).await
    }
}

/// The answer, if it is wanted at all.
async fn asked<T>(wanted: bool, answer: impl Future<Output = Result<T, Error>> + Send) -> Option<Result<T, Error>> {
    // Boxed, because a digest waits for all of them at once, and many digests do.
    if wanted { Some(answer.boxed().await) } else { None }
}

/// Since when changes are news: whole hours, so that digests of the same hour share the answer.
fn news_since(now: Timestamp) -> Timestamp {
    let since = now - NEWS;
    Timestamp::from_second(since.as_second().div_euclid(3_600) * 3_600).unwrap_or(since)
}

/// Each of these departments, or all of them together.
fn scopes(departments: &[String]) -> Vec<Option<String>> {
    if departments.is_empty() { vec![None] } else { departments.iter().cloned().map(Some).collect() }
}

/// What LiveAgent did not answer of what was wanted.
#[derive(Default)]
struct Missing(Vec<(Section, Error)>);

/// Whether LiveAgent may answer a little later: it is down, or the request limit is reached.
fn may_pass(error: &Error) -> bool {
    is_outage(error) || *error.kind() == ErrorKind::Busy
}

impl Missing {
    fn take<T>(&mut self, section: Section, answer: Option<Result<T, Error>>) -> Option<T> {
        match answer? {
            Ok(answer) => Some(answer),
            Err(error) => {
                tracing::debug!(error = %error, "a figure of a digest is missing");
                self.0.push((section, error));
                None
            }
        }
    }

    /// One of the errors: one that fits, if there is such a one.
    fn error(&self, fits: impl Fn(&Error) -> bool) -> Option<Error> {
        let mut errors = self.0.iter().map(|(_, error)| error);
        errors.clone().find(|error| fits(error)).or(errors.next()).cloned()
    }

    /// The sections, each with its reason in words.
    fn reasons(&self) -> Vec<(Section, &'static str)> {
        self.0.iter().map(|(section, error)| (*section, views::outages::why_missing(error.kind()))).collect()
    }
}
