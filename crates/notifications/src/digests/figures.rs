//! What a digest tells, asked of LiveAgent: each section's look-ups at once, each look-up shared with all who want the same.

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use liveagent::{ConversationSummary, Count, RankingType};
use store::{Delivery, DeliveryState, Fence};
use views::digests::{DayFigures, DigestFigures, RankingFigures, Section, WaitingFigures};

use crate::{
    chart::{Picture, Wanted},
    metric::Metric,
    notifier::Notifier,
    question::{Answer, Question, waiting_since},
    spec::DigestSpec,
};

/// How old figures of now may be: those of all digests of a minute are the same.
const NOW: SignedDuration = SignedDuration::from_secs(60);

/// How old figures of days that are over may be.
const PAST: SignedDuration = SignedDuration::from_mins(30);

/// How far back the chart goes.
const CHART: SignedDuration = SignedDuration::from_hours(24);

/// An answer of a certain kind, or `None` where LiveAgent did not give it.
macro_rules! ask {
    ($notifier:expr, $question:expr, $age:expr, $kind:ident) => {
        match $notifier.collector.ask(&$question, $age).await.map(|known| known.answer) {
            Ok(answer) => match answer.as_ref() {
                Answer::$kind(content) => Some(content.clone()),
                _ => None,
            },
            Err(error) => {
                tracing::debug!(error = %error, "a digest lacks a figure");
                None
            }
        }
    };
}

/// Adds a row of a report to a day.
macro_rules! add {
    ($day:ident, $row:ident) => {{
        let count = |count: Option<Count>| count.map_or(0, Count::get);
        $day.answers += count($row.answers);
        $day.chats += count($row.chats);
        $day.missed_chats += count($row.missed_chats);
        $day.calls += count($row.calls);
        $day.missed_calls += count($row.missed_calls);
        $day.created += count($row.created_tickets);
        $day.resolved += count($row.resolved_tickets);
    }};
}

impl Notifier {
    /// The message of a run that is due at `due`; `None` when LiveAgent answers nothing of it. With a fence its figures are
    /// kept, so that the next one can say how they moved.
    pub async fn draw_digest(
        &self,
        id: i64,
        spec: &DigestSpec,
        (due, late): (Timestamp, bool),
        fence: Option<Fence>,
    ) -> Option<views::Message> {
        let mut figures = self.digest_figures(id, spec, due).await?;
        (figures.due, figures.late, figures.title) = (due, late, spec.title.clone());
        if let Some(fence) = fence {
            self.keep_digest(fence, id, &figures).await;
        }
        let schedule = spec.schedule().map_or_else(|_| spec.schedule.clone(), |schedule| schedule.to_string());
        Some(views::digests::digest(id, &schedule, &figures, &self.desk()))
    }

    async fn digest_figures(&self, id: i64, spec: &DigestSpec, due: Timestamp) -> Option<DigestFigures> {
        let zone = self.collector.client().time_zone();
        let today = due.to_zoned(zone.clone()).date();
        let days = [today.saturating_sub(1.days()), today.saturating_sub(2.days())];
        let wants = |section| spec.sections.contains(&section);
        let mut figures = DigestFigures::default();
        // The names of departments are needed by all; they are part of an answer that is shared anyway.
        let departments = ask!(self, Question::Departments, NOW, Departments);
        figures.departments = spec
            .departments
            .iter()
            .map(|id| {
                let found = departments.iter().flatten().find(|department| department.id == *id);
                found.map_or_else(|| id.clone(), |department| department.name.clone())
            })
            .collect();
        let mut answered = departments.is_some();
        if wants(Section::Queues) {
            figures.queues = self.queues(&spec.departments).await;
        }
        if wants(Section::Waiting) {
            let waiting = ask!(self, Question::Waiting, NOW, Waiting);
            figures.waiting = waiting.map(|all| sum_waiting(&all, &spec.departments, self.clock.now(), &zone));
        }
        if wants(Section::Departments) {
            let of_it = |id: &String| spec.departments.is_empty() || spec.departments.contains(id);
            figures.department_statuses =
                departments.map(|all| all.into_iter().filter(|department| of_it(&department.id)).collect());
        }
        if wants(Section::Agents) {
            figures.agent_statuses = ask!(self, Question::Agents, NOW, Agents);
        }
        if wants(Section::Yesterday) {
            figures.yesterday = self.two_days(days, &spec.departments).await;
        }
        if wants(Section::Sla) {
            figures.sla = self.sla_of(days).await;
        }
        if wants(Section::Ranking) {
            figures.ranking = ask!(self, Question::Ranking(days[0]), PAST, Ranking).map(|ranks| sum_ranks(&ranks));
        }
        if wants(Section::Tags) {
            figures.tags = ask!(self, Question::Tags(days[0]), PAST, Tags).map(|tags| {
                let count = |tag: &liveagent::TagReport| tag.answers.map_or(0, Count::get);
                let mut used: Vec<(String, u64)> = tags
                    .iter()
                    .filter(|tag| count(tag) > 0)
                    .map(|tag| (tag.tag_name.clone().unwrap_or_else(|| tag.id.clone()), count(tag)))
                    .collect();
                used.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                used
            });
        }
        if wants(Section::Knowledgebase) {
            figures.knowledgebase = ask!(self, Question::Knowledgebase, PAST, Knowledgebase).map(newest_articles);
        }
        figures.missing = missing(&figures, &spec.sections);
        answered |= figures.missing.len() < spec.sections.len();
        if !answered {
            return None;
        }
        figures.before = self.before(id, due).await;
        figures.chart = self.queue_chart(spec).await;
        Some(figures)
    }

