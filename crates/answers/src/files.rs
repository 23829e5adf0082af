//! Files.

use liveagent::ShowFile;
use views::{Message, Words, files::Show};

use crate::{Answer, Asking, Error, Sends, sends};

impl Answer for Show {
    const SENDS: Sends = sends![ShowFile];
    const WORDS: Words = Words::All;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (file, desk) = asking.send(&ShowFile { file_id: self.file.clone() }).await?;
        Ok(views::files::show(&file, &desk))
    }
}
