//! Adds articles, which are previewed first, and categories.

use answers::{Sends, names::EntryTitle, sends};
use liveagent::{
    AddKnowledgebaseArticle, AddKnowledgebaseCategory, AddedArticle, KnowledgebaseEntry, ListKnowledgebaseEntries,
};
use views::knowledgebase::{
    AddArticle, AddCategory, Article, ArticleForm, CONTENT, DESCRIPTION, KEYWORDS, PreviewArticle, TITLE, keyword_list,
};

use crate::{
    Bot, Error,
    error::UserError,
    form::{Open, Opened},
    people::access::{Caller, Level},
    perform::{Doing, Done, Input, Perform, Place, Records},
};

impl Open for ArticleForm {
    const LEVEL: Level = AddArticle::LEVEL;

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        match bot.articles.get(self.unsaved, caller.user, bot.clock.now()) {
            Some(article) => Opened::Window(views::knowledgebase::article_form(&article, Some(self.unsaved))),
            None => Opened::Message(Box::pin(std::future::ready(Err(expired().into())))),
        }
    }
}

/// Shows the draft. It sends nothing to LiveAgent and never fails: the texts are nowhere else yet.
impl Perform for PreviewArticle {
    const LEVEL: Level = AddArticle::LEVEL;
    const SENDS: Sends = &[];
    const RECORDS: Records = Records::Nowhere;

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (bot, caller, now) = (doing.bot, doing.caller, doing.bot.clock.now());
        let text = |name| input.text(name).unwrap_or_default().to_owned();
        let (title, keywords, content) = (text(TITLE), text(KEYWORDS), text(CONTENT));
        let article = Article { title, keywords, content, options: self.options.clone() };
        // The buttons of the earlier preview would save the earlier texts.
        if let Some(number) = self.replaces {
            bot.articles.take(number, caller.user, now);
        }
        let unsaved = caller.interaction.get();
        let expiry = bot.articles.keep(unsaved, caller.user, now, article.clone());
        let category = self.options.category.as_deref().and_then(|id| known_title(bot, id));
        let desk = doing.desk().await;
        Ok(views::knowledgebase::preview(&article, unsaved, expiry, category.as_deref(), &desk).into())
    }
}

impl Perform for AddArticle {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ListKnowledgebaseEntries, AddKnowledgebaseArticle];
    // The preview's own message, which can't be saved again.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        "entry".to_owned()
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, writer) = (doing.bot, doing.caller.user);
        let article = bot.articles.take(self.unsaved, writer, bot.clock.now()).ok_or_else(expired)?;
        let (added, category) = match doing.add_article(&article, self).await {
            Ok(added) => added,
            Err(error) => {
                // What LiveAgent may have is not saved again. Its text is in the preview's file.
                if !error.may_have_happened() {
                    bot.articles.keep(self.unsaved, writer, bot.clock.now(), article);
                }
                return Err(error);
            }
        };
        let id = added.as_ref().map(|added| added.kb_entry_id.as_str()).unwrap_or_default();
        let detail = format!("entry {id}, status {}", self.status.letter());
        let (added, category) = (added.as_ref(), category.as_deref());
        let draw = |desk: &_| views::knowledgebase::article_added(&article, self.status, added, category, desk);
        Ok(doing.done(&doing.desk().await, detail, draw))
    }
}

impl Perform for AddCategory {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ListKnowledgebaseEntries, AddKnowledgebaseCategory];

    fn target(&self) -> String {
        "entry".to_owned()
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let title =
            input.text(TITLE).ok_or_else(|| UserError::new("The title is empty. Give the category a title."))?;
        let parent = match &self.parent {
            Some(parent) => Some(doing.category(parent).await?),
            None => None,
        };
        let operation = AddKnowledgebaseCategory {
            title: title.to_owned(),
            kb_id: base_of(parent.as_ref(), self.knowledgebase.as_ref()),
            parent_entry_id: parent.as_ref().map(|parent| parent.kb_entry_id.clone()),
            category_type: Some(self.kind),
            access: self.access,
            order: self.order.map(i64::from),
            keywords: keyword_list(input.text(KEYWORDS).unwrap_or_default()),
            department_id: self.department.clone(),
            description: input.text(DESCRIPTION).map(str::to_owned),
        };
        let added = doing.liveagent.send(&operation).await?;
        doing.bot.directory.forget::<EntryTitle>();
        let id = added.as_ref().map(|added| added.kb_entry_id.as_str()).unwrap_or_default();
        let detail = format!("entry {id}, kind {}", self.kind.letter());
        let (added, parent) = (added.as_ref(), parent.as_ref().map(|parent| parent.title.as_str()));
        let draw = |desk: &_| views::knowledgebase::category_added(self, title, added, parent, desk);
        Ok(doing.done(&doing.desk().await, detail, draw))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.parent.iter().chain(&self.knowledgebase).chain(&self.department)
    }
}

impl Doing<'_> {
    /// Adds an article. Returns it, if the answer can be read, and the title of its category.
    async fn add_article(
        &self,
        article: &Article,
        add: &AddArticle,
    ) -> Result<(Option<AddedArticle>, Option<String>), Error> {
        let options = &article.options;
        let category = match &options.category {
            Some(category) => Some(self.category(category).await?),
            None => None,
        };
        let operation = AddKnowledgebaseArticle {
            content: article.html(),
            title: article.title.clone(),
            kb_id: base_of(category.as_ref(), options.knowledgebase.as_ref()),
            parent_entry_id: category.as_ref().map(|category| category.kb_entry_id.clone()),
            status: Some(add.status),
            access: options.access,
            keywords: article.keyword_list(),
            ..Default::default()
        };
        let added = self.liveagent.send(&operation).await?;
        self.bot.directory.forget::<EntryTitle>();
        Ok((added, category.map(|category| category.title)))
    }

    /// A category as it is now.
    async fn category(&self, id: &str) -> Result<KnowledgebaseEntry, Error> {
        match self.entry(id).await? {
            Some(found) if found.is_category() => Ok(found),
            Some(_) => {
                Err(UserError::new("That isn't a category. Pick one from the list that appears as you type.").into())
            }
            None => {
                Err(UserError::new("That category no longer exists. Use the command again with another one.").into())
            }
        }
    }

    /// An entry as it is now, unless it was removed.
    pub(super) async fn entry(&self, id: &str) -> Result<Option<KnowledgebaseEntry>, Error> {
        let one = ListKnowledgebaseEntries { entry_id: Some(id.to_owned()), ..Default::default() };
        let mut entries = self.liveagent.send(&one).await?.entries.into_iter();
        Ok(entries.find(|found| found.kb_entry_id == id && !found.is_deleted()))
    }
}

/// The knowledgebase of a category, else the one that was chosen.
fn base_of(category: Option<&KnowledgebaseEntry>, chosen: Option<&String>) -> Option<String> {
    category.and_then(|category| category.kb_id.as_ref()).or(chosen).cloned()
}

/// The title of an entry, if it is known.
fn known_title(bot: &Bot, id: &str) -> Option<String> {
    bot.directory.peek::<EntryTitle>().iter().find(|entry| entry.id == id).map(|entry| entry.title.clone())
}

/// The error for a preview whose article is gone.
fn expired() -> UserError {
    UserError::new(
        "This preview has expired, was replaced, or is saved already. Its text is in the file `article.md`: copy it into `/kb write` to continue.",
    )
}
