//! The choices of `/conversation`'s options, in LiveAgent's words.

use liveagent::{Channel, ConversationStatus};

/// Which conversations to list.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
pub(super) enum StatusChoice {
    #[name = "Waiting (New or Open)"]
    Waiting,
    New,
    Open,
    Answered,
    Resolved,
    Closed,
    Postponed,
    Chatting,
    Calling,
    Spam,
    Deleted,
    Init,
}

impl StatusChoice {
    pub(super) fn statuses(self) -> Vec<ConversationStatus> {
        use ConversationStatus as Status;
        vec![match self {
            Self::Waiting => return vec![Status::New, Status::Open],
            Self::New => Status::New,
            Self::Open => Status::Open,
            Self::Answered => Status::Answered,
            Self::Resolved => Status::Resolved,
            Self::Closed => Status::Closed,
            Self::Postponed => Status::Postponed,
            Self::Chatting => Status::Chatting,
            Self::Calling => Status::Calling,
            Self::Spam => Status::Spam,
            Self::Deleted => Status::Deleted,
            Self::Init => Status::Init,
        }]
    }
}

/// The statuses that LiveAgent lets one set.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
pub(super) enum NewStatus {
    Open,
    Answered,
    Resolved,
}

impl NewStatus {
    pub(super) fn status(self) -> ConversationStatus {
        match self {
            Self::Open => ConversationStatus::Open,
            Self::Answered => ConversationStatus::Answered,
            Self::Resolved => ConversationStatus::Resolved,
        }
    }
}

/// Where a conversation came in.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
pub(super) enum ChannelChoice {
    Email,
    #[name = "Contact button"]
    ContactButton,
    #[name = "Contact form"]
    ContactForm,
    Invitation,
    Call,
    #[name = "Call button"]
    CallButton,
    Facebook,
    #[name = "Facebook message"]
    FacebookMessage,
    Twitter,
    Forum,
    Suggestion,
}

impl ChannelChoice {
    pub(super) fn channel(self) -> Channel {
        match self {
            Self::Email => Channel::Email,
            Self::ContactButton => Channel::ContactButton,
            Self::ContactForm => Channel::ContactForm,
            Self::Invitation => Channel::Invitation,
            Self::Call => Channel::Call,
            Self::CallButton => Channel::CallButton,
            Self::Facebook => Channel::Facebook,
            Self::FacebookMessage => Channel::FacebookMessage,
            Self::Twitter => Channel::Twitter,
            Self::Forum => Channel::Forum,
            Self::Suggestion => Channel::Suggestion,
        }
    }
}
