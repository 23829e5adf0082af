//! What an area of LiveAgent brings: its commands, and what its buttons and forms do. Nothing registers itself: `lib.rs` lists the areas.

use futures_util::future::BoxFuture;
use views::{Act, Form, Link, Look, Message, Modal, Offer, question::Question};

use crate::{
    Bot, Command, Error,
    access::{Caller, Level},
    answer::{Answer, Asking},
    error::UserError,
    needs::Needs,
    perform::{Asks, Doing, Done, Input, Perform, Records},
    respond::Place,
};

/// An area.
pub(crate) struct Area {
    pub(crate) commands: fn() -> Vec<Command>,
    pub(crate) looks: &'static [AnyLook],
    pub(crate) acts: &'static [AnyAct],
    pub(crate) forms: &'static [AnyForm],
}

impl Area {
    /// An area with these commands, to which nothing else belongs.
    pub(crate) const fn of(commands: fn() -> Vec<Command>) -> Self {
        Self { commands, looks: &[], acts: &[], forms: &[] }
    }
}

/// The names of the operations that a request may send to LiveAgent before it is answered, except those by which `names/` reads its lists.
pub(crate) type Sends = &'static [&'static str];

/// The operations of these types.
macro_rules! sends {
    ($($operation:ident),* $(,)?) => { &[$(<liveagent::$operation as liveagent::Operation>::NAME),*] };
}
pub(crate) use sends;

/// A look-up with its type taken off.
pub(crate) struct AnyLook {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) sends: Sends,
    /// Whether the last answer stands in while LiveAgent is not there.
    pub(crate) is_kept: bool,
    pub(crate) answer: for<'a> fn(&'a Asking<'a>) -> BoxFuture<'a, Result<Message, Error>>,
    /// The ids that a request names, which are offered first from then on.
    pub(crate) named: fn(&Link) -> Vec<String>,
}

impl AnyLook {
    pub(crate) const fn of<L: Answer>() -> Self {
        Self {
            tag: <L as Look>::TAG,
            name: <L as Look>::NAME,
            level: L::LEVEL,
            sends: L::SENDS,
            is_kept: L::IS_KEPT,
            answer: |asking| {
                Box::pin(async move { asking.link.look::<L>().ok_or_else(outdated)?.answer(asking).await })
            },
            named: |link| owned(link.look::<L>().iter().flat_map(L::named)),
        }
    }

    const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "look", tag, name, level, sends }
    }
}

/// A change with its type taken off.
pub(crate) struct AnyAct {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) sends: Sends,
    /// Where its outcome appears.
    pub(crate) place: Place,
    pub(crate) records: Records,
    pub(crate) asks: Asks,
    pub(crate) question: for<'a> fn(&'a Doing<'a>, &'a Link) -> BoxFuture<'a, Result<Question, Error>>,
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
            place: A::PLACE,
            records: A::RECORDS,
            asks: A::ASKS,
            question: |doing, link| {
                Box::pin(async move { link.act::<A>().ok_or_else(outdated)?.question(doing).await })
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
    const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "act", tag, name, level, sends }
    }

    /// Whether it is not yet made, because the question before it was not asked yet.
    pub(crate) fn asks_first(&self, offer: &Offer) -> bool {
        self.asks == Asks::Confirmation && offer.asker.is_none()
    }
}

/// A form with its type taken off.
pub(crate) struct AnyForm {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) sends: Sends,
    pub(crate) open: for<'a> fn(&'a Bot, Caller, &Link) -> Result<Opened<'a>, Error>,
}

/// What asks.
pub(crate) enum Opened<'a> {
    /// A window, which must open at once.
    Window(Modal),
    /// A message with selects.
    Message(BoxFuture<'a, Result<Message, Error>>),
}

/// A form that can be opened.
pub(crate) trait Open: Form + Send + Sync + 'static {
    /// The level that it needs: that of the change that it leads to.
    const LEVEL: Level;
    /// The operations that it may send.
    const SENDS: Sends = &[];

    /// Opens it.
    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_>;
}

impl AnyForm {
    pub(crate) const fn of<F: Open>() -> Self {
        Self {
            tag: <F as Form>::TAG,
            name: <F as Form>::NAME,
            level: F::LEVEL,
            sends: F::SENDS,
            open: |bot, caller, link| Ok(link.form::<F>().ok_or_else(outdated)?.open(bot, caller)),
        }
    }

    const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "form", tag, name, level, sends }
    }
}

/// What a command that asks for `L` needs.
pub(crate) fn asks<L: Answer>() -> Needs {
    AnyLook::of::<L>().info().into()
}

/// What a command that does `A` needs.
pub(crate) fn does<A: Perform>() -> Needs {
    AnyAct::of::<A>().info().into()
}

/// What is said of a button that another version made.
pub(crate) fn outdated() -> Error {
    UserError::new("This button is from another version of Switchboard. Use the command again.").into()
}

fn owned<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names.cloned().collect()
}

/// A request, for documents and tests.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RequestInfo {
    /// `look`, `act` or `form`.
    pub kind: &'static str,
    /// What it is called in ids, among its kind.
    pub tag: &'static str,
    /// What it is called in the log and the audit.
    pub name: &'static str,
    /// The level that it needs.
    pub level: Level,
    /// The names of the operations that it may send to LiveAgent.
    pub sends: &'static [&'static str],
}

/// All requests.
#[must_use]
pub fn requests() -> Vec<RequestInfo> {
    let areas = || crate::AREAS.iter();
    let looks = areas().flat_map(|area| area.looks).map(AnyLook::info);
    let acts = areas().flat_map(|area| area.acts).map(AnyAct::info);
    let forms = areas().flat_map(|area| area.forms).map(AnyForm::info);
    looks.chain(acts).chain(forms).collect()
}
