//! Commands in the menus of messages and members ("Apps" in Discord). They aren't poise's: poise takes the message from serenity, which can't read
//! every message.

use futures_util::future::BoxFuture;
use serenity::all::CreateCommand;
use views::Message;

use crate::{
    Bot,
    discord::picked::{On, Picked},
    error::Error,
    needs::Needs,
    people::access::Caller,
};

/// A command in a menu. It answers in private.
#[derive(Clone, Copy, Debug)]
pub struct Menu {
    /// Its name, as Discord shows it.
    pub name: &'static str,
    /// Where it is.
    pub on: On,
    /// What it does, for the help and the documents: Discord shows no description.
    pub description: &'static str,
    pub(crate) needs: fn() -> Needs,
    pub(crate) run: for<'a> fn(&'a Bot, Caller, &'a Picked) -> BoxFuture<'a, Result<Message, Error>>,
}

impl Menu {
    /// What it needs.
    #[must_use]
    pub fn needs(&self) -> Needs {
        (self.needs)()
    }

    /// The command as it is registered with Discord.
    pub fn create(&self) -> CreateCommand {
        CreateCommand::new(self.name).kind(self.on.kind())
    }
}
