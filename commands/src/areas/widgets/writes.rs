//! Changes to widgets in LiveAgent. An edit is compared with the widget as LiveAgent has it, shown, and sent when it is applied.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use answers::{Sends, names::WidgetName, sends};
use liveagent::{Department, Knowledgebase, ShowWidget, Widget, wire::Found};
use store::Outcome;
use views::{
    Message,
    widgets::{CHANGES, Create, Edit, MAX_FILE_SIZE, Occasion, Restore, WidgetFile},
};

use super::{lettered, operations, usual};
use crate::{
    error::{Error, UserError},
    files::Given,
    names::identify,
    people::access::Level,
    perform::{Asks, Doing, Done, Input, PREVIEW_TIMEOUT, Perform, Place},
    unsaved::WidgetEdit,
};

/// Fields that a change need not keep: LiveAgent counts them.
const COUNTED: [&str; 4] = ["impressions", "tickets", "last_display_time", "last_display_url"];

impl Perform for Create {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![CreateWidget];

    fn target(&self) -> String {
        "widget".to_owned()
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let wanted = doing.identified(doing.wanted(&input).await?, &Widget::default(), &input).await?;
        let new = usual().below(wanted).applied_to(&Widget::default());
        let created = doing.liveagent.send(&operations::create(&new)?).await?;
        doing.bot.directory.forget::<WidgetName>();
        // It was created even if its answer can't be read.
        let created = created.unwrap_or(new);
        let detail = format!("widget {}", created.contact_widget_id);
        Ok(doing.done(&doing.desk().await, detail.trim_end(), |desk| views::widgets::created(&created, desk)))
    }
}

impl Perform for Edit {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowWidget, EditWidget];
    // The preview's own message, which could be applied again.
    const PLACE: Place = Place::Clicked;
    const ASKS: Asks = Asks::Preview;

    fn target(&self) -> String {
        target(&self.widget)
    }

    async fn ask(&self, doing: &Doing<'_>, input: Input) -> Result<Message, Error> {
        let (before, wanted) = tokio::join!(doing.widget(&self.widget), doing.wanted(&input));
        let before = before?;
        let wanted = doing.identified(wanted?, &before, &input).await?;
        doing.preview(&before, wanted, Occasion::Asked).await
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let previews = &doing.bot.widget_edits;
        let (user, now) = (doing.caller.user, doing.bot.clock.now());
        let kept = self.preview.and_then(|key| Some((key, previews.take(key, user, now)?)));
        let Some((key, preview)) = kept.filter(|(_, preview)| preview.widget == self.widget) else {
            let sentence =
                "This preview is no longer available. Use the command again, with your file if there was one.";
            return Err(UserError::new(sentence).into());
        };
        let applied = doing.apply(&preview).await;
        if applied.as_ref().is_err_and(|error| !error.may_have_happened()) {
            // Nothing was changed, so it can be applied still.
            previews.keep(key, user, now, preview);
        }
        applied
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.widget)
    }
}

impl Perform for Restore {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowWidget, EditWidget];

    fn target(&self) -> String {
        target(&self.widget)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let before = doing.widget(&self.widget).await?;
        if !self.expects(&before) {
            return Err(UserError::new("The widget has changed since then. Nothing was undone.").into());
        }
        let back = WidgetFile {
            name: self.name.clone(),
            status: self.status,
            department: self.department.clone(),
            ..WidgetFile::default()
        };
        doing.change(&before, &back.applied_to(&before)).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.widget)
    }
}

