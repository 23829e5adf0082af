//! `/privacy`: forgetting a member.

use answers::{Level, Sends};
use serenity::all::User;
use store::Kept;
use views::{
    privacy::{Forget, KeptView},
    question::Question,
};

use crate::{
    Ask as _, Context, Error, Outcome,
    area::Area,
    needs::does,
    perform::{AnyAct, Asks, Doing, Done, Input, Perform, Place, Records},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area { acts: &[AnyAct::of::<Forget>()], ..Area::of(|| vec![privacy()]) };

/// Delete what Switchboard keeps about a person
#[poise::command(
    slash_command,
    subcommands("forget"),
    subcommand_required,
    default_member_permissions = "MANAGE_GUILD"
)]
async fn privacy(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Forget a member (asks first)
///
/// `/privacy forget member:@Bob`
#[poise::command(slash_command, custom_data = "does::<Forget>()")]
async fn forget(
    ctx: Context<'_>,
    #[description = "The member to forget, or the ID of someone who left"] member: User,
) -> Outcome {
    ctx.act(async { Ok((Forget { member: member.id.get() }, Input::default())) }).await
}

impl Perform for Forget {
    const LEVEL: Level = Level::Owner;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;
    const ASKS: Asks = Asks::Confirmation;

    async fn question(&self, doing: &Doing<'_>) -> Result<Question, Error> {
        let kept = doing.bot.store.kept_of(self.member).await?;
        Ok(views::privacy::question(self.member, &view(kept)))
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let bot = doing.bot;
        let kept = bot.store.forget_member(self.member, &bot.audit.who(doing.caller)).await?;
        Ok(views::privacy::forgotten(self.member, &view(kept)).into())
    }
}

fn view(kept: Kept) -> KeptView {
    let Kept { audit_rows, links, proposals, notices, drafts, incidents, subscriptions } = kept;
    KeptView { audit_rows, links, proposals, notices, drafts, incidents, subscriptions }
}
