//! The choices of `/widget`'s options.

use liveagent::{WidgetStatus, WidgetType, WidgetUse};

use crate::choice::choices;

choices! {
    /// The kinds of widgets.
    Kind: WidgetType = [
        ("Chat button", WidgetType::ChatButton),
        ("Chat window", WidgetType::ChatWindow),
        ("Contact form", WidgetType::ContactForm),
        ("Contact form 2", WidgetType::ContactFormB),
        ("HTML invitation", WidgetType::InvitationHtml),
        ("Image invitation", WidgetType::InvitationImage),
        ("Search", WidgetType::Search),
        ("Knowledge base", WidgetType::Knowledgebase),
        ("Suggestion button", WidgetType::SuggestButton),
        ("Twilio button", WidgetType::TwilioButton),
    ]
}

choices! {
    /// The states of widgets.
    Status: WidgetStatus = [
        ("Active", WidgetStatus::Active),
        ("Inactive", WidgetStatus::Inactive),
        ("Online", WidgetStatus::Online),
        ("Offline", WidgetStatus::Offline),
        ("Being set up", WidgetStatus::Create),
    ]
}

choices! {
    /// The times to show a widget.
    ShownWhen: WidgetUse = [
        ("Always", WidgetUse::Both),
        ("While online", WidgetUse::Online),
        ("While offline", WidgetUse::Offline),
    ]
}

#[cfg(test)]
mod tests {
    use views::words::{widget_kind, widget_status, widget_use};

    use super::*;
    use crate::choice::Choices;

    #[test]
    fn each_code_is_a_choice_in_the_words_of_answers() {
        fn check<C: Choices>(all: &[C::Value], words: fn(C::Value) -> std::borrow::Cow<'static, str>)
        where
            C::Value: PartialEq,
        {
            assert!(C::ALL.iter().all(|(name, value)| words(*value) == *name));
            assert!(all.iter().all(|value| C::ALL.iter().any(|(_, chosen)| chosen == value)));
        }
        check::<Kind>(WidgetType::ALL, widget_kind);
        check::<Status>(WidgetStatus::ALL, widget_status);
        check::<ShownWhen>(WidgetUse::ALL, widget_use);
    }
}
