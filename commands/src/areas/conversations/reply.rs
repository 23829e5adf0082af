//! `/conversation reply`: a reply to the customer is written, shown once more, and sent once.
//!
//! It is a row of the store until then (`store/src/drafts.rs`); `sending.rs` sends it. Without a linked agent LiveAgent would make a note of it, so it is
//! refused.

use answers::{Sends, sends};
use liveagent::ShowConversation;
use serenity::all::Attachment;
use store::{DraftState, Outcome::NotDone};
use views::{
    Modal,
    conversations::{
        CheckReply, DiscardReply, Preview, REPLY_TEXT, Reply, ReplyFile, ReplyForm, SendReply, WriteReply, Written,
    },
};

use super::{
    options::NewStatus,
    writes::{label_of, not_taken},
};
use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    choice::Choice,
    error::UserError,
    files::Given,
    form::{Open, Opened},
    names::{complete, identify},
    needs::does,
    people::{
        access::{Caller, Level},
        agents::agent_of,
    },
    perform::{Doing, Done, Input, Perform, Place},
};

/// The names of the inputs with the options of a reply.
const STATUS: &str = "status";
const NO_MAIL: &str = "do_not_send_mail";
const NO_TEMPLATE: &str = "without_template";

/// Write a reply to the customer (you see it once more before it is sent)
///
/// `/conversation reply conversation:ABC-DEFGH-123 text:Your parcel is on its way.`
/// `/conversation reply conversation:ABC-DEFGH-123 text:Here is the invoice. attachment:invoice.pdf status:Resolved`
#[poise::command(slash_command, custom_data = "does::<WriteReply>()")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
pub(super) async fn reply(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The reply, in Markdown (leave empty to open a form)"]
    #[max_length = 4000]
    text: Option<String>,
    #[description = "File to attach (max 10 MiB)"] attachment: Option<Attachment>,
    #[description = "Second file"] attachment2: Option<Attachment>,
    #[description = "Third file"] attachment3: Option<Attachment>,
    #[description = "Status to set once it is sent"] status: Option<Choice<NewStatus>>,
    #[description = "Only add it to the conversation, send no mail"] do_not_send_mail: Option<bool>,
    #[description = "Use the department's mail template (default: yes)"] use_template: Option<bool>,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    let files: Vec<Given> = [attachment, attachment2, attachment3].into_iter().flatten().map(Given::from).collect();
    let has_options = status.is_some() || do_not_send_mail == Some(true) || use_template == Some(false);
    if text.is_none() && files.is_empty() {
        if has_options {
            return Err(UserError::new("Enter a `text` together with these options.").into());
        }
        let bot = ctx.data();
        linked(bot, ctx.caller()?)?;
        return ctx.modal(&empty_form(bot, ctx.caller()?, &conversation)).await;
    }
    let flag = |name: &str, is_set: bool| is_set.then(|| (name.to_owned(), "yes".to_owned()));
    let texts = text.map(|text| (REPLY_TEXT.to_owned(), text)).into_iter();
    let texts = texts
        .chain(status.map(|Choice(status)| (STATUS.to_owned(), status.letter().to_string())))
        .chain(flag(NO_MAIL, do_not_send_mail == Some(true)))
        .chain(flag(NO_TEMPLATE, use_template == Some(false)))
        .collect();
    ctx.act(std::future::ready(Ok((WriteReply { conversation, draft: 0 }, Input { texts, files, ..Input::default() }))))
        .await
}

impl Perform for WriteReply {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ListConversationMessages, AddFile];

    fn target(&self) -> String {
        format!("conversation {}", self.conversation)
    }

    fn place(&self) -> Place {
        // What is written again takes the place of its preview. A card that others may see stays as it is.
        if self.draft > 0 { Place::Clicked } else { Place::Private }
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let text = input.text(REPLY_TEXT).map(str::to_owned);
        let previewed = doing.write_reply(self, input).await;
        previewed.map_err(|why| match text {
            // What was written is given back.
            Some(text) => not_taken(why, Written::Reply, &self.conversation, &text),
            None => why,
        })
    }
}

impl Doing<'_> {
    /// Keeps what was written, and shows it before it is sent.
    async fn write_reply(&self, act: &WriteReply, input: Input) -> Result<Done, Error> {
        let (agent, former) = (linked(self.bot, self.caller)?, self.former(act.draft).await?);
        let (conversation, groups) = self.thread(&act.conversation).await?;
        let mut reply = former.unwrap_or_default();
        let text = input.text(REPLY_TEXT);
        if text.is_none() && input.files.is_empty() && reply.files.is_empty() {
            return Err(UserError::new("The reply is empty. Write something first.").into());
        }
        let uploaded = self.bot.files.upload(&self.liveagent, &input.files, self.until).await?;
        let uploaded = uploaded.into_iter().map(|file| ReplyFile {
            id: file.file_id,
            name: file.file_name,
            size: file.file_size.map(liveagent::Bytes::get),
            kind: file.file_type,
        });
        reply.files.extend(uploaded);
        reply.text = text.map_or_else(|| attached(&reply.files), str::to_owned);
        if let Some(letter) = input.text(STATUS).and_then(|letter| letter.chars().next()) {
            reply.status = Some(liveagent::ConversationStatus::from_letter(letter));
        }
        reply.do_not_send_mail |= input.text(NO_MAIL).is_some();
        reply.without_template |= input.text(NO_TEMPLATE).is_some();
        let (store, now) = (&self.bot.store, self.bot.clock.now());
        let (content, seen) = (content(&reply), views::conversations::last_said(&groups));
        let draft = if act.draft > 0 && store.rewrite_draft(act.draft, &content, &seen, now).await? {
            act.draft
        } else {
            let by = (self.caller.guild.get(), self.caller.user.get());
            store.write_draft(by, &conversation.conversation_id, &content, &seen, now).await?
        };
        let preview =
            Preview { conversation: &conversation, draft, reply: &reply, agent: &agent, news: &[], failure: None };
        Ok(views::conversations::preview(preview, &self.desk().await).into())
    }
}

