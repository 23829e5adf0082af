//! Answers the commands that are picked in menus, after the same checks as those that are typed.

use crate::{
    Bot, areas,
    discord::{
        framework::outdated,
        picked::Picked,
        respond::{Asked, Responder},
    },
    menu::Menu,
};

/// Answers a command that was picked in a menu.
pub(crate) async fn answer(bot: &Bot, picked: &Picked) {
    let asked = Asked { id: picked.id, token: &picked.token, user: picked.user, guild: picked.guild };
    match areas::menu(picked.on, &picked.name) {
        Some(menu) => {
            let responder = Responder::new(bot, asked, menu.name);
            responder.guard(Box::pin(run(&responder, menu, picked))).await;
        }
        None => Responder::new(bot, asked, "unknown menu").finish(Err(outdated()), false).await,
    }
}

async fn run(responder: &Responder<'_>, menu: &Menu, picked: &Picked) {
    let (bot, needs) = (responder.bot, menu.needs());
    let caller = bot.let_in(picked).and_then(|caller| {
        bot.audit.require(caller, needs.level(), needs.request.name)?;
        Ok(caller)
    });
    match caller {
        Ok(caller) => responder.race((menu.run)(bot, caller, picked)).await,
        Err(error) => responder.finish(Err(error), false).await,
    }
}
