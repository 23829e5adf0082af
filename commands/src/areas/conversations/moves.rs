//! What moves a conversation: to a department, to an agent, to the caller's own agent, and out of all lists.

use std::future::ready;

use answers::{Readers, Sends, sends};
use liveagent::{AgentStatus, Conversation, DeleteConversation, Department, ShowConversation, TransferConversation};
use store::Outcome::NotDone;
use views::{
    Message,
    conversations::{Delete, NOTE_TEXT, Take, Targets, ToAgent, ToDepartment, Transfer, TransferForm, Transferred},
    cut::width,
    question::Question,
};

use super::writes::target;
use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    error::UserError,
    form::{Open, Opened},
    names::{complete, identify},
    needs::does,
    people::{
        access::{Caller, Level},
        agents::agent_of,
    },
    perform::{Asks, Doing, Done, Input, Perform, Place},
};

/// How much of a button's id the note of a deletion may take, in UTF-16 units, with its quotation marks.
const MAX_NOTE_WIDTH: usize = 44;

/// Transfer a conversation to a department, an agent, or both
///
/// `/conversation transfer conversation:ABC-DEFGH-123 department:Billing`
/// `/conversation transfer conversation:ABC-DEFGH-123 agent:Emma Larsen note:She knows the case`
#[poise::command(slash_command, custom_data = "does::<Transfer>()")]
pub(super) async fn transfer(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The department's name"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "The agent's name or email"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "Internal note to add with the transfer"]
    #[max_length = 2000]
    note: Option<String>,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    if department.is_none() && agent.is_none() {
        return Err(UserError::new(
            "Where to? Choose a `department`, an `agent`, or both. For yourself, use `/conversation take`.",
        )
        .into());
    }
    ctx.act(async {
        let directory = &ctx.data().directory;
        let department = identify::optional::<Department>(directory, department.as_deref()).await?;
        let agent = identify::optional::<AgentStatus>(directory, agent.as_deref()).await?;
        let texts = note.map(|note| (NOTE_TEXT.to_owned(), note)).into_iter().collect();
        Ok((Transfer { conversation, department, agent, expects: None }, Input { texts, ..Input::default() }))
    })
    .await
}

/// Take a conversation: transfer it to your own LiveAgent agent
///
/// `/conversation take conversation:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "does::<Take>()")]
pub(super) async fn take(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    ctx.act(ready(Ok((Take { conversation }, Input::default())))).await
}

/// Delete a conversation (asks first)
///
/// `/conversation delete conversation:ABC-DEFGH-123 note:Spam`
#[poise::command(slash_command, custom_data = "does::<Delete>()")]
pub(super) async fn delete(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "Internal note to leave with the deletion"]
    #[max_length = 40]
    note: Option<String>,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| width(&serde_json::json!(note).to_string()) > MAX_NOTE_WIDTH) {
        let sentence =
            "This note doesn't fit into the question. Shorten it, or add it with `/conversation note` first.";
        return Err(UserError::new(sentence).into());
    }
    ctx.act(ready(Ok((Delete { conversation, note }, Input::default())))).await
}

impl Perform for Transfer {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, TransferConversation];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (conversation, desk) = doing.conversation(&self.conversation).await?;
        if let Some((department, agent)) = &self.expects {
            let is_there = conversation.department_id.as_deref().unwrap_or_default() == department
                && conversation.assigned_to.as_deref().unwrap_or_default() == agent;
            if !is_there {
                let stale = views::conversations::transfer_stale(&conversation, &desk);
                return Ok(Done {
                    detail: "not undone: transferred since".to_owned(),
                    outcome: NotDone,
                    ..stale.into()
                });
            }
        }
        let to = (self.department.as_deref(), self.agent.as_deref());
        doing.transfer(&conversation, to, input.text(NOTE_TEXT)).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter().chain(&self.agent)
    }
}

impl Perform for ToDepartment {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = Transfer::SENDS;
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (conversation, _) = doing.conversation(&self.conversation).await?;
        doing.transfer(&conversation, (Some(chosen(&input)?), None), None).await
    }
}

