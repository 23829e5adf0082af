//! Names as nobody should give them, and as somebody does: tests put them into every list that has names.

use serde_json::{Value, json};

use super::{HelpDesk, local, tables::Row};

impl HelpDesk {
    /// Adds a tag, a department, an agent, a knowledgebase, a category and a conversation with this id and name, each before all others
    /// of its kind. Nothing is checked: the panel, an import or a plugin may have written anything.
    pub fn add_named(&self, id: &str, name: &str) {
        let now = local(self.0.clock.now(), &self.0.zone);
        let mut state = self.lock();
        let tables = &mut state.tables;
        add(&mut tables.tags, |_| true, json!({ "id": id, "name": name }));
        add(&mut tables.departments, |_| true, json!({ "departmentid": id, "name": name }));
        let agent = json!({ "userid": id, "email": name, "firstname": name, "lastname": name, "systemname": name });
        add(&mut tables.agents, |_| true, agent);
        add(&mut tables.knowledgebases, |_| true, json!({ "kb_id": id, "name": name }));
        add(&mut tables.entries, |entry| entry["rtype"] == "C", json!({ "kb_entry_id": id, "title": name }));
        let conversation = json!({
            "conversationid": id, "code": id, "publicurlcode": id, "subject": name, "ownername": name,
            "datechanged": now,
        });
        add(&mut tables.conversations, |_| true, conversation);
        tables.messages.insert(id.to_owned(), Vec::new());
    }

    /// Adds so many articles below an entry of the knowledgebase.
    pub fn add_entries(&self, parent: &str, count: usize) {
        let mut state = self.lock();
        let entries = &mut state.tables.entries;
        let Some(mut row) = entries.iter().find(|entry| entry["rtype"] == "A").cloned() else { return };
        for number in 0..count {
            for (field, value) in [
                ("kb_entry_id", format!("more{number}")),
                ("parent_entry_id", parent.to_owned()),
                ("title", format!("Article {number}")),
            ] {
                row.insert(field.to_owned(), json!(value));
            }
            entries.push(row.clone());
        }
    }
}

impl HelpDesk {
    /// Adds a conversation like the first one, with these fields and an id and a code of its own. Returns its id. Nothing is checked.
    #[must_use]
    pub fn add_conversation(&self, fields: Value) -> String {
        let mut state = self.lock();
        let tables = &mut state.tables;
        let id = tables.id();
        let code = format!("{}-{}-{:03}", &id[..3], &id[3..], tables.conversations.len() % 1_000).to_uppercase();
        add(&mut tables.conversations, |_| true, json!({ "conversationid": id, "code": code, "publicurlcode": id }));
        if let (Some(row), Value::Object(fields)) = (tables.conversations.first_mut(), fields) {
            row.extend(fields);
        }
        tables.messages.insert(id.clone(), Vec::new());
        id
    }
}

/// Adds a row like the first of these `kind`s, with other values.
fn add(rows: &mut Vec<Row>, kind: impl Fn(&Row) -> bool, values: Value) {
    let Some(mut row) = rows.iter().find(|row| kind(row)).cloned() else { return };
    if let Value::Object(values) = values {
        row.extend(values);
    }
    rows.insert(0, row);
}
