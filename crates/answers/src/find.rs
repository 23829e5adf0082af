//! Finds conversations by what a person remembers.
//!
//! LiveAgent has no full-text search and lists no customers. So a whole mail address or a contact's id is asked of LiveAgent, as are subjects; names, parts
//! of words and typos are looked for in the newest conversations and in those read lately.

mod search;
mod text;

use std::sync::Arc;

use jiff::SignedDuration;
use views::{Message, Words, conversations::Find};

use self::text::Wanted;
use crate::{Answer, Asking, Error, Sends, dates::Period, sends};

impl Answer for Find {
    const SENDS: Sends = sends![ListConversations];
    const WORDS: Words = Words::Subject;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (now, zone) = (asking.help_desk.clock.now(), asking.liveagent().time_zone());
        let mut wanted = Wanted::read(&self.text, now, &zone);
        if let Some(span) = self.span {
            let from = now.checked_sub(SignedDuration::from_hours(24 * i64::from(span.days()))).ok();
            wanted.period = wanted.period.and(Period { from, to: None });
        }
        let (read, desk) = tokio::join!(search::read(asking.liveagent(), self, wanted), asking.desk());
        let read = read?;
        let (find, page, directory) = (self.clone(), asking.page(), Arc::clone(&asking.help_desk.directory));
        let draw = move || {
            let found = read.search(&find, directory.memory(), &desk);
            views::conversations::found(&found, &find, page, &desk)
        };
        asking.help_desk.drawing.draw(draw).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter()
    }
}
