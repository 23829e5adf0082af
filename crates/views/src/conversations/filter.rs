//! A list's filter in words.

use super::List;
use crate::desk::{Desk, Words};
use crate::{people, text, time, words};

/// What narrows the list, in the order of the command's options; empty where nothing does.
pub(super) fn words_of(filter: &List, desk: &Desk) -> Vec<String> {
    let mut parts = Vec::new();
    if !filter.status.is_empty() {
        parts.push(filter.status.iter().map(|status| words::status(*status)).collect::<Vec<_>>().join(" / "));
    }
    parts.extend(people::department(filter.department.as_deref(), None, desk));
    parts.extend(filter.agent.as_deref().map(|agent| format!("agent {}", people::agent(agent, desk))));
    let shows = desk.shows(Words::Subject);
    parts.extend(filter.customer.as_deref().map(|customer| {
        if shows { format!("customer {}", text::escape_to(customer, 80)) } else { "one customer".to_owned() }
    }));
    parts.extend(filter.channel.map(words::channel));
    parts.extend(
        filter
            .subject
            .as_deref()
            .map(|subject| if shows { format!("“{}”", text::escape_to(subject, 80)) } else { "by subject".to_owned() }),
    );
    parts.extend(filter.changed.map(|since| format!("changed since {}", time::at(since))));
    parts.extend(filter.from.map(|from| format!("from {}", time::at(from))));
    parts.extend(filter.to.map(|to| format!("to {}", time::at(to))));
    parts
}
