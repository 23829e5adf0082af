//! The help desk's lists, kept in memory: for autocomplete, which can't wait, and to show names where LiveAgent gives ids.
//!
//! All are fetched in the background class, so that they never stand in a person's way; but for one that was never there and that a
//! person's own words are looked for in.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use liveagent::{
    AgentStatus, Client, Department, Knowledgebase, ListAgentStatuses, ListConversations, ListDepartments,
    ListKnowledgebaseEntries, ListKnowledgebases, ListTags, Tag,
};
use tokio::time::timeout;
use views::Names;

use crate::{cached::Cached, troubles::Troubles};

/// How many of the newest conversations are offered.
const CONVERSATIONS: u32 = 50;
/// How many knowledgebase entries are offered, and how many one request brings: their texts come along.
const ENTRIES: u32 = 400;
const ENTRIES_A_PAGE: u32 = 50;

/// How much of a name is kept, in characters: all names are compared at each keystroke, and no view shows as much of one.
const NAME: usize = 200;

/// How long an answer waits for the names in it, the first time.
const MOMENT: Duration = Duration::from_millis(300);

/// A knowledgebase entry without its text.
#[derive(Clone, Debug)]
pub(crate) struct EntryTitle {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) is_category: bool,
}

/// A conversation as it is offered.
#[derive(Clone, Debug)]
pub(crate) struct Newest {
    pub(crate) id: String,
    pub(crate) code: Option<String>,
    pub(crate) label: String,
}

/// The lists.
#[derive(Debug)]
pub(crate) struct Directory {
    liveagent: Client,
    troubles: Arc<Troubles>,
    tags: Cached<Vec<Tag>>,
    departments: Cached<Vec<Department>>,
    agents: Cached<Vec<AgentStatus>>,
    knowledgebases: Cached<Vec<Knowledgebase>>,
    entries: Cached<Vec<EntryTitle>>,
    conversations: Cached<Vec<Newest>>,
}

/// One list: how it is looked at without waiting, how it is waited for, and where it comes from.
macro_rules! list {
    ($list:ident, $peek:ident, $type:ty, |$client:ident| $fetch:expr) => {
        /// Waits for the list only where it was never fetched. `None` where LiveAgent does not answer.
        pub(crate) async fn $list(&self) -> Option<Arc<Vec<$type>>> {
            self.$peek();
            match self.$list.known() {
                Some(known) => Some(known),
                None => self.$list.get(|| self.fetch(self.liveagent.clone(), |$client| async move { $fetch })).await,
            }
        }

        /// What is known now.
        pub(crate) fn $peek(&self) -> Arc<Vec<$type>> {
            let fetch = || self.fetch(self.liveagent.background(), |$client| async move { $fetch });
            self.$list.peek(fetch).unwrap_or_default()
        }
    };
}

impl Directory {
    pub(crate) fn new(liveagent: Client, troubles: Arc<Troubles>) -> Self {
        Self {
            liveagent,
            troubles,
            tags: Cached::default(),
            departments: Cached::default(),
            agents: Cached::default(),
            knowledgebases: Cached::default(),
            entries: Cached::default(),
            conversations: Cached::default(),
        }
    }

    /// A tag was changed.
    pub(crate) fn forget_tags(&self) {
        self.tags.forget();
    }

    list!(tags, peek_tags, Tag, |client| {
        client.send(&ListTags {}).await.map(|answer| cut_each(answer.tags, |tag| cut(&mut tag.name)))
    });
    list!(departments, peek_departments, Department, |client| {
        let departments = client.send(&ListDepartments {}).await?.departments;
        Ok(cut_each(departments, |department| cut(&mut department.name)))
    });
    list!(agents, peek_agents, AgentStatus, |client| {
        let agents = client.send(&ListAgentStatuses {}).await?.agents_online_states;
        Ok(cut_each(agents, |agent| {
            cut(&mut agent.username);
            [&mut agent.first_name, &mut agent.last_name].into_iter().flatten().for_each(cut);
        }))
    });
    list!(knowledgebases, peek_knowledgebases, Knowledgebase, |client| {
        let all = ListKnowledgebases { limit: Some(ENTRIES_A_PAGE), ..Default::default() };
        client.send(&all).await.map(|answer| cut_each(answer.knowledgebases, |base| cut(&mut base.name)))
    });
    list!(entries, peek_entries, EntryTitle, |client| titles(&client).await);
    /// The newest conversations, as far as they are known now.
    pub(crate) fn peek_conversations(&self) -> Arc<Vec<Newest>> {
        let newest = ListConversations { limit: Some(CONVERSATIONS), ..Default::default() };
        let fetch = |client: Client| async move {
            let conversations = client.send(&newest).await?.conversations;
            let newest = conversations.into_iter().map(|conversation| Newest {
                label: views::conversations::label(&conversation),
                id: conversation.conversation_id,
                code: conversation.code,
            });
            Ok(newest.collect())
        };
        self.conversations.peek(|| self.fetch(self.liveagent.background(), fetch)).unwrap_or_default()
    }

