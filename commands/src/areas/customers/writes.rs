//! What changes the groups of a customer. LiveAgent names a group by its name there, so that is looked up by the id.

use answers::{Readers, Sends, sends};
use liveagent::{
    Customer, CustomerGroup, GroupOfCustomer, JoinCustomerGroup, LeaveCustomerGroup, ListGroupsOfCustomer, ShowCustomer,
};
use views::{
    Message,
    customers::{ChooseGroups, GroupsForm, Join, Leave, Regroup},
};

use crate::{
    Bot, Error,
    error::UserError,
    form::{Open, Opened},
    names::identify,
    people::access::{Caller, Level},
    perform::{Doing, Done, Input, Perform, Place},
};

impl Perform for Join {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowCustomer, ListGroupsOfCustomer, JoinCustomerGroup];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.customer)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let group = group(doing, &self.group).await?;
        let (customer, present) = doing.customer(&self.customer).await?;
        let already = present.iter().any(|present| present.group_id == group.id);
        if !already {
            doing.liveagent.send(&join(&customer, &group)).await?;
        }
        let detail = if already { format!("was in {}", group.id) } else { format!("+{}", group.id) };
        let desk = doing.desk().await;
        Ok(doing.done(&desk, detail, |desk| views::customers::joined(&customer, &group, already, desk)))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.group)
    }
}

impl Perform for Leave {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowCustomer, ListGroupsOfCustomer, LeaveCustomerGroup];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.customer)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let group = group(doing, &self.group).await?;
        let (customer, present) = doing.customer(&self.customer).await?;
        let present = present.iter().any(|present| present.group_id == group.id);
        if present {
            doing.liveagent.send(&leave(&customer, &group)).await?;
        }
        let detail = if present { format!("-{}", group.id) } else { format!("was not in {}", group.id) };
        let desk = doing.desk().await;
        Ok(doing.done(&desk, detail, |desk| views::customers::left(&customer, &group, present, desk)))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.group)
    }
}

impl Perform for ChooseGroups {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowCustomer, ListGroupsOfCustomer, JoinCustomerGroup, LeaveCustomerGroup];
    // The select's own message, which would show an old choice.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.customer)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (add, remove) = input.changed();
        doing.regroup(&self.customer, &add, &remove).await
    }
}

impl Perform for Regroup {
    const LEVEL: Level = ChooseGroups::LEVEL;
    const SENDS: Sends = ChooseGroups::SENDS;
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.customer)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        doing.regroup(&self.customer, &self.add, &self.remove).await
    }
}

impl Open for GroupsForm {
    const LEVEL: Level = ChooseGroups::LEVEL;
    const SENDS: Sends = sends![ShowCustomer, ListGroupsOfCustomer];

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        Opened::Message(Box::pin(async move { form(bot, bot.asker(caller), &self.customer).await }))
    }
}

/// The groups to choose from.
async fn form(bot: &Bot, readers: Readers, customer: &str) -> Result<Message, Error> {
    let show = ShowCustomer { customer_identifier: customer.to_owned() };
    let groups = ListGroupsOfCustomer { customer_identifier: customer.to_owned() };
    let (customer, groups, all, desk) = tokio::join!(
        bot.liveagent.send(&show),
        bot.liveagent.send(&groups),
        bot.directory.all::<CustomerGroup>(),
        bot.help_desk.desk(&readers),
    );
    let all = identify::fetched(all)?;
    Ok(views::customers::groups_form(&customer?, &all, &groups?.groups, &desk))
}

impl Doing<'_> {
    /// Adds and removes groups until one fails: the answer says what was done, and why the rest was not.
    async fn regroup(&self, customer: &str, add: &[String], remove: &[String]) -> Result<Done, Error> {
        let all = identify::all::<CustomerGroup>(&self.bot.directory).await?;
        let (customer, present) = self.customer(customer).await?;
        let is_in = |id: &String| present.iter().any(|present| present.group_id == *id);
        let known = |id: &String| all.iter().find(|group| group.id == *id).cloned();
        let add = add.iter().filter(|id| !is_in(id)).filter_map(known).map(|group| (true, group));
        let remove = remove.iter().filter(|id| is_in(id)).filter_map(known).map(|group| (false, group));
        let (mut added, mut removed, mut signs, mut failed) = (Vec::new(), Vec::new(), Vec::new(), None);
        for (is_new, group) in add.chain(remove) {
            let sent = if is_new {
                self.liveagent.send(&join(&customer, &group)).await
            } else {
                self.liveagent.send(&leave(&customer, &group)).await
            };
            match sent {
                Ok(_) => {
                    signs.push(format!("{}{}", if is_new { '+' } else { '-' }, group.id));
                    if is_new { &mut added } else { &mut removed }.push(group);
                }
                Err(error) if signs.is_empty() => return Err(error.into()),
                Err(error) => {
                    let error = Error::from(error);
                    self.bot.troubles.warn(error.kind(), error.operation(), "a change is done in part");
                    signs.push(format!("then {}", error.kind()));
                    failed = Some(error.tell().0);
                    break;
                }
            }
        }
        let set = |desk: &_| views::customers::groups_set(&customer, &added, &removed, failed.as_deref(), desk);
        Ok(self.done(&self.desk().await, signs.join(" "), set))
    }

    /// The customer, and the groups that they are in.
    async fn customer(&self, customer: &str) -> Result<(Customer, Vec<GroupOfCustomer>), Error> {
        let show = ShowCustomer { customer_identifier: customer.to_owned() };
        let groups = ListGroupsOfCustomer { customer_identifier: customer.to_owned() };
        let (customer, groups) = tokio::join!(self.liveagent.send(&show), self.liveagent.send(&groups));
        Ok((customer?, groups?.groups))
    }
}

/// The group of this id.
async fn group(doing: &Doing<'_>, id: &str) -> Result<CustomerGroup, Error> {
    let all = identify::all::<CustomerGroup>(&doing.bot.directory).await?;
    let found = all.iter().find(|group| group.id == id).cloned();
    Ok(found.ok_or_else(|| UserError::new("This customer group no longer exists. See `/group list`."))?)
}

fn join(customer: &Customer, group: &CustomerGroup) -> JoinCustomerGroup {
    JoinCustomerGroup { customer_identifier: customer.contact_id.clone(), name: group.name.clone() }
}

fn leave(customer: &Customer, group: &CustomerGroup) -> LeaveCustomerGroup {
    LeaveCustomerGroup { customer_identifier: customer.contact_id.clone(), name: group.name.clone() }
}

fn target(customer: &str) -> String {
    // The audit holds no mail addresses.
    if customer.contains('@') { "customer".to_owned() } else { format!("customer {customer}") }
}
