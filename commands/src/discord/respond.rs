//! Answers interactions in time, and never says "done" before it is.
//!
//! Discord forgets an interaction that has no response after 3 s. A look-up races: an answer within [`DEFER_AFTER`] is the first
//! and only call to Discord, else the interaction is deferred and the answer edited in. A write defers first, so that a
//! slow answer can't hide a finished write, and is claimed before it begins, so that of several processes (or deliveries) one makes
//! it. Where several processes receive an interaction, those that do not own it wait before their first call to Discord
//! (`replicas.rs`). Whether an answer is private is decided by the first response. Failures and panics are shown and logged here, so a
//! look-up just returns its error. `send.rs` has the calls to Discord, `log.rs` the line in the log.

mod log;
mod send;

use std::{future::Future, time::Duration};

use answers::Readers;
use serenity::all::{GuildId, InteractionId, UserId};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::task::task_tracker::TaskTrackerToken;
use views::{Draft, Message, Modal, Offer};

use self::send::Kind;
use crate::{
    Bot,
    error::Error,
    panics::unbroken,
    people::access::Caller,
    perform::{self, AnyAct, Done, Input, Place},
};

/// How long a look-up may take before the interaction is deferred: half of Discord's 3 s.
pub(crate) const DEFER_AFTER: Duration = Duration::from_millis(1500);

/// The same where other processes receive the interaction too: the deferral must reach Discord before they try.
const SHARED_DEFER_AFTER: Duration = Duration::from_millis(400);

/// How long whoever asks waits for an answer at most, all that it takes together.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(12);

/// Which interaction it is, and whose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) id: InteractionId,
    pub(crate) token: &'a str,
    pub(crate) user: UserId,
    pub(crate) guild: Option<GuildId>,
}

/// The way back to who asked.
#[derive(Clone, Debug)]
pub(crate) struct Responder<'a> {
    pub(crate) bot: &'a Bot,
    id: InteractionId,
    token: &'a str,
    user: UserId,
    guild: Option<GuildId>,
    place: Place,
    /// Whether everyone in the channel sees the message that was clicked.
    is_public: bool,
    /// What was asked, for the log: a command's name, never its options.
    what: &'a str,
    since: Instant,
    /// Whether this process owns the interaction.
    owned: bool,
    /// Keeps a shutdown waiting until the answer is out.
    #[expect(dead_code, reason = "it works by being held")]
    running: TaskTrackerToken,
}

impl<'a> Responder<'a> {
    /// The way back to who asked, in private.
    pub(crate) fn new(bot: &'a Bot, asked: Asked<'a>, what: &'a str) -> Self {
        let Asked { id, token, user, guild } = asked;
        let (since, running) = (Instant::now(), bot.running.token());
        let owned = bot.replicas.owns(id, since);
        Self { bot, id, token, user, guild, place: Place::Private, is_public: false, what, since, owned, running }
    }

    /// The same, under another name in the log.
    pub(crate) fn named(self, what: &'a str) -> Self {
        Self { what, ..self }
    }

    /// The same, for a click on a message that everyone in the channel sees, or that only the caller sees.
    pub(crate) fn on_public_message(self, is_public: bool) -> Self {
        Self { is_public, ..self }
    }

    /// The same, to another place.
    pub(crate) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Answers a look-up: at once if `answer` is there within [`DEFER_AFTER`], else after a deferral.
    pub(crate) async fn race(&self, answer: impl Future<Output = Result<Message, Error>>) {
        let answer = async {
            match timeout_at(self.until(), unbroken(answer)).await {
                Ok(answer) => answer.unwrap_or(Err(Error::Broken)),
                Err(_) => Err(Error::TooSlow),
            }
        };
        tokio::pin!(answer);
        let deferred = if self.owned {
            let race = if self.bot.replicas.are_several() { SHARED_DEFER_AFTER } else { DEFER_AFTER };
            if let Ok(answer) = timeout(race, &mut answer).await {
                return Box::pin(self.finish(answer, false)).await;
            }
            // The look-up continues while Discord takes the deferral.
            let (deferred, answer) = tokio::join!(self.defer(), answer);
            deferred.map(|()| answer)
        } else {
            // Deferred first: where Discord does not take that, another process has answered, and LiveAgent is asked nothing.
            match self.defer().await {
                Ok(()) => Ok(answer.await),
                Err(error) => Err(error),
            }
        };
        match deferred {
            Ok(answer) => Box::pin(self.finish(answer, true)).await,
            Err(error) => self.log(Err(&error)),
        }
    }

