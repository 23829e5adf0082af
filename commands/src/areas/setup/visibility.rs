//! `/setup visibility`: who sees answers and changes, and how much of customers' words channels show.

use answers::{Level, Sends};
use store::{Server, VisibilityChange};
use views::{
    Message, Words,
    setup::{ChooseVisibility, Readership, SetChannelWords, SetVisibility, Step, Visibility, VisibilityView},
};

use super::panel;
use crate::{
    Bot, Error,
    answer::{Looking, OwnLook},
    choice::choices,
    error::UserError,
    people::access::Caller,
    perform::{Doing, Done, Input, Perform, Place, Records},
};

choices! {
    /// Where look-ups are answered.
    LookUps: Readership = [("Private", Readership::Member), ("In the channel", Readership::Channel)]
}

choices! {
    /// Whether changes are announced.
    Changes: Readership = [("Private", Readership::Member), ("Announced in the channel", Readership::Channel)]
}

choices! {
    /// How much of customers' words channels show.
    ShownWords: ChosenWords = [
        ("None: no subjects, messages or names", ChosenWords::Only(Words::None)),
        ("Subject: subjects and names", ChosenWords::Only(Words::Subject)),
        ("All: messages and notes, too", ChosenWords::Only(Words::All)),
        ("Same as the server (for a channel)", ChosenWords::AsServer),
    ]
}

/// A choice of how much of customers' words channels show.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ChosenWords {
    /// This much.
    Only(Words),
    /// As much as the server's other channels.
    AsServer,
}

/// The options of the command.
pub(super) struct Options {
    pub(super) look_ups: Option<Readership>,
    pub(super) changes: Option<Readership>,
    pub(super) words: Option<ChosenWords>,
    pub(super) channel: Option<u64>,
}

/// What the options ask for.
pub(super) enum Asked {
    Show,
    Server(SetVisibility),
    Channel(SetChannelWords),
}

impl Options {
    /// What the options mean. A channel has words of its own and nothing else.
    pub(super) fn read(self) -> Result<Asked, UserError> {
        let Self { look_ups, changes, words, channel } = self;
        let shown = match words {
            Some(ChosenWords::Only(words)) => Some(words),
            Some(ChosenWords::AsServer) | None => None,
        };
        match (channel, words) {
            (Some(channel), Some(_)) if look_ups.is_none() && changes.is_none() => {
                Ok(Asked::Channel(SetChannelWords { channel, words: shown }))
            }
            (Some(_), Some(_)) => Err(UserError::new(
                "Only `words` can be set for one channel. Use the command again without `channel` for the rest.",
            )),
            (Some(_), None) => Err(UserError::new("Choose `words` for the channel.")),
            (None, Some(ChosenWords::AsServer)) => Err(UserError::new("“Same as the server” needs a `channel`.")),
            (None, words) if words.is_some() || look_ups.is_some() || changes.is_some() => {
                Ok(Asked::Server(SetVisibility { look_ups, changes, words: shown }))
            }
            (None, _) => Ok(Asked::Show),
        }
    }
}

impl OwnLook for Visibility {
    const LEVEL: Level = Level::Owner;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        Ok(draw(looking.bot, looking.caller))
    }
}

impl Perform for SetVisibility {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        set(doing, self).await
    }
}

impl Perform for ChooseVisibility {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let change = input.values.first().and_then(|value| self.change(value)).ok_or_else(answers::outdated)?;
        let done = set(doing, &change).await?;
        Ok(if self.in_panel { panel::draw(doing.bot, doing.caller, Step::Visibility).into() } else { done })
    }
}

impl Perform for SetChannelWords {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, who) = (doing.bot, doing.bot.audit.who(doing.caller));
        bot.store.set_channel_words(self.channel, self.words.map(stored), &who).await?;
        Ok(draw(bot, doing.caller).into())
    }
}

async fn set(doing: &Doing<'_>, change: &SetVisibility) -> Result<Done, Error> {
    let SetVisibility { look_ups, changes, words } = *change;
    let change = VisibilityChange {
        look_ups_public: look_ups.map(Readership::is_public),
        changes_public: changes.map(Readership::is_public),
        words: words.map(stored),
    };
    let bot = doing.bot;
    bot.store.set_visibility(&change, &bot.audit.who(doing.caller)).await?;
    Ok(draw(bot, doing.caller).into())
}

fn stored(words: Words) -> store::Words {
    match words {
        Words::None => store::Words::None,
        Words::Subject => store::Words::Subject,
        Words::All => store::Words::All,
    }
}

fn draw(bot: &Bot, caller: Caller) -> Message {
    views::setup::visibility(&view(&bot.settings.server(caller.guild.get())), false)
}

/// The visibility of a server.
pub(super) fn view(server: &Server) -> VisibilityView {
    let mut channels: Vec<(u64, Words)> =
        server.channel_words.iter().map(|(channel, words)| (*channel, answers::words(*words))).collect();
    channels.sort_unstable_by_key(|(channel, _)| *channel);
    VisibilityView {
        look_ups_public: server.look_ups_public,
        changes_public: server.changes_public,
        words: answers::words(server.words),
        channels,
    }
}
