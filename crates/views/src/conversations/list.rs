//! A page of conversations: one line each.

use liveagent::ConversationSummary;

use super::filter;
use super::head::Head;
use crate::desk::Desk;
use crate::look::{ConversationFilter, Look};
use crate::message::{Draft, Message};
use crate::page::{self, PAGE, Pages, Turning, Window};
use crate::payload::{Embed, SelectOption};
use crate::press::Press;
use crate::{text, time, words};

/// Page `page` of the conversations that `filter` lets through. `rows` are those of `window`, which has the page in it.
#[must_use]
pub fn list(
    rows: &[ConversationSummary],
    window: Window,
    filter: &ConversationFilter,
    page: u32,
    desk: &Desk,
) -> Message {
    let before = page.saturating_mul(PAGE);
    let skipped = usize::try_from(before.saturating_sub(window.start)).unwrap_or(usize::MAX).min(rows.len());
    let shown = &rows[skipped..rows.len().min(skipped + PAGE as usize)];
    let known = u64::from(window.start) + u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let more = window.full || skipped + shown.len() < rows.len();
    let pages = Pages {
        page,
        count: (!window.full).then(|| u32::try_from(known.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX).max(1)),
        more: more && !shown.is_empty(),
    };

    let filters = filter::words_of(filter, desk);
    let mut lines = Vec::new();
    if shown.is_empty() {
        lines.push(nothing(page, filter));
    } else {
        let range = page::range(u64::from(before), shown.len(), known, window.full);
        lines.push(format!("**{range}**"));
    }
    if !filters.is_empty() {
        lines.push(format!("-# {}", filters.join(" · ")));
    }
    lines.push(String::new());
    lines.extend(shown.iter().map(|row| line(row.into(), desk)));

    let embed = Embed {
        title: Some("📨 Conversations".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(lines.join("\n")),
        color: Some(if let [status] = filter.status[..] { words::colour(status) } else { words::NEUTRAL }),
        ..Embed::default()
    };
    let look = Look::Conversations { filter: filter.clone(), page };
    let options = shown.iter().map(|row| option(row.into(), desk)).collect();
    let components = page::rows(&look, pages, Turning::LIST, Some(("Open a conversation…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "🟠 [Where is my parcel?](…) · Jane Doe · 2 hours ago"
fn line(head: Head<'_>, desk: &Desk) -> String {
    let subject = text::link_to(&head.plain_subject(64), 160, &desk.conversation_url(head.id));
    let mut parts =
        vec![format!("{} {subject}", words::status_icon(head.status)), text::escape(&head.plain_customer(32))];
    parts.extend(head.moved(desk).map(time::ago));
    parts.join(" · ")
}

fn option(head: Head<'_>, desk: &Desk) -> SelectOption {
    let press = Press::anew(Look::Conversation { conversation: head.id.to_owned() });
    let department = head
        .department
        .map(str::to_owned)
        .or_else(|| head.department_id.and_then(|id| desk.names.departments.get(id)).cloned());
    let (_, state) = words::status_parts(head.status);
    let parts = [Some(state.to_owned()), Some(head.plain_customer(40)), department.map(|name| text::line(&name, 30))];
    SelectOption::new(head.plain_subject(90), press.encode())
        .description(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        .emoji(words::status_icon(head.status))
}

fn nothing(page: u32, filter: &ConversationFilter) -> String {
    if page > 0 {
        "There is nothing on this page any more. Go back a page.".to_owned()
    } else if filter.is_empty() {
        "There are no conversations yet.".to_owned()
    } else {
        "No conversation matches. Try fewer filters, or a longer time: `/conversation list`".to_owned()
    }
}
