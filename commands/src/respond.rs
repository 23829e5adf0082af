//! Answers interactions in time, and never says "done" before it is.
//!
//! Discord forgets an interaction that has no response after 3 s. A look-up races: an answer within [`RACE`] is the first
//! and only call to Discord, else the interaction is deferred and the answer edited in. A write defers first, so that a
//! slow answer can't hide a finished write. Whether an answer is private is decided by the first response. Failures are
//! shown and logged here, so whoever looks something up just returns them.

use std::{future::Future, time::Duration};

use serde::Serialize;
use serenity::all::{CreateAttachment, Http, InteractionId};
use tokio::time::Instant;
use tokio_util::task::task_tracker::TaskTrackerToken;
use views::{Message, Modal};

use crate::{
    discord::{self, ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION},
    error::Error,
};

/// How long a look-up may take before the interaction is deferred: half of Discord's 3 s.
pub(crate) const RACE: Duration = Duration::from_millis(1500);

/// The message flag that shows a message to one person only.
const EPHEMERAL: u64 = 1 << 6;

/// Discord's kinds of first responses.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Answer = 4,
    DeferMessage = 5,
    DeferUpdate = 6,
    Update = 7,
    Form = 9,
}

/// Where an answer goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// A new message that only the asker sees.
    Private,
    /// A new message in the channel.
    Public,
    /// Instead of the message that was clicked.
    Clicked,
}

/// The way back to who asked.
#[derive(Clone, Debug)]
pub(crate) struct Responder<'a> {
    pub(crate) http: &'a Http,
    pub(crate) id: InteractionId,
    pub(crate) token: &'a str,
    pub(crate) place: Place,
    /// What was asked, for the log: a command's name, never its options.
    pub(crate) what: &'a str,
    pub(crate) since: Instant,
    /// Keeps a shutdown waiting until the answer is out.
    #[expect(dead_code, reason = "it works by being held")]
    pub(crate) running: TaskTrackerToken,
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

impl<'a> Responder<'a> {
    /// The same, under another name in the log.
    pub(crate) fn named(self, what: &'a str) -> Self {
        Self { what, ..self }
    }

    /// The same, to another place.
    pub(crate) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Answers a look-up: at once if `answer` is there within [`RACE`], else after a deferral.
    pub(crate) async fn race(&self, answer: impl Future<Output = Result<Message, Error>>) {
        tokio::pin!(answer);
        if let Ok(answer) = tokio::time::timeout(RACE, &mut answer).await {
            return self.finish(answer, false).await;
        }
        // The look-up goes on while Discord takes the deferral.
        let (deferred, answer) = tokio::join!(self.defer(), answer);
        match deferred {
            Ok(()) => self.finish(answer, true).await,
            Err(error) => self.log(Err(&error)),
        }
    }

    /// Answers a write: deferred before `write` begins, so that it is not begun when Discord no longer listens.
    pub(crate) async fn write(&self, write: impl Future<Output = Result<Message, Error>>) {
        match self.defer().await {
            Ok(()) => self.finish(write.await, true).await,
            Err(error) => self.log(Err(&error)),
        }
    }

    /// Opens a form.
    pub(crate) async fn modal(&self, modal: &Modal) {
        let shown = self.callback(Kind::Form, None, Some(modal), Vec::new()).await;
        self.log(shown.as_ref().map(|&()| ()));
    }

    /// Shows an answer or a failure, and logs which it was.
    pub(crate) async fn finish(&self, answer: Result<Message, Error>, deferred: bool) {
        let shown = match &answer {
            Ok(message) if deferred => self.edit(message).await,
            Ok(message) => self.first(message).await,
            Err(error) => self.fail(error, deferred).await,
        };
        self.log(answer.as_ref().map(|_| ()));
        if let Err(error) = shown {
            self.log(Err(&error));
        }
    }

