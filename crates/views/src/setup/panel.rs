//! The first run: a private panel that leads an owner through the setup.

use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use super::{SetupView, roles, show, visibility};
use crate::message::{Draft, Message};
use crate::payload::{Button, ButtonStyle, Embed, Row, Select, SelectOption};
use crate::press::Press;
use crate::request::Act;
use crate::{text, words};

/// The maximum number of agents in the select.
const MAX_AGENTS: usize = 25;

/// A step of the first run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// The roles of each level.
    #[serde(rename = "r")]
    Roles,
    /// Who sees what.
    #[serde(rename = "v")]
    Visibility,
    /// The channel that shows the audit.
    #[serde(rename = "a")]
    Audit,
    /// The owner's own link.
    #[serde(rename = "l")]
    Link,
    /// The end.
    #[serde(rename = "d")]
    Done,
}

impl Step {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Roles, Self::Visibility, Self::Audit, Self::Link, Self::Done];

    /// Its code, as a server's settings keep it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::Visibility => "visibility",
            Self::Audit => "audit",
            Self::Link => "link",
            Self::Done => "done",
        }
    }

    /// The step with this code; the first for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|step| step.code() == code).unwrap_or(Self::Roles)
    }

    fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or_default()
    }

    fn neighbour(self, by: isize) -> Option<Self> {
        Self::ALL.get(self.number().checked_add_signed(by)?).copied()
    }
}

/// Go to a step of the first run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct GoTo {
    /// The step.
    pub step: Step,
}

impl Act for GoTo {
    const TAG: &'static str = "ug";
    const NAME: &'static str = "set up step by step";
}

/// Post the audit in the channel of the panel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct UseChannel {}

impl Act for UseChannel {
    const TAG: &'static str = "uk";
    const NAME: &'static str = "post the audit here";
}

/// Link the owner to the selected agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ChooseAgent {}

impl Act for ChooseAgent {
    const TAG: &'static str = "ul";
    const NAME: &'static str = "link oneself";
}

/// What the panel shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PanelView {
    /// The server's settings.
    pub setup: SetupView,
    /// The channel that the panel is in.
    pub channel: u64,
    /// The agent whom the owner is linked to, by name.
    pub linked: Option<String>,
    /// The ids and names of agents that nobody is linked to.
    pub agents: Vec<(String, String)>,
}

/// A step of the first run, with buttons to the others.
#[must_use]
pub fn panel(view: &PanelView, step: Step) -> Message {
    let mut draft = match step {
        Step::Roles => Draft::from(roles(&view.setup, true)),
        Step::Visibility => Draft::from(visibility(&view.setup.visibility, true)),
        Step::Audit => audit(view),
        Step::Link => link(view),
        Step::Done => Draft::from(show(&view.setup)),
    };
    let steps = Step::ALL.len() - 1;
    let content = match step {
        Step::Done if view.setup.is_open() => {
            "⚠️ **No role is set yet,** so only members with **Manage Server** can use Switchboard.".to_owned()
        }
        Step::Done => "✅ **Setup complete.** Change anything later with `/setup`.".to_owned(),
        Step::Roles => format!(
            "👋 **Set up Switchboard, step 1 of {steps}.** Choose who can use it. You can skip each step and continue later."
        ),
        step => format!("⚙️ **Set up Switchboard, step {} of {steps}**", step.number() + 1),
    };
    draft.content = Some(content);
    // The steps have components of their own; those of the whole setup would lead out of it.
    if step == Step::Done {
        draft.components.clear();
    }
    let go = |label: &str, to: Option<Step>| to.map(|step| Button::new(label, &Press::act(&GoTo { step })));
    let next = match step {
        Step::Link => "Finish",
        _ => "Next",
    };
    let buttons =
        [go("Back", step.neighbour(-1)), go(next, step.neighbour(1)).map(|next| next.style(ButtonStyle::Primary))];
    draft.row(Row::buttons(buttons.into_iter().flatten())).fit()
}

fn audit(view: &PanelView) -> Draft {
    let now = match &view.setup.audit {
        Some(audit) => format!("Changes are posted in <#{}>.", audit.channel),
        None => "Changes are not posted anywhere yet. `/audit` shows them in any case.".to_owned(),
    };
    let description = format!(
        "{now}\nA channel for your leads is a good place: each change is one line, without customers' words. \
         Choose another one with `/setup audit channel:`."
    );
    let embed = Embed { description: Some(description), ..card("📜 Audit channel") };
    let here = Button::new("Use this channel", &Press::act(&UseChannel {}));
    let is_here = view.setup.audit.as_ref().is_some_and(|audit| audit.channel == view.channel);
    Draft::embed(embed).row(Row::buttons([here.disabled(is_here)]))
}

fn link(view: &PanelView) -> Draft {
    let now = match &view.linked {
        Some(agent) => format!("You are **{}** in LiveAgent.", text::escape_to(agent, 80)),
        None => "You aren't linked to a LiveAgent agent. What you do is done by LiveAgent's *System*, and notes end with your name."
            .to_owned(),
    };
    let description =
        format!("{now}\nYour colleagues use `/link me`, and you confirm it. You can link anyone with `/link member`.");
    let draft = Draft::embed(Embed { description: Some(description), ..card("🔗 Your agent") });
    if view.linked.is_some() || view.agents.is_empty() {
        return draft;
    }
    let options =
        view.agents.iter().take(MAX_AGENTS).map(|(id, name)| SelectOption::new(text::line(name, 100), id.clone()));
    draft.row(Row::select(Select::new(&Press::act(&ChooseAgent {}), "Who are you in LiveAgent?", options.collect())))
}

fn card(title: &str) -> Embed {
    Embed { title: Some(title.to_owned()), color: Some(words::NEUTRAL), ..Embed::default() }
}