    /// Answers a write: deferred and claimed before `write` begins, so that it does not begin when Discord no longer listens, and not
    /// twice.
    ///
    /// If changes are announced, the channel sees it, too.
    async fn write(&self, caller: Caller, write: impl Future<Output = Result<Done, Error>>) {
        if !self.begin().await {
            return;
        }
        let outcome = unbroken(write).await.unwrap_or(Err(Error::BrokenWriting));
        let (outcome, announced) = match outcome {
            Ok(done) => (Ok(done.message), done.announced),
            Err(error) => (Err(error), None),
        };
        match self.show(&outcome, true).await {
            Ok(()) => self.log(outcome.as_ref().map(|_| ())),
            Err(error) => self.reach(outcome, &error).await,
        }
        // On a public card everyone has seen it.
        if let Some(announced) = announced.filter(|_| !(self.is_public && self.place == Place::Clicked)) {
            self.announce(caller, announced).await;
        }
    }

    /// Shows a change to everyone in the channel, without its buttons.
    async fn announce(&self, caller: Caller, announced: Message) {
        let content = Some(format!("-# Changed by <@{}>", caller.user));
        let mut draft = Draft { content, components: Vec::new(), files: Vec::new(), ..Draft::from(announced) };
        // An announcement says what changed, not all that is known.
        for embed in &mut draft.embeds {
            (embed.fields, embed.image) = (Vec::new(), None);
        }
        if let Err(error) = self.another(&draft.fit(), false).await {
            tracing::warn!(error = %error, command.name = self.what, "can't announce a change");
        }
    }

    /// Makes the change that `asked` finds out, if it is in time.
    pub(crate) async fn act(
        &self,
        caller: Caller,
        act: &AnyAct,
        asked: impl Future<Output = Result<(Offer, Input), Error>>,
    ) {
        let write = async {
            let (offer, input) = timeout_at(self.until(), asked).await.unwrap_or(Err(Error::TooSlow))?;
            let readers = self.readers(caller);
            perform::perform(self.bot, caller, act, &offer, input, (self.until(), readers)).await
        };
        self.write(caller, Box::pin(write)).await;
    }

    /// The readers of the answer.
    pub(crate) fn readers(&self, caller: Caller) -> Readers {
        match self.place {
            Place::Private => self.bot.asker(caller),
            Place::Clicked if !self.is_public => self.bot.asker(caller),
            Place::Clicked | Place::Channel => self.bot.channel_readers(caller),
        }
    }

    /// Sees to it that a button or a form is answered even if `answer` panics before it has answered. poise does so for commands.
    pub(crate) async fn guard(&self, answer: impl Future<Output = ()>) {
        if unbroken(answer).await.is_none() {
            self.finish(Err(Error::Broken), false).await;
        }
    }

    /// Opens a form.
    pub(crate) async fn modal(&self, modal: &Modal) {
        match self.callback(Kind::Form, None, Some(modal), &[]).await {
            Ok(()) => self.log(Ok(())),
            Err(error) => self.unshown(&error, false).await,
        }
    }

    /// Changes the message that was clicked, so that it can't be clicked the same way again, and posts another for everyone. If that fails,
    /// the message becomes `before` again. Returns whether the other was posted.
    pub(crate) async fn share(
        &self,
        before: &Message,
        clicked: &Message,
        posted: impl Future<Output = Result<Message, Error>>,
    ) -> bool {
        if let Err(error) = self.first(clicked).await {
            self.unshown(&error, false).await;
            return false;
        }
        let posted = async { self.another(&posted.await?, false).await };
        match posted.await {
            Ok(()) => {
                self.log(Ok(()));
                true
            }
            Err(error) => {
                self.log(Err(&error));
                for told in [self.edit(before).await, self.fail(&error, true).await] {
                    if let Err(error) = told {
                        self.log(Err(&error));
                    }
                }
                false
            }
        }
    }

    /// Shows the message that was clicked as `without` the button, which is dead, and says why to the caller.
    pub(crate) async fn bury(&self, without: &Message, why: Error) {
        if let Err(error) = self.clone().at(Place::Clicked).first(without).await {
            return self.unshown(&error, false).await;
        }
        self.log(Err(&why));
        if let Err(error) = self.another(&why.draw(&self.reference()), true).await {
            self.log(Err(&error));
        }
    }