    /// Chats and calls of some departments together, or of all.
    async fn queues(&self, departments: &[String]) -> Option<(liveagent::ChatsOverviews, liveagent::CallsOverviews)> {
        let scopes: Vec<Option<String>> =
            if departments.is_empty() { vec![None] } else { departments.iter().cloned().map(Some).collect() };
        let (mut chats, mut calls) = (Vec::new(), Vec::new());
        for scope in scopes {
            chats.extend(ask!(self, Question::Chats(scope.clone()), NOW, Chats)?.chats_overview);
            calls.extend(ask!(self, Question::Calls(scope), NOW, Calls)?.calls_overview);
        }
        Some((liveagent::ChatsOverviews { chats_overview: chats }, liveagent::CallsOverviews { calls_overview: calls }))
    }

    async fn two_days(&self, days: [Date; 2], departments: &[String]) -> Option<[DayFigures; 2]> {
        let mut two = [DayFigures::default(); 2];
        for (figures, day) in two.iter_mut().zip(days) {
            if departments.is_empty() {
                let spans = ask!(self, Question::Day(day), PAST, Day)?;
                for span in &spans {
                    add!(figures, span);
                }
            } else {
                let all = ask!(self, Question::DayOfDepartments(day), PAST, DayOfDepartments)?;
                for each in all.iter().filter(|each| departments.contains(&each.id)) {
                    add!(figures, each);
                }
            }
        }
        Some(two)
    }

    async fn sla_of(&self, days: [Date; 2]) -> Option<[(u64, u64); 2]> {
        let mut two = [(0, 0); 2];
        for (share, day) in two.iter_mut().zip(days) {
            match self.collector.ask(&Question::Sla(day), PAST).await.map(|known| known.answer).as_deref() {
                Ok(Answer::SlaToday { kept, missed }) => *share = (*kept, *missed),
                _ => return None,
            }
        }
        Some(two)
    }

    /// What waited when this digest was posted last: chats, calls, conversations.
    async fn before(&self, id: i64, due: Timestamp) -> [Option<f64>; 3] {
        let earlier = |each: &&Delivery| each.state == DeliveryState::Posted && each.due < due;
        let runs = self.store.deliveries_of(id, 10).await.unwrap_or_default();
        let Some(last) = runs.iter().find(earlier).map(|run| run.due) else { return [None; 3] };
        let mut before = [None; 3];
        for (place, name) in before.iter_mut().zip(KEPT) {
            let points = self.store.history(&series(id, name), last, last, self.clock.now()).await.unwrap_or_default();
            *place = points.first().map(|point| point.value);
        }
        before
    }

    async fn keep_digest(&self, fence: Fence, id: i64, figures: &DigestFigures) {
        let kept = [
            figures.queues.as_ref().map(|(chats, _)| sum(chats.chats_overview.iter().map(|row| row.queue))),
            figures.queues.as_ref().map(|(_, calls)| sum(calls.calls_overview.iter().map(|row| row.in_queue))),
            figures.waiting.as_ref().map(|waiting| waiting.new + waiting.open),
        ];
        let named: Vec<(String, f64)> = KEPT
            .iter()
            .zip(kept)
            .filter_map(|(name, value)| Some((series(id, name), f64::from(u32::try_from(value?).unwrap_or(u32::MAX)))))
            .collect();
        let borrowed: Vec<(&str, f64)> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        if let Err(error) = self.store.keep_samples(fence, figures.due, &borrowed).await {
            tracing::debug!(error = %error, "the next digest can't say how this one's figures moved");
        }
    }

