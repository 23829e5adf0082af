//! What is written shows up in what is read.

use serde_json::{Value, json};

use crate::desk::{Desk, segment, text};

async fn of_status(desk: &Desk, status: &str) -> (String, String) {
    let row = desk.list("/api/conversations", &[("status", status), ("limit", "1")]).await.remove(0);
    (format!("/api/conversations/{}", text(&row, "conversationid")), text(&row, "datechanged"))
}

async fn last_group(desk: &Desk, conversation: &str) -> Value {
    desk.list(&format!("{conversation}/messages"), &[]).await.pop().unwrap()
}

#[tokio::test]
async fn without_an_agent_a_message_is_a_note() {
    let desk = Desk::start().await;
    let (conversation, before) = of_status(&desk, "C").await;
    let path = format!("{conversation}/messages");
    let done = desk.ok("POST", &path, &[("message", "A & B = ž"), ("type", "M")]).await;
    assert_eq!(done, json!({ "status": "OK", "statuscode": 0 }));
    let group = last_group(&desk, &conversation).await;
    assert_eq!((&group["rtype"], &group["messages"][0]["rtype"]), (&json!("I"), &json!("N")));
    assert_eq!(group["messages"][0]["message"], "A & B = ž");
    let shown = desk.get(&conversation, &[]).await;
    assert_eq!(shown["status"], "C", "a note answers nobody");
    assert!(text(&shown, "datechanged") > before);
    let newest = desk.list("/api/conversations", &[("limit", "1")]).await;
    assert_eq!(newest[0]["conversationid"], shown["conversationid"]);
}

#[tokio::test]
async fn an_agents_message_answers() {
    let desk = Desk::start().await;
    let (conversation, _) = of_status(&desk, "N").await;
    let agent = desk.list("/api/onlinestatus/agents", &[]).await.remove(0);
    let out: u32 = text(&desk.get(&conversation, &[]).await, "messagegroupsout").parse().unwrap();
    let pairs = [("message", "Done."), ("useridentifier", &*text(&agent, "username"))];
    desk.ok("POST", &format!("{conversation}/messages"), &pairs).await;
    let shown = desk.get(&conversation, &[]).await;
    assert_eq!((&shown["status"], shown["messagegroupsout"].as_str()), (&json!("A"), Some(&*(out + 1).to_string())));
    let group = last_group(&desk, &conversation).await;
    assert_eq!((&group["userid"], &group["messages"][0]["rtype"]), (&agent["id"], &json!("M")));
    let note = [("message", "Hm."), ("useridentifier", &*text(&agent, "id")), ("type", "N")];
    desk.ok("POST", &format!("{conversation}/messages"), &note).await;
    let group = last_group(&desk, &conversation).await;
    assert_eq!((&group["userid"], &group["messages"][0]["rtype"]), (&agent["id"], &json!("N")));
}

#[tokio::test]
async fn statuses_departments_and_agents_change() {
    let desk = Desk::start().await;
    let (conversation, _) = of_status(&desk, "N").await;
    for status in ["R", "C", "A"] {
        desk.ok("PUT", &format!("{conversation}/status"), &[("status", status), ("note", &format!("why {status}"))])
            .await;
        assert_eq!(desk.get(&conversation, &[]).await["status"], status);
        assert_eq!(last_group(&desk, &conversation).await["messages"][0]["message"], format!("why {status}"));
    }
    let attendants = format!("{conversation}/attendants");
    let (departments, agents) =
        (desk.list("/api/departments", &[]).await, desk.list("/api/onlinestatus/agents", &[]).await);
    let (department, agent) = (departments.last().unwrap(), &agents[1]);
    let id = text(department, "departmentid");
    let to = [("department", &*id), ("agentidentifier", &*text(agent, "username")), ("note", "yours")];
    desk.ok("PUT", &attendants, &to).await;
    let shown = desk.get(&conversation, &[]).await;
    assert_eq!((&shown["departmentid"], &shown["departmentname"]), (&json!(id), &department["name"]));
    assert_eq!(shown["assignedto"], agent["id"]);
    desk.refused(404, "PUT", &attendants, &[("department", "nowhere")]).await;
    desk.refused(404, "PUT", &attendants, &[("agentidentifier", "nobody@example.com")]).await;
    desk.refused(500, "PUT", &attendants, &[("note", "to nobody")]).await;
    desk.ok("DELETE", &conversation, &[("note", "junk")]).await;
    assert_eq!(desk.get(&conversation, &[]).await["status"], "X");
}

