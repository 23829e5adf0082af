//! Links: which LiveAgent agent a Discord member is.

use jiff::Timestamp;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::payload::{Button, ButtonStyle, Embed, Row};
use crate::press::Press;
use crate::request::{Act, Look};
use crate::{text, time, words};

/// The maximum number of links and requests that are listed.
const MAX_LINKS: usize = 20;

/// The maximum number of requests with buttons of their own: a message has five rows.
const MAX_BUTTONS: usize = 4;

/// The longest name or address that is shown, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 80;

/// The links of a server, as far as the member may see them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Links {}

impl Look for Links {
    const TAG: &'static str = "js";
    const NAME: &'static str = "show links";
}

/// Ask to be linked to an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Propose {
    /// The agent's id.
    pub agent: String,
}

impl Act for Propose {
    const TAG: &'static str = "jp";
    const NAME: &'static str = "propose link";
}

/// Confirm a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Confirm {
    /// The request's number.
    pub request: i64,
}

impl Act for Confirm {
    const TAG: &'static str = "jc";
    const NAME: &'static str = "confirm link";
}

/// Decline a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Decline {
    /// The request's number.
    pub request: i64,
}

impl Act for Decline {
    const TAG: &'static str = "jd";
    const NAME: &'static str = "decline link";
}

/// Link a member to an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct LinkMember {
    /// The member's id.
    pub member: u64,
    /// The agent's id.
    pub agent: String,
}

impl Act for LinkMember {
    const TAG: &'static str = "jm";
    const NAME: &'static str = "link member";
}

/// Remove one's own link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct RemoveOwn {}

impl Act for RemoveOwn {
    const TAG: &'static str = "jr";
    const NAME: &'static str = "remove own link";
}

/// Remove another member's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct RemoveOf {
    /// The member's id.
    pub member: u64,
}

impl Act for RemoveOf {
    const TAG: &'static str = "jo";
    const NAME: &'static str = "remove link";
}

/// An agent, as a link names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedAgent {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// Whether LiveAgent no longer has the agent.
    pub is_gone: bool,
}

/// A link of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkView {
    /// The member's id.
    pub member: u64,
    /// The agent.
    pub agent: LinkedAgent,
    /// Since when.
    pub since: Timestamp,
}

/// A request that can be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestView {
    /// Its number.
    pub id: i64,
    /// The member's id.
    pub member: u64,
    /// The agent.
    pub agent: LinkedAgent,
    /// When it expires.
    pub expires: Timestamp,
}

/// The links that a member may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinksView {
    /// The member's own link.
    pub own: Option<LinkView>,
    /// The member's own request.
    pub requested: Option<RequestView>,
    /// For owners: all links and all requests.
    pub all: Option<(Vec<LinkView>, Vec<RequestView>)>,
}

impl LinkedAgent {
    /// "**Anna Novak** (anna@acme.example)"
    fn shown(&self) -> String {
        let name = text::escape_to(&self.name, MAX_NAME_LENGTH);
        let email = text::escape_to(&self.email, MAX_NAME_LENGTH);
        let broken = if self.is_gone { " ⚠️ no longer in LiveAgent" } else { "" };
        if email.is_empty() || email == name {
            format!("**{name}**{broken}")
        } else {
            format!("**{name}** ({email}){broken}")
        }
    }
}

