//! `/file`: files that LiveAgent has, and new ones.

use answers::{Opened, OpenedKind, Sends, quote, sends};
use liveagent::FileInfo;
use serenity::all::Attachment;
use views::files::{FILE_ADDRESS, Show, Upload};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::AnyLook,
    area::Area,
    error::UserError,
    files::Given,
    names::{complete, identify},
    needs::{asks, does},
    people::access::Level,
    perform::{AnyAct, Doing, Done, Input, Perform},
};

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { looks: &[AnyLook::of::<Show>()], acts: &[AnyAct::of::<Upload>()], ..Area::of(|| vec![file()]) };

/// The name of the input with the name that a file gets.
const FILE_NAME: &str = "name";

/// Upload files to LiveAgent and look them up
#[poise::command(slash_command, subcommands("show", "upload"), subcommand_required)]
async fn file(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Show a file that LiveAgent has
///
/// `/file show file:3a1d0a82`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "The file's ID, or a link to it"]
    #[autocomplete = "complete::file"]
    #[max_length = 300]
    file: String,
) -> Outcome {
    let file = identify::file(&file)?;
    ctx.look(&Show { file }).await
}

/// Upload a file to LiveAgent
///
/// `/file upload file:invoice.pdf`
/// `/file upload url:https://www.example.com/invoice.pdf`
#[poise::command(slash_command, custom_data = "does::<Upload>()")]
async fn upload(
    ctx: Context<'_>,
    #[description = "The file (max 10 MiB)"] file: Option<Attachment>,
    #[description = "Or an address from which LiveAgent fetches it"]
    #[max_length = 1000]
    url: Option<String>,
    #[description = "The file's name in LiveAgent"]
    #[max_length = 200]
    name: Option<String>,
) -> Outcome {
    ctx.act(async {
        let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let mut texts: Vec<(String, String)> = name.map(|name| (FILE_NAME.to_owned(), name)).into_iter().collect();
        let files = match (file, url) {
            (Some(file), None) => vec![Given::from(file)],
            (None, Some(url)) => {
                texts.push((FILE_ADDRESS.to_owned(), address(&url)?));
                Vec::new()
            }
            (None, None) => return Err(UserError::new("Nothing to upload. Attach a `file` or enter a `url`.").into()),
            (Some(_), Some(_)) => {
                return Err(UserError::new("Attach a `file` or enter a `url`, not both.").into());
            }
        };
        Ok((Upload {}, Input { texts, files, ..Input::default() }))
    })
    .await
}

/// An address on the web.
fn address(typed: &str) -> Result<String, UserError> {
    let url =
        url::Url::parse(typed.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.map(String::from).ok_or_else(|| {
        UserError::new(format!("{} isn't a web address. Enter one that starts with `https://`.", quote(typed)))
    })
}

impl Perform for Upload {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![AddFile];

    fn target(&self) -> String {
        "file".to_owned()
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let name = input.text(FILE_NAME);
        let uploaded: Option<FileInfo> = if let Some(url) = input.text(FILE_ADDRESS) {
            let (name, download_url) = (name.map(str::to_owned), Some(url.to_owned()));
            doing.liveagent.send(&liveagent::AddFile { name, download_url, ..Default::default() }).await?
        } else {
            let files: Vec<Given> = input.files.iter().cloned().map(|file| file.renamed(name)).collect();
            doing.bot.files.upload(&doing.liveagent, &files, doing.until).await?.pop()
        };
        let uploaded = uploaded.ok_or_else(|| {
            UserError::new("LiveAgent accepted the file but returned no ID for it. Check in LiveAgent.")
        })?;
        let label = views::files::label(&uploaded);
        let opened = Opened { kind: OpenedKind::File, id: uploaded.file_id.clone(), label };
        doing.bot.recent.opened(doing.caller.user, opened);
        let detail = format!("file {}", uploaded.file_id);
        Ok(doing.done(&doing.desk().await, detail, |desk| views::files::uploaded(&uploaded, desk)))
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_web_addresses_are_fetched() {
        for (typed, expected) in [
            (" https://www.example.com/a.pdf ", Some("https://www.example.com/a.pdf")),
            ("http://example.com", Some("http://example.com/")),
            ("file:///etc/passwd", None),
            ("example.com/a.pdf", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(address(typed).ok().as_deref(), expected, "{typed}");
        }
    }
}
