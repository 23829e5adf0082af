//! The request that a command makes, and the level that its caller needs. It is the command's `custom_data`, the one source for the check before
//! the command, `/help` and docs/COMMANDS.md.

use answers::{Answer, RequestInfo, Sends};

use crate::{
    Command,
    answer::{AnyLook, OwnLook},
    form::{AnyForm, Open},
    people::access::Level,
    perform::{AnyAct, Perform},
};

/// What a command needs.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// The request that it makes.
    pub request: RequestInfo,
    /// The names of the operations that it may send to LiveAgent: the request's, or fewer of them.
    pub sends: &'static [&'static str],
    /// The request that it makes in place of the other where that fits better.
    pub instead: Option<RequestInfo>,
    /// Whether it looks up LiveAgent's data, which can be answered publicly.
    pub(crate) is_live: bool,
}

impl Needs {
    /// What a command needs; nothing where it only has others below it.
    #[must_use]
    pub fn of(command: &Command) -> Option<Self> {
        command.custom_data.downcast_ref().copied()
    }

    /// The level of its caller.
    #[must_use]
    pub fn level(&self) -> Level {
        self.request.level
    }

    /// The names of all operations that it may send to LiveAgent.
    #[must_use]
    pub fn all_sends(&self) -> Vec<&'static str> {
        let instead = self.instead.iter().flat_map(|request| request.sends);
        self.sends.iter().chain(instead).copied().collect()
    }

    /// The same, for a command that may ask for `L` instead.
    pub(crate) fn or<L: Answer>(self) -> Self {
        Self { instead: Some(AnyLook::of::<L>().info()), ..self }
    }

    /// The same, for a command whose request sends only these operations.
    pub(crate) fn only(self, sends: Sends) -> Self {
        Self { sends, ..self }
    }
}

impl From<RequestInfo> for Needs {
    fn from(request: RequestInfo) -> Self {
        Self { request, sends: request.sends, instead: None, is_live: false }
    }
}

/// What a command that asks for `L` needs.
pub(crate) fn asks<L: Answer>() -> Needs {
    Needs { is_live: true, ..AnyLook::of::<L>().info().into() }
}

/// What a command needs that looks up Switchboard's own data as `L`.
pub(crate) fn tells<L: OwnLook>() -> Needs {
    AnyLook::own::<L>().info().into()
}

/// The needs of a command that opens the form `F`.
pub(crate) fn opens<F: Open>() -> Needs {
    AnyForm::of::<F>().info().into()
}

/// What a command that does `A` needs.
pub(crate) fn does<A: Perform>() -> Needs {
    AnyAct::of::<A>().info().into()
}