impl Perform for SendReply {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends =
        sends![ShowConversation, ListConversationMessages, AddConversationMessage, ChangeConversationStatus];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        format!("reply {}", self.draft)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, agent) = (doing.bot, linked(doing.bot, doing.caller)?);
        let draft = doing.draft(self.draft).await?;
        if draft.state != DraftState::Draft {
            return doing.look_for(draft, &agent).await;
        }
        let reply = read(&draft.content)?;
        let (conversation, groups) = doing.thread(&draft.conversation).await?;
        let news = views::conversations::said_since(&groups, &draft.seen, &agent);
        if !news.is_empty() {
            bot.store.see_draft(draft.id, &views::conversations::last_said(&groups)).await?;
            let shown = Preview {
                conversation: &conversation,
                draft: draft.id,
                reply: &reply,
                agent: &agent,
                news: &news,
                failure: None,
            };
            let message = views::conversations::preview(shown, &doing.desk().await);
            let detail = "not sent: read first".to_owned();
            return Ok(Done { detail, outcome: NotDone, ..message.into() });
        }
        if !bot.store.claim_draft(draft.id, bot.clock.now()).await? {
            return doing.look_for(doing.draft(self.draft).await?, &agent).await;
        }
        doing.send_reply(&draft, &conversation, &reply, &agent).await
    }
}

impl Perform for CheckReply {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ListConversationMessages];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        format!("reply {}", self.draft)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let agent = linked(doing.bot, doing.caller)?;
        doing.look_for(doing.draft(self.draft).await?, &agent).await
    }
}

impl Perform for DiscardReply {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        format!("reply {}", self.draft)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let draft = doing.draft(self.draft).await?;
        if !doing.bot.store.discard_draft(draft.id).await? {
            return doing.look_for(doing.draft(self.draft).await?, &linked(doing.bot, doing.caller)?).await;
        }
        let show = ShowConversation { conversation_id: draft.conversation };
        let conversation = doing.liveagent.send(&show).await?;
        Ok(views::conversations::discarded(&conversation, &doing.desk().await).into())
    }
}

impl Open for ReplyForm {
    const LEVEL: Level = WriteReply::LEVEL;

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        Opened::Soon(Box::pin(async move {
            linked(bot, caller)?;
            if self.draft == 0 {
                return Ok(empty_form(bot, caller, &self.conversation));
            }
            let draft = of_caller(bot, caller, self.draft).await?;
            if draft.state != DraftState::Draft {
                return Err(
                    UserError::new("This reply is on its way, or was sent. It can't be edited any more.").into()
                );
            }
            let label = label_of(bot, caller.user, &self.conversation);
            let written = read(&draft.content)?.text;
            Ok(views::conversations::reply_form(&self.conversation, self.draft, Some(&written), label.as_deref()))
        }))
    }
}

fn empty_form(bot: &Bot, caller: Caller, conversation: &str) -> Modal {
    let label = label_of(bot, caller.user, conversation);
    views::conversations::reply_form(conversation, 0, None, label.as_deref())
}

/// The text of a reply that has files alone: LiveAgent wants one.
fn attached(files: &[ReplyFile]) -> String {
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    format!("Attached: {}", names.join(", "))
}

/// The agent in whose name the caller replies.
fn linked(bot: &Bot, caller: Caller) -> Result<String, Error> {
    let agent = agent_of(bot, &bot.settings.server(caller.guild.get()), caller.user.get());
    Ok(agent.ok_or_else(|| {
        UserError::new(
            "Nothing was sent: a reply needs to know which LiveAgent agent you are. Use `/link me`, then reply again.",
        )
    })?)
}

/// A draft of the caller.
pub(super) async fn of_caller(bot: &Bot, caller: Caller, draft: i64) -> Result<store::Draft, Error> {
    let found = bot.store.draft(caller.guild.get(), draft, bot.clock.now()).await?;
    let found = found.ok_or_else(|| {
        UserError::new(
            "This reply is gone: it was sent or discarded, or is older than 30 minutes. Check the conversation.",
        )
    })?;
    if found.user != caller.user.get() {
        return Err(UserError::new("Only the person who wrote this reply can do that.").into());
    }
    Ok(found)
}

fn content(reply: &Reply) -> String {
    serde_json::to_string(reply).unwrap_or_default()
}

pub(super) fn read(content: &str) -> Result<Reply, Error> {
    Ok(serde_json::from_str(content)
        .map_err(|_| UserError::new("Switchboard can't read this reply any more. Write it again; nothing was sent."))?)
}
