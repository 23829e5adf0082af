//! `/about`: LiveAgent's version and clock, Switchboard's own version, uptime and health.

use views::application::About;

use crate::{Ask as _, Context, Outcome, answer::AnyLook, area::Area, needs::asks};

/// What belongs to this area.
pub(crate) const AREA: Area = Area { looks: &[AnyLook::of::<About>()], ..Area::of(|| vec![about()]) };

/// Show versions and health
///
/// `/about`
#[poise::command(slash_command, custom_data = "asks::<About>()")]
async fn about(ctx: Context<'_>) -> Outcome {
    ctx.look(&About {}).await
}
