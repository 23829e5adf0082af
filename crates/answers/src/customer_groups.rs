//! The groups of customers.

use liveagent::{ListCustomerGroups, ShowCustomerGroup};
use views::{
    Message, Words,
    customer_groups::{List, Show},
};

use crate::{Answer, Asking, Error, Sends, sends};

impl Answer for List {
    const SENDS: Sends = sends![ListCustomerGroups];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let answer = asking.liveagent().send(&ListCustomerGroups {}).await?;
        Ok(views::customer_groups::list(&answer.groups, asking.page()))
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowCustomerGroup];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let group = asking.liveagent().send(&ShowCustomerGroup { group_id: self.group.clone() }).await?;
        Ok(views::customer_groups::show(&group))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.group)
    }
}
