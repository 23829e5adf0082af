//! `/setup`: how a server's owners choose the roles for each level, who sees what, and where the audit is posted.

pub(crate) mod panel;
mod visibility;

use answers::{Level, Sends};
use serenity::all::{PartialChannel, Role};
use store::RoleLevel;
use views::{
    Message,
    setup::{
        AuditChannel, ChooseAgent, ChooseRoles, ChooseVisibility, ClearAuditChannel, GoTo, Roles, SetAuditChannel,
        SetChannelWords, SetLevel, SetRoles, SetVisibility, SetupView, Show, Step, UseChannel, Visibility,
    },
};

use self::visibility::{Asked, Changes, LookUps, Options, ShownWords};
use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    answer::{AnyLook, Looking, OwnLook},
    area::Area,
    choice::Choice,
    discord::channels,
    error::UserError,
    needs::{does, tells},
    people::access::Caller,
    perform::{AnyAct, Doing, Done, Input, Perform, Place, Records},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::own::<Roles>(), AnyLook::own::<Show>(), AnyLook::own::<Visibility>()],
    acts: &[
        AnyAct::of::<SetRoles>(),
        AnyAct::of::<ChooseRoles>(),
        AnyAct::of::<SetVisibility>(),
        AnyAct::of::<ChooseVisibility>(),
        AnyAct::of::<SetChannelWords>(),
        AnyAct::of::<SetAuditChannel>(),
        AnyAct::of::<ClearAuditChannel>(),
        AnyAct::of::<GoTo>(),
        AnyAct::of::<UseChannel>(),
        AnyAct::of::<ChooseAgent>(),
    ],
    ..Area::of(|| vec![setup()])
};

/// Set up Switchboard for this server
#[poise::command(
    slash_command,
    subcommands("roles", "visibility_command", "audit", "show"),
    subcommand_required,
    default_member_permissions = "MANAGE_GUILD"
)]
async fn setup(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Choose which roles can do what (without options: opens a form)
///
/// `/setup roles agent:@Support`
#[poise::command(slash_command, custom_data = "does::<SetRoles>()")]
async fn roles(
    ctx: Context<'_>,
    #[description = "Role that can look things up"] viewer: Option<Role>,
    #[description = "Role that can also work on conversations"] agent: Option<Role>,
    #[description = "Role that can also manage tags, digests, alerts and boards"] manager: Option<Role>,
    #[description = "Remove all roles first"] clear: Option<bool>,
) -> Outcome {
    let id = |role: Option<Role>| role.map(|role| role.id.get());
    let set = SetRoles { viewer: id(viewer), agent: id(agent), manager: id(manager), clear: clear.unwrap_or_default() };
    if set == SetRoles::default() {
        return ctx.tell(&Roles {}).await;
    }
    ctx.act(async { Ok((set, Input::default())) }).await
}

/// Choose who sees answers and customers' words (without options: opens a form)
///
/// `/setup visibility lookups:In the channel`
#[poise::command(slash_command, rename = "visibility", custom_data = "does::<SetVisibility>()")]
async fn visibility_command(
    ctx: Context<'_>,
    #[description = "Where look-ups are answered"] lookups: Option<Choice<LookUps>>,
    #[description = "Whether changes are announced in the channel"] changes: Option<Choice<Changes>>,
    #[description = "How much of customers' words channels may show"] words: Option<Choice<ShownWords>>,
    #[description = "Set the words for this channel only"]
    #[channel_types("Text", "News", "Forum", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
) -> Outcome {
    let options = Options {
        look_ups: lookups.map(|Choice(public)| public),
        changes: changes.map(|Choice(public)| public),
        words: words.map(|Choice(words)| words),
        channel: channel.map(|channel| channel.id.get()),
    };
    match options.read()? {
        Asked::Show => ctx.tell(&Visibility {}).await,
        Asked::Server(set) => ctx.act(async { Ok((set, Input::default())) }).await,
        Asked::Channel(set) => ctx.act(async { Ok((set, Input::default())) }).await,
    }
}

/// Post each change to a channel
///
/// `/setup audit channel:#support-leads`
/// `/setup audit clear:true`
#[poise::command(slash_command, custom_data = "does::<SetAuditChannel>()")]
async fn audit(
    ctx: Context<'_>,
    #[description = "Channel to post in"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
    #[description = "Stop posting changes"] clear: Option<bool>,
) -> Outcome {
    match (channel, clear.unwrap_or_default()) {
        (Some(channel), false) => {
            ctx.act(Box::pin(async {
                channels::postable(ctx, &channel).await?;
                Ok((SetAuditChannel { channel: channel.id.get() }, Input::default()))
            }))
            .await
        }
        (None, true) => ctx.act(async { Ok((ClearAuditChannel {}, Input::default())) }).await,
        _ => Err(UserError::new("Choose either a `channel` or `clear`.").into()),
    }
}

/// Show how this server is set up
///
/// `/setup show`
#[poise::command(slash_command, custom_data = "tells::<Show>()")]
async fn show(ctx: Context<'_>) -> Outcome {
    ctx.tell(&Show {}).await
}

impl OwnLook for Roles {
    const LEVEL: Level = Level::Owner;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        Ok(views::setup::roles(&view(looking.bot, looking.caller), false))
    }
}

