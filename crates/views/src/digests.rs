//! Digests: one screen of a phone with the figures that a team starts its day with.
//!
//! What LiveAgent did not answer is said, not left out: who reads a digest must be able to trust that nothing is missing.

use jiff::Timestamp;
use liveagent::ConversationSummary;

use crate::brief::Brief;
use crate::chart::Picture;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::overview::{self, colour};
use crate::payload::{Button, Embed, Field, Footer, Row, Select, SelectOption};
use crate::press::Press;
use crate::{conversations, knowledgebase, text, time, words};

mod requests;
mod section;
mod told;

pub use requests::{DepartmentChoice, DigestPart, Include, IncludeForm, Preview, RunNow, form};
pub use section::{SECTIONS, Section};
pub use told::{agents, articles, departments, queues, rank, sla_share, tags, two_days, waiting};

/// How many conversations, tags and articles are named.
const MAX_NAMED: usize = 3;

/// A digest, but for its number and its schedule.
#[derive(Clone, Debug, Default)]
pub struct DigestView {
    /// What it is called.
    pub title: Option<String>,
    /// The names of the departments that it is of; empty for all.
    pub departments: Vec<String>,
    /// Their ids.
    pub department_ids: Vec<String>,
    /// When it was due.
    pub due: Timestamp,
    /// Whether it comes later than that.
    pub late: bool,
    /// Its parts, in their order.
    pub parts: Vec<Part>,
    /// How the queues went.
    pub chart: Option<Picture>,
}

/// A part of a digest.
#[derive(Clone, Debug)]
pub struct Part {
    /// The section that it is.
    pub section: &'static Section,
    /// What it tells, or why LiveAgent did not answer, in words.
    pub told: Result<Brief, &'static str>,
}

/// Conversations that wait.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaitingFigures {
    /// How many are new, if that is known; so with the others.
    pub new: Option<u64>,
    /// How many are open.
    pub open: Option<u64>,
    /// How many should have been answered by now.
    pub overdue: Option<u64>,
    /// Those that wait longest, with since when.
    pub longest: Vec<(ConversationSummary, Timestamp)>,
}

impl WaitingFigures {
    /// How many wait.
    #[must_use]
    pub fn all(&self) -> Option<u64> {
        Some(self.new? + self.open?)
    }
}

/// The figures of a day, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// Answers to messages.
    pub answers: Option<u64>,
    /// Chats.
    pub chats: Option<u64>,
    /// Chats that nobody picked up.
    pub missed_chats: Option<u64>,
    /// Calls.
    pub calls: Option<u64>,
    /// Calls that nobody picked up.
    pub missed_calls: Option<u64>,
    /// Conversations that began.
    pub created: Option<u64>,
    /// Conversations that were resolved.
    pub resolved: Option<u64>,
}

/// How customers ranked their agents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RankingFigures {
    /// Rewards, if it is known how many.
    pub rewards: Option<u64>,
    /// Punishments, if it is known how many.
    pub punishments: Option<u64>,
    /// Who got the most rewards, and how many.
    pub best: Option<(String, u64)>,
}

/// What its footer begins with: with its time, the bot knows a digest again by it.
#[must_use]
pub fn name(id: i64) -> String {
    format!("Digest {id}")
}

