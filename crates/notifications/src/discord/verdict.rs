//! What becomes of a request that Discord refuses: it is about that one request, at that time.
//!
//! Judged by what was asked for and by Discord's own code, where it gives one; else by the HTTP status. [`TABLE`] has
//! the codes that mean something to us.

use super::Failure;

/// What was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// A message.
    Post,
    /// A change of a message.
    Edit,
    /// That a message goes.
    Delete,
    /// What a channel holds.
    Look,
    /// The answer to an interaction.
    Answer,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It passes by itself: tried again, each time after a longer rest.
    Again,
    /// The bot is not let in now: tried again like that, and at once when its roles, the channel or the server change, or something
    /// else gets through. Somebody is told.
    Closed,
    /// It never comes back: what posts there stops, and its maker is told.
    Gone,
    /// This message is refused, however often it is sent; another one may be taken.
    Wrong,
    /// The message can't be changed, and stays or is gone: it is posted anew.
    Anew,
    /// Too many changes for the message's age: it is posted anew, and the old one goes.
    TooOld,
    /// The thread is asleep: it is opened, and then it is tried again.
    Asleep,
    /// There is nothing left to do.
    Done,
    /// Nobody waits for the answer any more, or it has one.
    Late,
}

/// A row: the code, what Discord calls it, and what becomes of a post, an edit, a deletion, a look and an answer.
pub type Row = (u64, &'static str, [Verdict; 5]);

/// Discord's codes, from the reference of its API (Topics, Opcodes and Status Codes, JSON Error Codes).
#[rustfmt::skip]
pub const TABLE: [Row; 34] = {
    use Verdict::{Again, Anew, Asleep, Closed, Done, Gone, Late, TooOld, Wrong};
    [
        (10_003, "Unknown Channel",                               [Gone,   Gone,   Done,   Gone,   Late]),
        (10_004, "Unknown Guild",                                 [Closed, Closed, Closed, Closed, Late]),
        (10_008, "Unknown Message",                               [Wrong,  Anew,   Done,   Again,  Late]),
        (10_015, "Unknown Webhook",                               [Again,  Again,  Again,  Again,  Late]),
        (10_062, "Unknown interaction",                           [Again,  Again,  Again,  Again,  Late]),
        (20_009, "Explicit content cannot be sent",               [Wrong,  Wrong,  Again,  Again,  Wrong]),
        (20_016, "This action cannot be performed due to slowmode rate limit", [Again, Again, Again, Again, Again]),
        (20_022, "This message cannot be edited due to announcement rate limits", [Again, Again, Again, Again, Again]),
        (20_028, "The channel you are writing has hit the write rate limit", [Again, Again, Again, Again, Again]),
        (30_046, "Maximum number of edits to messages older than 1 hour reached", [Again, TooOld, Again, Again, Again]),
        (40_001, "Unauthorized",                                  [Again,  Again,  Again,  Again,  Late]),
        (40_005, "Request entity too large",                      [Wrong,  Wrong,  Again,  Again,  Wrong]),
        (40_006, "This feature has been temporarily disabled server-side", [Again, Again, Again, Again, Again]),
        (40_058, "Cannot send messages in a forum channel",       [Gone,   Gone,   Done,   Gone,   Late]),
        (40_060, "Interaction has already been acknowledged",     [Again,  Again,  Again,  Again,  Late]),
        (40_062, "Service resource is being rate limited",        [Again,  Again,  Again,  Again,  Again]),
        (40_067, "A tag is required to create a forum post in this channel", [Gone, Gone, Done, Gone, Late]),
        (40_333, "internal network error",                        [Again,  Again,  Again,  Again,  Again]),
        (50_001, "Missing Access",                                [Closed, Closed, Closed, Closed, Late]),
        (50_005, "Cannot edit a message authored by another user", [Again, Anew,   Done,   Again,  Late]),
        (50_006, "Cannot send an empty message",                  [Wrong,  Wrong,  Again,  Again,  Wrong]),
        (50_007, "Cannot send messages to this user",             [Closed, Closed, Done,   Closed, Late]),
        (50_008, "Cannot send messages in a non-text channel",    [Gone,   Gone,   Done,   Gone,   Late]),
        (50_013, "You lack permissions to perform that action",   [Closed, Closed, Closed, Closed, Late]),
        (50_021, "Cannot execute action on a system message",     [Again,  Anew,   Done,   Again,  Late]),
        (50_024, "Cannot execute action on this channel type",    [Gone,   Gone,   Done,   Gone,   Late]),
        (50_027, "Invalid Webhook Token provided",                [Again,  Again,  Again,  Again,  Late]),
        (50_035, "Invalid Form Body",                             [Wrong,  Wrong,  Again,  Again,  Wrong]),
        (50_083, "Tried to perform an operation on an archived thread", [Closed, Asleep, Asleep, Again, Late]),
        (50_278, "Cannot send messages to this user due to having no mutual guilds", [Closed, Closed, Done, Closed, Late]),
        (130_000, "API resource is currently overloaded",         [Again,  Again,  Again,  Again,  Again]),
        (160_005, "Thread is locked",                             [Closed, Closed, Closed, Again,  Late]),
        (200_000, "Message was blocked by automatic moderation",  [Wrong,  Wrong,  Again,  Again,  Wrong]),
        (240_000, "Message blocked by harmful links filter",      [Wrong,  Wrong,  Again,  Again,  Wrong]),
    ]
};

impl Failure {
    /// What becomes of the request that failed so.
    #[must_use]
    pub fn verdict(&self, asked: Asked) -> Verdict {
        let Self::Refused(refusal) = self else { return Verdict::Again };
        let row = TABLE.iter().find(|(code, ..)| *code == refusal.code);
        match (row, refusal.status) {
            (Some((_, _, verdicts)), _) => verdicts[asked as usize],
            (None, 400 | 413) => Verdict::Wrong,
            // A code of Discord's that we don't know, about rights or about something that is not there.
            (None, 403 | 404) if refusal.code > 0 => match asked {
                Asked::Answer => Verdict::Late,
                _ => Verdict::Closed,
            },
            // Discord is too busy, or has trouble of its own. And whoever refuses without a code of Discord's has not looked at what was
            // asked: a token is being renewed, or somebody on the way refuses.
            _ => Verdict::Again,
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
            let of_edits = [Verdict::Anew, Verdict::TooOld];
            assert!(![post, delete, look, answer].iter().any(|verdict| of_edits.contains(verdict)), "{code} {name}");
            assert!(![post, look, answer].contains(&Verdict::Asleep), "{code} {name}");
            assert!(!matches!(delete, Verdict::Wrong | Verdict::Gone), "{code} {name}: what is gone is deleted");
            assert!(!matches!(edit, Verdict::Done | Verdict::Late), "{code} {name}");
            assert!(!matches!(answer, Verdict::Closed | Verdict::Gone), "{code} {name}: nobody is told twice");
        }
    }

    #[test]
    fn what_has_no_code_is_judged_by_its_status() {
        for (status, code, expected) in [
            (401, 0, Verdict::Again),
            (403, 0, Verdict::Again),
            (404, 0, Verdict::Again),
            (429, 0, Verdict::Again),
            (500, 0, Verdict::Again),
            (502, 99, Verdict::Again),
            (400, 0, Verdict::Wrong),
            (413, 0, Verdict::Wrong),
            (400, 99_999, Verdict::Wrong),
            (403, 99_999, Verdict::Closed),
            (404, 99_999, Verdict::Closed),
        ] {
            assert_eq!(refused(status, code).verdict(Asked::Post), expected, "{status} {code}");
        }
        for failure in [Failure::Lost("no answer in time"), Failure::Unreadable] {
            assert_eq!(failure.verdict(Asked::Post), Verdict::Again);
        }
    }
}
