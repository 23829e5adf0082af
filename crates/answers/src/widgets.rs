//! Contact widgets.

use liveagent::{ListWidgets, ShowWidget};
use views::{
    Message, Window, Words,
    widgets::{List, Show},
};

use crate::{Answer, Asking, Error, Sends, sends};

/// How many widgets one request brings: LiveAgent's own default. Their code comes along.
const WINDOW_SIZE: u32 = 100;

impl Answer for List {
    const SENDS: Sends = sends![ListWidgets];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let page = asking.page();
        let start = page.saturating_mul(views::PAGE_SIZE) / WINDOW_SIZE * WINDOW_SIZE;
        let operation = ListWidgets {
            department_id: self.department.clone(),
            widget_type: self.kind,
            status: self.status,
            limit: Some(WINDOW_SIZE),
            offset: (start > 0).then_some(start),
            ..Default::default()
        };
        let (answer, desk) = tokio::join!(asking.liveagent().read(&operation), asking.desk());
        let (answer, unread) = answer?;
        let rows = answer.widgets;
        // Count unreadable rows, or the list would seem to end here.
        let window = Window { start, full: rows.len() as u64 + unread.rows() >= u64::from(WINDOW_SIZE) };
        Ok(views::widgets::list(&rows, window, self, page, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter()
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowWidget];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (widget, desk) = asking.send(&ShowWidget { contact_widget_id: self.widget.clone() }).await?;
        Ok(views::widgets::show(&widget, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.widget)
    }
}
