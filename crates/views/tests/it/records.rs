//! Customers, their groups, companies, agents, files and custom fields, as the JSON that goes to Discord.

use insta::assert_json_snapshot;
use liveagent::{
    Agent, AgentStatus, Company, CompanySummary, Customer, CustomerGroup, CustomerGroupDetails, FileInfo,
    GroupOfCustomer,
};
use serde_json::{Value, json};
use views::{
    Desk, Message, Words,
    agents::{self, Load},
    companies, customer_groups,
    customers::{self, Known},
    fields::{self, Owner},
    files,
};

use crate::fixtures::{conversation, desk, read, rows};
use crate::judge;

macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message: Message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

/// Everything that can go wrong with a text.
const AWKWARD: &str = "@everyone **bold** [x](https://evil.example) `code` \u{202e}rtl \u{1f600} <@1>";

fn customer(changes: &Value) -> Customer {
    let mut customer = json!({
        "contactid": "u1b2c3d4", "email": "jane@doe.example", "firstname": "Jane", "lastname": "Doe", "systemname": "Jane Doe",
        "authtoken": "secret-token", "browsercookiename": "V_auth", "role": "R", "gender": "F", "companyid": "p1", "userid": "u9",
        "datecreated": "2025-01-05 10:00:00", "note": "Prefers calls", "ip": "198.51.100.1",
        "customfields": [{ "code": "vat", "value": "EU372000041" }, { "code": "empty", "value": "" }], "uniquefields": []
    });
    for (key, value) in changes.as_object().unwrap() {
        customer[key] = value.clone();
    }
    read(customer)
}

fn groups(names: &[&str]) -> Vec<GroupOfCustomer> {
    names.iter().enumerate().map(|(n, name)| read(json!({ "groupid": format!("g{n}"), "groupname": name }))).collect()
}

fn group(id: &str, name: &str) -> CustomerGroup {
    read(json!({ "id": id, "name": name }))
}

