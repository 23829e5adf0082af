//! Changes what a digest includes, with the selects that **Add more** opens.

use answers::Sends;
use liveagent::Department;
use store::{Change, Kind, NextDue};
use views::{
    Message,
    digests::{DepartmentChoice, DigestPart, Include, IncludeForm, SECTIONS, Section},
};

use super::shown::{name, text};
use crate::{
    Bot, Error,
    areas::subscriptions,
    error::UserError,
    form::{Open, Opened},
    names::identify,
    people::access::{Caller, Level},
    perform::{Doing, Done, Input, Perform, Place, Records},
};

impl Perform for Include {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        include(doing.bot, doing.caller, self.digest, self.part, &input).await.map(Done::from)
    }
}

impl Open for IncludeForm {
    const LEVEL: Level = Include::LEVEL;

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        Opened::Message(Box::pin(form(bot, caller, self.digest)))
    }
}

/// The selects, with the digest's current sections and departments.
async fn form(bot: &Bot, caller: Caller, digest: i64) -> Result<Message, Error> {
    let found = subscriptions::find(bot, caller, Kind::Digest, &digest.to_string()).await?;
    let spec = bot.notifier.kept().digest(&found)?;
    let departments = identify::all::<Department>(&bot.directory).await?;
    let choice = |department: &liveagent::Department| DepartmentChoice {
        id: department.department_id.clone(),
        name: department.name.clone(),
        is_chosen: spec.departments.contains(&department.department_id),
    };
    let all = departments.iter().map(choice);
    let living: Vec<DepartmentChoice> = all
        .zip(departments.iter())
        .filter(|(choice, each)| choice.is_chosen || !each.is_deleted())
        .map(|(c, _)| c)
        .collect();
    Ok(views::digests::form(digest, &name(bot, &found), &spec.sections, &living))
}

/// Adds what was selected and removes what was unselected.
async fn include(bot: &Bot, caller: Caller, digest: i64, part: DigestPart, input: &Input) -> Result<Message, Error> {
    let (add, remove) = input.changed();
    for _ in 0..subscriptions::MAX_TRIES {
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest.to_string()).await?;
        let mut spec = bot.notifier.kept().digest(&found)?;
        match part {
            DigestPart::Sections => {
                spec.sections = SECTIONS
                    .iter()
                    .filter(|section| {
                        let is = |names: &[String]| names.iter().any(|name| name == section.name());
                        is(&add) || (spec.sections.contains(&section.link()) && !is(&remove))
                    })
                    .map(Section::link)
                    .collect();
                if spec.sections.is_empty() {
                    return Err(UserError::new("A digest needs at least one section. Nothing was changed.").into());
                }
            }
            DigestPart::Departments => {
                spec.departments.retain(|id| !remove.contains(id));
                let known = identify::all::<Department>(&bot.directory).await?;
                let known = |id: &String| known.iter().any(|department| department.department_id == *id);
                let new: Vec<String> =
                    add.iter().filter(|id| known(id) && !spec.departments.contains(id)).cloned().collect();
                spec.departments.extend(new);
            }
        }
        let change = Change { channel: found.channel, spec: &text(&spec), due: NextDue::AsBefore, resume: false };
        if bot.store.change(&found, &change, &bot.audit.who(caller)).await? {
            return form(bot, caller, digest).await;
        }
    }
    Err(subscriptions::busy("digest"))
}
