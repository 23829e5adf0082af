//! What to do when Discord refuses a request. A refusal is about that one request, at that time.
//!
//! It depends on what was requested and on Discord's own error code or, without one, on the HTTP status. [`TABLE`] lists the codes that
//! matter to us.

use super::Failure;

/// What was requested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// Posting a message.
    Post,
    /// Editing a message.
    Edit,
    /// Deleting a message.
    Delete,
    /// Reading a channel.
    Look,
    /// Answering an interaction.
    Answer,
}

/// What to do about a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Retry with growing delays: the cause passes by itself.
    Retry,
    /// Retry like that, and at once when a role, the channel or the server changes or another request to the channel succeeds. Tell the
    /// creator: the bot has no access now.
    Closed,
    /// Stop the subscription and tell its creator: the channel is gone or takes no messages.
    Gone,
    /// Don't send this message again: Discord refuses its content.
    Wrong,
    /// Post the message again: the old one is deleted or can't be edited.
    Repost,
    /// Post the message again and delete the old one, which was edited too often for its age.
    TooOld,
    /// Unarchive the thread, then retry.
    Asleep,
    /// Nothing: it is done already.
    Done,
    /// Nothing: the interaction has expired or has an answer.
    Late,
}

/// The code, Discord's text for it, and the verdicts for a post, an edit, a deletion, a read and an answer.
pub type Row = (u64, &'static str, [Verdict; 5]);

/// Discord's codes, from the reference of its API (Topics, Opcodes and Status Codes, JSON Error Codes).
#[rustfmt::skip]
pub const TABLE: [Row; 34] = {
    use Verdict::{Asleep, Closed, Done, Gone, Late, Repost, Retry, TooOld, Wrong};
    [
        (10_003, "Unknown Channel",                               [Gone,   Gone,   Done,   Gone,   Late]),
        (10_004, "Unknown Guild",                                 [Closed, Closed, Closed, Closed, Late]),
        (10_008, "Unknown Message",                               [Wrong,  Repost,   Done,   Retry,  Late]),
        (10_015, "Unknown Webhook",                               [Retry,  Retry,  Retry,  Retry,  Late]),
        (10_062, "Unknown interaction",                           [Retry,  Retry,  Retry,  Retry,  Late]),
        (20_009, "Explicit content cannot be sent",               [Wrong,  Wrong,  Retry,  Retry,  Wrong]),
        (20_016, "This action cannot be performed due to slowmode rate limit", [Retry, Retry, Retry, Retry, Retry]),
        (20_022, "This message cannot be edited due to announcement rate limits", [Retry, Retry, Retry, Retry, Retry]),
        (20_028, "The channel you are writing has hit the write rate limit", [Retry, Retry, Retry, Retry, Retry]),
        (30_046, "Maximum number of edits to messages older than 1 hour reached", [Retry, TooOld, Retry, Retry, Retry]),
        (40_001, "Unauthorized",                                  [Retry,  Retry,  Retry,  Retry,  Late]),
        (40_005, "Request entity too large",                      [Wrong,  Wrong,  Retry,  Retry,  Wrong]),
        (40_006, "This feature has been temporarily disabled server-side", [Retry, Retry, Retry, Retry, Retry]),
        (40_058, "Cannot send messages in a forum channel",       [Gone,   Gone,   Done,   Gone,   Late]),
        (40_060, "Interaction has already been acknowledged",     [Retry,  Retry,  Retry,  Retry,  Late]),
        (40_062, "Service resource is being rate limited",        [Retry,  Retry,  Retry,  Retry,  Retry]),
        (40_067, "A tag is required to create a forum post in this channel", [Gone, Gone, Done, Gone, Late]),
        (40_333, "internal network error",                        [Retry,  Retry,  Retry,  Retry,  Retry]),
        (50_001, "Missing Access",                                [Closed, Closed, Closed, Closed, Late]),
        (50_005, "Cannot edit a message authored by another user", [Retry, Repost,   Done,   Retry,  Late]),
        (50_006, "Cannot send an empty message",                  [Wrong,  Wrong,  Retry,  Retry,  Wrong]),
        (50_007, "Cannot send messages to this user",             [Closed, Closed, Done,   Closed, Late]),
        (50_008, "Cannot send messages in a non-text channel",    [Gone,   Gone,   Done,   Gone,   Late]),
        (50_013, "You lack permissions to perform that action",   [Closed, Closed, Closed, Closed, Late]),
        (50_021, "Cannot execute action on a system message",     [Retry,  Repost,   Done,   Retry,  Late]),
        (50_024, "Cannot execute action on this channel type",    [Gone,   Gone,   Done,   Gone,   Late]),
        (50_027, "Invalid Webhook Token provided",                [Retry,  Retry,  Retry,  Retry,  Late]),
        (50_035, "Invalid Form Body",                             [Wrong,  Wrong,  Retry,  Retry,  Wrong]),
        (50_083, "Tried to perform an operation on an archived thread", [Closed, Asleep, Asleep, Retry, Late]),
        (50_278, "Cannot send messages to this user due to having no mutual guilds", [Closed, Closed, Done, Closed, Late]),
        (130_000, "API resource is currently overloaded",         [Retry,  Retry,  Retry,  Retry,  Retry]),
        (160_005, "Thread is locked",                             [Closed, Closed, Closed, Retry,  Late]),
        (200_000, "Message was blocked by automatic moderation",  [Wrong,  Wrong,  Retry,  Retry,  Wrong]),
        (240_000, "Message blocked by harmful links filter",      [Wrong,  Wrong,  Retry,  Retry,  Wrong]),
    ]
};

impl Failure {
    /// What to do about this failure of a request.
    #[must_use]
    pub fn verdict(&self, asked: Asked) -> Verdict {
        let Self::Refused(refusal) = self else { return Verdict::Retry };
        let row = TABLE.iter().find(|(code, ..)| *code == refusal.code);
        match (row, refusal.status) {
            (Some((_, _, verdicts)), _) => verdicts[asked as usize],
            (None, 400 | 413) => Verdict::Wrong,
            // An unknown code about permissions or about something missing.
            (None, 403 | 404) if refusal.code > 0 => match asked {
                Asked::Answer => Verdict::Late,
                _ => Verdict::Closed,
            },
            // Discord is overloaded or broken. Without one of Discord's codes nobody looked at the request itself: the token is being
            // renewed, or a proxy refused.
            _ => Verdict::Retry,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::discord::Refusal;

    fn refused(status: u16, code: u64) -> Failure {
        Failure::Refused(Refusal { status, code, ..Refusal::default() })
    }

    const ALL: [Asked; 5] = [Asked::Post, Asked::Edit, Asked::Delete, Asked::Look, Asked::Answer];

    #[test]
    fn each_code_stands_once_and_its_status_does_not_matter() {
        let codes: BTreeSet<u64> = TABLE.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes.len(), TABLE.len());
        assert!(TABLE.is_sorted_by_key(|(code, ..)| *code));
        for (code, _, verdicts) in TABLE {
            for (asked, verdict) in ALL.into_iter().zip(verdicts) {
                for status in [400, 403, 404, 429] {
                    assert_eq!(refused(status, code).verdict(asked), verdict, "{code} {asked:?}");
                }
            }
        }
    }

    #[test]
    fn only_an_edit_is_posted_anew_and_only_a_thread_is_opened() {
        for (code, name, [post, edit, delete, look, answer]) in TABLE {
            let of_edits = [Verdict::Repost, Verdict::TooOld];
            assert!(![post, delete, look, answer].iter().any(|verdict| of_edits.contains(verdict)), "{code} {name}");
            assert!(![post, look, answer].contains(&Verdict::Asleep), "{code} {name}");
            assert!(!matches!(delete, Verdict::Wrong | Verdict::Gone), "{code} {name}: what is gone is deleted");
            assert!(!matches!(edit, Verdict::Done | Verdict::Late), "{code} {name}");
            assert!(!matches!(answer, Verdict::Closed | Verdict::Gone), "{code} {name}: nobody is told twice");
        }
    }

    /// Said once more, and not by the table: what passes, what is for good, and what is about one message alone.
    #[test]
    fn what_passes_is_waited_for_and_only_a_lost_channel_is_for_good() {
        for (code, asked, expected) in [
            (40_333, Asked::Post, Verdict::Retry),
            (40_333, Asked::Edit, Verdict::Retry),
            (50_001, Asked::Post, Verdict::Closed),
            (50_001, Asked::Edit, Verdict::Closed),
            (50_013, Asked::Post, Verdict::Closed),
            (50_013, Asked::Edit, Verdict::Closed),
            (10_003, Asked::Post, Verdict::Gone),
            (10_003, Asked::Edit, Verdict::Gone),
            (10_008, Asked::Edit, Verdict::Repost),
            (50_005, Asked::Edit, Verdict::Repost),
            (30_046, Asked::Edit, Verdict::TooOld),
            (50_083, Asked::Edit, Verdict::Asleep),
        ] {
            assert_eq!(refused(400, code).verdict(asked), expected, "{code} {asked:?}");
        }
    }

    #[test]
    fn what_has_no_code_is_judged_by_its_status() {
        for (status, code, expected) in [
            (401, 0, Verdict::Retry),
            (403, 0, Verdict::Retry),
            (404, 0, Verdict::Retry),
            (429, 0, Verdict::Retry),
            (500, 0, Verdict::Retry),
            (502, 99, Verdict::Retry),
            (400, 0, Verdict::Wrong),
            (413, 0, Verdict::Wrong),
            (400, 99_999, Verdict::Wrong),
            (403, 99_999, Verdict::Closed),
            (404, 99_999, Verdict::Closed),
        ] {
            assert_eq!(refused(status, code).verdict(Asked::Post), expected, "{status} {code}");
        }
        for failure in [Failure::Lost("no response in time"), Failure::Unreadable] {
            assert_eq!(failure.verdict(Asked::Post), Verdict::Retry);
        }
    }
}
