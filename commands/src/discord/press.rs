//! Buttons, selects and forms: what their id says is done, after the same checks as a command's.
//!
//! An id carries all that is needed, so it works after a restart and on any replica; who uses it is checked anew.

use std::time::Duration;

use answers::outdated;
use serenity::all::{
    ActionRowComponent, ButtonKind, ComponentInteraction, ComponentInteractionDataKind, MessageFlags, ModalInteraction,
};
use store::Outcome;
use tokio::time::timeout;
use views::{Draft, Embed, Link, Message, Offer, Press, Row, payload::Component};

use crate::{
    Bot,
    answer::{self, AnyLook},
    areas,
    discord::respond::Responder,
    error::{Error, UserError},
    form::{AnyForm, Opened},
    people::access::{Caller, display_name},
    people::audit::Change,
    perform::{Input, Place},
};

/// How long a form may take to be prepared. It must be the first answer, which Discord awaits for 3 s.
const FORM_TIMEOUT: Duration = Duration::from_millis(1500);

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
    let is_public = !click.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let responder = responder.on_public_message(is_public);
    match pressed {
        None | Some(Press::Choose) => responder.finish(Err(outdated().into()), false).await,
        Some(Press::Look { link, place }) => {
            let look = match areas::look(&link) {
                Ok(look) => look,
                Err(error) => return responder.finish(Err(error), false).await,
            };
            let responder = responder.named(look.name);
            let place = match place {
                views::Place::InPlace if is_public && hides(&responder, caller, look, &link, &ids) => Place::Private,
                views::Place::InPlace => Place::Clicked,
                views::Place::New => Place::Private,
            };
            let responder = responder.at(place);
            let readers = responder.readers(caller);
            responder.race(answer::answer(bot, caller, look, &link, &readers)).await;
        }
        Some(Press::Act(offer)) => {
            let name = click.member.as_ref().map(display_name).unwrap_or_default();
            let input = Input { values, defaults: defaults(click), name, ..Input::default() };
            match dead(bot, caller, &offer) {
                Some(why) => responder.bury(&without(click), why.into()).await,
                None => write(responder, caller, offer, input).await,
            }
        }
        Some(Press::Form(form)) => open(bot, responder, caller, &form).await,
        Some(Press::Share) => share(responder, caller, click, &ids).await,
    }
}

/// Why a button no longer counts, for a caller who could press it.
fn dead(bot: &Bot, caller: Caller, offer: &Offer) -> Option<UserError> {
    let is_asker = offer.asker.is_none_or(|asker| asker == caller.user.get());
    let act = areas::act(&offer.act).ok().filter(|act| is_asker && caller.level >= act.level)?;
    act.expired(bot, offer)
}

/// The message that was clicked, without the component that was used.
fn without(click: &ComponentInteraction) -> Message {
    let (embeds, mut components) = shown(click).unwrap_or_default();
    for row in &mut components {
        row.components.retain(|component| component.custom_id() != Some(&click.data.custom_id));
    }
    components.retain(|row| !row.components.is_empty());
    let content = Some(click.message.content.clone()).filter(|content| !content.is_empty());
    Draft { content, embeds, components, ..Draft::default() }.fit()
}

/// The cards and components of the message that was clicked, as far as they are ours.
fn shown(click: &ComponentInteraction) -> Option<(Vec<Embed>, Vec<Row>)> {
    let embeds = serde_json::to_value(&click.message.embeds).and_then(serde_json::from_value).ok()?;
    let rows = serde_json::to_value(&click.message.components).and_then(serde_json::from_value).ok()?;
    Some((embeds, rows))
}

/// Whether a public message can't show an answer in full, so that the caller sees it in private instead. Another page of a message stays in place.
fn hides(responder: &Responder<'_>, caller: Caller, look: &AnyLook, link: &Link, ids: &[&str]) -> bool {
    let shown = views::carry::shown(ids.iter().copied());
    let is_same = shown.is_some_and(|shown| shown.tag() == link.tag());
    !is_same && responder.bot.channel_readers(caller).words < look.words
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
    let name = form.member.as_ref().map(display_name).unwrap_or_default();
    let input = Input { texts: texts.collect(), name, ..Input::default() };
    write(responder, caller, offer, input).await;
}

