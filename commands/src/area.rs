//! What an area of LiveAgent brings: its commands, and what its buttons and forms do. Nothing registers itself: `areas.rs` lists the areas.

use crate::{Command, answer::AnyLook, form::AnyForm, menu::Menu, perform::AnyAct};

/// An area.
pub(crate) struct Area {
    pub(crate) commands: fn() -> Vec<Command>,
    pub(crate) menus: &'static [Menu],
    pub(crate) looks: &'static [AnyLook],
    pub(crate) acts: &'static [AnyAct],
    pub(crate) forms: &'static [AnyForm],
}

impl Area {
    /// An area with these commands, to which nothing else belongs.
    pub(crate) const fn of(commands: fn() -> Vec<Command>) -> Self {
        Self { commands, menus: &[], looks: &[], acts: &[], forms: &[] }
    }
}
