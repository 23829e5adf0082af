//! Custom fields of conversations and customers: set, removed, and all removed. The commands are `/conversation field` and `/customer field`.
//!
//! LiveAgent adds a second value to a field that has one, so setting removes first. Without a code it removes every field: a code is checked before
//! anything is sent, and removing all is a request of its own.

use answers::{Sends, quote, sends};
use liveagent::{
    AddConversationField, AddCustomerField, CustomField, Json, RemoveConversationField, RemoveCustomerField,
    ShowConversation, ShowCustomer,
};
use store::Outcome::NotDone;
use views::{
    Message,
    fields::{Clear, Of, Owner, Remove, Set},
};

use crate::{
    Ask as _, Context, Error, Outcome,
    area::Area,
    error::UserError,
    people::access::Level,
    perform::{AnyAct, Asks, CONFIRM_TIMEOUT, Doing, Done, Input, Perform, Place},
};

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { acts: &[AnyAct::of::<Set>(), AnyAct::of::<Remove>(), AnyAct::of::<Clear>()], ..Area::of(Vec::new) };

/// What the commands of each kind send.
pub(crate) const CUSTOMER_SET: Sends = sends![ShowCustomer, RemoveCustomerField, AddCustomerField];
pub(crate) const CUSTOMER_REMOVE: Sends = sends![ShowCustomer, RemoveCustomerField];
pub(crate) const CONVERSATION_SET: Sends = sends![ShowConversation, RemoveConversationField, AddConversationField];
pub(crate) const CONVERSATION_REMOVE: Sends = sends![ShowConversation, RemoveConversationField];

/// What `field set` does.
pub(crate) async fn set(ctx: Context<'_>, of: Of, id: String, code: &str, value: &str) -> Outcome {
    let (code, value) = (checked(code)?, value.trim().to_owned());
    if value.is_empty() {
        return Err(UserError::new("The value is empty. To remove a field, use `field remove`.").into());
    }
    ctx.act(std::future::ready(Ok((Set { of, id, code, value, expects: String::new() }, Input::default())))).await
}

/// What `field remove` does.
pub(crate) async fn remove(ctx: Context<'_>, of: Of, id: String, code: &str) -> Outcome {
    let code = checked(code)?;
    ctx.act(std::future::ready(Ok((Remove { of, id, code, expects: String::new() }, Input::default())))).await
}

/// What `field clear` does.
pub(crate) async fn clear(ctx: Context<'_>, of: Of, id: String) -> Outcome {
    ctx.act(std::future::ready(Ok((Clear { of, id, expects: String::new() }, Input::default())))).await
}

/// A code that names a field. An empty one would name all of them.
fn checked(code: &str) -> Result<String, UserError> {
    let visible = views::text::clean(code);
    match visible.trim() {
        "" => {
            Err(UserError::new("The code is empty. Enter the field's code. To remove all fields, use `field clear`."))
        }
        code => Ok(code.to_owned()),
    }
}

impl Perform for Set {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![
        ShowConversation,
        RemoveConversationField,
        AddConversationField,
        ShowCustomer,
        RemoveCustomerField,
        AddCustomerField,
    ];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(self.of, &self.id)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (code, owner) = (checked(&self.code)?, doing.owner(self.of, &self.id).await?);
        let before = owner.values(&code);
        doing.expect(&owner, &code, &self.expects).await?;
        let has_field = owner.fields().iter().any(|field| field.code == code);
        let desk = doing.desk().await;
        if before != [self.value.as_str()] {
            if has_field {
                doing.remove_field(&owner, Some(code.clone())).await?;
            }
            let added = doing.add_field(&owner, &code, &self.value).await;
            if let Err(error) = added {
                if !has_field {
                    return Err(error.into());
                }
                let error = Error::from(error);
                doing.bot.troubles.warn(error.kind(), error.operation(), "a change is done in part");
                let (sentence, _) = error.tell();
                let detail = format!("removed, then {}", error.kind());
                let half = |desk: &_| views::fields::half_set(&owner, &code, &self.value, &sentence, desk);
                return Ok(doing.done(&desk, detail, half));
            }
        }
        let field = [CustomField { code: code.clone(), value: None }];
        doing.bot.directory.field_codes.keep(self.of, &field);
        Ok(doing.done(&desk, "", |desk| views::fields::set(&owner, &code, &self.value, desk)))
    }
}

impl Perform for Remove {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, RemoveConversationField, ShowCustomer, RemoveCustomerField];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(self.of, &self.id)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (code, owner) = (checked(&self.code)?, doing.owner(self.of, &self.id).await?);
        doing.expect(&owner, &code, &self.expects).await?;
        if !owner.fields().iter().any(|field| field.code == code) {
            return Err(unknown(&owner, &code).into());
        }
        doing.remove_field(&owner, Some(code.clone())).await?;
        Ok(doing.done(&doing.desk().await, "", |desk| views::fields::removed(&owner, &code, desk)))
    }
}

