//! How a slash command asks and answers: the words that commands are written in.

use std::future::Future;

use answers::Answer;
use views::{Link, Message, Modal, Offer};

use crate::{
    Context, Outcome,
    answer::{self, AnyLook, OwnLook},
    discord::respond::{Asked, Responder},
    error::Error,
    needs::Needs,
    people::access::display_name,
    people::{access::Caller, visibility::Audience},
    perform::{AnyAct, Input, Perform, Place},
};

/// What a command can do with its context. Answers are private, except look-ups of LiveAgent's data in servers that choose otherwise.
pub(crate) trait Ask {
    /// Answers a look-up.
    async fn look(&self, look: &impl Answer) -> Outcome;
    /// Answers a look-up of Switchboard's own data.
    async fn tell(&self, look: &impl OwnLook) -> Outcome;
    /// Answers with what `answer` gives, deferred only if that takes long. For look-ups.
    fn race(&self, answer: impl Future<Output = Result<Message, Error>>) -> impl Future<Output = Outcome>;
    /// Defers, then makes the change that `asked` finds out.
    async fn act<A: Perform>(&self, asked: impl Future<Output = Result<(A, Input), Error>>) -> Outcome;
    /// Opens a form.
    async fn modal(&self, modal: &Modal) -> Outcome;
    /// The answer to a look-up, for [`Ask::race`].
    async fn answer<L: Answer>(&self, look: &L) -> Result<Message, Error>;
    /// The same, for Switchboard's own data.
    async fn told<L: OwnLook>(&self, look: &L) -> Result<Message, Error>;
    /// The way back to whoever called.
    fn responder(&self) -> Responder<'_>;
    /// Where the answer to a look-up goes, and its readers.
    fn audience(&self) -> Result<Audience, Error>;
    /// Who called, if they may.
    fn caller(&self) -> Result<Caller, Error>;
}

impl Ask for Context<'_> {
    async fn look(&self, look: &impl Answer) -> Outcome {
        self.race(self.answer(look)).await
    }

    async fn tell(&self, look: &impl OwnLook) -> Outcome {
        self.race(self.told(look)).await
    }

    fn race(&self, answer: impl Future<Output = Result<Message, Error>>) -> impl Future<Output = Outcome> {
        // Boxed here: each future that it passes through would hold it twice, and a command be moved about in tens of kilobytes.
        let answer = Box::pin(answer);
        async move {
            let place = self.audience()?.place;
            self.responder().at(place).race(answer).await;
            Ok(())
        }
    }

    async fn act<A: Perform>(&self, asked: impl Future<Output = Result<(A, Input), Error>>) -> Outcome {
        let offered = async {
            let (act, mut input) = asked.await?;
            input.name = self.interaction.member.as_deref().map(display_name).unwrap_or_default();
            let offer = Offer::from(&act);
            debug_assert!(
                offer.act.act::<A>().is_some(),
                "{} needs #[serde(default)] on fields that may be empty",
                A::NAME
            );
            Ok((offer, input))
        };
        // Boxed: a command holds it beside all of its options.
        Box::pin(self.responder().act(self.caller()?, &AnyAct::of::<A>(), offered)).await;
        Ok(())
    }

    async fn modal(&self, modal: &Modal) -> Outcome {
        self.responder().modal(modal).await;
        Ok(())
    }

    async fn answer<L: Answer>(&self, look: &L) -> Result<Message, Error> {
        let readers = self.audience()?.readers;
        answer::answer(self.data(), self.caller()?, &AnyLook::of::<L>(), &Link::from(look), &readers).await
    }

    async fn told<L: OwnLook>(&self, look: &L) -> Result<Message, Error> {
        let (bot, caller) = (self.data(), self.caller()?);
        answer::answer(bot, caller, &AnyLook::own::<L>(), &Link::from(look), &bot.asker(caller)).await
    }

    fn responder(&self) -> Responder<'_> {
        let interaction = self.interaction;
        let asked = Asked {
            id: interaction.id,
            token: &interaction.token,
            user: interaction.user.id,
            guild: interaction.guild_id,
        };
        Responder::new(self.data(), asked, &self.command().qualified_name)
    }

    fn audience(&self) -> Result<Audience, Error> {
        let (bot, caller) = (self.data(), self.caller()?);
        if Needs::of(self.command()).is_some_and(|needs| needs.is_live) {
            Ok(bot.look_up_audience(caller))
        } else {
            Ok(Audience { place: Place::Private, readers: bot.asker(caller) })
        }
    }

    fn caller(&self) -> Result<Caller, Error> {
        // Written by the check that runs before every command.
        let admitted = self.invocation_data.try_lock().ok().and_then(|data| data.downcast_ref::<Caller>().copied());
        match admitted {
            Some(caller) => Ok(caller),
            None => Ok(self.data().admit(self.interaction)?),
        }
    }
}
