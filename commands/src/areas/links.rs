//! `/link`: which LiveAgent agent a member is. A member requests the link and an owner confirms it, or an owner makes it.

use std::sync::Arc;

use answers::{Level, Sends, names::Listed as _};
use jiff::Timestamp;
use liveagent::AgentStatus;
use serenity::all::{CreateAutocompleteResponse, User};
use store::{AgentIdentity, Link, LinkOutcome, PROPOSAL_KEPT, Proposal, ProposeOutcome};
use tokio::time::Instant;
use views::{
    Draft, Message,
    links::{
        Confirm, Decline, LinkMember, LinkView, LinkedAgent, Links, LinksView, Propose, RemoveOf, RemoveOwn,
        RequestView,
    },
};

use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    answer::{AnyLook, Looking, OwnLook},
    area::Area,
    error::UserError,
    names::{complete, identify},
    needs::{does, tells},
    people::{access::Caller, agents::is_gone},
    perform::{AnyAct, Doing, Done, Input, Perform, Place, Records},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::own::<Links>()],
    acts: &[
        AnyAct::of::<Propose>(),
        AnyAct::of::<Confirm>(),
        AnyAct::of::<Decline>(),
        AnyAct::of::<LinkMember>(),
        AnyAct::of::<RemoveOwn>(),
        AnyAct::of::<RemoveOf>(),
    ],
    ..Area::of(|| vec![link()])
};

/// Link Discord members to LiveAgent agents
#[poise::command(slash_command, subcommands("me", "member", "show", "remove"), subcommand_required)]
async fn link(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Ask to be linked to your LiveAgent agent
///
/// `/link me agent:Ben Okafor`
#[poise::command(slash_command, custom_data = "does::<Propose>()")]
async fn me(
    ctx: Context<'_>,
    #[description = "Your agent: type your name or email"]
    #[autocomplete = "complete_agent"]
    #[max_length = 100]
    agent: String,
) -> Outcome {
    ctx.act(async {
        let agent = identify::id::<AgentStatus>(&ctx.data().directory, &agent).await?;
        Ok((Propose { agent }, Input::default()))
    })
    .await
}

/// Link a member to a LiveAgent agent
///
/// `/link member member:@Ada agent:Emma Larsen`
#[poise::command(slash_command, custom_data = "does::<LinkMember>()")]
async fn member(
    ctx: Context<'_>,
    #[description = "The member"] member: User,
    #[description = "The agent's name or email"]
    #[autocomplete = "complete_agent"]
    #[max_length = 100]
    agent: String,
) -> Outcome {
    ctx.act(async {
        if member.bot {
            return Err(UserError::new("A bot can't be an agent. Choose a member.").into());
        }
        let agent = identify::id::<AgentStatus>(&ctx.data().directory, &agent).await?;
        Ok((LinkMember { member: member.id.get(), agent }, Input::default()))
    })
    .await
}

/// Show your link and, for owners, everyone's
///
/// `/link show`
#[poise::command(slash_command, custom_data = "tells::<Links>()")]
async fn show(ctx: Context<'_>) -> Outcome {
    ctx.tell(&Links {}).await
}

/// Remove your link or, for owners, another member's
///
/// `/link remove`
#[poise::command(slash_command, custom_data = "does::<RemoveOwn>()")]
async fn remove(
    ctx: Context<'_>,
    #[description = "Another member (needs Manage Server)"] member: Option<User>,
) -> Outcome {
    match member.filter(|member| member.id != ctx.interaction.user.id) {
        Some(member) => ctx.act(async { Ok((RemoveOf { member: member.id.get() }, Input::default())) }).await,
        None => ctx.act(async { Ok((RemoveOwn {}, Input::default())) }).await,
    }
}

/// Agents that no member of the server is linked to, by name and mail address.
async fn complete_agent(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let Ok(caller) = ctx.caller() else { return CreateAutocompleteResponse::new() };
    let server = ctx.data().settings.server(caller.guild.get());
    let agents = ctx.data().directory.peek::<AgentStatus>();
    let free = agents.iter().filter(|agent| server.link_to(&agent.id).is_none());
    let label = |agent: &AgentStatus| format!("{} · {}", agent.name(), agent.username);
    complete::pairs(partial, free.map(|agent| (label(agent), agent.id.clone())))
}

impl OwnLook for Links {
    const LEVEL: Level = Level::Agent;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        let Looking { bot, caller, .. } = looking;
        let server = bot.settings.server(caller.guild.get());
        let requests = bot.store.proposals(caller.guild.get(), bot.clock.now()).await?;
        let request = |proposal: &Proposal| request_view(bot, proposal);
        let own = caller.user.get();
        let mut links: Vec<&Link> = server.links().collect();
        links.sort_unstable_by_key(|link| (link.since, link.user));
        let all = caller.may(Level::Owner).then(|| {
            let links = links.iter().map(|link| link_view(bot, link)).collect();
            (links, requests.iter().map(request).collect())
        });
        Ok(views::links::links(&LinksView {
            own: server.link_of(own).map(|link| link_view(bot, link)),
            requested: requests.iter().find(|proposal| proposal.user == own).map(request),
            all,
        }))
    }
}

