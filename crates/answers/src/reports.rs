//! Report figures for digests: yesterday compared with the day before.

use jiff::civil::Date;
use liveagent::{
    Count, Error, Interval, RankingType, ReportDepartments, ReportPerformance, ReportRanking, ReportTags, wire::Unread,
};
use views::{
    digests::{DayFigures, RankingFigures},
    reports::{Ranking, Sla, Tags, Yesterday},
};

use crate::{
    brief::{Brief, Briefing, PAST_MAX_AGE},
    composed::{self, PAGE_SIZE},
};

impl Brief for Yesterday {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, Error> {
        let [day, before] = briefing.days();
        let (day, before) = (day_of(briefing, day).await?, day_of(briefing, before).await?);
        Ok(views::digests::two_days(&[day, before]))
    }
}

impl Brief for Sla {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, Error> {
        let mut two = [(Some(0), Some(0)); 2];
        for (share, day) in two.iter_mut().zip(briefing.days()) {
            for scope in briefing.scopes() {
                let sla = composed::sla(briefing.collector, day, scope.as_ref(), PAST_MAX_AGE).await?;
                let add = |sum: Option<u64>, also: Option<u64>| Some(sum?.saturating_add(also?));
                *share = (add(share.0, sla.answer.kept), add(share.1, sla.answer.missed));
            }
        }
        Ok(views::digests::sla_share(&two))
    }
}

impl Brief for Ranking {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, Error> {
        let (date_from, date_to) = composed::day(briefing.days()[0]);
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
        let Some(known) = briefing.ask(&report, PAST_MAX_AGE).await? else { return Ok(views::Brief::default()) };
        Ok(views::digests::rank(&sum_ranks(&known.answer.ranks, &known.unread)))
    }
}

impl Brief for Tags {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, Error> {
        let (date_from, date_to) = composed::day(briefing.days()[0]);
        let report = ReportTags { date_from, date_to, columns: Vec::new(), limit: Some(PAGE_SIZE), offset: None };
        let Some(known) = briefing.ask(&report, PAST_MAX_AGE).await? else { return Ok(views::Brief::default()) };
        Ok(views::digests::tags(&used_tags(&known.answer.tags)))
    }
}

/// Adds a report row to a day's figures. A figure missing in any row is unknown for the day.
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

/// The figures of a day without report rows.
const NOTHING_HAPPENED: DayFigures = DayFigures {
    answers: Some(0),
    chats: Some(0),
    missed_chats: Some(0),
    calls: Some(0),
    missed_calls: Some(0),
    created: Some(0),
    resolved: Some(0),
};

/// A day's figures for some departments together, or for all.
async fn day_of(briefing: &Briefing<'_>, day: Date) -> Result<DayFigures, Error> {
    // No rows means that nothing happened that day.
    let mut figures = NOTHING_HAPPENED;
    let (date_from, date_to) = composed::day(day);
    let columns = Vec::new();
    let complete = if briefing.departments.is_empty() {
        let group_by = Some(Interval::Day);
        let report = ReportPerformance { date_from, date_to, columns, limit: None, offset: None, group_by };
        let Some(known) = briefing.ask(&report, PAST_MAX_AGE).await? else { return Ok(DayFigures::default()) };
        for span in &known.answer.performance {
            add!(figures, span);
        }
        known.unread.rows() == 0
    } else {
        let report = ReportDepartments { date_from, date_to, columns, limit: Some(PAGE_SIZE), offset: None };
        let Some(known) = briefing.ask(&report, PAST_MAX_AGE).await? else { return Ok(DayFigures::default()) };
        for each in known.answer.departments.iter().filter(|each| briefing.departments.contains(&each.id)) {
            add!(figures, each);
        }
        known.unread.rows() == 0
    };
    Ok(if complete { figures } else { DayFigures::default() })
}

fn sum_ranks(ranks: &[liveagent::Rank], unread: &Unread) -> RankingFigures {
    let is = |rank: &&liveagent::Rank, kind| rank.ranking_type == Some(kind);
    let mut agents: Vec<(String, u64)> = Vec::new();
    for rank in ranks.iter().filter(|rank| is(rank, RankingType::Positive)) {
        let Some(agent) = &rank.agent else { continue };
        match agents.iter_mut().find(|(name, _)| name == agent) {
            Some((_, count)) => *count += 1,
            None => agents.push((agent.clone(), 1)),
        }
    }
    let complete = unread.rows() == 0 && ranks.iter().all(|rank| rank.ranking_type.is_some());
    let count = |kind| complete.then(|| ranks.iter().filter(|rank| is(rank, kind)).count() as u64);
    RankingFigures {
        rewards: count(RankingType::Positive),
        punishments: count(RankingType::Negative),
        best: agents.into_iter().reduce(|best, agent| if agent.1 > best.1 { agent } else { best }),
    }
}

/// How often each tag was used, most used first. Tags with an unknown count are included.
fn used_tags(tags: &[liveagent::TagReport]) -> Vec<(String, Option<u64>)> {
    let count = |tag: &liveagent::TagReport| tag.answers.map(Count::get);
    let mut used: Vec<(String, Option<u64>)> = tags
        .iter()
        .filter(|tag| count(tag) != Some(0))
        .map(|tag| (tag.tag_name.clone().unwrap_or_else(|| tag.id.clone()), count(tag)))
        .collect();
    used.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    used
}