async fn write(responder: Responder<'_>, caller: Caller, offer: Offer, input: Input) {
    let act = match areas::act(&offer.act) {
        Ok(act) => act,
        Err(error) => return responder.finish(Err(error), false).await,
    };
    let place = if act.asks_first(&offer) { Place::Private } else { (act.place)(&offer.act) };
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
        Ok(Opened::Soon(modal)) => match timeout(FORM_TIMEOUT, modal).await.unwrap_or(Err(Error::TooSlow)) {
            Ok(modal) => responder.modal(&modal).await,
            Err(error) => responder.finish(Err(error), false).await,
        },
        Ok(Opened::Message(message)) => responder.race(message).await,
        Err(error) => responder.finish(Err(error), false).await,
    }
}

fn opened<'a>(bot: &'a Bot, caller: Caller, form: &AnyForm, link: &Link) -> Result<Opened<'a>, Error> {
    bot.audit.require(caller, form.level, form.name)?;
    (form.open)(bot, caller, link)
}

/// Posts the message to the channel, limited to what its readers may see, and changes the button to "Shared".
async fn share(responder: Responder<'_>, caller: Caller, click: &ComponentInteraction, ids: &[&str]) {
    let responder = responder.named("share");
    let sharing = match Sharing::of(responder.bot, caller, click, ids) {
        Ok(sharing) => sharing,
        Err(error) => return responder.finish(Err(error), false).await,
    };
    let change = Change { caller, action: "share".to_owned(), target: format!("message {}", click.message.id) };
    let begun = responder.bot.audit.begin(change).await;
    let before = Draft { embeds: sharing.embeds.clone(), components: sharing.rows.clone(), ..Draft::default() }.fit();
    let below = sharing.pressed(&click.data.custom_id);
    let shared = responder.clone().at(Place::Clicked).share(&before, &below, sharing.post(responder.bot, caller)).await;
    responder.bot.audit.end(begun, if shared { Outcome::Done } else { Outcome::NotDone }, String::new());
}

/// A message to share, and the look-up that it answers.
struct Sharing {
    embeds: Vec<Embed>,
    rows: Vec<Row>,
    look: &'static AnyLook,
    link: Link,
}

impl Sharing {
    fn of(bot: &Bot, caller: Caller, click: &ComponentInteraction, ids: &[&str]) -> Result<Self, Error> {
        if !caller.may_write {
            return Err(UserError::new("You need **Send Messages** in this channel to share here.").into());
        }
        let link = views::carry::shown(ids.iter().copied());
        let (Some((embeds, rows)), Some(link)) = (shown(click), link) else { return Err(outdated().into()) };
        let look = areas::look(&link)?;
        bot.audit.require(caller, look.level(), "share")?;
        if embeds.is_empty() { Err(outdated().into()) } else { Ok(Self { embeds, rows, look, link }) }
    }

    /// The message that was clicked, with its button changed.
    fn pressed(&self, id: &str) -> Message {
        let mut components = self.rows.clone();
        for component in components.iter_mut().flat_map(|row| &mut row.components) {
            if let Component::Button(button) = component
                && button.custom_id.as_deref() == Some(id)
            {
                (button.label, button.disabled) = (Some("Shared".to_owned()), true);
            }
        }
        Draft { embeds: self.embeds.clone(), components, ..Draft::default() }.fit()
    }

    /// The message for the channel: the same cards, or a new answer to the look-up if its readers may see less.
    async fn post(self, bot: &Bot, caller: Caller) -> Result<Message, Error> {
        let by = format!("-# Shared by <@{}>", caller.user);
        let readers = bot.channel_readers(caller);
        let draft = if readers.words < self.look.words {
            Draft::from(answer::answer(bot, caller, self.look, &self.link, &readers).await?)
        } else {
            Draft { embeds: self.embeds, components: self.rows, ..Draft::default() }
        };
        let content = [Some(by), draft.content.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n");
        Ok(Draft { content: Some(content), components: shareable(draft.components), ..draft }.fit())
    }
}

/// The components of a message in the channel: each asks who presses it. It is shared already, and nobody there has results to go back to.
fn shareable(mut rows: Vec<Row>) -> Vec<Row> {
    let is_share =
        |component: &Component| component.custom_id().is_some_and(|id| matches!(Press::decode(id), Some(Press::Share)));
    for row in &mut rows {
        row.components.retain(|component| !is_share(component));
    }
    rows.retain(|row| !row.components.is_empty());
    rows
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
