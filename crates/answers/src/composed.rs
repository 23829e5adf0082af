//! Answers combined from several requests, shared like single ones.

use std::mem;

use jiff::{SignedDuration, Timestamp, civil::Date};
use liveagent::{
    Client, ConversationStatus, ConversationSummary, Count, Error, ListConversations, LocalTime, ReportCallsSla,
    ReportChatsSla, ReportTicketsSla, wire::Unread,
};

use crate::collector::{Collector, Known};

/// The maximum number of conversations per request, and of requests. Beyond that, counts are lower bounds.
pub const PAGE_SIZE: u32 = 1000;
const MAX_PAGES: u32 = 5;

/// SLA results of tickets, chats and calls together. `None` if unknown.
#[derive(Clone, Copy, Debug)]
pub struct Sla {
    /// How many SLAs were met.
    pub kept: Option<u64>,
    /// How many SLAs were missed.
    pub missed: Option<u64>,
}

const WAITING: &str = "waiting";

/// The conversations that are new or open (#9), all pages together.
pub async fn waiting(collector: &Collector, max_age: SignedDuration) -> Result<Known<Vec<ConversationSummary>>, Error> {
    collector.share(WAITING.to_owned(), max_age, fetch_waiting).await
}

/// When they were last fetched.
pub fn last_waiting(collector: &Collector) -> Option<Timestamp> {
    collector.last_shared::<Vec<ConversationSummary>>(WAITING).map(|known| known.at)
}

/// Whether the departments of all waiting conversations could be read. Only then does a department without any have none waiting.
#[must_use]
pub fn knows_departments(unread: &Unread) -> bool {
    !unread.has("conversations[].departmentid")
}

async fn fetch_waiting(client: Client) -> Result<(Vec<ConversationSummary>, Unread), Error> {
    let (mut all, mut unread) = (Vec::new(), Unread::default());
    for page in 0..MAX_PAGES {
        let waiting = ListConversations {
            status: vec![ConversationStatus::New, ConversationStatus::Open],
            limit: Some(PAGE_SIZE),
            offset: (page > 0).then_some(page * PAGE_SIZE),
            ..ListConversations::default()
        };
        let (mut found, gaps) = client.read(&waiting).await?;
        let found = mem::take(&mut found.conversations);
        let is_last = found.len() as u64 + gaps.rows() < u64::from(PAGE_SIZE);
        unread.add(&gaps);
        all.extend(found);
        if is_last {
            break;
        }
    }
    Ok((all, unread))
}

/// A day's SLA results in a department, or in all (#48, #53, #58).
pub async fn sla(
    collector: &Collector,
    date: Date,
    department: Option<&String>,
    max_age: SignedDuration,
) -> Result<Known<Sla>, Error> {
    let department = department.cloned();
    collector.share(sla_key(date, department.as_ref()), max_age, |client| fetch_sla(client, date, department)).await
}

/// When they were last fetched.
pub fn last_sla(collector: &Collector, date: Date, department: Option<&String>) -> Option<Timestamp> {
    collector.last_shared::<Sla>(&sla_key(date, department)).map(|known| known.at)
}

fn sla_key(date: Date, department: Option<&String>) -> String {
    format!("sla {date} {department:?}")
}

async fn fetch_sla(client: Client, date: Date, department_id: Option<String>) -> Result<(Sla, Unread), Error> {
    let (from, to) = day(date);
    let (date_from, date_to) = (Some(from), Some(to));
    let tickets =
        ReportTicketsSla { date_from, date_to, department_id: department_id.clone(), ..ReportTicketsSla::default() };
    let chats =
        ReportChatsSla { date_from, date_to, department_id: department_id.clone(), ..ReportChatsSla::default() };
    let calls = ReportCallsSla { date_from, date_to, department_id, ..ReportCallsSla::default() };
    let answers = tokio::try_join!(client.read(&tickets), client.read(&chats), client.read(&calls))?;
    let answers = [answers.0, answers.1, answers.2];
    let mut unread = Unread::default();
    for (_, gaps) in &answers {
        unread.add(gaps);
    }
    let complete = unread.rows() == 0;
    let rows = || answers.iter().flat_map(|(answer, _)| &answer.sla_compliances);
    // No rows means that nothing was due. A row without the figure makes the sum unknown.
    let sum = |of: fn(&liveagent::SlaCompliance) -> Option<Count>| {
        rows().map(of).try_fold(0_u64, |sum, count| Some(sum.saturating_add(count?.get()))).filter(|_| complete)
    };
    Ok((Sla { kept: sum(|row| row.fulfilled), missed: sum(|row| row.unfulfilled) }, unread))
}

/// A day, from its first second to its last.
#[must_use]
pub fn day(date: Date) -> (LocalTime, LocalTime) {
    (LocalTime(date.at(0, 0, 0, 0)), LocalTime(date.at(23, 59, 59, 0)))
}
