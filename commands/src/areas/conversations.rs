//! `/conversation`: the commands about conversations.
//!
//! `look_ups.rs` has what they ask of LiveAgent, `writes.rs` what they change there.

mod look_ups;
mod options;
mod writes;

use liveagent::{AgentStatus, Department, Tag};
use std::future::ready;

use serenity::all::Attachment;
use views::conversations::{
    AddNote, AddTag, ChooseTags, List, Messages, NOTE_TEXT, NoteForm, RemoveTag, Retag, SetStatus, Show, Tags, TagsForm,
};

use self::{
    options::{ChannelFilter, NewStatus, StatusFilter},
    writes::note_form,
};
use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    choice::Choice,
    dates::{self, Changed, Edge},
    files::Given,
    form::AnyForm,
    names::{complete, identify},
    needs::{asks, does},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::of::<List>(), AnyLook::of::<Show>(), AnyLook::of::<Messages>(), AnyLook::of::<Tags>()],
    acts: &[
        AnyAct::of::<AddNote>(),
        AnyAct::of::<SetStatus>(),
        AnyAct::of::<AddTag>(),
        AnyAct::of::<RemoveTag>(),
        AnyAct::of::<ChooseTags>(),
        AnyAct::of::<Retag>(),
    ],
    forms: &[AnyForm::of::<NoteForm>(), AnyForm::of::<TagsForm>()],
    ..Area::of(|| vec![conversation()])
};

/// Look up conversations and act on them
#[poise::command(
    slash_command,
    subcommands("list", "show", "messages", "tags", "tag", "untag", "status", "note"),
    subcommand_required
)]
async fn conversation(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List conversations, newest first, by any filter
///
/// `/conversation list status:Open department:Support`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn list(
    ctx: Context<'_>,
    #[description = "Only with this status"] status: Option<Choice<StatusFilter>>,
    #[description = "Only of this department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Only of this agent"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "Only of this customer: an email address or contact id"]
    #[max_length = 100]
    customer: Option<String>,
    #[description = "Only from this channel"] channel: Option<Choice<ChannelFilter>>,
    #[description = "Only with this subject"]
    #[max_length = 100]
    subject: Option<String>,
    #[description = "Only if changed lately"] changed: Option<Choice<Changed>>,
    #[description = "Only created from then on, such as 2026-11-20, yesterday, 3 days ago"]
    #[max_length = 40]
    from: Option<String>,
    #[description = "Only created up to then, such as 2026-11-20 14:30"]
    #[max_length = 40]
    to: Option<String>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let (now, zone) = (bot.clock.now(), bot.liveagent.time_zone());
        let instant =
            |typed: Option<String>, edge| typed.map(|typed| dates::instant(&typed, edge, now, &zone)).transpose();
        let department = identify::optional::<Department>(&bot.directory, department.as_deref()).await?;
        let agent = identify::optional::<AgentStatus>(&bot.directory, agent.as_deref()).await?;
        let (from, to) = dates::range(instant(from, Edge::Start)?, instant(to, Edge::End)?)?;
        let list = List {
            status: status.map(|Choice(statuses)| statuses.to_vec()).unwrap_or_default(),
            department,
            agent,
            customer,
            channel: channel.map(|Choice(channel)| channel),
            subject,
            changed: changed.map(|Choice(span)| dates::since(span, now)),
            from,
            to,
        };
        ctx.answer(&list).await
    })
    .await
}

/// Show a conversation: who, what, where it stands
///
/// `/conversation show conversation:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    ctx.look(&Show { conversation }).await
}

