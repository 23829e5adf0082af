//! Forms: what asks for more before a change is made.

use answers::{RequestInfo, Sends, outdated};
use futures_util::future::BoxFuture;
use views::{Form, Link, Message, Modal};

use crate::{
    Bot, Error,
    people::access::{Caller, Level},
};

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
    /// A window that needs the database first.
    Soon(BoxFuture<'a, Result<Modal, Error>>),
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

    pub(crate) const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "form", tag, name, level, sends }
    }
}