    async fn first(&self, message: &Message) -> Result<(), Error> {
        let kind = if self.place == Place::Clicked { Kind::Update } else { Kind::Answer };
        self.callback(kind, self.flags(), Some(message), files(message)).await
    }

    async fn defer(&self) -> Result<(), Error> {
        let kind = if self.place == Place::Clicked { Kind::DeferUpdate } else { Kind::DeferMessage };
        self.callback::<Message>(kind, self.flags(), None, Vec::new()).await
    }

    async fn edit(&self, message: &Message) -> Result<(), Error> {
        let edit = || self.http.edit_original_interaction_response(self.token, message, files(message));
        match edit().await {
            // An edit may be sent twice: it says the same.
            Err(error) if discord::is_lost(&error) => edit().await?,
            shown => shown?,
        };
        Ok(())
    }

    /// Shows a failure to the asker alone.
    async fn fail(&self, error: &Error, deferred: bool) -> Result<(), Error> {
        let (sentence, operator) = error.tell();
        let reference = self.reference();
        let message = views::errors::failure(&sentence, operator.then_some(reference.as_str()));
        match (deferred, self.place) {
            (false, _) => self.clone().at(Place::Private).first(&message).await,
            // An edit would wipe the message that was clicked.
            (true, Place::Clicked) => {
                let body = Data { flags: Some(EPHEMERAL), body: Some(&message) };
                self.http.create_followup_message(self.token, &body, Vec::new()).await?;
                Ok(())
            }
            (true, _) => self.edit(&message).await,
        }
    }

    /// Says something more, to the asker alone. Whether Discord took it.
    pub(crate) async fn follow_up(&self, message: &Message) -> bool {
        let body = Data { flags: Some(EPHEMERAL), body: Some(message) };
        let sent = self.http.create_followup_message(self.token, &body, files(message)).await;
        if let Err(error) = &sent {
            tracing::warn!(error = discord::say(error), "can't say something more");
        }
        sent.is_ok()
    }

    fn flags(&self) -> Option<u64> {
        (self.place == Place::Private).then_some(EPHEMERAL)
    }

    /// Sends the first response, once more when the connection broke: Discord takes only one, so it can't double.
    async fn callback<T: Serialize>(
        &self,
        kind: Kind,
        flags: Option<u64>,
        body: Option<&T>,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Error> {
        let callback = Callback { kind: kind as u8, data: Data { flags, body } };
        let send = |files| self.http.create_interaction_response(self.id, self.token, &callback, files);
        match send(files.clone()).await {
            Err(error) if discord::is_lost(&error) => match send(files).await {
                Err(error) if discord::code(&error) == Some(ALREADY_ACKNOWLEDGED) => Ok(()),
                outcome => Ok(outcome?),
            },
            outcome => Ok(outcome?),
        }
    }

    /// What a person quotes and the operator finds in the log: the end of the interaction's id.
    fn reference(&self) -> String {
        format!("{:08x}", self.id.get() & 0xffff_ffff)
    }

    /// One line for what came of it.
    fn log(&self, outcome: Result<(), &Error>) {
        let (what, reference) = (self.what, self.reference());
        let ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        match outcome {
            Ok(()) => tracing::info!(command.name = what, command.ms = ms, "answered"),
            Err(Error::Discord(error)) if discord::code(error) == Some(UNKNOWN_INTERACTION) => {
                tracing::warn!(command.name = what, command.ms = ms, reference, "nobody waits for the answer any more");
            }
            Err(error) if error.tell().1 => {
                tracing::error!(command.name = what, command.ms = ms, reference, error = %error, "failed");
            }
            Err(error) => {
                tracing::info!(command.name = what, command.ms = ms, reference, error.kind = error.kind(), "refused");
            }
        }
    }
}

fn files(message: &Message) -> Vec<CreateAttachment> {
    let file = |file: &views::File| CreateAttachment::bytes(file.bytes.clone(), file.name.clone());
    message.files().iter().map(file).collect()
}
