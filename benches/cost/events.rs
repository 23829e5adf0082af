//! What it costs that every event is cloned for the raw event handler, against reading it.

use std::{hint::black_box, time::Instant};

use serde_json::{Value, json};
use serenity::model::event::{Event, GatewayEvent};

const ROUNDS: u32 = 2_000;

fn interaction() -> Value {
    let user = json!({ "id": "1200000000000000001", "username": "Ada", "discriminator": "0", "avatar": null });
    json!({
        "id": "1443000000000000000", "application_id": "1100000000000000001", "type": 2, "token": "t".repeat(160),
        "version": 1, "guild_id": "1300000000000000000", "channel_id": "1300000000000000101", "locale": "en-US",
        "guild_locale": "en-US", "app_permissions": "2248473465835073", "entitlements": [], "context": 0,
        "authorizing_integration_owners": { "0": "1300000000000000000" }, "attachment_size_limit": 10_485_760,
        "channel": { "id": "1300000000000000101", "type": 0, "permissions": "2248473465835073" },
        "member": { "user": user, "roles": ["1300000000000000011"], "joined_at": "2026-01-05T08:00:00.000000+00:00",
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "permissions": "2248473465835073" },
        "data": { "id": "1400000000000000001", "name": "kb", "type": 1, "options": [
            { "name": "search", "type": 1, "options": [{ "name": "query", "type": 3, "value": "password" }] } ] },
    })
}

/// A large server: 250 roles and 500 channels with 10 overwrites each.
fn server() -> Value {
    let id = |number: u64| (1_300_000_000_000_000_000 + number).to_string();
    let role = |number: u64| {
        json!({ "id": id(number), "name": format!("Role {number}"), "color": 0, "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false, "position": number,
            "permissions": "1071698660929", "managed": false, "mentionable": false, "flags": 0, "icon": null, "unicode_emoji": null })
    };
    let overwrite = |number: u64| json!({ "id": id(number), "type": 0, "allow": "1024", "deny": "2048" });
    let channel = |number: u64| {
        json!({ "id": id(1_000 + number), "type": 0, "name": format!("channel-{number}"), "position": number, "topic": null,
            "guild_id": id(0), "nsfw": false, "rate_limit_per_user": 0, "parent_id": null, "last_message_id": null,
            "flags": 0, "permission_overwrites": (0..10).map(overwrite).collect::<Vec<_>>() })
    };
    json!({
        "id": id(0), "name": "Help desk", "owner_id": "1200000000000000001", "icon": null, "splash": null, "afk_timeout": 300,
        "afk_channel_id": null, "discovery_splash": null, "verification_level": 1, "default_message_notifications": 1,
        "explicit_content_filter": 0, "emojis": [], "features": [], "mfa_level": 0, "application_id": null,
        "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null, "max_members": 500_000,
        "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0, "preferred_locale": "en-US",
        "public_updates_channel_id": null, "nsfw_level": 0, "premium_progress_bar_enabled": false, "stickers": [],
        "safety_alerts_channel_id": null, "roles": (0..250).map(role).collect::<Vec<_>>(),
        "joined_at": "2026-01-05T08:00:00.000000+00:00", "large": true, "unavailable": false, "member_count": 5_000,
        "voice_states": [], "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [], "members": [],
        "channels": (0..500).map(channel).collect::<Vec<_>>(),
    })
}

pub(crate) fn events() {
    println!("| event | read | cloned for the raw event handler | of reading |\n|---|---|---|---|");
    for (name, data) in [("INTERACTION_CREATE", interaction()), ("GUILD_CREATE", server())] {
        let text = json!({ "op": 0, "s": 7, "t": name, "d": data }).to_string();
        let read = || serde_json::from_str::<GatewayEvent>(&text).unwrap();
        let event = read();
        assert!(!matches!(event, GatewayEvent::Dispatch(_, Event::Unknown(_))), "serenity can't read it");
        let rounds = if name == "GUILD_CREATE" { ROUNDS / 20 } else { ROUNDS };
        let began = Instant::now();
        (0..rounds).for_each(|_| drop(black_box(read())));
        let reading = began.elapsed() / rounds;
        let began = Instant::now();
        (0..rounds).for_each(|_| drop(black_box(event.clone())));
        let cloning = began.elapsed() / rounds;
        let share = cloning.as_secs_f64() / reading.as_secs_f64();
        println!("| `{name}`, {} bytes | {reading:.1?} | {cloning:.1?} | **{share:.2}** |", text.len());
    }
}