    /// Shows an answer or a failure, and logs which it was.
    pub(crate) async fn finish(&self, answer: Result<Message, Error>, deferred: bool) {
        let shown = self.show(&answer, deferred).await;
        match (answer, shown) {
            (Ok(_), Ok(())) => self.log(Ok(())),
            (Ok(_), Err(error)) => self.unshown(&error, deferred).await,
            (Err(error), shown) => {
                self.log(Err(&error));
                if let Err(error) = shown {
                    self.log(Err(&error));
                }
            }
        }
    }

    /// Says something more, to the asker alone. Whether Discord took it.
    pub(crate) async fn follow_up(&self, message: &Message) -> bool {
        let said = self.another(message, true).await;
        if let Err(error) = &said {
            tracing::warn!(error = %error, "can't send a follow-up");
        }
        said.is_ok()
    }

    /// Until when there must be an answer.
    fn until(&self) -> Instant {
        self.since + ANSWER_TIMEOUT
    }

    /// Defers a write and claims it. Whether it is ours to make.
    async fn begin(&self) -> bool {
        if !self.bot.claims.claim(self.id) {
            tracing::debug!(command.name = self.what, "ignored a second copy of the same change");
            return false;
        }
        if let Err(error) = self.defer().await {
            self.log(Err(&error));
            return false;
        }
        // After the deferral, which is what has little time. Where its first try was lost nobody knows whose deferral Discord has,
        // so each process asks here, too.
        if !self.bot.store.is_shared() {
            return true;
        }
        match self.bot.store.claim_interaction(self.id.get(), self.bot.clock.now()).await {
            Ok(true) => true,
            Ok(false) => {
                tracing::debug!(command.name = self.what, "another process is making this change");
                false
            }
            Err(error) => {
                self.finish(Err(error.into()), true).await;
                false
            }
        }
    }

    async fn show(&self, answer: &Result<Message, Error>, deferred: bool) -> Result<(), Error> {
        match answer {
            Ok(message) if deferred => self.edit(message).await,
            Ok(message) => self.first(message).await,
            Err(error) => self.fail(error, deferred).await,
        }
    }

    /// Shows a failure to the asker alone.
    async fn fail(&self, error: &Error, deferred: bool) -> Result<(), Error> {
        let message = error.draw(&self.reference());
        match (deferred, self.place) {
            (false, _) => self.clone().at(Place::Private).first(&message).await,
            // An edit would wipe the message that was clicked.
            (true, Place::Clicked) => self.another(&message, true).await,
            // The deferral was public, and an edit of it would be, too.
            (true, Place::Channel) => {
                self.withdraw().await;
                self.another(&message, true).await
            }
            (true, _) => self.edit(&message).await,
        }
    }

    /// Logs why an answer was not shown, and says so where Discord refuses the answer rather than the asker's interaction.
    async fn unshown(&self, error: &Error, deferred: bool) {
        self.log(Err(error));
        if error.is_refused_content()
            && let Err(error) = self.fail(error, deferred).await
        {
            self.log(Err(&error));
        }
    }

    /// A write is over, and its answer could not be shown. It is not made again: who asked hears of it in a direct message.
    async fn reach(&self, outcome: Result<Message, Error>, why: &Error) {
        self.log(Err(why));
        let done = outcome.is_ok();
        if let Err(error) = &outcome {
            self.log(Err(error));
        }
        if done && why.is_refused_content() && self.fail(&Error::Unshown, true).await.is_ok() {
            return;
        }
        let message = outcome.unwrap_or_else(|error| error.draw(&self.reference()));
        // Buttons of ours work in servers only.
        let content =
            Some("You asked for this in a server, but Discord no longer accepted the answer there.".to_owned());
        let message = Draft { content, components: Vec::new(), ..Draft::from(message) }.fit();
        let told = self.bot.notifier.tell(self.user.get(), &self.id.to_string(), &message).await;
        tracing::warn!(
            command.name = self.what,
            reference = self.reference(),
            discord.user = self.user.get(),
            write.done = done,
            told,
            "a change was made, but its answer was not shown"
        );
    }

    /// What a person quotes and the operator finds in the log: the end of the interaction's id.
    fn reference(&self) -> String {
        format!("{:08x}", self.id.get() & 0xffff_ffff)
    }
}
