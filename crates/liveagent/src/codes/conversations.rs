//! Codes of conversations and their messages (#9 to #13). Labels that say "Type ..." or "Status ..." in the reference
//! are given without that word. Letters that it does not have come from LiveAgent's newer API.

use super::code;

code! {
    /// A conversation's status.
    ConversationStatus {
        'N' => New "New",
        'C' => Open "Open",
        'A' => Answered "Answered",
        'R' => Resolved "Resolved",
        'W' => Postponed "Postponed",
        'T' => Chatting "Chatting",
        'P' => Calling "Calling",
        'I' => Init "Init",
        'B' => Spam "Spam",
        'X' => Deleted "Deleted",
        // The newer API's.
        'L' => Closed "Closed",
    }
}

code! {
    /// How a conversation began.
    Channel {
        'E' => Email "Email",
        'B' => ContactButton "Contact button",
        'M' => ContactForm "Contact form",
        'I' => Invitation "Invitation",
        'C' => Call "Call",
        'W' => CallButton "Call button",
        'F' => Facebook "Facebook",
        'A' => FacebookMessage "Facebook message",
        'T' => Twitter "Twitter",
        'Q' => Forum "Forum",
        'S' => Suggestion "Suggestion",
    }
}

code! {
    /// What a group of messages is.
    MessageGroupType {
        '3' => IncomingEmail "Incoming email",
        '4' => OutgoingEmail "Outgoing email",
        'C' => Chat "Chat",
        'P' => Call "Call",
        'V' => OutgoingCall "Outgoing call",
        '1' => InternalCall "Internal call",
        'I' => Internal "Internal",
        'Z' => InternalCollapsed "Internal (collapsed by default)",
        'U' => InternalOffline "Internal offline",
        '5' => Offline "Offline",
        'M' => OfflineLegacy "Offline legacy",
        'F' => Facebook "Facebook",
        'W' => Twitter "Twitter",
        'Y' => Retweet "Retweet",
        'K' => Knowledgebase "Knowledgebase",
        'A' => KnowledgebaseStart "Knowledgebase start",
        'S' => StartInfo "Startinfo",
        'G' => Tag "Tag",
        'T' => Transfer "Transfer",
        'R' => Resolve "Resolve",
        'J' => Postpone "Postpone",
        'B' => Spam "Spam",
        'X' => Delete "Delete",
        'L' => Split "Split",
        '2' => Merged "Merged",
        'O' => Forwarded "Forwarded",
        'Q' => ReplyToForward "Reply to forward",
        // The newer API's.
        '6' => WhatsApp "WhatsApp",
        '7' => ReceivedAnswer "Received answer",
    }
}

code! {
    /// The state of a group of messages.
    MessageGroupStatus {
        'V' => Visible "Visible",
        'P' => Promoted "Promoted",
        'D' => Deleted "Deleted",
        'S' => Splitted "Splitted",
        'M' => Merged "Merged",
        'I' => Initializing "Initializing",
        'C' => Calling "Calling",
        'R' => Connecting "Connecting",
    }
}

code! {
    /// What one message of a group is. The reference calls both `H` and `A` a header.
    MessageType {
        'M' => Message "Message",
        'Y' => MessageLegacy "Message legacy",
        'X' => Mixed "Mixed message",
        'N' => Note "Note",
        'L' => NoteFile "Note file",
        'F' => File "File",
        'Q' => Quoted "Quoted text",
        'T' => Title "Title",
        'H' => Header "Header",
        'A' => HeaderA "Header",
        'O' => Footer "Footer",
        '0' => ErrorFooter "Error footer",
        'Z' => FormField "Formfield",
        'I' => Internal "Internal",
        'S' => System "System",
        'K' => SystemPublic "System public",
        'J' => Status "Status",
        'G' => Tag "Tag",
        'R' => Transfer "Transfer",
        'B' => Split "Split",
        '2' => Merged "Merged",
        'D' => Disconnected "Disconnected",
        'E' => End "End",
        'C' => RatingComment "Rating comment",
        // The reference has these two the other way round here, and like this in the rankings (#60), as the newer API does.
        'W' => PositiveRating "Positive rating",
        'P' => NegativeRating "Negative rating",
        'U' => UserAgent "Useragent",
        'V' => Voice "Voice",
        '1' => VoiceInternal "Voice internal",
        '3' => InvitationReroute "Invitation reroute",
        // The newer API's.
        '4' => Undelivered "Undelivered",
        '5' => Linked "Linked",
        '6' => RemovedAttachment "Removed attachment",
    }
}

code! {
    /// What to add to a conversation (#12). Without a user identifier LiveAgent makes a note of either.
    NewMessageType {
        'M' => Message "Message",
        'N' => Note "Note",
    }
}

code! {
    /// Yes or no.
    YesNo {
        'Y' => Yes "Yes",
        'N' => No "No",
    }
}

impl From<bool> for YesNo {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}