impl Perform for Clear {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = Remove::SENDS;
    const PLACE: Place = Place::Clicked;
    const ASKS: Asks = Asks::Confirmation;

    fn target(&self) -> String {
        target(self.of, &self.id)
    }

    async fn ask(&self, doing: &Doing<'_>, _: Input) -> Result<Message, Error> {
        let owner = doing.owner(self.of, &self.id).await?;
        doing.ask_to_clear(&owner).await
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let owner = doing.owner(self.of, &self.id).await?;
        if owner.stamp() != self.expects {
            // What is lost is not what the question named.
            return Ok(Done {
                detail: "asked again".to_owned(),
                outcome: NotDone,
                ..doing.ask_to_clear(&owner).await?.into()
            });
        }
        doing.remove_field(&owner, None).await?;
        let detail = format!("{} fields", owner.fields().len());
        Ok(doing.done(&doing.desk().await, detail, |desk| views::fields::cleared(&owner, desk)))
    }
}

impl Doing<'_> {
    /// What has the fields.
    async fn owner(&self, of: Of, id: &str) -> Result<Owner, Error> {
        Ok(match of {
            Of::Conversation => {
                let show = ShowConversation { conversation_id: id.to_owned() };
                Owner::Conversation(Box::new(self.liveagent.send(&show).await?))
            }
            Of::Customer => {
                let show = ShowCustomer { customer_identifier: id.to_owned() };
                Owner::Customer(Box::new(self.liveagent.send(&show).await?))
            }
        })
    }

    /// Refuses an Undo of values that are no longer there.
    async fn expect(&self, owner: &Owner, code: &str, expects: &str) -> Result<(), Error> {
        if expects.is_empty() || *expects == views::fields::stamp(&owner.values(code)) {
            return Ok(());
        }
        Err(UserError::new(views::fields::stale(owner, code, &self.desk().await)).into())
    }

    /// The question whether to remove all fields. Its button counts for these fields alone.
    async fn ask_to_clear(&self, owner: &Owner) -> Result<Message, Error> {
        if owner.fields().is_empty() {
            return Err(UserError::new("There are no fields to remove.").into());
        }
        let act = Clear { of: owner.of(), id: owner.id().to_owned(), expects: owner.stamp() };
        let question = views::fields::clearing(owner, &self.desk().await);
        Ok(views::question::ask(&question, self.offer(&act, CONFIRM_TIMEOUT)))
    }

    async fn add_field(&self, owner: &Owner, code: &str, value: &str) -> Result<(), liveagent::Error> {
        let id = owner.id().to_owned();
        let custom_fields = Json(vec![CustomField { code: code.to_owned(), value: Some(value.to_owned()) }]);
        match owner.of() {
            Of::Conversation => {
                self.liveagent.send(&AddConversationField { conversation_id: id, custom_fields }).await?;
            }
            Of::Customer => {
                self.liveagent.send(&AddCustomerField { customer_identifier: id, custom_fields }).await?;
            }
        }
        Ok(())
    }

    /// Removes a field, or all of them without a code.
    async fn remove_field(&self, owner: &Owner, code: Option<String>) -> Result<(), liveagent::Error> {
        let id = owner.id().to_owned();
        match owner.of() {
            Of::Conversation => {
                self.liveagent.send(&RemoveConversationField { conversation_id: id, code }).await?;
            }
            Of::Customer => {
                self.liveagent.send(&RemoveCustomerField { customer_identifier: id, code }).await?;
            }
        }
        Ok(())
    }
}

/// The error for a code that names no field, with those that there are.
fn unknown(owner: &Owner, code: &str) -> UserError {
    let codes: Vec<String> = owner.fields().iter().take(10).map(|field| views::text::code(&field.code)).collect();
    UserError::new(match codes.as_slice() {
        [] => format!("There is no field {}, so nothing was removed: there are no fields.", quote(code)),
        codes => {
            format!("There is no field {}, so nothing was removed. The fields are: {}.", quote(code), codes.join(", "))
        }
    })
}

fn target(of: Of, id: &str) -> String {
    match of {
        Of::Conversation => format!("conversation {id}"),
        // The audit holds no mail addresses.
        Of::Customer if id.contains('@') => "customer".to_owned(),
        Of::Customer => format!("customer {id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn a_code_that_names_nothing_is_refused() {
        for code in ["", "   ", "\u{200b}", "\u{2060}\t", "\n"] {
            assert!(checked(code).is_err(), "{code:?}");
        }
        assert_eq!(checked(" vat ").as_deref(), Ok("vat"));
    }
}