impl Perform for Propose {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let agent = identity(bot, &self.agent).await?;
        match bot.store.propose_link(&agent, &bot.audit.who(caller)).await? {
            ProposeOutcome::Open(proposal) => {
                let view = request_view(bot, &proposal);
                let is_posted = post(bot, caller, &views::links::request(&view)).await;
                Ok(views::links::requested(&view, is_posted).into())
            }
            ProposeOutcome::MemberTaken => Err(member_taken("You are")),
            ProposeOutcome::AgentTaken => Err(agent_taken(bot, caller, &self.agent)),
        }
    }
}

impl Perform for Confirm {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let agent = bot.store.proposal(self.request).await?.map(|proposal| proposal.agent.id).unwrap_or_default();
        let outcome = bot.store.confirm_link(self.request, &bot.audit.who(caller)).await?;
        linked(bot, caller, &agent, outcome)
    }
}

impl Perform for Decline {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let Some(proposal) = bot.store.proposal(self.request).await? else { return Err(answered()) };
        if !bot.store.decline_link(self.request, &bot.audit.who(caller)).await? {
            return Err(answered());
        }
        Ok(views::links::declined(&request_view(bot, &proposal), caller.user.get()).into())
    }
}

impl Perform for LinkMember {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let agent = identity(bot, &self.agent).await?;
        let outcome = bot.store.link_member(self.member, &agent, &bot.audit.who(caller)).await?;
        linked(bot, caller, &self.agent, outcome)
    }
}

impl Perform for RemoveOwn {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        remove_link(doing, doing.caller.user.get()).await
    }
}

impl Perform for RemoveOf {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        remove_link(doing, self.member).await
    }
}

/// Shows an owner the open requests after a command, in a server without an audit channel. Each request is shown to each owner once.
pub(crate) async fn remind(ctx: Context<'_>) {
    let bot: &Arc<Bot> = ctx.data();
    let Ok(caller) = ctx.caller() else { return };
    let server = bot.settings.server(caller.guild.get());
    let is_own_command = ctx.command().qualified_name.starts_with("link ");
    if !caller.may(Level::Owner) || server.audit_channel.is_some() || is_own_command {
        return;
    }
    if !bot.replicas.owns(ctx.interaction.id, Instant::now()) {
        return;
    }
    let Ok(requests) = bot.store.proposals(caller.guild.get(), bot.clock.now()).await else { return };
    for request in &requests {
        if bot.reminders.is_new(caller.user, request.id) {
            ctx.responder().follow_up(&views::links::request(&request_view(bot, request))).await;
        }
    }
}

