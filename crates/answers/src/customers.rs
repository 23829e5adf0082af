//! Customers.

use liveagent::{CompanySummary, ListConversations, ListGroupsOfCustomer, ShowCustomer};
use views::{
    Message, Words,
    customers::{Groups, Known, MAX_CONVERSATIONS, Show},
    fields::Of,
};

use crate::{Answer, Asking, Error, Opened, OpenedKind, Sends, sends};

impl Answer for Show {
    const SENDS: Sends = sends![ShowCustomer, ListGroupsOfCustomer, ListConversations];
    const WORDS: Words = Words::All;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let customer = ShowCustomer { customer_identifier: self.customer.clone() };
        let groups = ListGroupsOfCustomer { customer_identifier: self.customer.clone() };
        let recent = ListConversations {
            owner_identifier: Some(self.customer.clone()),
            limit: Some(MAX_CONVERSATIONS),
            ..Default::default()
        };
        let (customer, groups, recent) =
            tokio::join!(asking.send(&customer), asking.liveagent().send(&groups), asking.liveagent().send(&recent));
        let ((customer, desk), groups) = (customer?, groups?);
        let id = customer.email.clone().unwrap_or_else(|| customer.contact_id.clone());
        let label = views::customers::label(Some(&views::customers::name(&customer)), customer.email.as_deref());
        asking.opened(Opened { kind: OpenedKind::Customer, id, label });
        asking.help_desk.directory.field_codes.keep(Of::Customer, &customer.custom_fields);
        let companies = asking.help_desk.directory.peek::<CompanySummary>();
        let company = companies.iter().find(|company| Some(&company.id) == customer.company_id.as_ref());
        // The customer is shown without them rather than not at all.
        let recent = recent.ok().map(|recent| recent.conversations);
        let known = Known {
            customer: &customer,
            groups: &groups.groups,
            company: company.map(|company| company.name.as_str()),
            conversations: recent.as_deref(),
        };
        Ok(views::customers::show(known, &desk))
    }
}

impl Answer for Groups {
    const SENDS: Sends = sends![ShowCustomer, ListGroupsOfCustomer];
    const WORDS: Words = Words::Subject;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let customer = ShowCustomer { customer_identifier: self.customer.clone() };
        let groups = ListGroupsOfCustomer { customer_identifier: self.customer.clone() };
        let (customer, groups) = tokio::join!(asking.send(&customer), asking.liveagent().send(&groups));
        let (customer, desk) = customer?;
        Ok(views::customers::groups(&customer, &groups?.groups, &desk))
    }
}
