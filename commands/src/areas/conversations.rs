//! `/conversation`: the commands about conversations.
//!
//! `writes.rs` has what they change in LiveAgent, `find.rs` the search, `menus.rs` the commands in the menu of a message.

mod fields;
mod find;
mod menus;
mod moves;
mod options;
mod reply;
mod save;
mod sending;
mod writes;

use liveagent::{AgentStatus, Department, Tag};
use std::future::ready;

use serenity::all::Attachment;
use views::conversations::{
    AddNote, AddTag, CheckReply, ChooseTags, Delete, DiscardReply, Find, List, Messages, NOTE_TEXT, NoteForm,
    RemoveTag, ReplyForm, Retag, SaveNote, SendReply, SetStatus, Show, Tags, TagsForm, Take, ToAgent, ToDepartment,
    Transfer, TransferForm, WriteReply,
};

use self::{
    find::find,
    options::{ChannelFilter, NewStatus, StatusFilter},
    writes::note_form,
};
use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    choice::Choice,
    dates::{self, Changed},
    files::Given,
    form::AnyForm,
    names::{complete, identify},
    needs::{asks, does},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    menus: &[menus::OPEN, menus::SAVE],
    looks: &[
        AnyLook::of::<List>(),
        AnyLook::of::<Find>(),
        AnyLook::of::<Show>(),
        AnyLook::of::<Messages>(),
        AnyLook::of::<Tags>(),
    ],
    acts: &[
        AnyAct::of::<AddNote>(),
        AnyAct::of::<SaveNote>(),
        AnyAct::of::<SetStatus>(),
        AnyAct::of::<AddTag>(),
        AnyAct::of::<RemoveTag>(),
        AnyAct::of::<ChooseTags>(),
        AnyAct::of::<Retag>(),
        AnyAct::of::<Transfer>(),
        AnyAct::of::<ToDepartment>(),
        AnyAct::of::<ToAgent>(),
        AnyAct::of::<Take>(),
        AnyAct::of::<Delete>(),
        AnyAct::of::<WriteReply>(),
        AnyAct::of::<SendReply>(),
        AnyAct::of::<CheckReply>(),
        AnyAct::of::<DiscardReply>(),
    ],
    forms: &[
        AnyForm::of::<NoteForm>(),
        AnyForm::of::<TagsForm>(),
        AnyForm::of::<TransferForm>(),
        AnyForm::of::<ReplyForm>(),
    ],
    ..Area::of(|| vec![conversation()])
};

/// Find and work on conversations
#[poise::command(
    slash_command,
    subcommands(
        "list",
        "find",
        "show",
        "messages",
        "tags",
        "reply::reply",
        "note",
        "status",
        "tag",
        "untag",
        "moves::take",
        "moves::transfer",
        "fields::field",
        "moves::delete"
    ),
    subcommand_required
)]
async fn conversation(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List conversations, most recently changed first
///
/// `/conversation list status:Open department:Support`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn list(
    ctx: Context<'_>,
    #[description = "Filter by status"] status: Option<Choice<StatusFilter>>,
    #[description = "Filter by department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Filter by agent"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "Filter by customer: email or contact ID"]
    #[max_length = 100]
    customer: Option<String>,
    #[description = "Filter by channel"] channel: Option<Choice<ChannelFilter>>,
    #[description = "Filter by subject words"]
    #[max_length = 100]
    subject: Option<String>,
    #[description = "Filter by last change"] changed: Option<Choice<Changed>>,
    #[description = "Created on or after, e.g. 2026-11-20, yesterday, 3 days ago"]
    #[max_length = 40]
    from: Option<String>,
    #[description = "Created on or before, e.g. 2026-11-20 14:30"]
    #[max_length = 40]
    to: Option<String>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let (now, zone) = (bot.clock.now(), bot.liveagent.time_zone());
        let department = identify::optional::<Department>(&bot.directory, department.as_deref()).await?;
        let agent = identify::optional::<AgentStatus>(&bot.directory, agent.as_deref()).await?;
        let (from, to) = dates::range(from.as_deref(), to.as_deref(), now, &zone)?;
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

/// Show a conversation's details
///
/// `/conversation show conversation:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
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
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "Sent on or after, e.g. yesterday or 2026-11-20 14:30"]
    #[max_length = 40]
    from: Option<String>,
    #[description = "Sent on or before"]
    #[max_length = 40]
    to: Option<String>,
) -> Outcome {
    let bot = ctx.data();
    let conversation = identify::conversation(&conversation)?;
    let (now, zone) = (bot.clock.now(), bot.liveagent.time_zone());
    let (from, to) = dates::range(from.as_deref(), to.as_deref(), now, &zone)?;
    ctx.look(&Messages { conversation, from, to, quotes: false }).await
}

/// Show a conversation's tags
///
/// `/conversation tags conversation:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "asks::<Tags>()")]
async fn tags(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    ctx.look(&Tags { conversation }).await
}

/// Add a tag to a conversation
///
/// `/conversation tag conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<AddTag>()")]
async fn tag(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
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

/// Remove a tag from a conversation
///
/// `/conversation untag conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<RemoveTag>()")]
async fn untag(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
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
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The new status"] status: Choice<NewStatus>,
    #[description = "Internal note to add with the change"]
    #[max_length = 2000]
    note: Option<String>,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    let act = SetStatus { conversation, status: status.0, from: None };
    ctx.act(ready(Ok((act, Input { texts: note_text(note), ..Input::default() })))).await
}

/// Add an internal note (customers never see it)
///
/// `/conversation note conversation:ABC-DEFGH-123 text:Called back, all is well`
/// `/conversation note conversation:ABC-DEFGH-123 text:The invoice attachment:invoice.pdf`
#[poise::command(slash_command, custom_data = "does::<AddNote>()")]
async fn note(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "Note text (leave empty to open a form)"]
    #[max_length = 4000]
    text: Option<String>,
    #[description = "File to attach (max 10 MiB)"] attachment: Option<Attachment>,
    #[description = "Second file"] attachment2: Option<Attachment>,
    #[description = "Third file"] attachment3: Option<Attachment>,
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
