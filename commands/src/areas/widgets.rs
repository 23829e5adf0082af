//! `/widget`: contact widgets, the buttons and forms on an account's web pages.
//!
//! `writes.rs` has the changes, `operations.rs` the requests that they send.

mod operations;
mod options;
mod writes;

use answers::names::WidgetName;
use liveagent::{Department, Knowledgebase, WidgetStatus, WidgetUse};
use serenity::all::Attachment;
use views::widgets::{CHANGES, Create, Edit, List, Restore, Show, WidgetFile};

use self::options::{Kind, ShownWhen, Status};
use crate::{
    Ask as _, Context, Error, Outcome,
    answer::AnyLook,
    area::Area,
    choice::Choice,
    error::UserError,
    files::Given,
    names::{complete, identify},
    needs::{asks, does},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::of::<List>(), AnyLook::of::<Show>()],
    acts: &[AnyAct::of::<Create>(), AnyAct::of::<Edit>(), AnyAct::of::<Restore>()],
    ..Area::of(|| vec![widget()])
};

/// The services of a new widget: those of LiveAgent's own example.
const USUAL_SERVICES: &str = "BFC";

/// See and change contact widgets
#[poise::command(slash_command, subcommands("list", "show", "create", "edit"), subcommand_required)]
async fn widget(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List contact widgets
///
/// `/widget list`
/// `/widget list department:Support kind:Chat button`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(
    ctx: Context<'_>,
    #[description = "Filter by department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Filter by kind"] kind: Option<Choice<Kind>>,
    #[description = "Filter by status"] status: Option<Choice<Status>>,
) -> Outcome {
    ctx.race(async {
        let department = identify::optional::<Department>(&ctx.data().directory, department.as_deref()).await?;
        let (kind, status) = (kind.map(|Choice(kind)| kind), status.map(|Choice(status)| status));
        ctx.answer(&List { department, kind, status }).await
    })
    .await
}

/// Show a widget, with its settings as a file
///
/// `/widget show widget:Chat on every page`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "The widget's name"]
    #[autocomplete = "complete::of::<WidgetName>"]
    #[max_length = 100]
    widget: String,
) -> Outcome {
    ctx.race(async {
        let widget = identify::id::<WidgetName>(&ctx.data().directory, &widget).await?;
        ctx.answer(&Show { widget }).await
    })
    .await
}

/// Create a widget
///
/// `/widget create name:Winter sale kind:Chat button department:Support`
/// `/widget create name:Summer sale kind:Contact form department:Sales status:Inactive file:widget.json`
#[poise::command(slash_command, custom_data = "does::<Create>()")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn create(
    ctx: Context<'_>,
    #[description = "The new widget's name"]
    #[max_length = 100]
    name: String,
    #[description = "Kind of widget"] kind: Choice<Kind>,
    #[description = "Department that gets its conversations"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: String,
    #[description = "Status (default Active)"] status: Option<Choice<Status>>,
    #[description = "When to show it (default Always)"] shown: Option<Choice<ShownWhen>>,
    #[description = "Knowledge base"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Description"]
    #[max_length = 500]
    description: Option<String>,
    #[description = "Language, e.g. en-US"]
    #[max_length = 20]
    language: Option<String>,
    #[description = "LiveAgent's letters for its services (default BFC)"]
    #[max_length = 20]
    services: Option<String>,
    #[description = "Settings as JSON, as /widget show attaches them (max 256 KiB)"] file: Option<Attachment>,
) -> Outcome {
    ctx.act(async {
        let directory = &ctx.data().directory;
        let name = named(&name)?;
        let department = identify::id::<Department>(directory, &department).await?;
        let knowledgebase = identify::optional::<Knowledgebase>(directory, knowledgebase.as_deref()).await?;
        let typed = WidgetFile {
            name: Some(name.clone()),
            kind: Some(kind.0),
            department: Some(department),
            status: status.map(|Choice(status)| status),
            shown: shown.map(|Choice(shown)| shown),
            knowledgebase,
            services: lettered(services.as_deref())?,
            description,
            language,
            ..WidgetFile::default()
        };
        Ok((Create { name }, input(&typed, file)))
    })
    .await
}

/// Edit a widget, after a preview of what changes
///
/// `/widget edit widget:Winter sale status:Inactive`
/// `/widget edit widget:Contact form file:widget.json`
#[poise::command(slash_command, custom_data = "does::<Edit>()")]
#[expect(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn edit(
    ctx: Context<'_>,
    #[description = "The widget's name"]
    #[autocomplete = "complete::of::<WidgetName>"]
    #[max_length = 100]
    widget: String,
    #[description = "New name"]
    #[max_length = 100]
    name: Option<String>,
    #[description = "New status"] status: Option<Choice<Status>>,
    #[description = "New department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "When to show it"] shown: Option<Choice<ShownWhen>>,
    #[description = "New knowledge base"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "New description"]
    #[max_length = 500]
    description: Option<String>,
    #[description = "New language, e.g. en-US"]
    #[max_length = 20]
    language: Option<String>,
    #[description = "LiveAgent's letters for its services, e.g. BFC"]
    #[max_length = 20]
    services: Option<String>,
    #[description = "Settings as JSON, as /widget show attaches them (max 256 KiB)"] file: Option<Attachment>,
) -> Outcome {
    ctx.act(async {
        let directory = &ctx.data().directory;
        let name = name.map(|name| named(&name)).transpose()?;
        let services = lettered(services.as_deref())?;
        let department = identify::optional::<Department>(directory, department.as_deref()).await?;
        let knowledgebase = identify::optional::<Knowledgebase>(directory, knowledgebase.as_deref()).await?;
        let typed = WidgetFile {
            name,
            status: status.map(|Choice(status)| status),
            department,
            shown: shown.map(|Choice(shown)| shown),
            knowledgebase,
            services,
            description,
            language,
            ..WidgetFile::default()
        };
        if typed == WidgetFile::default() && file.is_none() {
            return Err(UserError::new("Nothing to change. Enter what to change, or attach a `file`.").into());
        }
        let widget = identify::id::<WidgetName>(directory, &widget).await?;
        Ok((Edit { widget, preview: None }, input(&typed, file)))
    })
    .await
}

/// Puts the typed settings and the file into the input of a change.
fn input(typed: &WidgetFile, file: Option<Attachment>) -> Input {
    let typed = serde_json::to_string(typed).unwrap_or_default();
    let files = file.map(Given::from).into_iter().collect();
    Input { texts: vec![(CHANGES.to_owned(), typed)], files, ..Input::default() }
}

/// Returns the settings of a new widget that neither an option nor the file has to give.
fn usual() -> WidgetFile {
    WidgetFile {
        status: Some(WidgetStatus::Active),
        shown: Some(WidgetUse::Both),
        services: Some(USUAL_SERVICES.to_owned()),
        ..WidgetFile::default()
    }
}

fn named(typed: &str) -> Result<String, Error> {
    match typed.trim() {
        "" => Err(UserError::new("The name is empty. Give the widget a name.").into()),
        name => Ok(name.to_owned()),
    }
}

/// Reads letters of services.
fn lettered(typed: Option<&str>) -> Result<Option<String>, Error> {
    let Some(typed) = typed else { return Ok(None) };
    let letters: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphabetic()) {
        return Ok(Some(letters.to_ascii_uppercase()));
    }
    let typed = answers::quote(typed);
    let sentence = format!("{typed} aren't letters of services. Use letters such as `BFC`, as in another widget.");
    Err(UserError::new(sentence).into())
}
