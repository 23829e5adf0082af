//! Answers an autocomplete: finds the command and the option that is being typed, asks that option for choices and sends them.
//!
//! poise would do the same, but send them through serenity's client, which our rate limits and time limits don't reach.

use std::{any::Any, sync::Arc, sync::atomic::AtomicBool};

use poise::{CommandInteractionType, FrameworkContext};
use serenity::all::{CommandInteraction, CreateAutocompleteResponse, ResolvedValue};
use tokio::sync::Mutex;

use crate::{
    Bot, Error,
    discord::respond::{Asked, Responder},
    panics::unbroken,
};

/// Answers with the choices that match. A member who may not use the command gets none.
pub(crate) async fn answer(framework: FrameworkContext<'_, Arc<Bot>, Error>, typing: &CommandInteraction) {
    let asked = Asked { id: typing.id, token: &typing.token, user: typing.user.id, guild: typing.guild_id };
    let responder = Responder::new(framework.user_data, asked, "autocomplete");
    let choices = unbroken(choices(framework, typing)).await.flatten();
    responder.suggest(&choices.unwrap_or_default()).await;
}

/// The choices; none where the command or the option is not known, or the member is refused.
async fn choices(
    framework: FrameworkContext<'_, Arc<Bot>, Error>,
    typing: &CommandInteraction,
) -> Option<CreateAutocompleteResponse> {
    let (has_answered, data) = (AtomicBool::new(false), Mutex::new(Box::new(()) as Box<dyn Any + Send + Sync>));
    let (options, mut path) = (typing.data.options(), Vec::new());
    let kind = CommandInteractionType::Autocomplete;
    let found =
        poise::extract_command_and_run_checks(framework, typing, kind, &has_answered, &data, &options, &mut path);
    let ctx = found.await.ok()?;
    let (name, typed) = ctx.args.iter().find_map(|option| match &option.value {
        ResolvedValue::Autocomplete { value, .. } => Some((option.name, *value)),
        _ => None,
    })?;
    let parameter = ctx.command().parameters.iter().find(|parameter| parameter.name == name)?;
    Some((parameter.autocomplete_callback?)(ctx, typed).await)
}
