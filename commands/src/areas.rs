//! One file or folder for each area of LiveAgent, and for what the bot does by itself: its commands, and how its requests are answered.

pub(crate) mod agents;
pub(crate) mod alerts;
pub(crate) mod application;
pub(crate) mod audit;
pub(crate) mod boards;
pub(crate) mod companies;
pub(crate) mod conversations;
pub(crate) mod customer_groups;
pub(crate) mod customers;
pub(crate) mod departments;
pub(crate) mod digests;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod help;
pub(crate) mod knowledgebase;
pub(crate) mod links;
pub(crate) mod orphans;
pub(crate) mod overview;
pub(crate) mod privacy;
pub(crate) mod setup;
pub(crate) mod subscribed;
pub(crate) mod subscriptions;
pub(crate) mod tags;
pub(crate) mod widgets;

use answers::{Level, RequestInfo, outdated};
use views::{Link, Press};

use crate::{
    answer::AnyLook, area::Area, discord::picked::On, error::Error, form::AnyForm, menu::Menu, perform::AnyAct,
};

/// The areas, in the order of their help.
pub(crate) const ALL: [Area; 23] = [
    knowledgebase::AREA,
    conversations::AREA,
    customers::AREA,
    fields::AREA,
    tags::AREA,
    customer_groups::AREA,
    companies::AREA,
    departments::AREA,
    agents::AREA,
    files::AREA,
    widgets::AREA,
    overview::AREA,
    digests::AREA,
    boards::AREA,
    alerts::AREA,
    subscribed::AREA,
    links::AREA,
    orphans::AREA,
    setup::AREA,
    audit::AREA,
    privacy::AREA,
    application::AREA,
    help::AREA,
];

/// The look-up of a link.
pub(crate) fn look(link: &Link) -> Result<&'static AnyLook, Error> {
    Ok(ALL.iter().flat_map(|area| area.looks).find(|look| look.tag == link.tag()).ok_or_else(outdated)?)
}

/// The change of a link.
pub(crate) fn act(link: &Link) -> Result<&'static AnyAct, Error> {
    Ok(ALL.iter().flat_map(|area| area.acts).find(|act| act.tag == link.tag()).ok_or_else(outdated)?)
}

/// The form of a link.
pub(crate) fn form(link: &Link) -> Result<&'static AnyForm, Error> {
    Ok(ALL.iter().flat_map(|area| area.forms).find(|form| form.tag == link.tag()).ok_or_else(outdated)?)
}

/// The command of this name in a menu.
pub(crate) fn menu(on: On, name: &str) -> Option<&'static Menu> {
    ALL.iter().flat_map(|area| area.menus).find(|menu| menu.on == on && menu.name == name)
}

/// The level that a press needs; `None` if it does nothing of its own.
pub(crate) fn level_of(press: &Press) -> Option<Level> {
    match press {
        Press::Look { link, .. } => look(link).ok().map(AnyLook::level),
        Press::Act(offer) => act(&offer.act).ok().map(|act| act.level),
        Press::Form(link) => form(link).ok().map(|form| form.level),
        Press::Share | Press::Choose => None,
    }
}

/// All requests.
#[must_use]
pub fn requests() -> Vec<RequestInfo> {
    let areas = || ALL.iter();
    let looks = areas().flat_map(|area| area.looks).map(AnyLook::info);
    let acts = areas().flat_map(|area| area.acts).map(AnyAct::info);
    let forms = areas().flat_map(|area| area.forms).map(AnyForm::info);
    looks.chain(acts).chain(forms).collect()
}
