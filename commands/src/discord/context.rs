//! How a slash command asks and answers: the words that commands are written in.

use std::future::Future;

use answers::Answer;
use views::{Link, Message, Modal, Offer};

use crate::{
    Context, Outcome,
    answer::{self, AnyLook, OwnLook},
    discord::respond::{Asked, Responder},
    error::Error,
    people::access::Caller,
    perform::{AnyAct, Input, Perform},
};

/// What a command can do with its context. All answers are private.
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
            self.responder().race(answer).await;
            Ok(())
        }
    }

    async fn act<A: Perform>(&self, asked: impl Future<Output = Result<(A, Input), Error>>) -> Outcome {
        let offered = async {
            let (act, input) = asked.await?;
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
        answer::answer(self.data(), self.caller()?, &AnyLook::of::<L>(), &Link::from(look)).await
    }

    async fn told<L: OwnLook>(&self, look: &L) -> Result<Message, Error> {
        answer::answer(self.data(), self.caller()?, &AnyLook::own::<L>(), &Link::from(look)).await
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

    fn caller(&self) -> Result<Caller, Error> {
        // Written by the check that runs before every command.
        let admitted = self.invocation_data.try_lock().ok().and_then(|data| data.downcast_ref::<Caller>().copied());
        match admitted {
            Some(caller) => Ok(caller),
            None => Ok(self.data().admit(self.interaction)?),
        }
    }
}