/// The digest with this number and schedule.
#[must_use]
pub fn digest(id: i64, schedule: &str, view: &DigestView, desk: &Desk) -> Message {
    let mut lines = Vec::new();
    if !view.departments.is_empty() {
        let names: Vec<String> = view.departments.iter().map(|name| text::escape_to(name, 60)).collect();
        lines.push(format!("-# {}", names.join(" · ")));
    }
    if view.late {
        lines.push(format!("-# ⏰ Late, was due {}", time::at(view.due)));
    }
    let fields = view.parts.iter().flat_map(|part| {
        let mut fields = match &part.told {
            Ok(brief) => brief.fields.clone(),
            Err(why) => vec![Field::wide(part.section.title(), format!("-# Missing: {why}."))],
        };
        if part.section.is_of_all() && !view.departments.is_empty() {
            for field in &mut fields {
                field.name.push_str(" · all departments");
            }
        }
        fields
    });
    let fields: Vec<Field> = fields.collect();
    let told = || view.parts.iter().filter_map(|part| part.told.as_ref().ok());
    let queues = told().find_map(|brief| brief.queues);
    let title = view.title.as_deref().map_or_else(|| "Digest".to_owned(), |title| text::escape_to(title, 200));
    let mut embed = Embed {
        title: Some(format!("📰 {title}")),
        url: Some(desk.panel_url()),
        description: (!lines.is_empty()).then(|| lines.join("\n")),
        color: Some(queues.map_or(words::NEUTRAL, |queues| colour(queues.waiting, [Some(1)]))),
        fields,
        footer: Some(Footer { text: format!("{} · {schedule}", name(id)) }),
        timestamp: Some(view.due),
        ..Embed::default()
    };
    let mut draft = Draft::default();
    if let Some((file, image)) = view.chart.clone().map(Picture::parts) {
        embed.image = Some(image);
        draft.files.push(file);
    }
    draft.embeds.push(embed);
    // A look is of one department or of all.
    let department = match view.department_ids.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let now = Press::in_new_message(&overview::Show::all(department.clone()));
    let list = conversations::List { department, ..conversations::List::waiting() };
    let waiting = Press::in_new_message(&list);
    let buttons = [Button::new("Overview", &now).emoji("📊"), Button::new("Waiting", &waiting).emoji("⏳")];
    let draft = draft.row(Row::buttons(buttons));
    let articles: Vec<SelectOption> = told().flat_map(|brief| &brief.articles).take(MAX_NAMED).map(article).collect();
    if articles.is_empty() {
        return draft.fit();
    }
    draft.row(Row::select(Select::new(&Press::Choose, "Read an article…", articles))).fit()
}

fn article((id, title): &(String, String)) -> SelectOption {
    let look = knowledgebase::Entry { entry: id.clone() };
    SelectOption::new(text::line(title, 100), Press::in_new_message(&look).encode())
}

fn or_none(lines: &[String], separator: &str) -> String {
    if lines.is_empty() { "none".to_owned() } else { lines.join(separator) }
}

fn longest(waiting: &WaitingFigures, before: Option<u64>, desk: &Desk) -> String {
    let all = waiting.all();
    let overdue = match waiting.overdue {
        Some(0) => String::new(),
        overdue => format!(" · **{}** overdue", words::known(overdue)),
    };
    let (new, open) = (words::known(waiting.new), words::known(waiting.open));
    let mut lines = vec![format!("**{new}** new · **{open}** open{overdue}{}", since(all, before))];
    lines.extend(waiting.longest.iter().take(MAX_NAMED).map(|(conversation, at)| {
        let link = text::link_to(
            &conversations::subject(conversation, 60, desk),
            60,
            &desk.conversation_url(&conversation.conversation_id),
        );
        format!("{} {link} · {}", words::status_icon(conversation.status), time::ago(*at))
    }));
    lines.join("\n")
}

fn yesterday([day, before]: &[DayFigures; 2]) -> String {
    let figure = |name: &str, of: fn(&DayFigures) -> Option<u64>| {
        format!("{name} **{}**{}", words::known(of(day)), change(of(day), of(before)))
    };
    let missed = |count: Option<u64>| match count {
        Some(0) => String::new(),
        count => format!(" · {} missed", words::known(count)),
    };
    let lines = [
        figure("Answers", |day| day.answers),
        format!("{}{}", figure("Chats", |day| day.chats), missed(day.missed_chats)),
        format!("{}{}", figure("Calls", |day| day.calls), missed(day.missed_calls)),
        format!("{} · {}", figure("New", |day| day.created), figure("Resolved", |day| day.resolved)),
    ]
    .join("\n");
    if lines.contains(['▲', '▼']) { format!("{lines}\n-# ▲▼ vs the day before") } else { lines }
}