#[tokio::test]
async fn tags_come_and_go() {
    let desk = Desk::start().await;
    let conversation = format!("/api/conversations/{}", desk.conversation().await);
    let path = format!("{conversation}/tags");
    let before = desk.list(&path, &[]).await;
    let made =
        desk.ok("POST", "/api/tags", &[("name", "Brand new"), ("color", "ABCDEF"), ("bg_color", "012345")]).await;
    assert_eq!((&made["status"], &made["statuscode"]), (&json!("OK"), &json!("0")));
    let tag = format!("/api/tags/{}", text(&made, "id"));
    let expected = json!({ "id": made["id"], "name": "Brand new", "color": "ABCDEF", "bg_color": "012345" });
    assert_eq!(desk.get(&tag, &[]).await, expected);
    desk.refused(500, "POST", "/api/tags", &[("name", "Brand new")]).await;

    for named in [("id", text(&made, "id")), ("name", "Brand new".to_owned())] {
        desk.ok("POST", &path, &[(named.0, &named.1)]).await;
        desk.ok("POST", &path, &[(named.0, &named.1)]).await;
        let on_it = desk.list(&path, &[]).await;
        assert_eq!(on_it.len(), before.len() + 1, "twice is once");
        assert!(text(&desk.get(&conversation, &[]).await, "tags").contains(&text(&made, "id")));
        desk.ok("DELETE", &path, &[(named.0, &named.1)]).await;
        desk.ok("DELETE", &path, &[(named.0, &named.1)]).await;
        assert_eq!(desk.list(&path, &[]).await, before);
    }
    for method in ["POST", "DELETE"] {
        desk.refused(404, method, &path, &[("name", "no such tag")]).await;
        desk.refused(500, method, &path, &[]).await;
    }
    desk.ok("POST", &path, &[("name", "Brand new")]).await;
    desk.ok("PUT", &tag, &[("name", "Renamed")]).await;
    assert!(desk.list(&path, &[]).await.contains(&json!({ "id": made["id"], "name": "Renamed" })));
    assert_eq!(desk.get(&tag, &[]).await["color"], "ABCDEF", "what is not given stays");
    desk.ok("DELETE", &tag, &[]).await;
    desk.refused(404, "GET", &tag, &[]).await;
    assert_eq!(desk.list(&path, &[]).await, before, "it is off its conversations");
}

