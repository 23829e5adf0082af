//! Who reads an answer: the caller alone, or everyone in the channel. A server chooses with `/setup visibility`.

use answers::Readers;
use serenity::all::ChannelId;

use crate::{bot::Bot, people::access::Caller, perform::Place};

/// Where an answer goes, and its readers.
#[derive(Clone, Debug)]
pub(crate) struct Audience {
    pub(crate) place: Place,
    pub(crate) readers: Readers,
}

impl Bot {
    /// The caller as the only reader.
    pub(crate) fn asker(&self, caller: Caller) -> Readers {
        Readers::asker(&self.settings.server(caller.guild.get()), caller.level)
    }

    /// Everyone in the caller's channel.
    pub(crate) fn channel_readers(&self, caller: Caller) -> Readers {
        let server = self.settings.server(caller.guild.get());
        Readers::of_channel(&server, caller.channel.get(), caller.parent.map(ChannelId::get))
    }

    /// The audience of a command's look-up of LiveAgent's data.
    pub(crate) fn look_up_audience(&self, caller: Caller) -> Audience {
        if self.settings.server(caller.guild.get()).look_ups_public && caller.may_write {
            Audience { place: Place::Channel, readers: self.channel_readers(caller) }
        } else {
            Audience { place: Place::Private, readers: self.asker(caller) }
        }
    }

    /// The readers of the announcement of a change, if changes are announced in the caller's channel.
    pub(crate) fn announcement_readers(&self, caller: Caller) -> Option<Readers> {
        let is_announced = self.settings.server(caller.guild.get()).changes_public && caller.may_write;
        is_announced.then(|| self.channel_readers(caller))
    }
}
