//! poise, set up: who is let in, what becomes of errors, and where events go that are no commands.

use std::sync::{Arc, OnceLock};

use poise::{CommandInteractionType, FrameworkContext, FrameworkError, FrameworkOptions};
use serenity::{
    all::{Context, Event, FullEvent, Interaction, RawEventHandler, ShardManager, UserId},
    async_trait,
};
use tokio::time::Instant;

use crate::{
    Ask as _, Bot, Error,
    areas::{links, orphans, setup, subscriptions},
    discord::guilds,
    discord::menus,
    discord::picked::Picked,
    discord::press,
    discord::respond::{Asked, Responder},
    discord::suggest,
    discord::unread::{EventCounts, Unread},
    error::UserError,
    names::complete,
    needs::Needs,
    people::access::Level,
};

/// Takes every event of the gateway, in one task each. serenity would begin two, for a raw event handler and for a framework, and the second
/// wakes another thread: so there is no framework, and poise is called from here.
#[derive(Clone)]
pub struct Events(Arc<Inner>);

struct Inner {
    bot: Arc<Bot>,
    options: FrameworkOptions<Arc<Bot>, Error>,
    counts: Arc<EventCounts>,
    unread: Unread,
    shards: OnceLock<Arc<ShardManager>>,
}

impl Events {
    /// Answers every interaction for `bot`, whose events are counted in `counts`.
    #[must_use]
    pub fn new(bot: Arc<Bot>, counts: Arc<EventCounts>) -> Self {
        let options = FrameworkOptions {
            commands: crate::commands(),
            command_check: Some(|ctx| Box::pin(check(ctx))),
            on_error: |error| Box::pin(on_error(error)),
            post_command: |ctx| Box::pin(after(ctx)),
            ..FrameworkOptions::default()
        };
        let (unread, shards) = (Unread::new(Arc::clone(&bot)), OnceLock::new());
        Self(Arc::new(Inner { bot, options, counts, unread, shards }))
    }

    /// Says whose events they are. None is taken before.
    pub fn come_from(&self, shards: Arc<ShardManager>) {
        let _ = self.0.shards.set(shards);
    }
}

#[async_trait]
impl RawEventHandler for Events {
    async fn raw_event(&self, context: Context, event: Event) {
        self.0.counts.add(context.shard_id);
        self.0.take(&context, event).await;
    }
}

impl Inner {
    /// Takes interactions to poise, to `press.rs` and to `menus.rs`, servers to `guilds.rs`, and to `unread.rs` what serenity can't read. What takes long is
    /// boxed: every event's task would be as large as the largest.
    async fn take(&self, context: &Context, event: Event) {
        let bot = &self.bot;
        match event {
            Event::InteractionCreate(event) => self.answer(context, event.interaction).await,
            Event::ThreadUpdate(event) => bot.notifier.wake(Some(event.thread.id.get())),
            Event::ChannelUpdate(event) => {
                bot.notifier.wake(Some(event.channel.id.get()));
                // Its threads have its permissions, and a category's channels may have the category's.
                bot.notifier.wake(None);
            }
            Event::GuildRoleUpdate(_)
            | Event::GuildRoleDelete(_)
            | Event::GuildMemberUpdate(_)
            | Event::GuildUpdate(_) => {
                bot.servers.forget();
                bot.notifier.wake(None);
            }
            Event::GuildDelete(event) => bot.registering.forget(event.guild.id),
            Event::GuildCreate(event) => Box::pin(guilds::joined(bot, event.guild.id)).await,
            Event::Ready(event) => {
                guilds::connected(bot, &event.ready);
                // Changes before this session were not received.
                bot.notifier.wake(None);
            }
            Event::Unknown(event) => Box::pin(self.unread.take(&event)).await,
            _ => {}
        }
    }

