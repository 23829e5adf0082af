//! One line in the log for what came of an interaction: what was asked, by whom, how it ended. Nothing that anybody typed.

use serenity::all::GuildId;

use super::Responder;
use crate::error::Error;
use notifications::discord::{ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION};

impl Responder<'_> {
    pub(super) fn log(&self, outcome: Result<(), &Error>) {
        let (command, reference) = (self.what, self.reference());
        let (user, guild) = (self.user.get(), self.guild.map_or(0, GuildId::get));
        let ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        macro_rules! line {
            ($level:ident, $words:literal $(, $key:ident.$part:ident = $value:expr)*) => {
                tracing::$level!(
                    command.name = command, command.ms = ms, discord.user = user, discord.guild = guild, reference
                    $(, $key.$part = $value)*, $words
                )
            };
        }
        match outcome {
            Ok(()) => line!(info, "answered"),
            // Discord tells every process that is connected, and takes one answer.
            Err(Error::Discord(error)) if error.code() == Some(ALREADY_ACKNOWLEDGED) => {
                line!(debug, "answered by another process");
            }
            Err(Error::Discord(error)) if error.code() == Some(UNKNOWN_INTERACTION) => {
                line!(warn, "the answer is no longer wanted");
            }
            Err(error) => {
                let operation = error.operation();
                if error.tell().1 {
                    line!(
                        error,
                        "failed",
                        error.kind = error.kind(),
                        liveagent.operation = operation,
                        error.text = display(error)
                    );
                } else {
                    line!(info, "refused", error.kind = error.kind(), liveagent.operation = operation);
                }
            }
        }
    }
}
