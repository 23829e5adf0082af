//! Which handler answers which operation.

use serde_json::json;

use super::{
    Answer, Env, Params, catalogue, conversations, files, knowledgebase, people, queues, refusal::Refusal, reports,
    widgets,
};

/// Answers operation `number` of the contract.
pub(super) fn handle(number: u8, env: &mut Env<'_>, params: &Params) -> Answer {
    match number {
        1 => people::agent(env, params),
        2 => Ok(json!({
            "liveagentversion": env.version, "gpfversion": "1.7.8.4", "dateinstalled": "2021-03-15 09:12:44",
            "datelatestupdate": "2026-09-01 03:30:10", "current_server_time": env.time(env.now),
        })),
        3 => people::companies(env),
        4 => people::company(env, params),
        5 => conversations::transfer(env, params),
        6 => conversations::delete(env, params),
        7 => conversations::remove_field(env, params),
        8 => conversations::add_field(env, params),
        9 => conversations::list(env, params),
        10 => conversations::show(env, params),
        11 => conversations::messages(env, params),
        12 => conversations::say(env, params),
        13 => conversations::change_status(env, params),
        14 => conversations::untag(env, params),
        15 => conversations::tags(env, params),
        16 => conversations::tag(env, params),
        17 => people::remove_field(env, params),
        18 => people::add_field(env, params),
        19 => people::customer(env, params),
        20 => people::leave_group(env, params),
        21 => people::groups_of(env, params),
        22 => people::join_group(env, params),
        23 => catalogue::delete_group(env, params),
        24 => catalogue::group(env, params),
        25 => catalogue::groups(env),
        26 => catalogue::create_group(env, params),
        27 => catalogue::edit_group(env, params),
        28 => catalogue::departments(env),
        29 => catalogue::department(env, params),
        30 => files::file(env, params),
        31 => files::add_file(env, params),
        32 => knowledgebase::articles(env, params),
        33 => knowledgebase::add_article(env, params),
        34 => knowledgebase::add_category(env, params),
        35 => knowledgebase::remove(env, params),
        36 => knowledgebase::entries(env, params),
        37 => knowledgebase::bases(env, params),
        38 => knowledgebase::search(env, params),
        39 => queues::agents(env),
        40 => queues::departments(env),
        41..=60 => reports::report(number, env, params),
        61 => catalogue::suggestions(env),
        62 => catalogue::delete_tag(env, params),
        63 => catalogue::tags(env),
        64 => catalogue::tag(env, params),
        65 => catalogue::create_tag(env, params),
        66 => catalogue::edit_tag(env, params),
        67 => widgets::widgets(env, params),
        68 => widgets::widget(env, params),
        69 => widgets::create_widget(env, params),
        70 => widgets::edit_widget(env, params),
        71 => queues::chats(env, params),
        72 => queues::calls(env, params),
        _ => Err(Refusal::no_such_call()),
    }
}

/// What a write answers that has nothing else to say.
#[expect(clippy::unnecessary_wraps, reason = "it ends a handler")]
pub(super) fn done() -> Answer {
    Ok(json!({ "status": "OK", "statuscode": 0 }))
}