impl OwnLook for Show {
    const LEVEL: Level = Level::Owner;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        show_setup(looking.bot, looking.caller).await
    }
}

impl Perform for SetRoles {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, who) = (doing.bot, doing.bot.audit.who(doing.caller));
        // A role has one level. A role given twice gets the highest.
        let chosen =
            [(RoleLevel::Viewer, self.viewer), (RoleLevel::Agent, self.agent), (RoleLevel::Manager, self.manager)];
        let roles: Vec<(RoleLevel, u64)> =
            chosen.into_iter().filter_map(|(level, role)| Some((level, role?))).collect();
        bot.store.change_roles(self.clear, &roles, &who).await?;
        Ok(views::setup::roles(&view(bot, doing.caller), false).into())
    }
}

impl Perform for SetAuditChannel {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        bot.store.set_audit_channel(Some(self.channel), &bot.audit.who(doing.caller)).await?;
        Ok(show_setup(bot, doing.caller).await?.into())
    }
}

impl Perform for ClearAuditChannel {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        bot.store.set_audit_channel(None, &bot.audit.who(doing.caller)).await?;
        Ok(show_setup(bot, doing.caller).await?.into())
    }
}

impl Perform for ChooseRoles {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let roles: Vec<u64> = input.values.iter().filter_map(|id| id.parse().ok()).collect();
        bot.store.set_roles(level(self.level), &roles, &bot.audit.who(doing.caller)).await?;
        let message = if self.in_panel {
            panel::draw(bot, doing.caller, Step::Roles)
        } else {
            views::setup::roles(&view(bot, doing.caller), false)
        };
        Ok(message.into())
    }
}

fn level(level: SetLevel) -> RoleLevel {
    match level {
        SetLevel::Viewer => RoleLevel::Viewer,
        SetLevel::Agent => RoleLevel::Agent,
        SetLevel::Manager => RoleLevel::Manager,
    }
}

/// The settings of the caller's server.
fn view(bot: &Bot, caller: Caller) -> SetupView {
    let server = bot.settings.server(caller.guild.get());
    let roles = SetLevel::ALL.map(|wanted| {
        let of = server.roles.iter().filter(|(_, given)| **given == level(wanted));
        let mut roles: Vec<u64> = of.map(|(role, _)| *role).collect();
        roles.sort_unstable();
        roles
    });
    let audit = server.audit_channel.map(|channel| AuditChannel { channel, blocked: None });
    SetupView { roles, visibility: visibility::view(&server), audit, links: server.links().count() }
}

/// All settings of the caller's server, with whether Discord blocks a channel.
async fn show_setup(bot: &Bot, caller: Caller) -> Result<Message, Error> {
    let mut view = view(bot, caller);
    if let Some(audit) = &mut view.audit {
        audit.blocked = bot.store.audit_trouble(caller.guild.get()).await?;
    }
    Ok(views::setup::show(&view))
}
