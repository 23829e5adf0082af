//! The calls to Discord that an answer is made of, and what is done when one fails.

use serde::Serialize;
use serenity::all::CreateAttachment;
use tokio::time::sleep_until;
use views::Message;

use super::{Place, Responder};
use crate::{
    discord::{self, ALREADY_ACKNOWLEDGED},
    error::Error,
    replicas::HEAD_START,
};

/// The message flag that shows a message to one person only.
const EPHEMERAL: u64 = 1 << 6;

/// Discord's kinds of first responses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Answer = 4,
    DeferMessage = 5,
    DeferUpdate = 6,
    Update = 7,
    Form = 9,
}

/// A first response, as Discord wants it.
#[derive(Serialize)]
struct Callback<'a, T> {
    #[serde(rename = "type")]
    kind: u8,
    data: Data<'a, T>,
}

#[derive(Serialize)]
struct Data<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<u64>,
    #[serde(flatten)]
    body: Option<&'a T>,
}

impl Responder<'_> {
    pub(super) async fn first(&self, message: &Message) -> Result<(), Error> {
        let kind = if self.place == Place::Clicked { Kind::Update } else { Kind::Answer };
        self.callback(kind, self.flags(), Some(message), files(message)).await
    }

    pub(super) async fn defer(&self) -> Result<(), Error> {
        let kind = if self.place == Place::Clicked { Kind::DeferUpdate } else { Kind::DeferMessage };
        self.callback::<Message>(kind, self.flags(), None, Vec::new()).await
    }

    pub(super) async fn edit(&self, message: &Message) -> Result<(), Error> {
        let edit = || self.http.edit_original_interaction_response(self.token, message, files(message));
        match edit().await {
            // An edit may be sent twice: it says the same.
            Err(error) if is_passing(&error) => edit().await?,
            shown => shown?,
        };
        Ok(())
    }

    /// Posts another message that answers the interaction.
    pub(super) async fn another(&self, message: &Message, private: bool) -> Result<(), Error> {
        let body = Data { flags: private.then_some(EPHEMERAL), body: Some(message) };
        self.http.create_followup_message(self.token, &body, files(message)).await?;
        Ok(())
    }

    fn flags(&self) -> Option<u64> {
        (self.place == Place::Private).then_some(EPHEMERAL)
    }

    /// Sends the first response, after the process that the interaction belongs to had time for it. Once more when that may help: Discord
    /// takes only one, so it can't double.
    pub(super) async fn callback<T: Serialize>(
        &self,
        kind: Kind,
        flags: Option<u64>,
        body: Option<&T>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Error> {
        if !self.owned {
            sleep_until(self.since + HEAD_START).await;
        }
        let callback = Callback { kind: kind as u8, data: Data { flags, body } };
        let send = |files| self.http.create_interaction_response(self.id, self.token, &callback, files);
        match send(files.clone()).await {
            Err(error) if is_passing(&error) => match send(files).await {
                // The first one got there, or another process was quicker: which, Discord does not say.
                Err(error) if discord::code(&error) == Some(ALREADY_ACKNOWLEDGED) => Ok(()),
                outcome => Ok(outcome?),
            },
            outcome => Ok(outcome?),
        }
    }
}

/// Whether the same request may do better: the connection broke, or Discord itself did.
fn is_passing(error: &serenity::Error) -> bool {
    discord::is_lost(error) || discord::status(error).is_some_and(|status| status.is_server_error())
}

fn files(message: &Message) -> Vec<CreateAttachment> {
    let file = |file: &views::File| CreateAttachment::bytes(file.bytes.to_vec(), file.name.clone());
    message.files().iter().map(file).collect()
}