    /// A fetch whose failure the operator hears of: whoever looks at the list sees an older one, or none.
    fn fetch<T, F, G>(&self, client: Client, fetch: G) -> impl Future<Output = Option<T>> + use<T, F, G>
    where
        F: Future<Output = Result<T, liveagent::Error>>,
        G: FnOnce(Client) -> F,
    {
        let (troubles, fetched) = (Arc::clone(&self.troubles), fetch(client));
        async move {
            let instead = "a list for names and autocomplete is old or missing";
            fetched.await.map_err(|error| troubles.warn(&error.into(), instead)).ok()
        }
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

    /// The names behind ids, as far as they are known within [`MOMENT`]: an answer does not wait for mere names.
    pub(crate) async fn names(&self) -> Names {
        let lists = || (self.peek_tags(), self.peek_departments(), self.peek_agents(), self.peek_knowledgebases());
        let lacking = |_| {
            let (tags, departments) = (self.tags.known().is_none(), self.departments.known().is_none());
            tags || departments || self.agents.known().is_none() || self.knowledgebases.known().is_none()
        };
        if lacking(lists()) {
            let settled = async {
                let (tags, departments) = (self.tags.settled(), self.departments.settled());
                tokio::join!(tags, departments, self.agents.settled(), self.knowledgebases.settled())
            };
            // What is not there by then is shown by its id.
            let _ = timeout(MOMENT, settled).await;
        }
        let (tags, departments, agents, knowledgebases) = lists();
        Names {
            tags: map(&tags, |tag| (&tag.id, tag.name.clone())),
            departments: map(&departments, |department| (&department.department_id, department.name.clone())),
            agents: map(&agents, |agent| (&agent.id, agent_name(agent))),
            knowledgebases: map(&knowledgebases, |base| (&base.kb_id, base.name.clone())),
        }
    }
}

/// All titles, a page at a time.
async fn titles(client: &Client) -> Result<Vec<EntryTitle>, liveagent::Error> {
    let mut titles = Vec::new();
    for offset in (0..ENTRIES).step_by(ENTRIES_A_PAGE as usize) {
        let page = ListKnowledgebaseEntries { limit: Some(ENTRIES_A_PAGE), offset: Some(offset), ..Default::default() };
        let entries = client.send(&page).await?.entries;
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
    Ok(cut_each(titles, |entry| cut(&mut entry.title)))
}

/// The list with each of its names cut.
fn cut_each<T>(mut list: Vec<T>, cut: impl FnMut(&mut T)) -> Vec<T> {
    list.iter_mut().for_each(cut);
    list
}

/// Cuts a name that is longer than any should be.
fn cut(name: &mut String) {
    if let Some((end, _)) = name.char_indices().nth(NAME) {
        name.truncate(end);
        name.push('…');
        name.shrink_to_fit();
    }
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

#[cfg(test)]
mod tests {
    use super::{NAME, cut};

    #[test]
    fn a_name_is_cut_where_it_is_longer_than_any_should_be() {
        let long = "ü".repeat(NAME);
        for (name, expected) in
            [("", ""), ("Billing", "Billing"), (&long, &long), (&format!("{long}x"), &format!("{long}…"))]
        {
            let mut name = name.to_owned();
            cut(&mut name);
            assert_eq!(name, expected);
        }
    }
}
