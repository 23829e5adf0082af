//! The help desk's lists, kept in memory: for autocomplete, which can't wait, and to show names where LiveAgent gives ids.
//!
//! All are fetched in the background class, so that they never stand in a person's way.

use std::{collections::BTreeMap, sync::Arc};

use liveagent::{
    AgentStatus, Client, ConversationSummary, Department, Knowledgebase, ListAgentStatuses, ListConversations,
    ListDepartments, ListKnowledgebaseEntries, ListKnowledgebases, ListTags, Tag,
};
use views::Names;

use crate::cached::Cached;

/// How many of the newest conversations are offered.
const CONVERSATIONS: u32 = 50;
/// How many knowledgebase entries are offered, and how many one request brings: their texts come along.
const ENTRIES: u32 = 400;
const ENTRIES_A_PAGE: u32 = 50;

/// A knowledgebase entry without its text.
#[derive(Clone, Debug)]
pub(crate) struct EntryTitle {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) is_category: bool,
}

/// The lists.
#[derive(Debug)]
pub(crate) struct Directory {
    liveagent: Client,
    tags: Cached<Vec<Tag>>,
    departments: Cached<Vec<Department>>,
    agents: Cached<Vec<AgentStatus>>,
    knowledgebases: Cached<Vec<Knowledgebase>>,
    entries: Cached<Vec<EntryTitle>>,
    conversations: Cached<Vec<ConversationSummary>>,
}

/// One list: how it is looked at without waiting, how it is waited for, and where it comes from.
macro_rules! list {
    ($list:ident, $peek:ident, $type:ty, |$client:ident| $fetch:expr) => {
        /// Waits for the list only where it was never fetched; empty where LiveAgent does not answer.
        pub(crate) async fn $list(&self) -> Arc<Vec<$type>> {
            let $client = self.liveagent.clone();
            self.$list.get(|| async move { $fetch }).await.unwrap_or_default()
        }

        /// What is known now.
        pub(crate) fn $peek(&self) -> Arc<Vec<$type>> {
            let $client = self.liveagent.clone();
            self.$list.peek(|| async move { $fetch }).unwrap_or_default()
        }
    };
}

impl Directory {
    pub(crate) fn new(liveagent: Client) -> Self {
        Self {
            liveagent,
            tags: Cached::default(),
            departments: Cached::default(),
            agents: Cached::default(),
            knowledgebases: Cached::default(),
            entries: Cached::default(),
            conversations: Cached::default(),
        }
    }

    list!(tags, peek_tags, Tag, |client| client.send(&ListTags {}).await.ok().map(|answer| answer.tags));
    list!(departments, peek_departments, Department, |client| {
        client.send(&ListDepartments {}).await.ok().map(|answer| answer.departments)
    });
    list!(agents, peek_agents, AgentStatus, |client| {
        client.send(&ListAgentStatuses {}).await.ok().map(|answer| answer.agents_online_states)
    });
    list!(knowledgebases, peek_knowledgebases, Knowledgebase, |client| {
        let all = ListKnowledgebases { limit: Some(ENTRIES_A_PAGE), ..Default::default() };
        client.send(&all).await.ok().map(|answer| answer.knowledgebases)
    });
    list!(entries, peek_entries, EntryTitle, |client| titles(&client).await);
    /// The newest conversations, as far as they are known now.
    pub(crate) fn peek_conversations(&self) -> Arc<Vec<ConversationSummary>> {
        let client = self.liveagent.clone();
        let fetch = || async move {
            let newest = ListConversations { limit: Some(CONVERSATIONS), ..Default::default() };
            client.send(&newest).await.ok().map(|answer| answer.conversations)
        };
        self.conversations.peek(fetch).unwrap_or_default()
    }

    /// Fetches every list once, so that the first person who types finds them there.
    pub(crate) fn warm(&self) {
        self.peek_tags();
        self.peek_departments();
        self.peek_agents();
        self.peek_knowledgebases();
        self.peek_entries();
        self.peek_conversations();
    }

    /// The names behind ids.
    pub(crate) async fn names(&self) -> Names {
        let (tags, departments, agents, knowledgebases) =
            tokio::join!(self.tags(), self.departments(), self.agents(), self.knowledgebases());
        Names {
            tags: map(&tags, |tag| (&tag.id, tag.name.clone())),
            departments: map(&departments, |department| (&department.department_id, department.name.clone())),
            agents: map(&agents, |agent| (&agent.id, agent_name(agent))),
            knowledgebases: map(&knowledgebases, |base| (&base.kb_id, base.name.clone())),
        }
    }
}

/// All titles, a page at a time.
async fn titles(client: &Client) -> Option<Vec<EntryTitle>> {
    let mut titles = Vec::new();
    for offset in (0..ENTRIES).step_by(ENTRIES_A_PAGE as usize) {
        let page = ListKnowledgebaseEntries { limit: Some(ENTRIES_A_PAGE), offset: Some(offset), ..Default::default() };
        let entries = client.send(&page).await.ok()?.entries;
        let last = entries.len() < ENTRIES_A_PAGE as usize;
        titles.extend(entries.into_iter().filter(|entry| !entry.is_deleted()).map(|entry| EntryTitle {
            is_category: entry.is_category(),
            id: entry.kb_entry_id,
            title: entry.title,
        }));
        if last {
            break;
        }
    }
    Some(titles)
}

/// An agent's name, or the address they sign in with.
pub(crate) fn agent_name(agent: &AgentStatus) -> String {
    let names = [agent.first_name.as_deref(), agent.last_name.as_deref()];
    let name: Vec<&str> = names.into_iter().flatten().collect();
    if name.is_empty() { agent.username.clone() } else { name.join(" ") }
}

fn map<T>(list: &[T], pair: impl Fn(&T) -> (&String, String)) -> BTreeMap<String, String> {
    list.iter()
        .map(|item| {
            let (id, name) = pair(item);
            (id.clone(), name)
        })
        .collect()
}
