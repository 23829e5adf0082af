//! Buttons, selects and forms: what their id says is done, after the same checks as a command's.
//!
//! An id carries all that is needed, so it works after a restart and on any replica; who uses it is checked anew.

use answers::outdated;
use serenity::all::{
    ActionRowComponent, ButtonKind, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use store::Outcome;
use views::{Draft, Embed, Link, Offer, Press, Row, payload::Component};

use crate::{
    Bot, answer, areas,
    discord::channels,
    discord::respond::Responder,
    error::{Error, UserError},
    form::{AnyForm, Opened},
    people::access::Caller,
    people::audit::Change,
    perform::{Input, Place},
};

/// A button or a select was used.
pub(crate) async fn click(bot: &Bot, responder: Responder<'_>, click: &ComponentInteraction) {
    let ids: Vec<&str> = ids(click).collect();
    let pressed = match &click.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => {
            match views::carry::read(&click.data.custom_id, ids.iter().copied()) {
                Some(Press::Choose) => {
                    values.first().and_then(|value| views::carry::chosen(value, ids.iter().copied()))
                }
                press => press,
            }
        }
        _ => views::carry::read(&click.data.custom_id, ids.iter().copied()),
    };
    let values = match &click.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::RoleSelect { values } => values.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let caller = match bot.let_in(click) {
        Ok(caller) => caller,
        Err(error) => return responder.finish(Err(error), false).await,
    };
    match pressed {
        None | Some(Press::Choose) => responder.finish(Err(outdated().into()), false).await,
        Some(Press::Look { link, place }) => {
            let look = match areas::look(&link) {
                Ok(look) => look,
                Err(error) => return responder.finish(Err(error), false).await,
            };
            let place = match place {
                views::Place::InPlace => Place::Clicked,
                views::Place::New => Place::Private,
            };
            responder.named(look.name).at(place).race(answer::answer(bot, caller, look, &link)).await;
        }
        Some(Press::Act(offer)) => {
            let input = Input { values, defaults: defaults(click), ..Input::default() };
            write(responder, caller, offer, input).await;
        }
        Some(Press::Form(form)) => open(bot, responder, caller, &form).await,
        Some(Press::Share) => share(responder, click).await,
    }
}

/// A form was sent.
pub(crate) async fn submit(bot: &Bot, responder: Responder<'_>, form: &ModalInteraction) {
    let caller = match bot.let_in(form) {
        Ok(caller) => caller,
        Err(error) => return responder.finish(Err(error), false).await,
    };
    let Some(Press::Act(offer)) = Press::decode(&form.data.custom_id) else {
        return responder.finish(Err(outdated().into()), false).await;
    };
    let inputs = form.data.components.iter().flat_map(|row| &row.components);
    let texts = inputs.filter_map(|component| match component {
        ActionRowComponent::InputText(input) => Some((input.custom_id.clone(), input.value.clone()?)),
        _ => None,
    });
    let input = Input { texts: texts.collect(), ..Input::default() };
    write(responder, caller, offer, input).await;
}

async fn write(responder: Responder<'_>, caller: Caller, offer: Offer, input: Input) {
    let act = match areas::act(&offer.act) {
        Ok(act) => act,
        Err(error) => return responder.finish(Err(error), false).await,
    };
    let place = if act.asks_first(&offer) { Place::Private } else { act.place };
    let responder = responder.named(act.name).at(place);
    // Before it is deferred: a refusal must not take the place of the message.
    if let Err(error) = responder.bot.audit.require(caller, act.level, act.name) {
        return responder.finish(Err(error), false).await;
    }
    let (bot, link) = (responder.bot, offer.act.clone());
    responder.act(caller, act, std::future::ready(Ok((offer, input)))).await;
    (act.after)(bot, &link).await;
}

async fn open(bot: &Bot, responder: Responder<'_>, caller: Caller, link: &Link) {
    let form = match areas::form(link) {
        Ok(form) => form,
        Err(error) => return responder.finish(Err(error), false).await,
    };
    let responder = responder.named(form.name);
    match opened(bot, caller, form, link) {
        Ok(Opened::Window(modal)) => responder.modal(&modal).await,
        Ok(Opened::Message(message)) => responder.race(message).await,
        Err(error) => responder.finish(Err(error), false).await,
    }
}

fn opened<'a>(bot: &'a Bot, caller: Caller, form: &AnyForm, link: &Link) -> Result<Opened<'a>, Error> {
    bot.audit.require(caller, form.level, form.name)?;
    (form.open)(bot, caller, link)
}

/// Posts the cards that were seen, and nothing else of the message, to the channel; and says under them that it did, in place of the
/// button.
async fn share(responder: Responder<'_>, click: &ComponentInteraction) {
    let cards: Result<Vec<Embed>, _> = serde_json::to_value(&click.message.embeds).and_then(serde_json::from_value);
    let rows: Result<Vec<Row>, _> = serde_json::to_value(&click.message.components).and_then(serde_json::from_value);
    let responder = responder.named("share");
    let theirs = click.member.as_ref().and_then(|member| member.permissions).unwrap_or_default();
    if !channels::may_write(theirs, click.channel.as_ref()) {
        let sentence = "You need **Send Messages** in this channel to share here.";
        return responder.finish(Err(UserError::new(sentence).into()), false).await;
    }
    let (Ok(embeds), Ok(mut components)) = (cards, rows) else {
        return responder.finish(Err(outdated().into()), false).await;
    };
    if embeds.is_empty() {
        return responder.finish(Err(outdated().into()), false).await;
    }
    let before = Draft { embeds: embeds.clone(), components: components.clone(), ..Draft::default() }.fit();
    for component in components.iter_mut().flat_map(|row| &mut row.components) {
        if let Component::Button(button) = component
            && button.custom_id.as_deref() == Some(&click.data.custom_id)
        {
            (button.label, button.disabled) = (Some("Shared".to_owned()), true);
        }
    }
    let caller = match responder.bot.admit(click) {
        Ok(caller) => caller,
        Err(error) => return responder.finish(Err(error.into()), false).await,
    };
    let content = Some(format!("-# Shared by <@{}>", click.user.id));
    let shared = Draft { content, embeds: embeds.clone(), ..Draft::default() }.fit();
    let below = Draft { embeds, components, ..Draft::default() }.fit();
    let change = Change { caller, action: "share".to_owned(), target: format!("message {}", click.message.id) };
    let begun = responder.bot.audit.begin(change).await;
    let shared = responder.clone().at(Place::Clicked).share(&before, &below, &shared).await;
    responder.bot.audit.end(begun, if shared { Outcome::Done } else { Outcome::NotDone }, String::new());
}

/// The ids of all components of the message: a long look is spread over them.
fn ids(click: &ComponentInteraction) -> impl Iterator<Item = &str> {
    click.message.components.iter().flat_map(|row| &row.components).filter_map(|component| match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id.as_str()),
            _ => None,
        },
        ActionRowComponent::SelectMenu(select) => select.custom_id.as_deref(),
        _ => None,
    })
}

/// What was chosen in the select that was used when it was drawn: what of it is chosen no more is meant to go.
fn defaults(click: &ComponentInteraction) -> Vec<String> {
    let selects =
        click.message.components.iter().flat_map(|row| &row.components).filter_map(|component| match component {
            ActionRowComponent::SelectMenu(select) if select.custom_id.as_deref() == Some(&click.data.custom_id) => {
                Some(select)
            }
            _ => None,
        });
    selects
        .flat_map(|select| &select.options)
        .filter(|option| option.default)
        .map(|option| option.value.clone())
        .collect()
}