#[tokio::test]
async fn a_field_may_be_there_twice() {
    let desk = Desk::start().await;
    let conversation = desk.get(&format!("/api/conversations/{}", desk.conversation().await), &[]).await;
    let customer = format!("/api/customers/{}", segment(&text(&conversation, "owneremail")));
    for thing in [format!("/api/conversations/{}", text(&conversation, "conversationid")), customer] {
        let path = format!("{thing}/fields");
        desk.ok("DELETE", &path, &[]).await;
        assert_eq!(desk.get(&thing, &[]).await["customfields"], json!([]), "no code is all codes");
        let (first, second) = (json!({ "code": "size", "value": "L" }), json!({ "code": "size", "value": "M" }));
        let other = json!({ "code": "shoe", "value": "42" });
        desk.ok("POST", &path, &[("customfields", &json!([first, other]).to_string())]).await;
        desk.ok("POST", &path, &[("customfields", &json!([second]).to_string())]).await;
        assert_eq!(desk.get(&thing, &[]).await["customfields"], json!([first, other, second]));
        desk.ok("DELETE", &path, &[("code", "size")]).await;
        assert_eq!(desk.get(&thing, &[]).await["customfields"], json!([other]));
        desk.refused(500, "POST", &path, &[("customfields", r#"[{"code":"size"}]"#)]).await;
    }
}

#[tokio::test]
async fn customers_join_and_leave() {
    let desk = Desk::start().await;
    let conversation = desk.list("/api/conversations", &[]).await.remove(0);
    let by_mail = format!("/api/customers/{}", segment(&text(&conversation, "owneremail")));
    let customer = desk.get(&by_mail, &[]).await;
    let by_id = format!("/api/customers/{}", text(&customer, "contactid"));
    assert_eq!(desk.get(&by_id, &[]).await, customer);
    let path = format!("{by_id}/groups");
    let before = desk.list(&path, &[]).await;
    let made = desk.ok("POST", "/api/customersgroups", &[("name", "Club"), ("color", "FFFFFF")]).await;
    let group = format!("/api/customersgroups/{}", text(&made, "id"));
    for _ in 0..2 {
        desk.ok("POST", &path, &[("name", "Club")]).await;
    }
    let after = desk.list(&path, &[]).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.contains(&json!({ "groupid": made["id"], "groupname": "Club" })));
    desk.ok("PUT", &group, &[("bg_color", "00FF00")]).await;
    let expected = json!({ "id": made["id"], "name": "Club", "color": "FFFFFF", "bg_color": "00FF00" });
    assert_eq!(desk.get(&group, &[]).await, expected);
    for _ in 0..2 {
        desk.ok("DELETE", &path, &[("name", "Club")]).await;
    }
    assert_eq!(desk.list(&path, &[]).await, before);
    desk.ok("POST", &path, &[("name", "Club")]).await;
    desk.ok("DELETE", &group, &[]).await;
    assert_eq!(desk.list(&path, &[]).await, before);
    desk.refused(404, "POST", &path, &[("name", "Club")]).await;
}

#[tokio::test]
async fn files_and_widgets_are_kept() {
    let desk = Desk::start().await;
    let pairs = [("data", "aGVsbG8="), ("name", "hello.txt"), ("type", "text/plain")];
    let file = desk.ok("POST", "/api/files", &pairs).await;
    assert_eq!(
        (&file["filename"], &file["filesize"], &file["filetype"]),
        (&json!("hello.txt"), &json!("5"), &json!("text/plain"))
    );
    assert_eq!(desk.get(&format!("/api/files/{}", text(&file, "fileid")), &[]).await, file);
    let fetched = desk.ok("POST", "/api/files", &[("downloadUrl", "https://files.example/a/b.png?c=d")]).await;
    assert_eq!(fetched["filename"], "b.png");
    desk.refused(500, "POST", "/api/files", &[("data", "aGVsbG8="), ("name", "hello.txt")]).await;
    desk.refused(500, "POST", "/api/files", &[]).await;
    let path = format!("/api/conversations/{}/messages", desk.conversation().await);
    desk.ok("POST", &path, &[("message", "see there"), ("attachments", &text(&file, "fileid"))]).await;

    let department = text(&desk.list("/api/departments", &[]).await[0], "departmentid");
    let attributes = json!([{ "name": "color", "section": "look", "value": "red" }]);
    let text_of = attributes.to_string();
    let mut pairs = vec![
        ("name", "Help"),
        ("provide", "BF"),
        ("departmentid", &*department),
        ("rtype", "C"),
        ("usecode", "B"),
        ("status", "A"),
        ("attributes", &*text_of),
        ("form_fields", "[]"),
        ("offlinecode_ieold_css", "a{}"),
    ];
    let made = desk.ok("POST", "/api/widgets", &pairs).await;
    assert_eq!((&made["attributes"], &made["offlinecode_ieold_CSS"]), (&attributes, &json!("a{}")));
    let path = format!("/api/widgets/{}", text(&made, "contactwidgetid"));
    assert_eq!(desk.get(&path, &[]).await, made);
    pairs[0] = ("name", "Help us");
    let edited = desk.ok("PUT", &path, &pairs).await;
    assert_eq!((&edited["name"], &desk.get(&path, &[]).await), (&json!("Help us"), &edited));
    let of_kind = desk.list("/api/widgets", &[("rtype", "C"), ("status", "A")]).await;
    assert!(of_kind.iter().any(|row| row["name"] == "Help us") && of_kind.iter().all(|row| row["rtype"] == "C"));
    pairs[2] = ("departmentid", "nowhere");
    desk.refused(404, "PUT", &path, &pairs).await;
}
