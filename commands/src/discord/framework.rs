//! poise, set up: who is let in, what becomes of errors, and where events go that are no commands.

use std::sync::Arc;

use poise::{BoxFuture, CommandInteractionType, FrameworkContext, FrameworkError, FrameworkOptions};
use serenity::all::{FullEvent, Interaction, UserId};
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
    error::UserError,
    names::complete,
    needs::Needs,
    people::access::Level,
};

/// poise's, except that what is being typed is cut first and its choices are sent by us, and that commands in menus are ours.
pub struct Framework(poise::Framework<Arc<Bot>, Error>);

#[serenity::async_trait]
impl serenity::framework::Framework for Framework {
    async fn init(&mut self, client: &serenity::Client) {
        self.0.init(client).await;
    }

    async fn dispatch(&self, ctx: serenity::all::Context, mut event: FullEvent) {
        if let FullEvent::InteractionCreate { interaction: Interaction::Autocomplete(typing) } = &mut event {
            complete::cut(&mut typing.data.options);
            let framework = FrameworkContext {
                serenity_context: &ctx,
                bot_id: UserId::new(typing.application_id.get()),
                options: self.0.options(),
                user_data: self.0.user_data().await,
                shard_manager: self.0.shard_manager(),
            };
            return suggest::answer(framework, typing).await;
        }
        if let FullEvent::InteractionCreate { interaction: Interaction::Command(command) } = &event
            && let Some(picked) = Picked::of(command)
        {
            return menus::answer(self.0.user_data().await, &picked).await;
        }
        self.0.dispatch(ctx, event).await;
    }
}

/// The framework that answers every interaction for `bot`.
#[must_use]
pub fn framework(bot: Arc<Bot>) -> Framework {
    let options = FrameworkOptions {
        commands: crate::commands(),
        command_check: Some(|ctx| Box::pin(check(ctx))),
        on_error: |error| Box::pin(on_error(error)),
        post_command: |ctx| Box::pin(after(ctx)),
        event_handler: |framework, event| on_event(framework, event),
        initialize_owners: false,
        ..FrameworkOptions::default()
    };
    let builder = poise::Framework::builder().options(options);
    Framework(builder.setup(move |_, _, _| Box::pin(std::future::ready(Ok(bot)))).build())
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

/// Takes buttons, selects and forms to `press.rs`, and servers to `guilds.rs`.
fn on_event<'a>(
    framework: FrameworkContext<'a, Arc<Bot>, Error>,
    event: &'a FullEvent,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let bot = framework.user_data;
        match event {
            FullEvent::InteractionCreate { interaction: Interaction::Component(used) } => {
                let asked = Asked { id: used.id, token: &used.token, user: used.user.id, guild: used.guild_id };
                let responder = Responder::new(bot, asked, "press");
                responder.guard(Box::pin(press::click(bot, responder.clone(), used))).await;
            }
            FullEvent::InteractionCreate { interaction: Interaction::Modal(form) } => {
                let asked = Asked { id: form.id, token: &form.token, user: form.user.id, guild: form.guild_id };
                let responder = Responder::new(bot, asked, "form");
                responder.guard(Box::pin(press::submit(bot, responder.clone(), form))).await;
            }
            FullEvent::ThreadUpdate { new: thread, .. } => bot.notifier.wake(Some(thread.id.get())),
            FullEvent::ChannelUpdate { new: channel, .. } => {
                bot.notifier.wake(Some(channel.id.get()));
                // Its threads have its permissions, and a category's channels may have the category's.
                bot.notifier.wake(None);
            }
            FullEvent::GuildRoleUpdate { .. }
            | FullEvent::GuildRoleDelete { .. }
            | FullEvent::GuildMemberUpdate { .. }
            | FullEvent::GuildUpdate { .. } => {
                bot.servers.forget();
                bot.notifier.wake(None);
            }
            FullEvent::GuildDelete { incomplete, .. } => bot.registering.forget(incomplete.id),
            FullEvent::GuildCreate { guild, .. } => guilds::joined(bot, guild.id).await,
            FullEvent::Ready { data_about_bot } => {
                guilds::connected(bot, data_about_bot);
                // Changes before this session were not received.
                bot.notifier.wake(None);
            }
            _ => {}
        }
        Ok(())
    })
}
