//! The help desk's lists, kept in memory: for autocomplete, which can't wait, and to show names where LiveAgent gives ids.
//!
//! Lists are fetched in the background class, so that they don't delay people's requests. The exception is a list that isn't loaded yet
//! and is needed to find what a person typed.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use liveagent::{
    AgentStatus, Client, CompanySummary, ConversationSummary, CustomerGroup, Department, Knowledgebase, Tag,
};
use tokio::time::timeout;
use views::Names;

use super::{
    ahead::Ahead,
    cached::Cached,
    field_codes::FieldCodes,
    listed::{EntryTitle, Listed, WidgetName},
    memory::Memory,
};
use crate::Troubles;

/// The maximum length of a name in characters. Every keystroke is compared with all names, and no view shows more.
const MAX_NAME_LENGTH: usize = 200;

/// How long an answer waits for names that aren't loaded yet.
const NAMES_TIMEOUT: Duration = Duration::from_millis(300);

/// All things of a kind, and their names by id.
#[derive(Debug)]
pub struct Things<T> {
    all: Vec<T>,
    names: Arc<BTreeMap<String, String>>,
}

impl<T> Default for Things<T> {
    fn default() -> Self {
        Self { all: Vec::new(), names: Arc::default() }
    }
}

impl<T> std::ops::Deref for Things<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all
    }
}

impl<T: Listed> Things<T> {
    fn new(mut all: Vec<T>) -> Self {
        for thing in &mut all {
            thing.shorten(shorten);
        }
        let names = all.iter().map(|thing| (thing.id().to_owned(), thing.name().into_owned()));
        Self { names: Arc::new(names.collect()), all }
    }
}

/// A list of a kind.
pub type List<T> = Cached<Things<T>>;

/// The lists.
pub struct Directory {
    liveagent: Client,
    troubles: Arc<Troubles>,
    pub(super) tags: List<Tag>,
    pub(super) departments: List<Department>,
    pub(super) agents: List<AgentStatus>,
    pub(super) knowledgebases: List<Knowledgebase>,
    pub(super) entries: List<EntryTitle>,
    pub(super) groups: List<CustomerGroup>,
    pub(super) companies: List<CompanySummary>,
    pub(super) widgets: List<WidgetName>,
    pub(super) conversations: Cached<Vec<ConversationSummary>>,
    pub(super) memory: Arc<Memory>,
    pub(super) ahead: Ahead,
    /// The codes of custom fields that answers have shown.
    pub field_codes: FieldCodes,
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory").field("memory", &self.memory).finish_non_exhaustive()
    }
}

impl Directory {
    /// Creates an empty directory.
    #[must_use]
    pub fn new(liveagent: Client, troubles: Arc<Troubles>) -> Self {
        Self {
            liveagent,
            troubles,
            tags: Cached::default(),
            departments: Cached::default(),
            agents: Cached::default(),
            knowledgebases: Cached::default(),
            entries: Cached::default(),
            groups: Cached::default(),
            companies: Cached::default(),
            widgets: Cached::default(),
            conversations: Cached::default(),
            field_codes: FieldCodes::default(),
            memory: Arc::default(),
            ahead: Ahead::default(),
        }
    }

    /// The client, for one-off requests.
    #[must_use]
    pub fn liveagent(&self) -> &Client {
        &self.liveagent
    }

    /// All things of a kind. Waits only if they were never fetched; `None` if LiveAgent doesn't respond.
    pub async fn all<T: Listed>(&self) -> Option<Arc<Things<T>>> {
        self.refresh::<T>();
        let list = T::list(self);
        match list.known() {
            Some(known) => Some(known),
            None => list.get(|| self.fetch(self.liveagent.clone(), things::<T>)).await,
        }
    }

    /// All things of a kind that are loaded now. Starts a fetch if they are out of date.
    #[must_use]
    pub fn peek<T: Listed>(&self) -> Arc<Things<T>> {
        T::list(self).peek(|| self.fetch(self.liveagent.background(), things::<T>)).unwrap_or_default()
    }

    /// Starts a fetch of a kind if it is out of date.
    fn refresh<T: Listed>(&self) {
        let _ = self.peek::<T>();
    }

    /// Drops the list of a kind after a change.
    pub fn forget<T: Listed>(&self) {
        T::list(self).forget();
    }

    /// Fetches a list. A failure is logged, and readers see the previous list or none.
    pub(super) fn fetch<T, F, G>(&self, client: Client, fetch: G) -> impl Future<Output = Option<T>> + use<T, F, G>
    where
        F: Future<Output = Result<T, liveagent::Error>>,
        G: FnOnce(Client) -> F,
    {
        let (troubles, fetched) = (Arc::clone(&self.troubles), fetch(client));
        async move {
            let instead = "a list for names and autocomplete is old or missing";
            fetched.await.map_err(|error| troubles.warn(error.kind().name(), Some(error.operation()), instead)).ok()
        }
    }

    /// Fetches every list, so that the first autocomplete has suggestions. Widgets are left out: they are changed rarely, and come with all
    /// their code.
    pub fn warm(&self) {
        self.refresh::<Tag>();
        self.refresh::<Department>();
        self.refresh::<AgentStatus>();
        self.refresh::<Knowledgebase>();
        self.refresh::<EntryTitle>();
        self.refresh::<CustomerGroup>();
        self.refresh::<CompanySummary>();
        let _ = self.peek_conversations();
    }

    /// The names for ids, waiting at most 300 ms for those that aren't loaded yet.
    pub async fn names(&self) -> Names {
        let names = async {
            tokio::join!(
                self.names_of::<Tag>(),
                self.names_of::<Department>(),
                self.names_of::<AgentStatus>(),
                self.names_of::<Knowledgebase>(),
            )
        };
        // Names that are still missing are shown as ids.
        let _ = timeout(NAMES_TIMEOUT, names).await;
        Names {
            tags: self.known_names::<Tag>(),
            departments: self.known_names::<Department>(),
            agents: self.known_names::<AgentStatus>(),
            knowledgebases: self.known_names::<Knowledgebase>(),
            ..Names::default()
        }
    }

    /// Waits for the names of a kind if none are loaded.
    async fn names_of<T: Listed>(&self) {
        self.refresh::<T>();
        let list = T::list(self);
        if list.known().is_none() {
            list.settled().await;
        }
    }

    fn known_names<T: Listed>(&self) -> Arc<BTreeMap<String, String>> {
        T::list(self).known().map(|things| Arc::clone(&things.names)).unwrap_or_default()
    }
}

async fn things<T: Listed>(client: Client) -> Result<Things<T>, liveagent::Error> {
    T::fetch(client).await.map(Things::new)
}

/// Shortens a name that exceeds [`MAX_NAME_LENGTH`].
pub(super) fn shorten(name: &mut String) {
    if let Some((end, _)) = name.char_indices().nth(MAX_NAME_LENGTH) {
        name.truncate(end);
        name.push('…');
        name.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME_LENGTH, shorten};

    #[test]
    fn a_name_is_cut_where_it_is_longer_than_any_should_be() {
        let long = "ü".repeat(MAX_NAME_LENGTH);
        for (name, expected) in
            [("", ""), ("Billing", "Billing"), (&long, &long), (&format!("{long}x"), &format!("{long}…"))]
        {
            let mut name = name.to_owned();
            shorten(&mut name);
            assert_eq!(name, expected);
        }
    }
}