#[test]
fn a_customer() {
    let (jane, in_groups, recent) = (customer(&json!({})), groups(&["VIP", "Bike shops"]), rows(3));
    let known =
        Known { customer: &jane, groups: &in_groups, company: Some("Nordic Trails AB"), conversations: Some(&recent) };
    drawn!("customer", customers::show(known, &desk()));
    let text = serde_json::to_string(&customers::show(known, &desk())).unwrap();
    assert!(!text.contains("secret-token") && !text.contains("V_auth"), "secrets are never shown");

    let nobody = customer(&json!({
        "email": null, "firstname": "", "lastname": null, "systemname": null, "companyid": null, "note": "", "customfields": [],
        "datecreated": null, "role": "Z"
    }));
    let bare = Known { customer: &nobody, groups: &[], company: None, conversations: None };
    drawn!("customer_bare", customers::show(bare, &desk()));
    let many: Vec<String> = (0..60).map(|n| format!("{AWKWARD} {n}")).collect();
    let many = groups(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let long = "x".repeat(6_000);
    let awkward = customer(&json!({
        "firstname": AWKWARD, "lastname": long, "note": long,
        "customfields": (0..30).map(|n| json!({ "code": format!("{AWKWARD}{n}"), "value": long })).collect::<Vec<_>>()
    }));
    let full = Known { customer: &awkward, groups: &many, company: Some(AWKWARD), conversations: Some(&[]) };
    drawn!("customer_awkward", customers::show(full, &desk()));
}

#[test]
fn a_customer_in_a_channel_without_words() {
    let (jane, in_groups, recent) = (customer(&json!({})), groups(&["VIP"]), rows(2));
    let known =
        Known { customer: &jane, groups: &in_groups, company: Some("Nordic Trails AB"), conversations: Some(&recent) };
    let hidden = Desk { words: Words::None, ..desk() };
    let text = serde_json::to_string(&customers::show(known, &hidden)).unwrap();
    for word in ["Jane", "doe.example", "Nordic", "Prefers", "EU372000041", "parcel"] {
        assert!(!text.contains(word), "{word}");
    }
    let owner = Owner::Customer(Box::new(jane));
    let text = serde_json::to_string(&fields::set(&owner, "vat", "EU1", &hidden)).unwrap();
    assert!(!text.contains("EU1") && !text.contains("EU372000041") && !text.contains("Jane"), "{text}");
}

#[test]
fn groups_of_a_customer() {
    let jane = customer(&json!({}));
    let (vip, shops) = (group("g0", "VIP"), group("g7", AWKWARD));
    let present = groups(&["VIP"]);
    drawn!("customer_groups", customers::groups(&jane, &present, &desk()));
    drawn!("customer_no_groups", customers::groups(&jane, &[], &desk()));
    drawn!("customer_groups_form", customers::groups_form(&jane, &[vip.clone(), shops.clone()], &present, &desk()));
    let many: Vec<CustomerGroup> = (0..40).map(|n| group(&format!("g{n}"), &format!("Group {n}"))).collect();
    drawn!("customer_groups_form_many", customers::groups_form(&jane, &many, &present, &desk()));
    drawn!("customer_groups_form_none", customers::groups_form(&jane, &[], &[], &desk()));
    drawn!("customer_joined", customers::joined(&jane, &shops, false, &desk()));
    drawn!("customer_joined_already", customers::joined(&jane, &vip, true, &desk()));
    drawn!("customer_left", customers::left(&jane, &vip, true, &desk()));
    let (added, removed) = ([vip], [shops]);
    drawn!("customer_groups_set", customers::groups_set(&jane, &added, &removed, Some("LiveAgent is away."), &desk()));
}

#[test]
fn customer_groups_as_things() {
    let vip: CustomerGroupDetails = read(json!({ "id": "g0", "name": "VIP", "color": "FFFFFF", "bg_color": "C0392B" }));
    let plain: CustomerGroupDetails = read(json!({ "id": "g1", "name": AWKWARD, "color": null, "bg_color": null }));
    let all: Vec<CustomerGroup> = (0..30).map(|n| group(&format!("g{n}"), &format!("{AWKWARD} {n:02}"))).collect();
    drawn!("groups", customer_groups::list(&all, 0));
    drawn!("groups_second_page", customer_groups::list(&all, 1));
    drawn!("groups_none", customer_groups::list(&[], 0));
    drawn!("group", customer_groups::show(&vip));
    drawn!("group_awkward", customer_groups::show(&plain));
    drawn!("group_created", customer_groups::created(&vip));
    drawn!(
        "group_edited",
        customer_groups::edited(&vip, &CustomerGroupDetails { name: "Gold".to_owned(), ..vip.clone() }, &desk())
    );
    drawn!("group_deleted", customer_groups::deleted(AWKWARD));
}

#[test]
fn companies_and_their_names() {
    let all: Vec<CompanySummary> = (0..30)
        .map(|n| read(json!({ "id": format!("p{n}"), "name": format!("{AWKWARD} {n:02}"), "emails": [format!("o{n}@x.example")] })))
        .collect();
    drawn!("companies", companies::list(&all, 0, &desk()));
    drawn!("companies_none", companies::list(&[], 0, &desk()));
    let company: Company = read(json!({
        "id": "p1", "name": "Nordic Trails AB", "datecreated": "2024-02-03 08:00:00", "language": "sv", "ip": "",
        "emails": ["office@nordic.example"], "phones": ["+47 55 01 20 30"], "groups": [{ "groupid": "g1", "groupname": "VIP" }],
        "custom_fields": [{ "code": "vat", "value": "EU1" }], "unique_fields": []
    }));
    drawn!("company", companies::show(&company, &desk()));
    let hidden = serde_json::to_string(&companies::show(&company, &Desk { words: Words::None, ..desk() })).unwrap();
    assert!(!hidden.contains("Nordic") && !hidden.contains("nordic") && !hidden.contains("EU1"));
}

#[test]
fn agents_and_who_is_online() {
    let status = |id: &str, first: Option<&str>, online: &str| -> AgentStatus {
        read(json!({
            "id": id, "contactid": "c", "username": format!("{id}@acme.example"), "firstname": first, "lastname": null,
            "avatar_url": null, "presetStatus": "MPT", "onlineStatus": online
        }))
    };
    let all = [status("a1", Some("Anna"), "MT"), status("a2", None, "F"), status("a3", Some(AWKWARD), "?")];
    let loads = [Some(Load::Exactly(12)), None, Some(Load::AtLeast(100))];
    drawn!("agents", agents::statuses(&all, &loads, 0, &desk()));
    drawn!("agents_none", agents::statuses(&[], &[], 0, &desk()));
    let anna: Agent = read(json!({
        "contactid": "c1", "userid": "a1", "email": "anna@acme.example", "firstname": "Anna", "lastname": "Novak",
        "systemname": "Anna Novak", "authtoken": "secret-token", "browsercookiename": "A_auth", "gender": "F", "role": "D"
    }));
    let message = agents::show(&anna, Some(&all[0]), Some(Load::Exactly(1)), &desk());
    let text = serde_json::to_string(&message).unwrap();
    assert!(!text.contains("secret-token") && !text.contains("A_auth"), "secrets are never shown");
    drawn!("agent", message);
    let bare: Agent = read(json!({ "userid": "a9" }));
    drawn!("agent_bare", agents::show(&bare, None, None, &desk()));
}

#[test]
fn files_and_where_they_are() {
    let file: FileInfo = read(json!({
        "fileid": "3a1d0a82", "created": "2026-11-23 11:00:00", "filename": "invoice.pdf", "filesize": "12456",
        "filetype": "application/pdf", "downloads": 2, "downloadUrl": "//acme.ladesk.com/scripts/file.php?view=Y&file=3a1d0a82"
    }));
    drawn!("file", files::show(&file, &desk()));
    drawn!("file_uploaded", files::uploaded(&file, &desk()));
    let bare: FileInfo = read(json!({ "fileid": "x", "filename": AWKWARD, "downloadUrl": "javascript:alert(1)" }));
    drawn!("file_awkward", files::show(&bare, &desk()));
}

#[test]
fn custom_fields_that_change() {
    let owner = Owner::Customer(Box::new(customer(&json!({}))));
    drawn!("field_set", fields::set(&owner, "vat", AWKWARD, &desk()));
    drawn!("field_set_first", fields::set(&owner, "order", "#4711", &desk()));
    drawn!("field_set_same", fields::set(&owner, "vat", "EU372000041", &desk()));
    drawn!("field_half_set", fields::half_set(&owner, "vat", "EU1", "LiveAgent is away.", &desk()));
    let long = "x".repeat(2_000);
    let message = fields::half_set(&owner, "vat", &long, "LiveAgent is away.", &desk());
    judge::accepts(&message);
    assert!(serde_json::to_string(&message).unwrap().contains("Use the command again"), "a button can't hold it");
    drawn!("field_removed", fields::removed(&owner, "vat", &desk()));
    let of_conversation = Owner::Conversation(Box::new(conversation(&json!({}))));
    drawn!("fields_cleared", fields::cleared(&of_conversation, &desk()));
    let question = fields::clearing(&of_conversation, &desk());
    assert!(question.lost.contains("order: #4711") && question.lost.contains("empty: (empty)"), "{question:?}");
}

#[test]
fn an_undo_knows_what_it_takes_back() {
    assert_ne!(fields::stamp(&["a", "b"]), fields::stamp(&["ab"]));
    assert_ne!(fields::stamp(&[]), fields::stamp(&[""]));
    assert_eq!(fields::stamp(&["x"]), fields::stamp(&["x"]));
}
