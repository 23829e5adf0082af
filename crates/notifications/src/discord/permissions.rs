//! What a member may do in a server or a channel, by Discord's rules.

use serde_json::Value;
use serenity::all::Permissions;

use super::calls::id_of;

/// A member's permissions in a channel with these overwrites: their roles, then the overwrites of @everyone, of their roles combined, and
/// their own. Without overwrites, their permissions in the server.
#[must_use]
pub fn permissions(server: &Value, user: u64, roles: &[u64], overwrites: &Value) -> Permissions {
    let everyone = id_of(&server["id"]);
    let has = |role: &Value| id_of(&role["id"]).is_some_and(|role| Some(role) == everyone || roles.contains(&role));
    let all = server["roles"].as_array().into_iter().flatten().filter(|role| has(role));
    let base = all.fold(0, |all, role| all | bits(&role["permissions"]));
    if id_of(&server["owner_id"]) == Some(user) || base & Permissions::ADMINISTRATOR.bits() != 0 {
        return Permissions::all();
    }
    let overwrites: Vec<&Value> = overwrites.as_array().into_iter().flatten().collect();
    let of = |wanted: &dyn Fn(u64) -> bool| {
        let fitting = overwrites.iter().filter(|each| id_of(&each["id"]).is_some_and(wanted));
        fitting.fold((0, 0), |(allow, deny), each| (allow | bits(&each["allow"]), deny | bits(&each["deny"])))
    };
    let steps = [of(&|id| Some(id) == everyone), of(&|id| roles.contains(&id)), of(&|id| id == user)];
    let granted = steps.into_iter().fold(base, |granted, (allow, deny)| granted & !deny | allow);
    Permissions::from_bits_truncate(granted)
}

/// Whether a member of a server with these roles has Manage Server there. `None` where the server isn't described well enough to tell.
pub(crate) fn manages(server: &Value, guild: u64, user: u64, roles: &[u64]) -> Option<bool> {
    let all = server["roles"].as_array()?;
    let is_whole = id_of(&server["id"]) == Some(guild)
        && id_of(&server["owner_id"]).is_some()
        && all.iter().any(|role| id_of(&role["id"]) == Some(guild))
        && all.iter().all(|role| id_of(&role["id"]).is_some() && read_bits(&role["permissions"]).is_some());
    is_whole.then(|| permissions(server, user, roles, &Value::Null).contains(Permissions::MANAGE_GUILD))
}

/// The ids of a member's roles. `None` where they can't be read, or it is another member.
#[must_use]
pub fn roles_of(member: &Value, user: u64) -> Option<Vec<u64>> {
    if id_of(&member["user"]["id"]) != Some(user) {
        return None;
    }
    member["roles"].as_array()?.iter().map(id_of).collect()
}

fn bits(value: &Value) -> u64 {
    read_bits(value).unwrap_or_default()
}

fn read_bits(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rights_are_worked_out_as_discord_does() {
        let server = |bot_role: u64| {
            json!({ "id": "1", "owner_id": "9", "roles": [
            { "id": "1", "permissions": "3072" }, { "id": "2", "permissions": bot_role.to_string() },
            { "id": "3", "permissions": "65536" },
        ] })
        };
        let overwrite =
            |id: &str, allow: u64, deny: u64| json!({ "id": id, "allow": allow.to_string(), "deny": deny.to_string() });
        for (role, overwrites, expected) in [
            (0x4000, json!([]), 0x4c00),
            (0x4000, json!(null), 0x4c00),
            (0x4000, json!([overwrite("1", 0, 2048)]), 0x4400),
            (0x4000, json!([overwrite("2", 2048, 0), overwrite("1", 0, 2048)]), 0x4c00),
            (0x4000, json!([overwrite("7", 0, 1024), overwrite("2", 1024, 0)]), 0x4800),
            (0x4000, json!([overwrite("3", 0, 1024)]), 0x4c00),
            (8, json!([overwrite("1", 0, u64::MAX)]), Permissions::all().bits()),
        ] {
            let may = permissions(&server(role), 7, &[2], &overwrites);
            assert_eq!(may.bits(), expected, "{role} {overwrites}");
        }
        assert_eq!(permissions(&server(0), 9, &[2], &json!([])), Permissions::all(), "the owner");
    }

    #[test]
    fn manage_server_is_told_from_a_whole_server_alone() {
        let role = |id: &str, bits: &str| json!({ "id": id, "permissions": bits });
        let server = |roles: Vec<Value>| json!({ "id": "1", "owner_id": "9", "roles": roles });
        let everyone = role("1", "3072");
        let table = [
            (server(vec![everyone.clone(), role("2", "32")]), 7, Some(true)),
            (server(vec![everyone.clone(), role("2", "8")]), 7, Some(true)),
            (server(vec![everyone.clone(), role("2", "16")]), 7, Some(false)),
            (server(vec![role("1", "32"), role("2", "0")]), 7, Some(true)),
            (server(vec![everyone.clone()]), 7, Some(false)),
            (server(vec![everyone.clone()]), 9, Some(true)),
            (server(vec![role("2", "16")]), 7, None),
            (server(vec![everyone.clone(), json!({ "id": "2" })]), 7, None),
            (server(vec![everyone.clone(), role("2", "all")]), 7, None),
            (json!({ "id": "1", "owner_id": null, "roles": [everyone.clone()] }), 7, None),
            (json!({ "id": "3", "owner_id": "9", "roles": [everyone.clone()] }), 7, None),
            (json!({ "id": "1", "owner_id": "9" }), 7, None),
            (json!(null), 7, None),
        ];
        for (server, user, expected) in table {
            assert_eq!(manages(&server, 1, user, &[2]), expected, "{server}");
        }
    }

    #[test]
    fn roles_are_those_of_the_member_asked_for() {
        let member = |user: &str, roles: Value| json!({ "user": { "id": user }, "roles": roles });
        for (member, expected) in [
            (member("7", json!(["2", "3"])), Some(vec![2, 3])),
            (member("7", json!([])), Some(vec![])),
            (member("8", json!(["2"])), None),
            (member("7", json!(["2", "x"])), None),
            (member("7", Value::Null), None),
            (Value::Null, None),
        ] {
            assert_eq!(roles_of(&member, 7), expected, "{member}");
        }
    }
}