/// The member's own link and, for owners, all links and requests.
#[must_use]
pub fn links(view: &LinksView) -> Message {
    let own = match (&view.own, &view.requested) {
        (Some(link), _) => format!("You are {}, linked {}.", link.agent.shown(), time::ago(link.since)),
        (None, Some(request)) => format!(
            "You asked to be linked to {}. Someone with **Manage Server** has to confirm it; the request expires {}.",
            request.agent.shown(),
            time::ago(request.expires)
        ),
        (None, None) => "You aren't linked to a LiveAgent agent. Use `/link me` to ask for it.".to_owned(),
    };
    let mut lines = vec![own];
    let mut rows = Vec::new();
    if let Some((links, requests)) = &view.all {
        if !requests.is_empty() {
            lines.push("\n**Requests**".to_owned());
            lines.extend(requests.iter().take(MAX_LINKS).map(|request| {
                let expires = time::ago(request.expires);
                format!("<@{}> as {} · expires {expires}", request.member, request.agent.shown())
            }));
            rows.extend(requests.iter().take(MAX_BUTTONS).map(|request| buttons(request, Some(&request.agent.name))));
        }
        lines.push("\n**Links**".to_owned());
        if links.is_empty() {
            lines.push("No member is linked yet.".to_owned());
        }
        lines.extend(
            links
                .iter()
                .take(MAX_LINKS)
                .map(|link| format!("<@{}> is {} · since {}", link.member, link.agent.shown(), time::ago(link.since))),
        );
        if links.len() > MAX_LINKS {
            lines.push(format!("and {} more", links.len() - MAX_LINKS));
        }
    }
    let embed = Embed { description: Some(lines.join("\n")), ..card("🔗 Links") };
    Draft { embeds: vec![embed], components: rows, ..Draft::default() }.fit()
}

/// The question to owners whether a member is an agent.
#[must_use]
pub fn request(view: &RequestView) -> Message {
    let description = format!(
        "<@{}> asks to be linked to {}.\nWhat a linked member does is done in the agent's name. A link gives no access level.\n\
         -# Only members with **Manage Server** can answer. Expires {}.",
        view.member,
        view.agent.shown(),
        time::ago(view.expires)
    );
    let embed = Embed { description: Some(description), ..card("🔗 Link request") };
    Draft::embed(embed).row(buttons(view, None)).fit()
}

/// Confirms to a member that their link request was sent. `is_posted`: the audit channel shows it.
#[must_use]
pub fn requested(view: &RequestView, is_posted: bool) -> Message {
    let place = if is_posted { "in the audit channel" } else { "with `/link show`" };
    let description = format!(
        "You asked to be linked to {}. Someone with **Manage Server** has to confirm it {place}. The request expires {}.",
        view.agent.shown(),
        time::ago(view.expires)
    );
    Draft::embed(Embed { description: Some(description), ..card("🔗 Link requested") }).fit()
}

/// A member was linked.
#[must_use]
pub fn linked(link: &LinkView, by: u64) -> Message {
    let description = format!(
        "<@{}> is linked to {}. Confirmed by <@{by}>.\n-# What they do in LiveAgent is now done in this agent's name.",
        link.member,
        link.agent.shown()
    );
    Draft::embed(Embed { description: Some(description), color: Some(words::GOOD), ..card("🔗 Linked") }).fit()
}

/// A request was declined.
#[must_use]
pub fn declined(view: &RequestView, by: u64) -> Message {
    let description = format!("<@{}> is not linked to {}. Declined by <@{by}>.", view.member, view.agent.shown());
    Draft::embed(Embed { description: Some(description), ..card("🔗 Request declined") }).fit()
}

/// A link was removed.
#[must_use]
pub fn removed(member: u64) -> Message {
    let description = format!("<@{member}> is no longer linked to an agent. Notes end with the member's name again.");
    Draft::embed(Embed { description: Some(description), ..card("🔗 Link removed") }).fit()
}

fn card(title: &str) -> Embed {
    Embed { title: Some(title.to_owned()), color: Some(words::NEUTRAL), ..Embed::default() }
}

fn buttons(view: &RequestView, named: Option<&str>) -> Row {
    let label = |word: &str| match named {
        Some(name) => text::line(&format!("{word} {name}"), 80),
        None => word.to_owned(),
    };
    Row::buttons([
        Button::new(label("Confirm"), &Press::act(&Confirm { request: view.id })).style(ButtonStyle::Success),
        Button::new(label("Decline"), &Press::act(&Decline { request: view.id })),
    ])
}
