//! Makes every change, from a command, a button, a select or a form: checks level, asker and expiry, asks for confirmation, records the change
//! in the audit. It knows no area.

use answers::{Readers, RequestInfo, Sends, outdated, owned};
use std::future::Future;

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use liveagent::Client;
use store::Outcome;
use tokio::time::Instant;
use views::{Act, Desk, Link, Message, Offer, question::Question};

use crate::{
    bot::Bot,
    error::{Error, UserError},
    files::Given,
    panics::unbroken,
    people::{
        access::{Caller, Level},
        agents::agent_of,
        audit::Change,
        usable::usable,
    },
};

/// A change under way: all that it asks of LiveAgent ends by one deadline.
pub(crate) struct Doing<'a> {
    pub(crate) bot: &'a Bot,
    pub(crate) caller: Caller,
    pub(crate) liveagent: Client,
    pub(crate) until: Instant,
    /// The caller's name in the server.
    name: String,
    /// The readers of the answer.
    readers: Readers,
    /// The readers of the announcement, if the change is announced in the channel.
    channel: Option<Readers>,
}

impl Doing<'_> {
    /// Names, time and zone for the view of the answer.
    pub(crate) async fn desk(&self) -> Desk {
        self.bot.help_desk.desk(&self.readers).await
    }

    /// The agent in whose name the change is made, by id; `None` if the caller has no link.
    pub(crate) fn agent(&self) -> Option<String> {
        agent_of(self.bot, &self.bot.settings.server(self.caller.guild.get()), self.caller.user.get())
    }

    /// A note as LiveAgent gets it. Without a link it ends with the caller's name, since LiveAgent shows no author.
    pub(crate) fn signed(&self, note: &str) -> String {
        match self.agent() {
            Some(_) => note.to_owned(),
            None => format!("{note}\n\n({}, in Discord)", self.name),
        }
    }

    /// The result of the change. `draw` draws it for the caller and, if changes are announced, for the readers of the channel.
    pub(crate) fn done(&self, desk: &Desk, detail: impl Into<String>, draw: impl Fn(&Desk) -> Message) -> Done {
        let announced = self.channel.as_ref().map(|readers| draw(&desk.clone().limited_to(readers.words)));
        Done { message: draw(desk), detail: detail.into(), announced, outcome: Outcome::Done }
    }

    /// The offer of a change that only the caller can confirm, for some time.
    pub(crate) fn offer(&self, act: &impl Act, time: SignedDuration) -> Offer {
        Offer::from(act).only_for(self.caller.user.get()).until(self.bot.clock.now() + time)
    }
}

/// What a member entered: texts by the names of their inputs, the values of a select, its defaults, files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) values: Vec<String>,
    pub(crate) defaults: Vec<String>,
    pub(crate) files: Vec<Given>,
    /// The member's name in the server.
    pub(crate) name: String,
}

impl Input {
    /// The text of an input, where something is in it.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let (_, text) = self.texts.iter().find(|(input, _)| input == name)?;
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// What was newly selected in the select, and what was unselected. What a colleague has changed since it was drawn is neither, so it
    /// stays.
    pub(crate) fn changed(&self) -> (Vec<String>, Vec<String>) {
        let without = |all: &[String], others: &[String]| -> Vec<String> {
            all.iter().filter(|value| !others.contains(value)).cloned().collect()
        };
        (without(&self.values, &self.defaults), without(&self.defaults, &self.values))
    }
}

/// The result of a change: the answer, the detail for the audit, and the announcement. The detail holds ids and codes, never a person's words.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) message: Message,
    pub(crate) detail: String,
    /// The announcement, if changes are announced in the channel.
    pub(crate) announced: Option<Message>,
    /// The outcome for the audit: what is answered without an error may be that nothing was changed.
    pub(crate) outcome: Outcome,
}

impl From<Message> for Done {
    fn from(message: Message) -> Self {
        Self { message, detail: String::new(), announced: None, outcome: Outcome::Done }
    }
}

/// Where an answer goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// A new message that only the asker sees.
    Private,
    /// Instead of the message that was clicked.
    Clicked,
    /// A new message that everyone in the channel sees.
    Channel,
}

/// Who adds a change to the audit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Records {
    /// The pipeline.
    Here,
    /// The store, in the transaction of the change.
    InStore,
    /// Nobody, since it changes nothing.
    Nowhere,
}

/// What is asked before a change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Asks {
    /// Nothing: the change can be undone, or is harmless.
    Nothing,
    /// A confirmation that names what will be lost. Only the caller can confirm, within [`CONFIRM_TIMEOUT`].
    Confirmation,
    /// A look at what will change. Only the caller can apply it, within [`PREVIEW_TIMEOUT`].
    Preview,
}

/// How long a question can be confirmed.
pub(crate) const CONFIRM_TIMEOUT: SignedDuration = SignedDuration::from_mins(5);

/// How long a preview can be applied.
pub(crate) const PREVIEW_TIMEOUT: SignedDuration = SignedDuration::from_mins(30);

