//! A member, and what a member does.

use serde_json::{Value, json};

use super::{Answer, typed};
use crate::{
    discord::{Author, Discord, Interaction, Kind, Typed, Upload, Written},
    page::wire::{PageClick, PageCommand, PageError, PageMenu, PageSubmit},
};

/// Somebody in a channel. What Discord's client would refuse, panics with the reason: the test has a mistake.
#[derive(Clone)]
pub struct Member {
    discord: Discord,
    guild: u64,
    user: u64,
    channel: u64,
    files: Vec<Upload>,
}

/// What is offered while an option is typed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent when it is taken.
    pub value: String,
}

impl Member {
    pub(super) fn new(discord: &Discord, guild: u64, name: &str) -> Self {
        let user = discord.member_id(guild, name).unwrap_or_else(|| panic!("there is no member {name}"));
        let channel = discord.channel_id(guild, "support").expect("every server has #support");
        Self { discord: discord.clone(), guild, user, channel, files: Vec::new() }
    }

    /// The member's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.user
    }

    /// The same member in another channel.
    #[must_use]
    pub fn in_channel(self, name: &str) -> Self {
        let channel = self.discord.channel_id(self.guild, name).unwrap_or_else(|| panic!("there is no channel {name}"));
        Self { channel, ..self }
    }

    /// The same member with a file at hand, which an option of a command takes by its name:
    ///
    /// ```no_run
    /// # async fn example(sandbox: sandbox::Sandbox) {
    /// let ada = sandbox.owner().with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    /// let answer = ada.run("/file upload file:invoice.pdf").await;
    /// # }
    /// ```
    ///
    /// The type is empty where Discord could not tell it. Each command that names the file uploads it anew. The bot finds it in
    /// `resolved.attachments`, and downloads it from the `url` there. A file above 10 MiB panics when it is sent:
    /// Discord's client does not send it.
    #[must_use]
    pub fn with_file(mut self, name: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let (name, content_type, bytes) = (name.to_owned(), content_type.to_owned(), bytes.into().into());
        self.files.push(Upload { name, content_type, bytes });
        self
    }

    /// Types a command, such as `/conversation show conversation:ABC-DEFGH-123`, and waits for the answer.
    pub async fn run(&self, text: &str) -> Answer {
        self.try_run(text).await.unwrap_or_else(|problem| panic!("{text}: {problem}"))
    }

    /// The same for what a person typed: what Discord's client would refuse is said, in a sentence.
    pub async fn try_run(&self, text: &str) -> Result<Answer, String> {
        let command = self.command(text, false)?;
        let made = self.discord.type_command(&Typed { command, kind: Kind::Command });
        Ok(self.follow(Ok(made.map_err(|error| error.to_string())?)).await)
    }

    /// Types a command up to its last option's value, and reads what is offered.
    pub async fn complete(&self, text: &str) -> Vec<Choice> {
        self.try_complete(text).await.unwrap_or_else(|problem| panic!("{text}: {problem}"))
    }

    /// The same where the bot may not answer: then that is said.
    pub async fn try_complete(&self, text: &str) -> Result<Vec<Choice>, String> {
        let command = self.command(text, true)?;
        let choices = self.discord.autocomplete(command).await.map_err(|error| error.to_string())?;
        let string = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let choice = |choice: &Value| Choice { name: string(&choice["name"]), value: string(&choice["value"]) };
        Ok(choices.iter().map(choice).collect())
    }

    /// Writes a message, with the files at hand, of any size.
    #[must_use]
    pub fn say(&self, text: &str) -> Answer {
        let written = Written { content: text.to_owned(), files: self.files.clone(), ..Written::default() };
        let id = self.discord.write(Author::Person(self.user), self.channel, written);
        Answer::of_message(&self.discord, id.unwrap_or_else(|problem| panic!("{problem}")))
    }

    /// Picks a command in the menu of a message of this channel, and waits for the answer.
    pub async fn message_menu(&self, name: &str, message: &Answer) -> Answer {
        self.follow(self.pick(name, 3, message.id().unwrap_or_default())).await
    }

    /// Picks a command in the menu of a user, and waits for the answer.
    pub async fn user_menu(&self, name: &str, user: u64) -> Answer {
        self.follow(self.pick(name, 2, user)).await
    }

    fn pick(&self, name: &str, kind: u64, target: u64) -> Result<u64, PageError> {
        self.discord.pick(&PageMenu {
            member_id: self.user.to_string(),
            channel_id: self.channel.to_string(),
            command_id: String::new(),
            name: name.to_owned(),
            kind,
            target_id: target.to_string(),
        })
    }

    /// Presses the button with this label.
    pub async fn click(&self, answer: &Answer, label: &str) -> Answer {
        let id = answer.button(label).unwrap_or_else(|| panic!("no button {label:?} in:\n{}", answer.text()));
        self.press(answer, id, None).await
    }

    /// Takes these values, or the options with these labels, of the select whose placeholder contains `select`. Of a role select
    /// they are the names or the ids of roles, and what was chosen in it before is not any more.
    pub async fn choose(&self, answer: &Answer, select: &str, wanted: &[&str]) -> Answer {
        let found = answer.any_select(select);
        let found = found.unwrap_or_else(|| panic!("no select {select:?} in:\n{}", answer.text()));
        let value = |wanted: &&str| self.value(found, wanted).unwrap_or_else(|| panic!("no option {wanted:?}"));
        let id = found["custom_id"].as_str().unwrap_or_default().to_owned();
        self.press(answer, id, Some(wanted.iter().map(value).collect())).await
    }

    /// What a select sends for an option's label, or for a role's name.
    fn value(&self, select: &Value, wanted: &str) -> Option<String> {
        if select["type"] == 6 {
            return self.discord.role_id(self.guild, wanted).map(|id| id.to_string());
        }
        let mut options = select["options"].as_array()?.iter();
        let option = options.find(|option| option["value"] == wanted || option["label"] == wanted)?;
        option["value"].as_str().map(str::to_owned)
    }

    /// Takes the first option of the first select.
    pub async fn choose_first(&self, answer: &Answer) -> Answer {
        let (id, options) = answer.select("").unwrap_or_else(|| panic!("no select in:\n{}", answer.text()));
        let value = options[0]["value"].as_str().unwrap_or_default().to_owned();
        self.press(answer, id, Some(vec![value])).await
    }

    /// Uses a component by its id; the bot may be of another version than the message.
    pub async fn press(&self, answer: &Answer, custom_id: String, values: Option<Vec<String>>) -> Answer {
        let message_id = answer.id().map(|id| id.to_string()).unwrap_or_default();
        let click = PageClick { member_id: self.user.to_string(), message_id, custom_id, values };
        self.follow(self.discord.press(&click)).await
    }

    /// Presses a button of a message that an older version of the bot had sent.
    pub async fn click_outdated(&self, answer: &Answer, label: &str) -> Answer {
        const PREFIX: &str = "0-";
        self.discord.outdate(answer.id().unwrap_or_default(), PREFIX);
        let id = answer.button(label).unwrap_or_else(|| panic!("no button {label:?} in:\n{}", answer.text()));
        self.press(answer, format!("{PREFIX}{id}"), None).await
    }

    /// Uses the first component of a message as if it had this id.
    pub async fn press_forged(&self, answer: &Answer, custom_id: &str) -> Answer {
        self.discord.forge(answer.id().unwrap_or_default(), custom_id);
        self.press(answer, custom_id.to_owned(), None).await
    }

    /// Fills in the form that an answer opened, and sends it.
    pub async fn submit(&self, answer: &Answer, values: &[(&str, &str)]) -> Answer {
        let modal = answer.modal().expect("the answer opened a form");
        let input = |(id, value): &(&str, &str)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] });
        let form = PageSubmit {
            member_id: self.user.to_string(),
            interaction_id: answer.interaction_id().to_string(),
            custom_id: modal["custom_id"].as_str().unwrap_or_default().to_owned(),
            components: values.iter().map(input).collect(),
        };
        self.follow(self.discord.send_form(&form)).await
    }

    fn command(&self, text: &str, focus: bool) -> Result<PageCommand, String> {
        let commands = self.discord.commands_of(self.guild);
        let mut read = typed::read(text, &commands, focus)?;
        typed::give_files(&mut read.options, &mut |name| self.give(name));
        Ok(PageCommand {
            member_id: self.user.to_string(),
            channel_id: self.channel.to_string(),
            command_id: read.id,
            name: read.name,
            options: read.options,
        })
    }

    /// Uploads a file that is at hand; the id that the command names it by.
    fn give(&self, name: &str) -> u64 {
        let file = self.files.iter().find(|file| file.name == name);
        let file = file.unwrap_or_else(|| panic!("no file {name:?} is at hand; with_file() gives one")).clone();
        self.discord.take_file(self.user, self.channel, file).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Waits until the bot has said all that is awaited, and keeps what it shows now.
    async fn follow(&self, made: Result<u64, PageError>) -> Answer {
        let id = made.unwrap_or_else(|error| panic!("{error}"));
        let interaction = self.discord.until(|discord| discord.interaction(id).filter(Interaction::is_settled)).await;
        Answer::new(&self.discord, &interaction)
    }
}
