//! The first run: until roles are set, an owner gets a private panel after a command, once a day, that leads through the setup.

use std::sync::Arc;

use answers::{Level, Sends, names::Listed as _};
use jiff::SignedDuration;
use liveagent::AgentStatus;
use store::{LinkOutcome, Panel};
use tokio::time::Instant;
use views::{
    Message,
    setup::{ChooseAgent, GoTo, PanelView, Step, UseChannel},
};

use super::view;
use crate::{
    Ask as _, Bot, Context, Error,
    areas::links,
    discord::channels,
    error::UserError,
    people::access::Caller,
    perform::{Doing, Done, Input, Perform, Place, Records},
};

/// How often an owner gets the panel.
const INTERVAL: SignedDuration = SignedDuration::from_hours(24);

impl Perform for GoTo {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let shown = bot.settings.server(caller.guild.get()).panel.shown;
        let panel = Panel { step: self.step.code().to_owned(), shown };
        bot.store.set_panel(&panel, &bot.audit.who(caller)).await?;
        Ok(draw(bot, caller, self.step).into())
    }
}

impl Perform for UseChannel {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        channels::postable_here(bot, caller).await?;
        bot.store.set_audit_channel(Some(caller.channel.get()), &bot.audit.who(caller)).await?;
        Ok(draw(bot, caller, Step::Audit).into())
    }
}

impl Perform for ChooseAgent {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let id = input.values.first().ok_or_else(answers::outdated)?;
        let agent = links::identity(bot, id).await?;
        match bot.store.link_member(caller.user.get(), &agent, &bot.audit.who(caller)).await? {
            LinkOutcome::Linked(_) | LinkOutcome::MemberTaken => Ok(draw(bot, caller, Step::Link).into()),
            _ => Err(UserError::new("Another member is linked to this agent now. Choose another one.").into()),
        }
    }
}

/// Shows the panel to an owner after a command, until roles are set. A server gets it once a day, with the first command of any owner.
pub(crate) async fn remind(ctx: Context<'_>) {
    let bot: &Arc<Bot> = ctx.data();
    let Ok(caller) = ctx.caller() else { return };
    let server = bot.settings.server(caller.guild.get());
    let now = bot.clock.now();
    let is_due = server.panel.shown.is_none_or(|shown| now.duration_since(shown) >= INTERVAL);
    let is_setup = ctx.command().qualified_name.starts_with("setup ");
    if !caller.may(Level::Owner) || !server.roles.is_empty() || !is_due || is_setup {
        return;
    }
    if !bot.replicas.owns(ctx.interaction.id, Instant::now()) {
        return;
    }
    // Claimed first: otherwise the panel would follow each command while the database is unavailable, and two commands at once would show it twice.
    match bot.store.claim_panel(now - INTERVAL, &bot.audit.who(caller)).await {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => return tracing::debug!(error = %error, "can't record that the setup panel is shown"),
    }
    let step = match Step::of(&server.panel.step) {
        // Finished without roles: it begins again.
        Step::Done => Step::Roles,
        step => step,
    };
    ctx.responder().follow_up(&draw(bot, caller, step)).await;
}

/// A step of the panel, as the server is set up now.
pub(super) fn draw(bot: &Bot, caller: Caller, step: Step) -> Message {
    let server = bot.settings.server(caller.guild.get());
    let agents = bot.directory.peek::<AgentStatus>();
    let free = agents.iter().filter(|agent| server.link_to(&agent.id).is_none());
    let view = PanelView {
        setup: view(bot, caller),
        channel: caller.channel.get(),
        linked: server.link_of(caller.user.get()).map(|link| link.agent.name.clone()),
        agents: free.map(|agent| (agent.id.clone(), agent.name().into_owned())).collect(),
    };
    views::setup::panel(&view, step)
}
