//! The calls to Discord that an answer is made of, and what is done when one fails.

use std::time::Duration;

use serde::Serialize;
use serenity::all::CreateAutocompleteResponse;
use tokio::time::{Instant, sleep_until};
use views::{File, Message};

use super::{Place, Responder};
use crate::{discord::replicas::HEAD_START, error::Error};
use notifications::discord::{ALREADY_ACKNOWLEDGED, Asked, Failure, InteractionResponse, Verdict};

/// The message flag that shows a message to one person only.
const EPHEMERAL: u64 = 1 << 6;

/// For how long the first response is of use, and for how long a change of it, or another message: where Discord wants fewer requests,
/// that is waited for until then.
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(2_800);
const EDIT_TIMEOUT: Duration = Duration::from_mins(1);

/// Discord's kinds of first responses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Answer = 4,
    DeferMessage = 5,
    DeferUpdate = 6,
    Update = 7,
    Choices = 8,
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
        self.callback(kind, self.flags(), Some(message), message.files()).await
    }

    pub(super) async fn defer(&self) -> Result<(), Error> {
        let kind = if self.place == Place::Clicked { Kind::DeferUpdate } else { Kind::DeferMessage };
        self.callback::<Message>(kind, self.flags(), None, &[]).await
    }

    pub(super) async fn edit(&self, message: &Message) -> Result<(), Error> {
        let edit = || self.bot.rest.edit_response(self.way(EDIT_TIMEOUT), message, message.files());
        match edit().await {
            // An edit may be sent twice: it says the same.
            Err(error) if may_retry(&error) => Ok(edit().await?),
            shown => Ok(shown?),
        }
    }

    /// Answers an autocomplete. An outcome like any other's would fill the log: only a failure is logged.
    pub(crate) async fn suggest(&self, choices: &CreateAutocompleteResponse) {
        match self.callback(Kind::Choices, None, Some(choices), &[]).await {
            Err(Error::Discord(error)) if error.code() == Some(ALREADY_ACKNOWLEDGED) => {}
            Err(error) => tracing::warn!(error = %error, "can't answer an autocomplete request"),
            Ok(()) => {}
        }
    }

    /// Posts another message that answers the interaction.
    pub(super) async fn another(&self, message: &Message, private: bool) -> Result<(), Error> {
        let body = Data { flags: private.then_some(EPHEMERAL), body: Some(message) };
        Ok(self.bot.rest.follow_up(self.way(EDIT_TIMEOUT), &body, message.files()).await?)
    }

    /// Deletes the deferred answer.
    pub(super) async fn withdraw(&self) {
        if let Err(error) = self.bot.rest.delete_response(self.way(EDIT_TIMEOUT)).await {
            tracing::warn!(error = %error, "can't delete a deferred answer");
        }
    }

    fn way(&self, time: Duration) -> InteractionResponse<'_> {
        let until: Instant = self.since + time;
        InteractionResponse { id: self.id.get(), token: self.token, until }
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
        files: &[File],
    ) -> Result<(), Error> {
        if !self.owned {
            sleep_until(self.since + HEAD_START).await;
        }
        let callback = Callback { kind: kind as u8, data: Data { flags, body } };
        let send = || self.bot.rest.respond(self.way(RESPONSE_TIMEOUT), &callback, files);
        match send().await {
            Err(error) if may_retry(&error) => match send().await {
                // The first one got there, or another process was quicker: which, Discord does not say.
                Err(error) if error.code() == Some(ALREADY_ACKNOWLEDGED) => Ok(()),
                outcome => Ok(outcome?),
            },
            outcome => Ok(outcome?),
        }
    }
}

/// Whether the same answer may succeed when it is sent again at once.
fn may_retry(failure: &Failure) -> bool {
    failure.verdict(Asked::Answer) == Verdict::Retry && !matches!(failure, Failure::Held(_))
}
