//! The conversations that are offered while somebody types: the newest ones, those read lately, and those that LiveAgent is asked for behind the
//! typing.

use std::sync::Arc;

use liveagent::{Client, ConversationSummary, ListConversations};
use tokio::time::Instant;

use super::{
    directory::Directory,
    memory::{Memory, slim},
};
use crate::fuzzy::fold;

/// The maximum number of conversations that one such request brings.
const MAX_CONVERSATIONS: u32 = 50;

impl Directory {
    /// The newest conversations that are loaded now. Starts a fetch if they are out of date.
    #[must_use]
    pub fn peek_conversations(&self) -> Arc<Vec<ConversationSummary>> {
        let newest = ListConversations { limit: Some(MAX_CONVERSATIONS), ..Default::default() };
        let memory = Arc::clone(&self.memory);
        let fetch = |client: Client| async move {
            let rows = client.send(&newest).await?.conversations;
            memory.keep(&rows);
            Ok(rows.iter().map(slim).collect())
        };
        self.conversations.peek(|| self.fetch(self.liveagent().background(), fetch)).unwrap_or_default()
    }

    /// The conversations read lately.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Asks LiveAgent behind the typing of `member` for conversations that fit: of the customer, if it is a whole mail address, else with this
    /// subject. Their next keystroke finds them among those read lately. Does nothing where typing has caused requests enough.
    pub fn search_ahead(&self, member: u64, typed: &str) {
        if !self.ahead.count(member, &fold(typed), self.liveagent().requests_per_minute(), Instant::now()) {
            return;
        }
        let typed = typed.to_owned();
        let (owner_identifier, subject) = if is_mail(&typed) { (Some(typed), None) } else { (None, Some(typed)) };
        let limit = Some(MAX_CONVERSATIONS);
        let operation = ListConversations { owner_identifier, subject, limit, ..Default::default() };
        let memory = Arc::clone(&self.memory);
        let fetched = self.fetch(self.liveagent().background(), |client: Client| async move {
            memory.keep(&client.send(&operation).await?.conversations);
            Ok(())
        });
        tokio::spawn(fetched);
    }
}

/// Whether it is a whole mail address.
pub(crate) fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, domain)| {
        let is_domain = domain.contains('.') && !domain.contains('@') && !domain.starts_with('.');
        !name.is_empty() && is_domain && !domain.ends_with('.') && !word.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::is_mail;

    #[test]
    fn a_mail_address_is_whole() {
        for (word, expected) in [
            ("ada@example.com", true),
            ("ada+x@mail.example.com", true),
            ("ada@exam", false),
            ("@everyone", false),
            ("@example.com", false),
            ("ada@.com", false),
            ("ada@example.", false),
            ("a@b@c.d", false),
            ("ada example.com", false),
            ("", false),
        ] {
            assert_eq!(is_mail(word), expected, "{word}");
        }
    }
}
