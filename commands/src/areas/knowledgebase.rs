//! `/kb`: the knowledgebase, searched, read, listed and written.
//!
//! `writes.rs` adds to it, `removal.rs` removes from it.

mod options;
mod removal;
mod writes;

use std::time::Duration;

use answers::names::EntryTitle;
use liveagent::{CategoryType, Department, Knowledgebase, NewArticleStatus};
use tokio::time::timeout;
use views::knowledgebase::{
    AddArticle, AddCategory, Article, ArticleForm, ArticleOptions, Bases, DESCRIPTION, Entry, KEYWORDS, List,
    PreviewArticle, Remove, Search, Suggestions, TITLE,
};

use self::options::{ArticleStatus, CategoryKind, Readers};
use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    choice::Choice,
    dates::{self, Changed},
    error::UserError,
    form::AnyForm,
    names::{complete, identify},
    needs::{asks, does, opens},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[
        AnyLook::of::<Search>(),
        AnyLook::of::<Entry>(),
        AnyLook::of::<List>(),
        AnyLook::of::<Bases>(),
        AnyLook::of::<Suggestions>(),
    ],
    acts: &[
        AnyAct::of::<PreviewArticle>(),
        AnyAct::of::<AddArticle>(),
        AnyAct::of::<AddCategory>(),
        AnyAct::of::<Remove>(),
    ],
    forms: &[AnyForm::of::<ArticleForm>()],
    ..Area::of(|| vec![kb()])
};

/// How long a form waits for the category's id: Discord takes a form within 3 s.
const FORM_TIMEOUT: Duration = Duration::from_secs(2);

/// Search, read and write the knowledge base
#[poise::command(
    slash_command,
    subcommands("search", "show", "list", "bases", "suggestions", "write", "category", "remove"),
    subcommand_required
)]
async fn kb(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Search the knowledge base
///
/// `/kb search query:reset password`
#[poise::command(slash_command, custom_data = "asks::<Search>()")]
async fn search(
    ctx: Context<'_>,
    #[description = "What to search for"]
    #[max_length = 200]
    query: String,
    #[description = "Search only this knowledge base"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Search only this category"]
    #[autocomplete = "complete::category"]
    #[max_length = 200]
    under: Option<String>,
    #[description = "Maximum results (default 30)"]
    #[min = 1]
    #[max = 500]
    limit: Option<u32>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let knowledgebase = identify::optional::<Knowledgebase>(&bot.directory, knowledgebase.as_deref()).await?;
        let under = match under {
            Some(typed) => Some(identify::entry(&bot.directory, &typed).await?),
            None => None,
        };
        let query = query.trim().to_owned();
        ctx.answer(&Search { query, knowledgebase, under, limit }).await
    })
    .await
}

/// Read an article, or see what's in a category
///
/// `/kb show entry:How do I reset my password?`
#[poise::command(slash_command, custom_data = "asks::<Entry>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Title or ID"]
    #[autocomplete = "complete::of::<EntryTitle>"]
    #[max_length = 200]
    entry: String,
) -> Outcome {
    ctx.race(async {
        let entry = identify::entry(&ctx.data().directory, &entry).await?;
        ctx.answer(&Entry { entry }).await
    })
    .await
}

/// List articles and other entries
///
/// `/kb list parent:Orders & shipping`
/// `/kb list changed:in the last 30 days`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(
    ctx: Context<'_>,
    #[description = "Filter by knowledge base"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Filter by category"]
    #[autocomplete = "complete::category"]
    #[max_length = 200]
    parent: Option<String>,
    #[description = "Filter by last change"] changed: Option<Choice<Changed>>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let knowledgebase = identify::optional::<Knowledgebase>(&bot.directory, knowledgebase.as_deref()).await?;
        let parent = identify::optional_category(&bot.directory, parent.as_deref()).await?;
        let changed = changed.map(|Choice(span)| dates::since(span, bot.clock.now()));
        ctx.answer(&List { knowledgebase, parent, changed }).await
    })
    .await
}

/// List the knowledge bases
///
/// `/kb bases`
#[poise::command(slash_command, custom_data = "asks::<Bases>()")]
async fn bases(ctx: Context<'_>) -> Outcome {
    ctx.look(&Bases {}).await
}

/// List the suggestion categories
///
/// `/kb suggestions`
#[poise::command(slash_command, custom_data = "asks::<Suggestions>()")]
async fn suggestions(ctx: Context<'_>) -> Outcome {
    ctx.look(&Suggestions {}).await
}