/// Read a conversation's messages, newest first
///
/// `/conversation messages conversation:ABC-DEFGH-123 from:yesterday`
#[poise::command(slash_command, custom_data = "asks::<Messages>()")]
async fn messages(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "Only from then on, such as yesterday or 2026-11-20 14:30"]
    #[max_length = 40]
    from: Option<String>,
    #[description = "Only up to then"]
    #[max_length = 40]
    to: Option<String>,
) -> Outcome {
    let bot = ctx.data();
    let conversation = identify::conversation(&conversation)?;
    let (now, zone) = (bot.clock.now(), bot.liveagent.time_zone());
    let from = from.map(|typed| dates::instant(&typed, Edge::Start, now, &zone)).transpose()?;
    let to = to.map(|typed| dates::instant(&typed, Edge::End, now, &zone)).transpose()?;
    let (from, to) = dates::range(from, to)?;
    ctx.look(&Messages { conversation, from, to, quotes: false }).await
}

/// Show the tags of a conversation
///
/// `/conversation tags conversation:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "asks::<Tags>()")]
async fn tags(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    ctx.look(&Tags { conversation }).await
}

/// Put a tag on a conversation
///
/// `/conversation tag conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<AddTag>()")]
async fn tag(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    assign(ctx, &conversation, tag).await
}

/// Take a tag off a conversation
///
/// `/conversation untag conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<RemoveTag>()")]
async fn untag(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    unassign(ctx, &conversation, tag).await
}

/// What `/conversation tag` and `/tag assign` do.
pub(crate) async fn assign(ctx: Context<'_>, conversation: &str, tag: String) -> Outcome {
    let conversation = identify::conversation(conversation)?;
    ctx.act(async {
        let tag = identify::id::<Tag>(&ctx.data().directory, &tag).await?;
        Ok((AddTag { conversation, tag }, Input::default()))
    })
    .await
}

/// What `/conversation untag` and `/tag unassign` do.
pub(crate) async fn unassign(ctx: Context<'_>, conversation: &str, tag: String) -> Outcome {
    let conversation = identify::conversation(conversation)?;
    ctx.act(async {
        let tag = identify::id::<Tag>(&ctx.data().directory, &tag).await?;
        Ok((RemoveTag { conversation, tag }, Input::default()))
    })
    .await
}

/// Change a conversation's status
///
/// `/conversation status conversation:ABC-DEFGH-123 status:Resolved`
/// `/conversation status conversation:ABC-DEFGH-123 status:Resolved note:Refunded`
#[poise::command(slash_command, custom_data = "does::<SetStatus>()")]
async fn status(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The new status"] status: Choice<NewStatus>,
    #[description = "A note to leave with the change, for colleagues only"]
    #[max_length = 2000]
    note: Option<String>,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    let act = SetStatus { conversation, status: status.0, from: None };
    ctx.act(ready(Ok((act, Input { texts: note_text(note), ..Input::default() })))).await
}

/// Add a note to a conversation, for colleagues only
///
/// `/conversation note conversation:ABC-DEFGH-123 text:Called back, all is well`
/// `/conversation note conversation:ABC-DEFGH-123 text:The invoice attachment:invoice.pdf`
#[poise::command(slash_command, custom_data = "does::<AddNote>()")]
async fn note(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The note; leave it out to write it in a form"]
    #[max_length = 4000]
    text: Option<String>,
    #[description = "A file to attach, 10 MiB at most"] attachment: Option<Attachment>,
    #[description = "Another file to attach"] attachment2: Option<Attachment>,
    #[description = "A third file to attach"] attachment3: Option<Attachment>,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    let files: Vec<Given> = [attachment, attachment2, attachment3].into_iter().flatten().map(Given::from).collect();
    if text.is_none() && files.is_empty() {
        return ctx.modal(&note_form(ctx.data(), ctx.interaction.user.id, &conversation)).await;
    }
    ctx.act(ready(Ok((AddNote { conversation }, Input { texts: note_text(text), files, ..Input::default() })))).await
}

/// The text of a note, as the form gives it.
fn note_text(text: Option<String>) -> Vec<(String, String)> {
    text.map(|text| (NOTE_TEXT.to_owned(), text)).into_iter().collect()
}
