//! Forgetting a member.

use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::payload::Embed;
use crate::question::Question;
use crate::request::Act;
use crate::words::{self, count};

/// Forget a member, after it was asked whether to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Forget {
    /// The member's id.
    pub member: u64,
}

impl Act for Forget {
    const TAG: &'static str = "uf";
    const NAME: &'static str = "forget member";
}

/// What is kept of a member, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptView {
    /// Rows of the audit by the member.
    pub audit_rows: u64,
    /// Links to agents.
    pub links: u64,
    /// Links that the member proposed and that are open.
    pub proposals: u64,
    /// Notices that the member has not read.
    pub notices: u64,
    /// Replies that the member has written lately.
    pub drafts: u64,
    /// Incidents that the member acknowledged or muted.
    pub incidents: u64,
    /// Digests, boards and alerts that the member created.
    pub subscriptions: u64,
}

impl KeptView {
    /// What is deleted, in words.
    fn deleted(&self) -> Vec<String> {
        let all = [
            (self.links, "link to an agent", "links to agents"),
            (self.proposals, "proposed link", "proposed links"),
            (self.notices, "unread notice", "unread notices"),
            (self.drafts, "recent reply", "recent replies"),
        ];
        all.into_iter().filter(|(number, ..)| *number > 0).map(|(number, one, many)| count(number, one, many)).collect()
    }

    /// What stays without the member, in words.
    fn nameless(&self) -> Vec<String> {
        let all = [
            (self.audit_rows, "audit entry", "audit entries"),
            (self.incidents, "incident", "incidents"),
            (self.subscriptions, "digest, board or alert", "digests, boards and alerts"),
        ];
        all.into_iter().filter(|(number, ..)| *number > 0).map(|(number, one, many)| count(number, one, many)).collect()
    }
}

fn listed(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The question whether to forget a member.
#[must_use]
pub fn question(member: u64, kept: &KeptView) -> Question {
    let lines = [
        format!("Switchboard forgets <@{member}> in all servers. This can't be undone."),
        format!("• Deleted: {}", listed(&kept.deleted())),
        format!("• Kept without the name: {}", listed(&kept.nameless())),
        "• Digests, boards and alerts keep running, and then have no creator.".to_owned(),
        "• The audit stays as it is; no entry names this member any more.".to_owned(),
        "• Backups of the database still have everything. Delete them yourself.".to_owned(),
        "• Discord and LiveAgent keep what they have, also messages that mention this member.".to_owned(),
    ];
    Question { title: "Forget this member?".to_owned(), lost: lines.join("\n"), button: "Forget" }
}

/// What was forgotten.
#[must_use]
pub fn forgotten(member: u64, kept: &KeptView) -> Message {
    let sentence = if *kept == KeptView::default() {
        format!("Nothing was kept about <@{member}>.")
    } else {
        format!(
            "✅ <@{member}> is forgotten. Deleted: {}. Kept without the name: {}.",
            listed(&kept.deleted()),
            listed(&kept.nameless())
        )
    };
    Draft::embed(Embed { description: Some(sentence), color: Some(words::GOOD), ..Embed::default() }).fit()
}