/// Write an article in a form, and preview it before it's saved
///
/// `/kb write title:Lost parcels category:Orders & shipping`
#[poise::command(slash_command, custom_data = "opens::<ArticleForm>()")]
async fn write(
    ctx: Context<'_>,
    #[description = "Title"]
    #[max_length = 200]
    title: Option<String>,
    #[description = "The category to put it in"]
    #[autocomplete = "complete::category"]
    #[max_length = 200]
    category: Option<String>,
    #[description = "The knowledge base to put it in, if it has no category"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Keywords, separated by commas"]
    #[max_length = 300]
    keywords: Option<String>,
    #[description = "Draft or published (default: draft); the preview offers both"] status: Option<
        Choice<ArticleStatus>,
    >,
    #[description = "Who can read it (default: like its category)"] access: Option<Choice<Readers>>,
) -> Outcome {
    if category.is_some() && knowledgebase.is_some() {
        let sentence = "Choose `category` or `knowledgebase`, not both: a category is in a knowledge base already.";
        return Err(UserError::new(sentence).into());
    }
    let directory = &ctx.data().directory;
    let found = async {
        let category = identify::optional_category(directory, category.as_deref()).await?;
        let knowledgebase = identify::optional::<Knowledgebase>(directory, knowledgebase.as_deref()).await?;
        Ok::<_, crate::Error>((category, knowledgebase))
    };
    let Ok(found) = timeout(FORM_TIMEOUT, found).await else {
        return Err(UserError::new("LiveAgent took too long to find the category. Try again in a minute.").into());
    };
    let (category, knowledgebase) = found?;
    let options = ArticleOptions {
        status: status.map_or(NewArticleStatus::Draft, |Choice(status)| status),
        category,
        knowledgebase,
        access: access.map(|Choice(access)| access),
    };
    let (title, keywords) = (title.unwrap_or_default(), keywords.unwrap_or_default());
    let article = Article { title, keywords, content: String::new(), options };
    ctx.modal(&views::knowledgebase::article_form(&article, None)).await
}

/// Add a category, forum or suggestion category
///
/// `/kb category title:Lost and found parent:Orders & shipping`
/// `/kb category title:Wishes kind:Suggestion category description:What should we build next?`
#[poise::command(slash_command, custom_data = "does::<AddCategory>()")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn category(
    ctx: Context<'_>,
    #[description = "Title"]
    #[max_length = 200]
    title: String,
    #[description = "What to add (default: a category)"] kind: Option<Choice<CategoryKind>>,
    #[description = "The category to put it in (default: the top)"]
    #[autocomplete = "complete::category"]
    #[max_length = 200]
    parent: Option<String>,
    #[description = "The knowledge base to put it in, if it has no parent"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Who can read it (default: everyone)"] access: Option<Choice<Readers>>,
    #[description = "The department it belongs to"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Keywords, separated by commas (categories only)"]
    #[max_length = 300]
    keywords: Option<String>,
    #[description = "Description (forums and suggestion categories only)"]
    #[max_length = 2000]
    description: Option<String>,
    #[description = "Position in its category (default: first)"]
    #[min = 0]
    #[max = 100_000]
    order: Option<u32>,
) -> Outcome {
    let directory = &ctx.data().directory;
    ctx.act(async {
        if parent.is_some() && knowledgebase.is_some() {
            let sentence = "Choose `parent` or `knowledgebase`, not both: a category is in a knowledge base already.";
            return Err(UserError::new(sentence).into());
        }
        let kind = kind.map_or(CategoryType::Category, |Choice(kind)| kind);
        if kind != CategoryType::Category && keywords.is_some() {
            return Err(UserError::new("Only categories have `keywords`. Leave them out.").into());
        }
        if kind == CategoryType::Category && description.is_some() {
            let sentence = "Only forums and suggestion categories have a `description`. Leave it out.";
            return Err(UserError::new(sentence).into());
        }
        let category = AddCategory {
            kind,
            parent: identify::optional_category(directory, parent.as_deref()).await?,
            knowledgebase: identify::optional::<Knowledgebase>(directory, knowledgebase.as_deref()).await?,
            access: access.map(|Choice(access)| access),
            department: identify::optional::<Department>(directory, department.as_deref()).await?,
            order,
        };
        let texts = [(TITLE, Some(title)), (KEYWORDS, keywords), (DESCRIPTION, description)];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))).collect();
        Ok((category, Input { texts, ..Input::default() }))
    })
    .await
}

/// Remove an entry and everything in it
///
/// `/kb remove entry:Lost and found`
#[poise::command(slash_command, custom_data = "does::<Remove>()")]
async fn remove(
    ctx: Context<'_>,
    #[description = "Title or ID"]
    #[autocomplete = "complete::of::<EntryTitle>"]
    #[max_length = 200]
    entry: String,
) -> Outcome {
    ctx.act(async {
        let entry = identify::entry(&ctx.data().directory, &entry).await?;
        Ok((Remove { entry }, Input::default()))
    })
    .await
}
