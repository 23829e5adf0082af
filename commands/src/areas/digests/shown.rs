//! Digests in words: in lists, and when they were saved.

use jiff::Timestamp;
use notifications::spec::DigestSpec;
use store::{Delivery, DeliveryState, State, Subscription};
use views::{
    Message,
    digests::{IncludeForm, Section},
    subscriptions::Line,
};

use crate::{Bot, areas::subscriptions};

pub(super) fn text(spec: &DigestSpec) -> String {
    serde_json::to_string(spec).unwrap_or_default()
}

pub(crate) fn name(bot: &Bot, digest: &Subscription) -> String {
    match bot.notifier.kept().digest(digest) {
        Ok(DigestSpec { title: Some(title), schedule, .. }) => format!("{title} · {schedule}"),
        Ok(DigestSpec { schedule, .. }) => format!("Digest · {schedule}"),
        Err(_) => "Digest".to_owned(),
    }
}

/// What came of a run, in words, and when.
pub(super) fn outcome(run: &Delivery) -> (String, Option<Timestamp>) {
    let words = match (run.state, &run.reason) {
        (DeliveryState::Posted, _) if run.began.is_some_and(|at| notifications::is_late(run.due, at)) => {
            "last: posted late".to_owned()
        }
        (DeliveryState::Posted, _) => "last: posted".to_owned(),
        (DeliveryState::Skipped, Some(reason)) => format!("last: skipped ({reason})"),
        (_, Some(reason)) => format!("last: failed ({reason})"),
        _ => "last: failed".to_owned(),
    };
    (words, run.ended)
}

pub(super) fn line(bot: &Bot, digest: &Subscription, last: Option<(String, Option<Timestamp>)>) -> Line {
    let Ok(spec) = bot.notifier.kept().digest(digest) else {
        return Line { last, ..subscriptions::unreadable(digest, "Digest".to_owned()) };
    };
    let sections =
        || spec.sections.iter().filter_map(Section::of_link).map(Section::name).collect::<Vec<_>>().join(", ");
    Line {
        id: digest.id,
        when: spec.when(),
        name: spec.title.clone().unwrap_or_else(sections),
        channel: digest.channel,
        state: subscriptions::state(digest),
        next: digest.next_due,
        last,
        orphaned: digest.orphaned.is_some(),
    }
}

/// What was saved, its next runs, and what it would say now.
pub(super) async fn saved(bot: &Bot, done: &str, digest: &Subscription, spec: &DigestSpec) -> Message {
    let now = bot.clock.now();
    let schedule = spec.schedule();
    let runs: Vec<Timestamp> = match (digest.state, &schedule) {
        (State::Active, Ok(schedule)) => schedule.runs(now).take(3).collect(),
        _ => Vec::new(),
    };
    let sections: Vec<&str> = spec.sections.iter().filter_map(Section::of_link).map(Section::title).collect();
    let names = bot.directory.names().await;
    let departments: Vec<&str> =
        spec.departments.iter().map(|id| names.departments.get(id).unwrap_or(id).as_str()).collect();
    let mut facts = vec![
        ("Channel".to_owned(), format!("<#{}>", digest.channel)),
        ("Schedule".to_owned(), views::text::escape(&spec.when())),
        ("Sections".to_owned(), sections.join(" · ")),
    ];
    if !departments.is_empty() {
        facts.push(("Departments".to_owned(), views::text::escape_to(&departments.join(", "), 1000)));
    }
    let preview = bot.notifier.preview(digest, spec).await;
    let mut notes = Vec::new();
    if let Some(note) = schedule.as_ref().ok().and_then(|schedule| schedule.note()) {
        notes.push(format!("ℹ️ {note}."));
    }
    if digest.state != State::Active {
        notes.push("⏸️ Paused. Resume it with `/digest resume`.".to_owned());
    }
    if preview.is_none() {
        notes.push("⚠️ LiveAgent isn't responding, so there's no preview. Try `/digest preview` later.".to_owned());
    }
    let saved = views::subscriptions::saved(&format!("📰 Digest #{} {done}", digest.id), &facts, &runs, &notes);
    let form = IncludeForm { digest: digest.id };
    let saved = views::subscriptions::with_more(saved, &form);
    match preview {
        Some(preview) => views::subscriptions::with_preview(saved, preview),
        None => saved,
    }
}