/// A change that can be made.
pub(crate) trait Perform: Act + Send + Sync + 'static {
    /// The level that it needs, checked at every click: a member may lose a level and keep the button.
    const LEVEL: Level;
    /// The operations that it may send.
    const SENDS: Sends;
    /// Where its outcome appears. What a message shows of itself is changed in it.
    const PLACE: Place = Place::Private;
    /// Who adds it to the audit.
    const RECORDS: Records = Records::Here;
    /// What is asked before it.
    const ASKS: Asks = Asks::Nothing;

    /// Where the outcome of this one appears.
    fn place(&self) -> Place {
        Self::PLACE
    }

    /// What it is done to, for the pipeline's rows of the audit: a kind and an id. The store writes its own.
    fn target(&self) -> String {
        debug_assert!(Self::RECORDS != Records::Here, "{} needs a target", <Self as Act>::NAME);
        String::new()
    }

    /// The question before it, which names what is lost.
    fn question(&self, doing: &Doing<'_>) -> impl Future<Output = Result<Question, Error>> + Send {
        let _ = doing;
        std::future::ready(Err(outdated().into()))
    }

    /// What is shown before it: the question, with the button that confirms it.
    fn ask(&self, doing: &Doing<'_>, input: Input) -> impl Future<Output = Result<Message, Error>> + Send {
        async move {
            drop(input);
            Ok(views::question::ask(&self.question(doing).await?, doing.offer(self, CONFIRM_TIMEOUT)))
        }
    }

    /// Does it, and draws what changed.
    fn perform(&self, doing: &Doing<'_>, input: Input) -> impl Future<Output = Result<Done, Error>> + Send;

    /// What is left to do once the answer is shown.
    fn after(&self, bot: &Bot) -> impl Future<Output = ()> + Send {
        let _ = bot;
        std::future::ready(())
    }

    /// The ids that it names, which are offered first from then on.
    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::empty()
    }
}

/// A change with its type taken off.
pub(crate) struct AnyAct {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) sends: Sends,
    /// Where its outcome appears.
    pub(crate) place: fn(&Link) -> Place,
    pub(crate) records: Records,
    pub(crate) asks: Asks,
    pub(crate) ask: for<'a> fn(&'a Doing<'a>, &'a Link, Input) -> BoxFuture<'a, Result<Message, Error>>,
    /// What it is done to, for the audit.
    pub(crate) target: fn(&Link) -> Option<String>,
    pub(crate) perform: for<'a> fn(&'a Doing<'a>, &'a Link, Input) -> BoxFuture<'a, Result<Done, Error>>,
    pub(crate) after: for<'a> fn(&'a Bot, &'a Link) -> BoxFuture<'a, ()>,
    pub(crate) named: fn(&Link) -> Vec<String>,
}

impl AnyAct {
    pub(crate) const fn of<A: Perform>() -> Self {
        Self {
            tag: <A as Act>::TAG,
            name: <A as Act>::NAME,
            level: A::LEVEL,
            sends: A::SENDS,
            place: |link| link.act::<A>().map_or(A::PLACE, |act| act.place()),
            records: A::RECORDS,
            asks: A::ASKS,
            ask: |doing, link, input| {
                Box::pin(async move { link.act::<A>().ok_or_else(outdated)?.ask(doing, input).await })
            },
            target: |link| link.act::<A>().map(|act| act.target()),
            perform: |doing, link, input| {
                Box::pin(async move { link.act::<A>().ok_or_else(outdated)?.perform(doing, input).await })
            },
            after: |bot, link| {
                Box::pin(async move {
                    if let Some(act) = link.act::<A>() {
                        act.after(bot).await;
                    }
                })
            },
            named: |link| owned(link.act::<A>().iter().flat_map(A::named)),
        }
    }
}

impl AnyAct {
    pub(crate) const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "act", tag, name, level, sends }
    }

    /// The error for a button that no longer counts.
    pub(crate) fn expired(&self, bot: &Bot, offer: &Offer) -> Option<UserError> {
        let is_over = offer.expiry.is_some_and(|expiry| bot.clock.now() > expiry);
        is_over.then(|| {
            UserError::new(match self.asks {
                Asks::Nothing => "It's too late to undo this with a button. Check how it is now, and change it there.",
                Asks::Confirmation => "This confirmation has expired. Use the command again.",
                Asks::Preview => "This preview has expired. Use the command again.",
            })
        })
    }

    /// Whether it is not yet made, because the question before it was not asked yet.
    pub(crate) fn asks_first(&self, offer: &Offer) -> bool {
        self.asks != Asks::Nothing && offer.asker.is_none()
    }
}

/// Does it, and draws what changed. What it asks of LiveAgent ends by `until`.
pub(crate) async fn perform(
    bot: &Bot,
    caller: Caller,
    act: &AnyAct,
    offer: &Offer,
    input: Input,
    (until, readers): (Instant, Readers),
) -> Result<Done, Error> {
    bot.audit.require(caller, act.level, act.name)?;
    if offer.asker.is_some_and(|asker| asker != caller.user.get()) {
        return Err(UserError::new("Only the person who asked can confirm this.").into());
    }
    if let Some(expired) = act.expired(bot, offer) {
        return Err(expired.into());
    }
    let channel = bot.announcement_readers(caller);
    let name = input.name.clone();
    let doing = Doing { bot, caller, liveagent: bot.liveagent.until(until), until, name, readers, channel };
    if act.asks_first(offer) {
        return Ok((act.ask)(&doing, &offer.act, input).await?.into());
    }
    let begun = match act.records {
        Records::Here => {
            let target = (act.target)(&offer.act).unwrap_or_default();
            Some(bot.audit.begin(Change { caller, action: act.name.to_owned(), target }).await)
        }
        Records::InStore | Records::Nowhere => None,
    };
    let outcome = unbroken((act.perform)(&doing, &offer.act, input)).await.unwrap_or(Err(Error::BrokenWriting));
    if let Some(begun) = begun {
        let (came, detail) = match &outcome {
            Ok(done) => (done.outcome, done.detail.clone()),
            Err(error) if error.may_have_happened() => (Outcome::Perhaps, error.kind().to_owned()),
            Err(error) => (Outcome::NotDone, error.kind().to_owned()),
        };
        bot.audit.end(begun, came, detail);
    }
    bot.uses.count(caller.guild, (act.named)(&offer.act));
    outcome.map(|done| Done { message: usable(bot, done.message, &doing.readers), ..done })
}