/// The agent with this id, as LiveAgent names them now.
pub(crate) async fn identity(bot: &Bot, id: &str) -> Result<AgentIdentity, Error> {
    let agents = identify::all::<AgentStatus>(&bot.directory).await?;
    let agent = agents.iter().find(|agent| agent.id == id).ok_or_else(|| {
        UserError::new("LiveAgent doesn't have this agent any more. Choose another one from the list.")
    })?;
    Ok(AgentIdentity { id: agent.id.clone(), email: agent.username.clone(), name: agent.name().into_owned() })
}

/// Posts a request in the server's audit channel. Returns whether that worked.
async fn post(bot: &Bot, caller: Caller, message: &Message) -> bool {
    let Some(channel) = bot.settings.server(caller.guild.get()).audit_channel else { return false };
    let posted = bot.rest.post(channel, message, message.files()).await;
    if let Err(error) = &posted {
        tracing::warn!(error = %error, discord.channel = channel, "can't post a link request in the audit channel");
    }
    posted.is_ok()
}

fn linked(bot: &Bot, caller: Caller, agent: &str, outcome: LinkOutcome) -> Result<Done, Error> {
    let link = match outcome {
        LinkOutcome::Linked(link) => link,
        LinkOutcome::Unknown => return Err(answered()),
        LinkOutcome::Expired => {
            return Err(
                UserError::new("This request has expired. The member can send it again with `/link me`.").into()
            );
        }
        LinkOutcome::MemberTaken => return Err(member_taken("This member is")),
        LinkOutcome::AgentTaken => return Err(agent_taken(bot, caller, agent)),
    };
    let message = views::links::linked(&link_view(bot, &link), caller.user.get());
    if link.user != caller.user.get() {
        // Discord's message in the channel may not reach the member.
        let (notifier, told) = (Arc::clone(&bot.notifier), Draft::from(message.clone()).fit());
        let key = format!("link-{}-{}", link.user, link.since.as_second());
        bot.running.spawn(async move { notifier.tell(link.user, &key, &told).await });
    }
    Ok(message.into())
}

async fn remove_link(doing: &Doing<'_>, member: u64) -> Result<Done, Error> {
    if doing.bot.store.remove_link(member, &doing.bot.audit.who(doing.caller)).await? {
        return Ok(views::links::removed(member).into());
    }
    let whose = if member == doing.caller.user.get() { "You aren't" } else { "This member isn't" };
    Err(UserError::new(format!("{whose} linked to an agent. Nothing was changed.")).into())
}

fn answered() -> Error {
    UserError::new("This request was already answered or replaced. Use `/link show` to see the open ones.").into()
}

fn member_taken(who: &str) -> Error {
    UserError::new(format!("{who} linked to an agent already. Remove that link first with `/link remove`.")).into()
}

fn agent_taken(bot: &Bot, caller: Caller, agent: &str) -> Error {
    let server = bot.settings.server(caller.guild.get());
    let member = server.link_to(agent).map_or_else(|| "another member".to_owned(), |link| format!("<@{}>", link.user));
    UserError::new(format!(
        "This agent is already linked to {member}. Someone with **Manage Server** can remove that link first."
    ))
    .into()
}

fn link_view(bot: &Bot, link: &Link) -> LinkView {
    LinkView { member: link.user, agent: agent_view(bot, &link.agent), since: link.since }
}

fn request_view(bot: &Bot, proposal: &Proposal) -> RequestView {
    let expires = proposal.at.saturating_add(PROPOSAL_KEPT).unwrap_or(Timestamp::MAX);
    RequestView { id: proposal.id, member: proposal.user, agent: agent_view(bot, &proposal.agent), expires }
}

fn agent_view(bot: &Bot, agent: &AgentIdentity) -> LinkedAgent {
    LinkedAgent { name: agent.name.clone(), email: agent.email.clone(), is_gone: is_gone(bot, &agent.id) }
}
