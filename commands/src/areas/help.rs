//! `/help`: the commands that the caller may use, by area, with examples. It is drawn from the commands themselves.

use views::{
    Message,
    help::{Help, HelpEntry, MenuEntry},
};

use crate::{
    Ask as _, Command, Context, Error, Outcome,
    answer::{AnyLook, Looking, OwnLook},
    area::Area,
    needs::{Needs, tells},
    people::access::Level,
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area { looks: &[AnyLook::own::<Help>()], ..Area::of(|| vec![help()]) };

/// Show what you can do here, with examples
///
/// `/help area:conversation`
#[poise::command(slash_command, custom_data = "tells::<Help>()")]
async fn help(
    ctx: Context<'_>,
    #[description = "Command group, e.g. alert"]
    #[autocomplete = "areas"]
    #[max_length = 100]
    area: Option<String>,
) -> Outcome {
    ctx.tell(&Help { area }).await
}

async fn areas(ctx: Context<'_>, partial: &str) -> serenity::all::CreateAutocompleteResponse {
    let names = ctx.framework.options.commands.iter().map(|command| command.name.to_string());
    crate::names::complete::names(partial, names)
}

impl OwnLook for Help {
    const LEVEL: Level = Level::Everyone;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        Ok(show_help(looking.caller.level, self.area.as_deref()))
    }
}

/// The commands of one area, or an outline of all, as `level` may use them.
fn show_help(level: Level, area: Option<&str>) -> Message {
    let mut entries = Vec::new();
    for command in crate::commands() {
        leaves(&command, &mut |leaf| {
            let needed = Needs::of(leaf).map_or(Level::Owner, |needs| needs.level());
            if needed <= level {
                entries.push(HelpEntry {
                    area: leaf.qualified_name.split(' ').next().unwrap_or_default().to_owned(),
                    command: leaf.qualified_name.to_string(),
                    description: leaf.description.as_deref().unwrap_or_default().to_owned(),
                    example: examples(leaf).next().unwrap_or_default().to_owned(),
                });
            }
        });
    }
    let menus = crate::menus().into_iter().filter(|menu| menu.needs().level() <= level);
    let menus: Vec<MenuEntry> = menus
        .map(|menu| MenuEntry { command: menu.name.to_owned(), description: menu.description.to_owned() })
        .collect();
    views::help::help(&entries, &menus, area)
}

/// The examples of a command, as they are typed: the lines in backticks of its doc comment. `/help` shows the first.
pub fn examples(command: &Command) -> impl Iterator<Item = &str> {
    let lines = command.help_text.as_deref().unwrap_or_default().lines();
    lines.filter_map(|line| line.trim().strip_prefix('`')?.strip_suffix('`'))
}

fn leaves(command: &Command, each: &mut impl FnMut(&Command)) {
    if command.subcommands.is_empty() {
        each(command);
    }
    for below in &command.subcommands {
        leaves(below, each);
    }
}