impl Perform for ToAgent {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = Transfer::SENDS;
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (conversation, _) = doing.conversation(&self.conversation).await?;
        doing.transfer(&conversation, (None, Some(chosen(&input)?)), None).await
    }
}

impl Perform for Take {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = Transfer::SENDS;
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let own = doing.agent().ok_or_else(|| {
            UserError::new(
                "To take a conversation, I need to know which LiveAgent agent you are. Use `/link me` first.",
            )
        })?;
        let (conversation, _) = doing.conversation(&self.conversation).await?;
        doing.transfer(&conversation, (None, Some(&own)), None).await
    }
}

impl Perform for Delete {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowConversation, DeleteConversation];
    const PLACE: Place = Place::Clicked;
    const ASKS: Asks = Asks::Confirmation;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn question(&self, doing: &Doing<'_>) -> Result<Question, Error> {
        let (conversation, desk) = doing.conversation(&self.conversation).await?;
        if conversation.status == liveagent::ConversationStatus::Deleted {
            return Err(UserError::new("This conversation is deleted already.").into());
        }
        Ok(views::conversations::deletion(&conversation, &desk))
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (conversation, desk) = doing.conversation(&self.conversation).await?;
        let deletion = DeleteConversation {
            conversation_id: conversation.conversation_id.clone(),
            note: self.note.as_deref().map(|note| doing.signed(note)),
            user_identifier: doing.agent(),
        };
        doing.liveagent.send(&deletion).await?;
        let note = self.note.as_deref();
        Ok(doing.done(&desk, "", |desk| views::conversations::deleted(&conversation, note, desk)))
    }
}

impl Open for TransferForm {
    const LEVEL: Level = Transfer::LEVEL;
    const SENDS: Sends = sends![ShowConversation];

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        Opened::Message(Box::pin(async move { form(bot, caller, bot.asker(caller), &self.conversation).await }))
    }
}

/// Where a conversation can go.
async fn form(bot: &Bot, caller: Caller, readers: Readers, name: &str) -> Result<Message, Error> {
    let operation = ShowConversation { conversation_id: name.to_owned() };
    let (conversation, departments, agents, desk) = tokio::join!(
        bot.liveagent.send(&operation),
        bot.directory.all::<Department>(),
        bot.directory.all::<AgentStatus>(),
        bot.help_desk.desk(&readers),
    );
    let (departments, agents) = (identify::fetched(departments)?, identify::fetched(agents)?);
    let own = agent_of(bot, &bot.settings.server(caller.guild.get()), caller.user.get());
    let targets = Targets { departments: &departments, agents: &agents, own: own.as_deref() };
    Ok(views::conversations::transfer_form(&conversation?, targets, &desk))
}

/// The value that was chosen in a select.
fn chosen(input: &Input) -> Result<&str, Error> {
    Ok(input.values.first().map(String::as_str).ok_or_else(answers::outdated)?)
}

impl Doing<'_> {
    /// Transfers a conversation, unless it is there already: then nothing is sent but the note's absence is said.
    async fn transfer(
        &self,
        before: &Conversation,
        (department, agent): (Option<&str>, Option<&str>),
        note: Option<&str>,
    ) -> Result<Done, Error> {
        let here = before.department_id.as_deref();
        let assigned = before.assigned_to.as_deref().filter(|id| !id.is_empty());
        let moves = department.is_some_and(|to| Some(to) != here) || agent.is_some_and(|to| Some(to) != assigned);
        if moves || note.is_some() {
            let transfer = TransferConversation {
                conversation_id: before.conversation_id.clone(),
                agent_identifier: agent.map(str::to_owned),
                user_identifier: self.agent(),
                department: department.map(str::to_owned),
                note: note.map(|note| self.signed(note)),
            };
            self.liveagent.send(&transfer).await?;
        }
        // A transfer to a department alone leaves it to nobody in particular.
        let new_agent = if moves || note.is_some() { agent } else { assigned };
        let to = Transferred { before, department, agent: new_agent, note };
        let detail = [department.map(|id| format!("department {id}")), agent.map(|id| format!("agent {id}"))];
        let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Ok(self.done(&self.desk().await, detail, |desk| views::conversations::transferred(to, desk)))
    }
}
