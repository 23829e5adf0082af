//! The knowledgebase: lists, searches, an entry to read, and the changes that members make.

mod article;
mod bases;
mod category;
mod changed;
mod entry;
mod list;
mod removal;
mod search;
mod suggestions;

pub use article::{
    AddArticle, Article, ArticleForm, ArticleOptions, CONTENT, KEYWORDS, PreviewArticle, TITLE, article_added,
    article_form, keyword_list, preview,
};
pub use bases::{Bases, bases};
pub use category::{AddCategory, DESCRIPTION, category_added};
pub use changed::Changed;
pub use entry::{CHILDREN, Entry, show};
pub use list::{List, list};
pub use removal::{Below, Remove, removal, removed};
pub use search::{Search, search};
pub use suggestions::{Suggestions, suggestions};

use crate::desk::Desk;
use crate::text;

/// A knowledgebase by its name, or by its id where the name is not known.
fn base(id: &str, desk: &Desk) -> String {
    desk.names.knowledgebases.get(id).map_or_else(|| text::code(id), |name| text::escape_to(name, 80))
}
