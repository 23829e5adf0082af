//! Tags.

use liveagent::{ListTags, ShowTag};
use views::{
    Message, Words,
    tags::{List, Show},
};

use crate::{Answer, Asking, Error, Sends, sends};

impl Answer for List {
    const SENDS: Sends = sends![ListTags];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let answer = asking.liveagent().send(&ListTags {}).await?;
        Ok(views::tags::list(&answer.tags, asking.page()))
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowTag];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let tag = asking.liveagent().send(&ShowTag { tag_id: self.tag.clone() }).await?;
        Ok(views::tags::show(&tag))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.tag)
    }
}
