//! Contact widgets, the buttons and forms on an account's web pages: #67 to #70.

mod look_ups;
mod rows;
mod writes;

pub use look_ups::{ListWidgets, ShowWidget, Widgets};
pub use rows::{Widget, WidgetAttribute, WidgetFormField, WidgetSummary};
pub use writes::{CreateWidget, EditWidget};