fn sla([now, before]: &[(Option<u64>, Option<u64>); 2]) -> String {
    let (Some(kept), Some(missed)) = *now else { return format!("**–** met · {} missed", words::known(now.1)) };
    // One missed of ten thousand is no 100%.
    let most = |missed: u64| 1000 - missed.min(1);
    let share = |kept: u64, missed: u64| (kept + missed > 0).then(|| permille(kept, kept + missed).min(most(missed)));
    let Some(now) = share(kept, missed) else { return "none due".to_owned() };
    let against = match before.0.zip(before.1).and_then(|(kept, missed)| share(kept, missed)) {
        Some(before) if now > before => format!(" ▲ from {}", percent(before)),
        Some(before) if now < before => format!(" ▼ from {}", percent(before)),
        Some(_) => " =".to_owned(),
        None => String::new(),
    };
    format!("**{}** met{against} · {} missed", percent(now), words::number(missed))
}

fn ranking(ranking: &RankingFigures) -> String {
    let RankingFigures { rewards, punishments, best } = ranking;
    let best = best.as_ref().map(|(name, count)| format!(" · top agent: {} ({count})", text::escape_to(name, 60)));
    format!("👍 **{}** · 👎 **{}**{}", words::known(*rewards), words::known(*punishments), best.unwrap_or_default())
}

fn permille(part: u64, all: u64) -> u64 {
    (part.saturating_mul(2000) / all.max(1)).div_ceil(2)
}

/// "98.3%"
fn percent(permille: u64) -> String {
    if permille.is_multiple_of(10) {
        format!("{}%", permille / 10)
    } else {
        format!("{}.{}%", permille / 10, permille % 10)
    }
}

/// How a figure moved since the last digest: "▲ 3".
fn since(now: Option<u64>, before: Option<u64>) -> String {
    let Some((now, before)) = now.zip(before) else { return String::new() };
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!(" ▲ {}", words::number(now - before)),
        std::cmp::Ordering::Less => format!(" ▼ {}", words::number(before - now)),
        std::cmp::Ordering::Equal => " =".to_owned(),
    }
}

/// How a figure changed against the day before: "▲ 12%".
fn change(now: Option<u64>, before: Option<u64>) -> String {
    let Some((now, before)) = now.zip(before) else { return String::new() };
    match (now.cmp(&before), before) {
        (std::cmp::Ordering::Equal, _) => " =".to_owned(),
        (_, 0) => " ▲ from 0".to_owned(),
        (std::cmp::Ordering::Greater, _) => format!(" ▲ {}", percent(permille(now - before, before) / 10 * 10)),
        (std::cmp::Ordering::Less, _) => format!(" ▼ {}", percent(permille(before - now, before) / 10 * 10)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_an_arrow_and_a_share() {
        for (now, before, expected) in [
            (5, 5, " ="),
            (6, 5, " ▲ 20%"),
            (0, 5, " ▼ 100%"),
            (7, 0, " ▲ from 0"),
            (0, 0, " ="),
            (1000, 3, " ▲ 33233%"),
        ] {
            assert_eq!(change(Some(now), Some(before)), expected, "{now} {before}");
        }
        let sla = |days: [(u64, u64); 2]| sla(&days.map(|(kept, missed)| (Some(kept), Some(missed))));
        assert_eq!(sla([(9_999, 1), (0, 0)]), "**99.9%** met · 1 missed");
        assert_eq!(sla([(59, 1), (50, 0)]), "**98.3%** met ▼ from 100% · 1 missed");
        assert_eq!(sla([(0, 0), (50, 0)]), "none due");
        assert_eq!(since(Some(3), Some(1)), " ▲ 2");
    }

    #[test]
    fn what_is_not_known_is_a_dash_and_never_nought() {
        let known = (Some(59), Some(1));
        assert_eq!(sla(&[(None, Some(1)), known]), "**–** met · 1 missed");
        assert_eq!(sla(&[(Some(59), None), known]), "**–** met · – missed");
        assert_eq!(sla(&[known, (Some(50), None)]), "**98.3%** met · 1 missed");
        assert_eq!((since(None, Some(1)), change(Some(3), None)), (String::new(), String::new()));
        let day = DayFigures { answers: Some(3), missed_chats: Some(0), ..DayFigures::default() };
        let drawn = yesterday(&[day, DayFigures::default()]);
        assert_eq!(drawn, "Answers **3**\nChats **–**\nCalls **–** · – missed\nNew **–** · Resolved **–**");
        let none = RankingFigures { rewards: Some(2), ..RankingFigures::default() };
        assert_eq!(ranking(&none), "👍 **2** · 👎 **–**");
    }
}
