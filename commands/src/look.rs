//! Every look-up goes through here, whether a command, a button or a select asked for it.

use std::time::Duration;

use tokio::time::timeout;
use views::{Look, Message, OverviewKind, Subscribed, conversations::Thread};

use crate::{
    access::{Caller, Level},
    bot::Bot,
    error::Error,
};
use crate::{alerts, application, boards, conversations, departments, digests, help, knowledgebase, overview, tags};

/// How long a look-up may take: a little less than whoever asks waits, so that the last answer can still stand in.
const PATIENCE: Duration = Duration::from_secs(11);

/// The level that a look-up needs. It is checked at every click anew, as that of a change is.
pub(crate) fn level(look: &Look) -> Level {
    match look {
        Look::Conversations { .. }
        | Look::Conversation { .. }
        | Look::Messages { .. }
        | Look::ConversationTags { .. }
        | Look::KnowledgebaseSearch(_)
        | Look::KnowledgebaseEntry { .. }
        | Look::Tags { .. }
        | Look::Departments { .. }
        | Look::Department { .. }
        | Look::DepartmentStatus { .. }
        | Look::Overview { .. }
        | Look::About
        | Look::Help { .. } => Level::Viewer,
        Look::Subscriptions { .. } => Level::Manager,
    }
}

/// Looks something up for `caller` and draws it. When LiveAgent is not there, the last answer stands in, with its age.
pub(crate) async fn answer(bot: &Bot, caller: Caller, look: &Look) -> Result<Message, Error> {
    // Boxed: the look-ups of all areas together make a large future.
    let drawn = timeout(PATIENCE, Box::pin(draw(bot, caller, look))).await;
    match drawn.unwrap_or(Err(Error::TooSlow)) {
        // It is a server's own, and LiveAgent has no part in it.
        Ok(message) if matches!(look, Look::Subscriptions { .. }) => Ok(message),
        Ok(message) => {
            bot.last_known.keep(look, bot.clock.now(), &message);
            bot.uses.looked(caller.guild, look);
            Ok(message)
        }
        Err(error) if error.is_outage() => match bot.last_known.get(look) {
            Some((at, message)) => {
                bot.troubles.warn(&error, "an older answer stands in");
                Ok(views::errors::stale(message, error.why(), at))
            }
            None => Err(error),
        },
        Err(error) => Err(error),
    }
}

async fn draw(bot: &Bot, caller: Caller, look: &Look) -> Result<Message, Error> {
    match look {
        Look::Conversations { filter, page } => conversations::list_conversations(bot, filter, *page).await,
        Look::Conversation { conversation } => conversations::show_conversation(bot, caller.user, conversation).await,
        Look::Messages { conversation, page, from, to, quotes } => {
            let page = Thread { from: *from, to: *to, page: *page, quotes: *quotes };
            conversations::list_messages(bot, caller.user, conversation, page).await
        }
        Look::ConversationTags { conversation } => conversations::list_conversation_tags(bot, conversation).await,
        Look::KnowledgebaseSearch(search) => knowledgebase::search_knowledgebase(bot, search).await,
        Look::KnowledgebaseEntry { entry, page, back } => {
            knowledgebase::show_entry(bot, entry, *page, back.as_ref()).await
        }
        Look::Tags { page } => tags::list_tags(bot, *page).await,
        Look::Departments { page } => departments::list_departments(bot, *page).await,
        Look::Department { department } => departments::show_department(bot, department).await,
        Look::DepartmentStatus { page } => departments::list_department_statuses(bot, *page).await,
        Look::Overview { kind: OverviewKind::Chats, department } => {
            overview::show_chats(bot, department.as_deref()).await
        }
        Look::Overview { kind: OverviewKind::Calls, department } => {
            overview::show_calls(bot, department.as_deref()).await
        }
        Look::Overview { kind: OverviewKind::All, department } => overview::show_all(bot, department.as_deref()).await,
        Look::Subscriptions { kind: Subscribed::Digests, page } => digests::list_digests(bot, caller, *page).await,
        Look::Subscriptions { kind: Subscribed::Boards, page } => boards::list_boards(bot, caller, *page).await,
        Look::Subscriptions { kind: Subscribed::Alerts, page } => alerts::list_alerts(bot, caller, *page).await,
        Look::About => application::show_about(bot).await,
        Look::Help { area } => Ok(help::show_help(caller.level, area.as_deref())),
    }
}