    async fn answer(&self, context: &Context, interaction: Interaction) {
        let bot = &self.bot;
        match interaction {
            Interaction::Command(command) => {
                if let Some(picked) = Picked::of(&command) {
                    return Box::pin(menus::answer(bot, &picked)).await;
                }
                let Some(framework) = self.framework(context, command.application_id.get()) else { return };
                let interaction = Interaction::Command(command);
                Box::pin(poise::dispatch_event(framework, FullEvent::InteractionCreate { interaction })).await;
            }
            Interaction::Autocomplete(mut typing) => {
                let Some(framework) = self.framework(context, typing.application_id.get()) else { return };
                complete::cut(&mut typing.data.options);
                Box::pin(suggest::answer(framework, &typing)).await;
            }
            Interaction::Component(used) => {
                let asked = Asked { id: used.id, token: &used.token, user: used.user.id, guild: used.guild_id };
                let responder = Responder::new(bot, asked, "press");
                responder.guard(Box::pin(press::click(bot, responder.clone(), &used))).await;
            }
            Interaction::Modal(form) => {
                let asked = Asked { id: form.id, token: &form.token, user: form.user.id, guild: form.guild_id };
                let responder = Responder::new(bot, asked, "form");
                responder.guard(Box::pin(press::submit(bot, responder.clone(), &form))).await;
            }
            _ => {}
        }
    }

    /// What poise wants to know. Nothing while it is not known whose events they are.
    fn framework<'a>(
        &'a self,
        serenity_context: &'a Context,
        application: u64,
    ) -> Option<FrameworkContext<'a, Arc<Bot>, Error>> {
        let (options, user_data, shard_manager) = (&self.options, &self.bot, self.shards.get()?);
        Some(FrameworkContext { bot_id: UserId::new(application), serenity_context, options, user_data, shard_manager })
    }
}

/// Lets in members of served servers who have the command's level.
async fn check(ctx: poise::Context<'_, Arc<Bot>, Error>) -> Result<bool, Error> {
    let poise::Context::Application(ctx) = ctx else { return Ok(false) };
    let needs = Needs::of(ctx.command());
    let level = needs.map_or(Level::Owner, |needs| needs.level());
    let caller = match ctx.interaction_type {
        CommandInteractionType::Command => {
            let caller = ctx.data().let_in(ctx.interaction)?;
            // The audit uses the same name when the change is made.
            let action = needs.map_or(&*ctx.command().qualified_name, |needs| needs.request.name);
            ctx.data().audit.require(caller, level, action)?;
            *ctx.invocation_data.lock().await = Box::new(caller);
            caller
        }
        CommandInteractionType::Autocomplete => {
            let caller = ctx.caller()?;
            if !ctx.data().floods.count_keystroke(caller.user, ctx.interaction.id, Instant::now()) {
                return Err(UserError::new("You're typing too fast.").into());
            }
            caller
        }
    };
    // A refused autocomplete is empty.
    Ok(caller.may(level))
}

/// Sends what follows a command: notices, subscriptions without an owner, link requests, the setup panel.
async fn after(ctx: poise::Context<'_, Arc<Bot>, Error>) {
    if let poise::Context::Application(ctx) = ctx {
        subscriptions::notices(ctx).await;
        links::remind(ctx).await;
        setup::panel::remind(ctx).await;
        orphans::tell(ctx).await;
    }
}

/// Tells whoever called what went wrong. poise gives an error here when a command did not begin, or broke.
async fn on_error(error: FrameworkError<'_, Arc<Bot>, Error>) {
    let (ctx, error) = match error {
        FrameworkError::Command { error, ctx: poise::Context::Application(ctx), .. } => (ctx, error),
        FrameworkError::CommandCheckFailed { error: Some(error), ctx: poise::Context::Application(ctx), .. } => {
            (ctx, error)
        }
        FrameworkError::ArgumentParse { ctx: poise::Context::Application(ctx), .. } => {
            (ctx, UserError::new("One of the options has an invalid value. Pick one from the list.").into())
        }
        FrameworkError::CommandStructureMismatch { ctx, .. } => (ctx, outdated()),
        FrameworkError::CommandPanic { ctx: poise::Context::Application(ctx), .. } => (ctx, Error::Broken),
        FrameworkError::UnknownInteraction { interaction, framework, .. } => {
            let bot = framework.user_data;
            let (id, token, user, guild) =
                (interaction.id, &interaction.token, interaction.user.id, interaction.guild_id);
            let responder = Responder::new(bot, Asked { id, token, user, guild }, "unknown command");
            return responder.finish(Err(outdated()), false).await;
        }
        other => return tracing::error!(error = %other, "poise failed"),
    };
    ctx.responder().finish(Err(error), false).await;
}

pub(super) fn outdated() -> Error {
    UserError::new("This command has changed. Restart Discord (Ctrl+R) and try again.").into()
}
