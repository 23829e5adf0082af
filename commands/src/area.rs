//! What an area of LiveAgent brings: its commands, and what its buttons and forms do. Nothing registers itself: `lib.rs` lists the areas.

use crate::{Command, answer::AnyLook, form::AnyForm, perform::AnyAct, request::RequestInfo};

/// An area.
pub(crate) struct Area {
    pub(crate) commands: fn() -> Vec<Command>,
    pub(crate) looks: &'static [AnyLook],
    pub(crate) acts: &'static [AnyAct],
    pub(crate) forms: &'static [AnyForm],
}

impl Area {
    /// An area with these commands, to which nothing else belongs.
    pub(crate) const fn of(commands: fn() -> Vec<Command>) -> Self {
        Self { commands, looks: &[], acts: &[], forms: &[] }
    }
}

/// All requests.
#[must_use]
pub fn requests() -> Vec<RequestInfo> {
    let areas = || crate::areas::ALL.iter();
    let looks = areas().flat_map(|area| area.looks).map(AnyLook::info);
    let acts = areas().flat_map(|area| area.acts).map(AnyAct::info);
    let forms = areas().flat_map(|area| area.forms).map(AnyForm::info);
    looks.chain(acts).chain(forms).collect()
}
