//! Codes of contact widgets (#67 to #70).

use super::code;

code! {
    /// What a widget is. The reference calls both `O` and `B` a contact form.
    WidgetType {
        'C' => ChatButton "Chat button",
        'O' => ContactForm "Contact form",
        'U' => InvitationHtml "Invitation html",
        'M' => InvitationImage "Invitation image",
        'G' => ChatWindow "Chat window",
        'B' => ContactFormB "Contact form",
        'K' => Search "Search",
        'W' => Knowledgebase "Knowledge base",
        'S' => SuggestButton "Suggest button",
        'P' => TwilioButton "Twilio button",
    }
}

code! {
    /// When a widget is shown.
    WidgetUse {
        'N' => Online "Online",
        'F' => Offline "Offline",
        'B' => Both "Both",
    }
}

code! {
    /// The state of a widget.
    WidgetStatus {
        'A' => Active "Active",
        'C' => Create "Create",
        'I' => Inactive "Inactive",
        'F' => Offline "Offline",
        'N' => Online "Online",
    }
}
