//! The kinds of things that LiveAgent lists.

use std::borrow::Cow;

use liveagent::{
    AgentStatus, Client, CompanySummary, CustomerGroup, Department, Error, Knowledgebase, ListAgentStatuses,
    ListCompanies, ListCustomerGroups, ListDepartments, ListKnowledgebaseEntries, ListKnowledgebases, ListTags,
    ListWidgets, Tag,
};

use super::directory::{Directory, List};

/// The maximum number of knowledgebase entries that are offered, and how many one request brings: their texts come along.
const MAX_ENTRIES: u32 = 400;
const ENTRIES_PER_PAGE: u32 = 50;

/// The maximum number of widgets that are offered. Their code comes along.
const MAX_WIDGETS: u32 = 1_000;
const WIDGETS_PER_PAGE: u32 = 100;

/// A kind of thing with ids and names, which one look-up lists.
pub trait Listed: Sized + Send + Sync + 'static {
    /// What one is called: `department`.
    const WHAT: &'static str;
    /// What several are called: `departments`.
    const SEVERAL: &'static str;

    /// Its id.
    fn id(&self) -> &str;

    /// Its name.
    fn name(&self) -> Cow<'_, str>;

    /// Whether autocomplete offers it.
    fn is_offered(&self) -> bool {
        true
    }

    /// Whether `typed` is another name for it, in addition to its id and its name.
    fn is_alias(&self, typed: &str) -> bool {
        let _ = typed;
        false
    }

    /// Shortens each of its texts, which are compared at each keystroke.
    fn shorten(&mut self, shorten: fn(&mut String));

    /// All of them, as LiveAgent lists them.
    fn fetch(client: Client) -> impl Future<Output = Result<Vec<Self>, Error>> + Send;

    /// Where they are kept.
    fn list(directory: &Directory) -> &List<Self>;
}

impl Listed for Tag {
    const WHAT: &'static str = "tag";
    const SEVERAL: &'static str = "tags";

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.name);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        Ok(client.send(&ListTags {}).await?.tags)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.tags
    }
}

/// Departments. Those that are deleted are known, but not offered.
impl Listed for Department {
    const WHAT: &'static str = "department";
    const SEVERAL: &'static str = "departments";

    fn id(&self) -> &str {
        &self.department_id
    }

    fn name(&self) -> Cow<'_, str> {
        if self.is_deleted() { format!("{} (deleted)", self.name).into() } else { Cow::Borrowed(&self.name) }
    }

    fn is_offered(&self) -> bool {
        !self.is_deleted()
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.name);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        Ok(client.send(&ListDepartments {}).await?.departments)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.departments
    }
}

/// Agents by name, or by the address that they sign in with.
impl Listed for AgentStatus {
    const WHAT: &'static str = "agent";
    const SEVERAL: &'static str = "agents";

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Cow<'_, str> {
        match (self.first_name.as_deref(), self.last_name.as_deref()) {
            (None, None) => Cow::Borrowed(&self.username),
            (Some(name), None) | (None, Some(name)) => Cow::Borrowed(name),
            (Some(first), Some(last)) => format!("{first} {last}").into(),
        }
    }

    fn is_alias(&self, typed: &str) -> bool {
        self.username.eq_ignore_ascii_case(typed)
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.username);
        [&mut self.first_name, &mut self.last_name].into_iter().flatten().for_each(shorten);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        Ok(client.send(&ListAgentStatuses {}).await?.agents_online_states)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.agents
    }
}

impl Listed for CustomerGroup {
    const WHAT: &'static str = "customer group";
    const SEVERAL: &'static str = "customer groups";

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.name);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        Ok(client.send(&ListCustomerGroups {}).await?.groups)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.groups
    }
}

/// Companies by name, or by one of their addresses.
impl Listed for CompanySummary {
    const WHAT: &'static str = "company";
    const SEVERAL: &'static str = "companies";

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn is_alias(&self, typed: &str) -> bool {
        self.emails.iter().any(|email| email.eq_ignore_ascii_case(typed))
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.name);
        self.emails.iter_mut().for_each(shorten);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        Ok(client.send(&ListCompanies {}).await?.companies)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.companies
    }
}

impl Listed for Knowledgebase {
    const WHAT: &'static str = "knowledgebase";
    const SEVERAL: &'static str = "knowledgebases";

    fn id(&self) -> &str {
        &self.kb_id
    }

    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.name);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        let all = ListKnowledgebases { limit: Some(ENTRIES_PER_PAGE), ..Default::default() };
        Ok(client.send(&all).await?.knowledgebases)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.knowledgebases
    }
}

/// A knowledgebase entry without its text.
#[derive(Clone, Debug)]
pub struct EntryTitle {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether others are below it.
    pub is_category: bool,
}

impl Listed for EntryTitle {
    const WHAT: &'static str = "knowledge base entry";
    const SEVERAL: &'static str = "knowledge base entries";

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.title)
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.title);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        let mut titles = Vec::new();
        for offset in (0..MAX_ENTRIES).step_by(ENTRIES_PER_PAGE as usize) {
            let page =
                ListKnowledgebaseEntries { limit: Some(ENTRIES_PER_PAGE), offset: Some(offset), ..Default::default() };
            let entries = client.send(&page).await?.entries;
            let is_last = entries.len() < ENTRIES_PER_PAGE as usize;
            titles.extend(entries.into_iter().filter(|entry| !entry.is_deleted()).map(|entry| Self {
                is_category: entry.is_category(),
                id: entry.kb_entry_id,
                title: entry.title,
            }));
            if is_last {
                break;
            }
        }
        Ok(titles)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.entries
    }
}

/// A contact widget without its code.
#[derive(Clone, Debug)]
pub struct WidgetName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Listed for WidgetName {
    const WHAT: &'static str = "widget";
    const SEVERAL: &'static str = "widgets";

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn shorten(&mut self, shorten: fn(&mut String)) {
        shorten(&mut self.name);
    }

    async fn fetch(client: Client) -> Result<Vec<Self>, Error> {
        let mut names = Vec::new();
        for offset in (0..MAX_WIDGETS).step_by(WIDGETS_PER_PAGE as usize) {
            let page = ListWidgets {
                limit: Some(WIDGETS_PER_PAGE),
                offset: (offset > 0).then_some(offset),
                ..Default::default()
            };
            let (answer, unread) = client.read(&page).await?;
            // Count unreadable rows, or the list would seem to end here.
            let is_last = answer.widgets.len() as u64 + unread.rows() < u64::from(WIDGETS_PER_PAGE);
            names.extend(answer.widgets.into_iter().map(|row| Self { id: row.contact_widget_id, name: row.name }));
            if is_last {
                break;
            }
        }
        Ok(names)
    }

    fn list(directory: &Directory) -> &List<Self> {
        &directory.widgets
    }
}
