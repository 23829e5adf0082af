//! What customers write, as a conversation has it without any check: tests put in what they could not put through the API.

use super::{
    HelpDesk, local,
    tables::{Tables, text},
};

/// Where something is written, by whom, and when.
struct Place {
    conversation: String,
    customer: String,
    agent: String,
    now: String,
}

impl HelpDesk {
    /// Adds a mail of the customer's with this body, plain or HTML, to a conversation.
    pub fn add_mail(&self, conversation: &str, body: &str) {
        self.write(conversation, |tables, place| {
            tables.say(&place.conversation, &place.now, &place.customer, ("3", "M"), body);
        });
    }

    /// Adds a chat of so many messages to a conversation, by the customer and the agent in turn.
    pub fn add_chat(&self, conversation: &str, messages: usize) {
        const WORDS: &str = "Is it there yet?";
        self.write(conversation, |tables, place| {
            tables.say(&place.conversation, &place.now, &place.customer, ("C", "M"), WORDS);
            for number in 1..messages {
                let who = if number % 2 == 0 { &place.customer } else { &place.agent };
                tables.say_more(&place.conversation, &place.now, who, "M", WORDS);
            }
        });
    }

    fn write(&self, conversation: &str, write: impl FnOnce(&mut Tables, &Place)) {
        let now = local(self.0.clock.now(), &self.0.zone);
        let mut state = self.lock();
        let tables = &mut state.tables;
        let Ok(row) = tables.conversation(conversation) else { panic!("there is no conversation {conversation}") };
        let (id, email) = (text(row, "conversationid").to_owned(), text(row, "owneremail").to_owned());
        let customer = tables.customer(&email).map(|row| text(row, "userid").to_owned()).unwrap_or_default();
        let agent = text(&tables.agents[0], "userid").to_owned();
        write(tables, &Place { conversation: id, customer, agent, now });
    }
}
