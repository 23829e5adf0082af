//! How look-ups are answered.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
};

use liveagent::{Client, Operation};
use views::{Desk, Link, Look, Message, Words};

use crate::{Error, HelpDesk, Level, Readers, Sends};

/// A look-up that can be answered.
pub trait Answer: Look + Send + Sync + 'static {
    /// The level that it needs. It is checked at every click.
    const LEVEL: Level = Level::Viewer;
    /// The operations that it may send.
    const SENDS: Sends;
    /// How much of customers' words the answer shows to readers who may see everything.
    const WORDS: Words;

    /// Asks, and draws the answer.
    fn answer(&self, asking: &Asking<'_>) -> impl Future<Output = Result<Message, Error>> + Send;

    /// The ids in it. Autocomplete offers frequently used ones first.
    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::empty()
    }
}

/// A look-up that is being answered.
#[derive(Debug)]
pub struct Asking<'a> {
    /// The help desk to ask.
    pub help_desk: &'a HelpDesk,
    /// The look-up, with its page and its origin.
    pub link: &'a Link,
    readers: &'a Readers,
    opened: Mutex<Option<Opened>>,
}

/// A conversation that an answer shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opened {
    /// Its id.
    pub id: String,
    /// Its subject and its customer, in a line.
    pub label: String,
}

impl<'a> Asking<'a> {
    /// Prepares to answer `link` for `readers`.
    #[must_use]
    pub fn new(help_desk: &'a HelpDesk, link: &'a Link, readers: &'a Readers) -> Self {
        Self { help_desk, link, readers, opened: Mutex::default() }
    }

    /// The requested page, from 0.
    pub(crate) fn page(&self) -> u32 {
        self.link.page()
    }

    /// The client of LiveAgent.
    pub(crate) fn liveagent(&self) -> &Client {
        &self.help_desk.liveagent
    }

    /// Sends an operation and, at the same time, collects the names, time and zone that the view needs.
    pub(crate) async fn send<O: Operation>(&self, operation: &O) -> Result<(O::Output, Desk), Error> {
        let (answer, desk) = tokio::join!(self.liveagent().send(operation), self.desk());
        Ok((answer?, desk))
    }

    /// Names, time and zone for the view, and what the readers may see.
    pub(crate) async fn desk(&self) -> Desk {
        self.help_desk.desk(self.readers).await
    }

    /// Records the conversation that the answer shows.
    pub(crate) fn opened(&self, conversation: Opened) {
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(conversation);
    }

    /// The recorded conversation, if any.
    #[must_use]
    pub fn into_opened(self) -> Option<Opened> {
        self.opened.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
