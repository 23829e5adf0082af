//! `/agent`: who is online, and one agent; and the agent that a member is, in the member's menu.

use liveagent::AgentStatus;
use views::{
    Link, Message,
    agents::{Profile, Show, Statuses},
};

use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    answer::{self, AnyLook},
    area::Area,
    discord::picked::{On, Picked},
    error::UserError,
    menu::Menu,
    names::{complete, identify},
    needs::asks,
    people::{
        access::{Caller, Level},
        agents::agent_of,
    },
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    menus: &[PROFILE],
    looks: &[AnyLook::of::<Statuses>(), AnyLook::of::<Show>(), AnyLook::of::<Profile>()],
    ..Area::of(|| vec![agent()])
};

/// The agent that a member is linked to.
const PROFILE: Menu = Menu {
    name: "LiveAgent profile",
    on: On::Member,
    description: "Show the member's agent: presence, open conversations and today's figures",
    needs: asks::<Profile>,
    run: |bot, caller, picked| Box::pin(profile(bot, caller, picked)),
};

/// See agents and who's online
#[poise::command(slash_command, subcommands("status", "show"), subcommand_required)]
async fn agent(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Show which agents are online, on which channels, and their open conversations
///
/// `/agent status`
#[poise::command(slash_command, custom_data = "asks::<Statuses>()")]
async fn status(ctx: Context<'_>) -> Outcome {
    ctx.look(&Statuses {}).await
}

/// Show an agent
///
/// `/agent show agent:Emma Larsen`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Name, email or ID"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: String,
) -> Outcome {
    ctx.race(async {
        let agent = identify::id::<AgentStatus>(&ctx.data().directory, &agent).await?;
        ctx.answer(&Show { agent }).await
    })
    .await
}

async fn profile(bot: &Bot, caller: Caller, picked: &Picked) -> Result<Message, Error> {
    let look = Profile { agent: linked(bot, caller, picked)? };
    answer::answer(bot, caller, &AnyLook::of::<Profile>(), &Link::from(&look), &bot.asker(caller)).await
}

/// The agent that a member is linked to, by id.
fn linked(bot: &Bot, caller: Caller, picked: &Picked) -> Result<String, UserError> {
    let person = picked.person()?;
    let who = format!("<@{}>", person.id);
    if person.is_bot {
        return Err(UserError::new(format!("{who} is an app, so there's no agent to show. Choose a member.")));
    }
    if !person.is_member {
        return Err(UserError::new(format!("{who} isn't a member of this server. Choose a member.")));
    }
    let server = bot.settings.server(caller.guild.get());
    if let Some(agent) = agent_of(bot, &server, person.id) {
        return Ok(agent);
    }
    let sentence = if server.link_of(person.id).is_some() {
        format!("The agent that {who} was linked to is no longer in LiveAgent. See `/link show`.")
    } else if person.id == caller.user.get() {
        "You aren't linked to a LiveAgent agent yet. Ask for it with `/link me`.".to_owned()
    } else if caller.may(Level::Owner) {
        format!("{who} isn't linked to a LiveAgent agent. Link them with `/link member`, or have them use `/link me`.")
    } else {
        format!("{who} isn't linked to a LiveAgent agent. They can ask for it with `/link me`.")
    };
    Err(UserError::new(sentence))
}