    /// The queues of the last day, where something has sampled them: an alert or a board.
    async fn queue_chart(&self, spec: &DigestSpec) -> Option<Picture> {
        let department = match spec.departments.as_slice() {
            [] => None,
            [only] => Some(only.as_str()),
            _ => return None,
        };
        let now = self.clock.now();
        let wanted = [
            Wanted { name: "Chats", series: Metric::ChatsWaiting.series(department) },
            Wanted { name: "Calls", series: Metric::CallsWaiting.series(department) },
        ];
        self.charts.of(self, "Waiting in the queues", &wanted, (now - CHART, now), None).await
    }
}

/// What is kept of a digest, for the next one.
const KEPT: [&str; 3] = ["chats", "calls", "conversations"];

fn series(id: i64, name: &str) -> String {
    format!("digest-{name}@{id}")
}

fn sum(counts: impl Iterator<Item = Option<Count>>) -> u64 {
    counts.flatten().map(Count::get).sum()
}

fn sum_waiting(
    all: &[ConversationSummary],
    departments: &[String],
    now: Timestamp,
    zone: &jiff::tz::TimeZone,
) -> WaitingFigures {
    let of_it = |each: &&ConversationSummary| {
        departments.is_empty() || each.department_id.as_ref().is_some_and(|id| departments.contains(id))
    };
    let mut waiting = WaitingFigures::default();
    let mut since: Vec<(&ConversationSummary, Timestamp)> = Vec::new();
    for each in all.iter().filter(of_it) {
        if each.status == liveagent::ConversationStatus::New {
            waiting.new += 1;
        } else {
            waiting.open += 1;
        }
        waiting.overdue += u64::from(each.date_due.is_some_and(|due| due.at(zone) < now));
        since.extend(waiting_since(each, zone).map(|at| (each, at)));
    }
    since.sort_by_key(|(_, at)| *at);
    waiting.longest = since.into_iter().take(5).map(|(each, at)| (each.clone(), at)).collect();
    waiting
}

fn sum_ranks(ranks: &[liveagent::Rank]) -> RankingFigures {
    let is = |rank: &&liveagent::Rank, kind| rank.ranking_type == Some(kind);
    let mut agents: Vec<(String, u64)> = Vec::new();
    for rank in ranks.iter().filter(|rank| is(rank, RankingType::Positive)) {
        let Some(agent) = &rank.agent else { continue };
        match agents.iter_mut().find(|(name, _)| name == agent) {
            Some((_, count)) => *count += 1,
            None => agents.push((agent.clone(), 1)),
        }
    }
    let count = |kind| ranks.iter().filter(|rank| is(rank, kind)).count() as u64;
    RankingFigures {
        rewards: count(RankingType::Positive),
        punishments: count(RankingType::Negative),
        best: agents.into_iter().reduce(|best, agent| if agent.1 > best.1 { agent } else { best }),
    }
}

/// The articles that changed last, without categories and deleted ones.
fn newest_articles(entries: Vec<liveagent::KnowledgebaseEntry>) -> Vec<(String, Option<String>)> {
    let mut articles: Vec<_> =
        entries.into_iter().filter(|entry| !entry.is_category() && !entry.is_deleted()).collect();
    articles.sort_by_key(|entry| std::cmp::Reverse(entry.date_changed));
    articles.into_iter().map(|entry| (entry.title, None)).collect()
}

/// The sections that were asked for and not answered.
fn missing(figures: &DigestFigures, sections: &[Section]) -> Vec<Section> {
    let lacks = |section: &Section| match section {
        Section::Queues => figures.queues.is_none(),
        Section::Waiting => figures.waiting.is_none(),
        Section::Departments => figures.department_statuses.is_none(),
        Section::Agents => figures.agent_statuses.is_none(),
        Section::Yesterday => figures.yesterday.is_none(),
        Section::Sla => figures.sla.is_none(),
        Section::Ranking => figures.ranking.is_none(),
        Section::Tags => figures.tags.is_none(),
        Section::Knowledgebase => figures.knowledgebase.is_none(),
    };
    sections.iter().copied().filter(lacks).collect()
}
