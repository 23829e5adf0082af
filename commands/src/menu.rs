//! Commands in the menus of messages and members ("Apps" in Discord). They aren't poise's: poise takes the message from serenity, which can't read
//! every message.

use futures_util::future::BoxFuture;
use serenity::all::{CommandType, CreateCommand};
use views::Message;

use crate::{Bot, discord::picked::Picked, error::Error, needs::Needs, people::access::Caller};

/// Where a menu opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum On {
    /// On a message.
    Message,
    /// On a member.
    Member,
}

impl On {
    /// Discord's type of the commands in it.
    pub(crate) fn kind(self) -> CommandType {
        match self {
            Self::Message => CommandType::Message,
            Self::Member => CommandType::User,
        }
    }

    /// The menu of this type of command. `None` where it is typed.
    pub(crate) fn of(kind: CommandType) -> Option<Self> {
        match kind {
            CommandType::Message => Some(Self::Message),
            CommandType::User => Some(Self::Member),
            _ => None,
        }
    }
}

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
