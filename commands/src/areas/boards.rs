//! `/board`: a message that keeps itself up to date.

use answers::Sends;
use liveagent::Department;
use notifications::spec::BoardSpec;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;
use serenity::all::{CreateAutocompleteResponse, PartialChannel};
use store::{Kind, NewSubscription, State, Subscription};
use views::{
    Act, Message,
    subscriptions::{Line, List, Remove, Resume, Subscribed},
};

use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    area::Area,
    areas::subscriptions,
    discord::channels,
    names::{complete, identify},
    needs::{does, tells},
    people::access::{Caller, Level},
    perform::{AnyAct, Doing, Done, Input, Perform, Records},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area { acts: &[AnyAct::of::<Create>()], ..Area::of(|| vec![board()]) };

/// Post a live message. It is never a button.
#[derive(Clone, Debug, Serialize_tuple, Deserialize)]
struct Create {
    channel: u64,
    /// Of all departments if `None`.
    #[serde(default)]
    department: Option<String>,
}

impl Act for Create {
    const TAG: &'static str = "bn";
    const NAME: &'static str = "create board";
}

impl Perform for Create {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller, channel) = (doing.bot, doing.caller, self.channel);
        subscriptions::room(bot, caller, Kind::Board).await?;
        let spec = serde_json::to_string(&BoardSpec::of(self.department.clone())).unwrap_or_default();
        let new = NewSubscription { kind: Kind::Board, channel, spec, next_due: None };
        let made = bot.store.subscribe(&new, &bot.audit.who(caller)).await?;
        bot.notifier.look_soon();
        Ok(views::subscriptions::done(&format!(
            "Board #{} created in <#{channel}>. It updates itself; stop it with `/board remove`.",
            made.id
        ))
        .into())
    }
}

/// Resumes a board; one that is at work is posted again where it was not.
pub(crate) async fn resume_board(doing: &Doing<'_>, found: Subscription) -> Result<Option<Message>, Error> {
    let bot = doing.bot;
    if found.state != State::Active && !bot.store.resume(&found, None, &bot.audit.who(doing.caller)).await? {
        return Ok(None);
    }
    bot.notifier.wake(Some(found.channel));
    bot.notifier.look_soon();
    let sentence = format!("Board #{} resumed in <#{}>.", found.id, found.channel);
    Ok(Some(views::subscriptions::done(&sentence)))
}

/// Self-updating status message
#[poise::command(slash_command, subcommands("create", "list", "resume", "remove"), subcommand_required)]
async fn board(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Post a live message with chats, calls and who's online
///
/// `/board create channel:#support-leads department:Support`
#[poise::command(slash_command, custom_data = "does::<Create>()")]
async fn create(
    ctx: Context<'_>,
    #[description = "Channel to post in"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: PartialChannel,
    #[description = "Limit to a department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
) -> Outcome {
    ctx.act(Box::pin(async {
        let department = identify::optional::<Department>(&ctx.data().directory, department.as_deref()).await?;
        channels::postable(ctx, &channel).await?;
        Ok((Create { channel: channel.id.get(), department }, Input::default()))
    }))
    .await
}

/// List boards
///
/// `/board list`
#[poise::command(slash_command, custom_data = "tells::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.tell(&List { kind: Subscribed::Boards }).await
}

/// The boards of a server, with how each stands.
pub(crate) async fn list_boards(bot: &Bot, caller: Caller, page: u32) -> Result<Message, Error> {
    let (mut lines, names) = (Vec::new(), bot.directory.names().await);
    let mut failures = bot.store.failures(caller.guild.get(), Kind::Board).await?;
    for board in bot.store.subscriptions(caller.guild.get(), Kind::Board).await? {
        let Ok(spec) = bot.notifier.kept().board(&board) else {
            lines.push(subscriptions::unreadable(&board, "Board".to_owned()));
            continue;
        };
        let name = spec.department.and_then(|id| names.departments.get(&id).cloned());
        lines.push(Line {
            id: board.id,
            name: name.unwrap_or_else(|| "All departments".to_owned()),
            channel: board.channel,
            when: "live".to_owned(),
            state: subscriptions::state(&board),
            next: None,
            orphaned: board.orphaned.is_some(),
            last: failures.remove(&board.id).map(|(reason, at)| (format!("last: not posted ({reason})"), Some(at))),
        });
    }
    Ok(views::subscriptions::list(Subscribed::Boards, lines, page))
}

/// Resume a stopped board
///
/// `/board resume board:5`
#[poise::command(slash_command, custom_data = "does::<Resume>().only(&[])")]
async fn resume(
    ctx: Context<'_>,
    #[description = "The board to resume"]
    #[autocomplete = "complete_board"]
    #[max_length = 100]
    board: String,
) -> Outcome {
    subscriptions::resume(ctx, Kind::Board, &board).await
}

/// Stop updating a board (its message stays)
///
/// `/board remove board:5`
#[poise::command(slash_command, custom_data = "does::<Remove>()")]
async fn remove(
    ctx: Context<'_>,
    #[description = "The board to stop updating"]
    #[autocomplete = "complete_board"]
    #[max_length = 100]
    board: String,
) -> Outcome {
    subscriptions::remove(ctx, Kind::Board, &board).await
}

async fn complete_board(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let name = |board: &Subscription| match ctx.data().notifier.kept().board(board) {
        Ok(BoardSpec { department: Some(_), .. }) => "department board".to_owned(),
        Ok(BoardSpec { department: None, .. }) => "all departments".to_owned(),
        Err(_) => "board".to_owned(),
    };
    subscriptions::complete_numbers(ctx, Kind::Board, partial, name).await
}
