//! What tests and the page see of the help desk without asking its API, and how they move its queues.

use serde_json::{Value, json};

use super::{
    HelpDesk,
    conversations::tag_ids,
    queues::{Queue, count},
    tables::{Row, text},
};
use crate::page::wire::{PageError, PageMove};

/// A conversation, by all its names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its public url code.
    pub url_code: String,
    /// Its subject.
    pub subject: String,
    /// The letter of its status.
    pub status: char,
}

/// A tag.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KnownTag {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl HelpDesk {
    /// All conversations, the latest changed first.
    #[must_use]
    pub fn conversations(&self) -> Vec<Known> {
        let state = self.lock();
        let mut rows: Vec<&Row> = state.tables.conversations.iter().collect();
        rows.sort_by(|a, b| text(b, "datechanged").cmp(text(a, "datechanged")));
        let known = |row: &&Row| Known {
            id: text(row, "conversationid").to_owned(),
            code: text(row, "code").to_owned(),
            url_code: text(row, "publicurlcode").to_owned(),
            subject: text(row, "subject").to_owned(),
            status: text(row, "status").chars().next().unwrap_or('?'),
        };
        rows.iter().map(known).collect()
    }

    /// A conversation's fields; `Null` where there is none.
    #[must_use]
    pub fn conversation(&self, name: &str) -> Value {
        self.lock().tables.conversation(name).map_or(Value::Null, |row| Value::Object(row.clone()))
    }

    /// A conversation's message groups, oldest first.
    #[must_use]
    pub fn messages(&self, name: &str) -> Value {
        let mut state = self.lock();
        let id = state.tables.conversation(name).map(|row| text(row, "conversationid").to_owned()).unwrap_or_default();
        state.tables.messages.get(&id).cloned().map_or(Value::Null, Value::Array)
    }

    /// A customer's fields, by email or contact id; `Null` where there is none.
    #[must_use]
    pub fn customer(&self, name: &str) -> Value {
        self.lock().tables.customer(name).map_or(Value::Null, |row| Value::Object(row.clone()))
    }

    /// The names of all customer groups.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        self.lock().tables.groups.iter().map(|row| text(row, "name").to_owned()).collect()
    }

    /// The names of the groups that a customer is in.
    #[must_use]
    pub fn groups_of(&self, customer: &str) -> Vec<String> {
        let mut state = self.lock();
        let ids = state.tables.customer(customer).ok().and_then(|row| row.get("_groups").cloned());
        let ids = ids.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
        let named = state.tables.groups.iter().filter(|row| ids.iter().any(|id| *id == row["id"]));
        named.map(|row| text(row, "name").to_owned()).collect()
    }

    /// The ids and names of all files.
    #[must_use]
    pub fn files(&self) -> Vec<(String, String)> {
        let state = self.lock();
        let file = |row: &Row| (text(row, "fileid").to_owned(), text(row, "filename").to_owned());
        state.tables.files.iter().map(file).collect()
    }

    /// Answers a customer as an agent does in LiveAgent itself.
    pub fn answer(&self, conversation: &str, agent: &str, message: &str) {
        let now = super::local(self.0.clock.now(), &self.0.zone);
        let mut state = self.lock();
        let id = state.tables.conversation(conversation).map(|row| text(row, "conversationid").to_owned());
        let user = state.tables.agent(agent).map(|row| text(row, "userid").to_owned());
        if let (Ok(id), Ok(user)) = (id, user) {
            state.tables.say(&id, &now, &user, ("4", "M"), message);
        }
    }

    /// Removes an agent from the account.
    pub fn remove_agent(&self, email: &str) {
        self.lock().tables.agents.retain(|row| text(row, "email") != email);
    }

    /// All tags.
    #[must_use]
    pub fn tags(&self) -> Vec<KnownTag> {
        let tag = |row: &Row| KnownTag { id: text(row, "id").to_owned(), name: text(row, "name").to_owned() };
        self.lock().tables.tags.iter().map(tag).collect()
    }

    /// All entries of the knowledgebases, with their fields.
    #[must_use]
    pub fn entries(&self) -> Vec<Value> {
        self.lock().tables.entries.iter().cloned().map(Value::Object).collect()
    }

    /// A widget's fields, by its name; `Null` where there is none.
    #[must_use]
    pub fn widget(&self, name: &str) -> Value {
        let state = self.lock();
        let found = state.tables.widgets.iter().find(|row| text(row, "name") == name);
        found.map_or(Value::Null, |row| Value::Object(row.clone()))
    }

    /// Changes a field of a widget, as a colleague does in the panel.
    pub fn change_widget(&self, name: &str, field: &str, value: &Value) {
        let mut state = self.lock();
        for row in state.tables.widgets.iter_mut().filter(|row| text(row, "name") == name) {
            row.insert(field.to_owned(), value.clone());
        }
    }

    /// The ids of a conversation's tags.
    #[must_use]
    pub fn tags_of(&self, name: &str) -> Vec<String> {
        self.lock().tables.conversation(name).map(|row| tag_ids(row)).unwrap_or_default()
    }

    /// What the uploaded files of this name hold that something uses.
    #[must_use]
    pub fn used_files(&self, name: &str) -> Vec<Vec<u8>> {
        let state = self.lock();
        let used = state.tables.files.iter().filter(|row| text(row, "filename") == name && !row.contains_key("_until"));
        used.filter_map(|row| state.tables.contents.get(text(row, "fileid")).cloned()).collect()
    }

    /// The id of a department, by its name; empty if there is none.
    #[must_use]
    pub fn department_id(&self, name: &str) -> String {
        let state = self.lock();
        let found = state.tables.departments.iter().find(|row| text(row, "name") == name);
        found.map(|row| text(row, "departmentid").to_owned()).unwrap_or_default()
    }

    /// Sets a department's queues, by its name, until [`HelpDesk::clear_queues`].
    pub fn set_queue(&self, department: &str, queue: Queue) {
        let mut state = self.lock();
        let found = state.tables.departments.iter().find(|row| text(row, "name") == department);
        if let Some(id) = found.map(|row| text(row, "departmentid").to_owned()) {
            state.queues.set.insert(id, queue);
        }
    }

    /// Lets the queues follow the rhythm again.
    pub fn clear_queues(&self) {
        let mut state = self.lock();
        state.queues.set.clear();
        state.queues.moved.clear();
    }

    /// The queues of all departments, for the page.
    pub(crate) fn queue_state(&self) -> Value {
        let state = self.lock();
        let now = self.0.clock.now();
        let living = state.tables.departments.iter().filter(|row| text(row, "deleted") != "Y");
        let department = |row: &Row| {
            let id = text(row, "departmentid");
            let queue = state.queues.of(now, &self.0.zone, &state.tables, id);
            let waiting = count(&state.tables, id, "NC");
            json!({
                "id": id, "name": row["name"], "agents_online": queue.agents,
                "queues": { "conversations": waiting, "chats": queue.waiting, "calls": queue.calls_waiting },
            })
        };
        let presets = json!([
            { "id": "rush", "label": "Rush", "description": "Adds five to every queue" },
            { "id": "quiet", "label": "Quiet", "description": "Empties every queue" },
            { "id": "clear", "label": "As usual", "description": "Queues follow the time of day" },
        ]);
        json!({ "departments": living.map(department).collect::<Vec<_>>(), "presets": presets })
    }

    /// Moves the queues as the page wants it, and gives them as they are then.
    pub(crate) fn move_queue(&self, wanted: PageMove) -> Result<Value, PageError> {
        let refuse = |what: &str| Err(PageError::new(400, what));
        match wanted {
            PageMove::Preset { preset } => {
                if !self.preset_queues(&preset) {
                    return refuse("there is no such preset");
                }
            }
            PageMove::Queue { department_id, queue, add } => {
                if !self.lock().move_queue(&department_id, &queue, add) {
                    return refuse("there is no such queue");
                }
            }
        }
        Ok(self.queue_state())
    }

    /// Makes the queues as a preset of the page has them. Whether there is one of that name.
    fn preset_queues(&self, preset: &str) -> bool {
        let by = match preset {
            "rush" => 5,
            "quiet" => -100,
            "clear" => 0,
            _ => return false,
        };
        let mut state = self.lock();
        state.queues.set.clear();
        let ids: Vec<String> =
            state.tables.departments.iter().map(|row| text(row, "departmentid").to_owned()).collect();
        state.queues.moved = ids.into_iter().map(|id| (id, (by, by))).collect();
        true
    }
}

impl super::Desk {
    /// Makes one queue of a department longer, or shorter. Whether there is such a queue.
    fn move_queue(&mut self, department: &str, queue: &str, by: i64) -> bool {
        if !self.tables.departments.iter().any(|row| text(row, "departmentid") == department) {
            return false;
        }
        let moved = self.queues.moved.entry(department.to_owned()).or_default();
        match queue {
            "chats" => moved.0 += by,
            "calls" => moved.1 += by,
            "conversations" => self.move_conversations(department, by),
            _ => return false,
        }
        true
    }

    /// Opens or resolves that many conversations of a department.
    fn move_conversations(&mut self, department: &str, by: i64) {
        let (from, to) = if by > 0 { ("AR", "C") } else { ("NC", "R") };
        let its = |row: &&mut Row| text(row, "departmentid") == department && from.contains(text(row, "status"));
        let many = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        for row in self.tables.conversations.iter_mut().filter(its).take(many) {
            row.insert("status".to_owned(), json!(to));
        }
    }
}
