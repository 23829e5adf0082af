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
    opened: Mutex<Vec<Opened>>,
}

/// What an answer shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpenedKind {
    /// A conversation.
    Conversation,
    /// A customer.
    Customer,
    /// A file that was uploaded.
    File,
}

/// A conversation, a customer or a file that an answer shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opened {
    /// Which of them it is.
    pub kind: OpenedKind,
    /// Its id; of a customer, also the email.
    pub id: String,
    /// Its name in a line.
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

    /// Records what the answer shows.
    pub(crate) fn opened(&self, opened: Opened) {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(opened);
    }

    /// What was recorded.
    #[must_use]
    pub fn into_opened(self) -> Vec<Opened> {
        self.opened.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
