//! The choices of `/conversation`'s options, in LiveAgent's words.

use liveagent::{Channel, ConversationStatus as Status};

use crate::choice::choices;

choices! {
    /// Which conversations to list.
    StatusFilter: &'static [Status] = [
        ("Waiting (New or Open)", &[Status::New, Status::Open]),
        ("New", &[Status::New]),
        ("Open", &[Status::Open]),
        ("Answered", &[Status::Answered]),
        ("Resolved", &[Status::Resolved]),
        ("Closed", &[Status::Closed]),
        ("Postponed", &[Status::Postponed]),
        ("Chatting", &[Status::Chatting]),
        ("Calling", &[Status::Calling]),
        ("Spam", &[Status::Spam]),
        ("Deleted", &[Status::Deleted]),
        ("Being set up", &[Status::Init]),
    ]
}

choices! {
    /// The statuses that LiveAgent lets one set.
    NewStatus: Status = [
        ("Open", Status::Open),
        ("Answered", Status::Answered),
        ("Resolved", Status::Resolved),
    ]
}

choices! {
    /// Where a conversation came in.
    ChannelFilter: Channel = [
        ("Email", Channel::Email),
        ("Contact button", Channel::ContactButton),
        ("Contact form", Channel::ContactForm),
        ("Invitation", Channel::Invitation),
        ("Call", Channel::Call),
        ("Call button", Channel::CallButton),
        ("Facebook", Channel::Facebook),
        ("Facebook message", Channel::FacebookMessage),
        ("Twitter", Channel::Twitter),
        ("Forum", Channel::Forum),
        ("Suggestion", Channel::Suggestion),
    ]
}
