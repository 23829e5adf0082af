//! Threads, and who may write in them.

use serenity::all::{PartialChannel, Permissions};

/// Discord's types of threads: of announcements, public, private.
pub(crate) const THREADS: [u64; 3] = [10, 11, 12];

/// The permission to write in a channel, with Discord's name for it.
pub(crate) const SEND: (Permissions, &str) = (Permissions::SEND_MESSAGES, "Send Messages");
/// The same in a thread.
pub(crate) const SEND_IN_THREADS: (Permissions, &str) =
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads");

/// Whether a channel is a thread.
pub(crate) fn is_thread(channel: &PartialChannel) -> bool {
    THREADS.contains(&u64::from(u8::from(channel.kind)))
}

/// Whether a member with these permissions may write in a channel.
pub(crate) fn may_write(theirs: Permissions, channel: &PartialChannel) -> bool {
    let (send, _) = if is_thread(channel) { SEND_IN_THREADS } else { SEND };
    theirs.intersects(send | Permissions::ADMINISTRATOR)
}
