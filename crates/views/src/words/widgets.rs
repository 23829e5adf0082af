//! Kinds, use and states of contact widgets.

use std::borrow::Cow;

use liveagent::{WidgetStatus, WidgetType, WidgetUse};

use super::unknown;

/// The kind of a widget: "Chat button".
#[must_use]
pub fn widget_kind(kind: WidgetType) -> Cow<'static, str> {
    kind_parts(kind).1
}

/// The icon of a kind of widget.
#[must_use]
pub fn widget_icon(kind: WidgetType) -> &'static str {
    kind_parts(kind).0
}

fn kind_parts(kind: WidgetType) -> (&'static str, Cow<'static, str>) {
    let (icon, word) = match kind {
        WidgetType::ChatButton => ("💬", "Chat button"),
        WidgetType::ContactForm => ("✉️", "Contact form"),
        WidgetType::InvitationHtml => ("📣", "HTML invitation"),
        WidgetType::InvitationImage => ("🖼️", "Image invitation"),
        WidgetType::ChatWindow => ("🗨️", "Chat window"),
        // LiveAgent has two letters for a contact form, and does not say how they differ.
        WidgetType::ContactFormB => ("📝", "Contact form 2"),
        WidgetType::Search => ("🔎", "Search"),
        WidgetType::Knowledgebase => ("📚", "Knowledge base"),
        WidgetType::SuggestButton => ("💡", "Suggestion button"),
        WidgetType::TwilioButton => ("📞", "Twilio button"),
        WidgetType::Other(letter) => return ("❔", unknown("Unknown kind", letter).into()),
    };
    (icon, word.into())
}

/// When a widget is shown on a page: "While online".
#[must_use]
pub fn widget_use(shown: WidgetUse) -> Cow<'static, str> {
    match shown {
        WidgetUse::Online => "While online".into(),
        WidgetUse::Offline => "While offline".into(),
        WidgetUse::Both => "Always".into(),
        WidgetUse::Other(letter) => unknown("Unknown", letter).into(),
    }
}

/// The state of a widget: "Active".
#[must_use]
pub fn widget_status(status: WidgetStatus) -> Cow<'static, str> {
    match status {
        WidgetStatus::Active => "Active".into(),
        WidgetStatus::Create => "Being set up".into(),
        WidgetStatus::Inactive => "Inactive".into(),
        WidgetStatus::Offline => "Offline".into(),
        WidgetStatus::Online => "Online".into(),
        WidgetStatus::Other(letter) => unknown("Unknown state", letter).into(),
    }
}

/// A dot for the state of a widget.
#[must_use]
pub fn widget_dot(status: WidgetStatus) -> &'static str {
    match status {
        WidgetStatus::Active | WidgetStatus::Online => "🟢",
        WidgetStatus::Inactive | WidgetStatus::Offline => "⚫",
        WidgetStatus::Create => "⏳",
        WidgetStatus::Other(_) => "❔",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_kind_has_words_of_its_own() {
        let words: BTreeSet<_> = WidgetType::ALL.iter().map(|kind| widget_kind(*kind)).collect();
        assert_eq!(words.len(), WidgetType::ALL.len());
        assert_eq!(widget_kind(WidgetType::Other('X')), "Unknown kind (X)");
    }
}