impl Doing<'_> {
    /// Reads the widget. All of it must be readable: a change sends all of it back.
    async fn widget(&self, id: &str) -> Result<Widget, Error> {
        let operation = ShowWidget { contact_widget_id: id.to_owned() };
        let (widget, unread) = self.liveagent.read(&operation).await?;
        let lost = unread.iter().find(|(field, found, _)| *found != Found::Letter && !COUNTED.contains(field));
        match lost {
            None => Ok(widget),
            Some((field, ..)) => Err(UserError::new(format!(
                "LiveAgent's answer has something that can't be read ({}), and a change could lose it. Edit the widget in LiveAgent.",
                views::text::escape(field)
            ))
            .into()),
        }
    }

    /// Returns the typed settings, and the file's for the rest.
    async fn wanted(&self, input: &Input) -> Result<WidgetFile, Error> {
        let typed = input.text(CHANGES).map(serde_json::from_str).transpose().map_err(|_| Error::Broken)?;
        let typed: WidgetFile = typed.unwrap_or_default();
        match input.files.first() {
            Some(file) => Ok(self.file(file).await?.below(typed)),
            None => Ok(typed),
        }
    }

    /// Reads and checks a file.
    async fn file(&self, given: &Given) -> Result<WidgetFile, Error> {
        let bytes = self.bot.files.read(given, MAX_FILE_SIZE, self.until).await?;
        let mut file = WidgetFile::read(&bytes).map_err(|problem| unusable(given, &problem))?;
        if file.name.as_deref().is_some_and(|name| name.trim().is_empty()) {
            return Err(unusable(given, "Its `name` is empty"));
        }
        if file.services.as_deref().is_some_and(|letters| !letters.is_empty()) {
            file.services = lettered(file.services.as_deref())?;
        }
        Ok(file)
    }

    /// Finds the ids of the department and the knowledge base that a file names. Those that were typed are found already.
    async fn identified(&self, wanted: WidgetFile, before: &Widget, input: &Input) -> Result<WidgetFile, Error> {
        if input.files.is_empty() {
            return Ok(wanted);
        }
        let (directory, mut wanted) = (&self.bot.directory, wanted);
        if let Some(typed) = wanted.department.as_mut().filter(|id| Some(&**id) != before.department_id.as_ref()) {
            *typed = identify::id::<Department>(directory, typed).await?;
        }
        let base = wanted.knowledgebase.as_mut().filter(|id| !id.is_empty() && Some(&**id) != before.kb_id.as_ref());
        if let Some(typed) = base {
            *typed = identify::id::<Knowledgebase>(directory, typed).await?;
        }
        Ok(wanted)
    }

    /// Shows what would change, and keeps it until it is applied.
    async fn preview(&self, before: &Widget, changes: WidgetFile, occasion: Occasion) -> Result<Message, Error> {
        let after = changes.applied_to(before);
        let desk = self.desk().await;
        if views::widgets::is_same(before, &after) {
            return Ok(views::widgets::unchanged(before, &desk));
        }
        // A change that can't be sent is refused now.
        operations::edit(before, &after)?;
        let (key, widget) = (self.caller.interaction.get(), before.contact_widget_id.clone());
        let offer = self.offer(&Edit { widget: widget.clone(), preview: Some(key) }, PREVIEW_TIMEOUT);
        let preview = WidgetEdit { widget, changes, seen: digest(before) };
        self.bot.widget_edits.keep(key, self.caller.user, self.bot.clock.now(), preview);
        Ok(views::widgets::preview(before, &after, offer, occasion, &desk))
    }

    /// Makes a change that was shown. If the widget is another one by now, the change is shown again instead.
    async fn apply(&self, preview: &WidgetEdit) -> Result<Done, Error> {
        let before = self.widget(&preview.widget).await?;
        if digest(&before) != preview.seen {
            let message = self.preview(&before, preview.changes.clone(), Occasion::Changed).await?;
            let detail = "the widget had changed".to_owned();
            return Ok(Done { detail, outcome: Outcome::NotDone, ..message.into() });
        }
        self.change(&before, &preview.changes.applied_to(&before)).await
    }

    /// Sends a change, and shows what changed.
    async fn change(&self, before: &Widget, after: &Widget) -> Result<Done, Error> {
        let parts = views::widgets::changed_parts(before, after);
        if !parts.is_empty() {
            self.liveagent.send(&operations::edit(before, after)?).await?;
            self.bot.directory.forget::<WidgetName>();
        }
        let edited = |desk: &views::Desk| views::widgets::edited(before, after, desk);
        Ok(self.done(&self.desk().await, parts.join(" "), edited))
    }
}

fn target(widget: &str) -> String {
    format!("widget {widget}")
}

/// Returns a digest of all settings of a widget.
fn digest(widget: &Widget) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_vec(&WidgetFile::of(widget)).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

fn unusable(file: &Given, problem: &str) -> Error {
    let (name, problem) = (views::text::escape(&file.name), views::text::escape_quotes(problem));
    UserError::new(format!("{name} can't be used, so nothing was sent. {problem}. Fix it and attach it again.")).into()
}
