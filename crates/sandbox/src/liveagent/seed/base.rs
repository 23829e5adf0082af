//! People, tags, departments, knowledgebases, widgets and files.
#![expect(clippy::cast_possible_wrap, reason = "the numbers are small")]

use serde_json::{Value, json};

use super::{Seed, company, texts};
use crate::liveagent::tables::{row, short, text};

/// How many customers there are.
const CUSTOMERS: usize = 60;

pub(super) fn people(seed: &mut Seed<'_>) {
    for department in company()["departments"].as_array().into_iter().flatten() {
        let id = seed.id();
        let made = json!({ "departmentid": id, "name": department[0], "onlinestatus": "F", "deleted": department[1] });
        seed.tables.departments.push(row(made));
    }
    for (index, agent) in company()["agents"].as_array().into_iter().flatten().enumerate() {
        let (first, last) = (agent[0].as_str().unwrap_or_default(), agent[1].as_str().unwrap_or_default());
        let (contact, user) = (seed.id(), seed.id());
        let department = seed.tables.departments[index % 5]["departmentid"].clone();
        let status = ["MPRT", "MRT", "MPR", "MRT"][index % 4];
        seed.tables.agents.push(row(json!({
            "contactid": contact, "userid": user, "email": address(first, last, "fjellandfern.example"), "firstname": first,
            "lastname": last, "systemname": format!("{first} {last}"), "authtoken": short(index as u64 + 9_000, 32),
            "browsercookiename": "A_auth", "gender": agent[2], "role": agent[3], "presetStatus": status,
            "_department": department, "_seed": index,
        })));
    }
    for name in texts(&company()["companies"]) {
        let id = seed.id();
        let domain = format!("{}.example", name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), ""));
        let days = seed.dice(1_500) as i64 + 100;
        let mails = json!([format!("office@{domain}"), format!("orders@{domain}")]);
        seed.tables.companies.push(row(json!({
            "id": id, "name": name, "emails": mails, "datecreated": seed.ago(days * 1_440), "ip": "203.0.113.7", "language": "en",
            "phones": ["+47 55 01 20 30"], "groups": [], "custom_fields": [{ "code": "vat", "value": "EU372000041" }],
            "unique_fields": [{ "code": "email", "value": format!("office@{domain}") }],
        })));
    }
    for name in texts(&company()["groups"]) {
        let id = seed.id()[..4].to_owned();
        seed.tables.groups.push(row(json!({ "id": id, "name": name, "color": "FFFFFF", "bg_color": "2980B9" })));
    }
    for index in 0..CUSTOMERS {
        customer(seed, index);
    }
}

fn customer(seed: &mut Seed<'_>, index: usize) {
    let (firsts, lasts) = (&company()["first"], &company()["last"]);
    let first = firsts[index % 20].as_str().unwrap_or_default();
    let last = lasts[(index * 7 + index / 20) % 15].as_str().unwrap_or_default();
    let email = address(first, last, ["mail.example", "post.example", "web.example"][index % 3]);
    let (contact, user) = (seed.id(), seed.id());
    let firm = if index.is_multiple_of(3) { seed.tables.companies[index % 20]["id"].clone() } else { Value::Null };
    let group = seed.tables.groups[index % 5]["id"].clone();
    let days = seed.dice(900) as i64 + 61;
    seed.tables.customers.push(row(json!({
        "contactid": contact, "email": email, "firstname": first, "lastname": last, "systemname": format!("{first} {last}"),
        "authtoken": short(index as u64 + 70_000, 30), "browsercookiename": "V_auth", "role": "R",
        "gender": if index.is_multiple_of(2) { "F" } else { "M" }, "companyid": firm, "userid": user, "datecreated": seed.ago(days * 1_440),
        "note": if index.is_multiple_of(9) { json!("Prefers a call in the afternoon.") } else { Value::Null }, "ip": "198.51.100.23",
        "customfields": [{ "code": "customernumber", "value": (42_000 + index).to_string() }],
        "uniquefields": [{ "code": "email", "value": email }], "_groups": if index.is_multiple_of(2) { json!([group]) } else { json!([]) },
    })));
}

/// A mail address of plain letters.
fn address(first: &str, last: &str, domain: &str) -> String {
    let plain = |name: &str| -> String {
        let letter = |c: char| match c {
            'á' | 'ä' | 'å' => 'a',
            'č' => 'c',
            'é' => 'e',
            'í' => 'i',
            'ó' | 'ö' | 'ø' => 'o',
            'ú' | 'ü' => 'u',
            c => c,
        };
        name.to_lowercase().chars().map(letter).filter(char::is_ascii_alphabetic).collect()
    };
    format!("{}.{}@{domain}", plain(first), plain(last))
}

pub(super) fn catalogue(seed: &mut Seed<'_>) {
    for (index, name) in texts(&company()["tags"]).enumerate() {
        let id = seed.id()[..4].to_owned();
        let color = &company()["tag_colors"][index % 10];
        seed.tables.tags.push(row(json!({ "id": id, "name": name, "color": "FFFFFF", "bg_color": color })));
    }
    for (index, title) in ["Ideas", "Shop", "Workshop"].iter().enumerate() {
        let path = format!("Fjell & Fern / {title}");
        seed.tables.suggestions.push(row(json!({ "id": (90 + index).to_string(), "title": title, "path": path })));
    }
}

/// Where an entry stands, and what it is.
struct Entry<'a> {
    base: &'a str,
    parent: &'a str,
    path: &'a str,
    kind: &'a str,
    title: &'a str,
    keywords: &'a str,
    content: &'a str,
}

fn entry(seed: &mut Seed<'_>, entry: &Entry<'_>) -> String {
    let number = seed.tables.entries.len() + 1;
    let is_internal = entry.base == "kb_inter";
    let access = if is_internal { "I" } else { "P" };
    let status = match entry.kind {
        "A" if number.is_multiple_of(17) => "D",
        "S" => ["N", "L", "S", "C", "X"][number % 5],
        _ => "P",
    };
    let (created, changed) = (seed.dice(500) as i64 + 40, seed.dice(39) as i64);
    let views = if entry.kind == "A" { seed.dice(4_000) } else { 0 };
    seed.tables.entries.push(row(json!({
        "kb_id": entry.base, "kb_entry_id": number.to_string(), "parent_entry_id": entry.parent, "rtype": entry.kind,
        "rstatus": status, "access": access, "access_inherited": access, "urlcode": (365_400 + number * 13).to_string(),
        "treepath": entry.path, "rorder": number, "title": entry.title, "metadescription": "", "keywords": entry.keywords,
        "content": entry.content, "conversationid": null, "departmentid": null, "views": views, "votes": views / 40,
        "datecreated": seed.ago(created * 1_440), "datechanged": seed.ago(changed * 1_440 + 95), "deleted": "N",
        "description": if entry.kind == "C" { format!("All about {}", entry.title.to_lowercase()) } else { String::new() },
    })));
    number.to_string()
}

pub(super) fn knowledgebases(seed: &mut Seed<'_>) {
    for (id, name) in [("kb_defa", "Help for customers"), ("kb_inter", "For colleagues")] {
        seed.tables.knowledgebases.push(row(json!({ "kb_id": id, "name": name })));
    }
    let home = |base, title| Entry { base, parent: "", path: "0", kind: "H", title, keywords: "", content: "" };
    let homes = [entry(seed, &home("kb_defa", "Help for customers")), entry(seed, &home("kb_inter", "For colleagues"))];
    for category in company()["kb"].as_array().into_iter().flatten() {
        let title = category["category"].as_str().unwrap_or_default();
        let (base, home) = if title == "For colleagues" { ("kb_inter", &homes[1]) } else { ("kb_defa", &homes[0]) };
        let path = format!("0|{home}");
        let below = Entry { base, parent: home, path: &path, kind: "C", title, keywords: "", content: "" };
        let parent = entry(seed, &below);
        let path = format!("0|{home}|{parent}");
        for article in category["articles"].as_array().into_iter().flatten() {
            let part = |index: usize| article[index].as_str().unwrap_or_default();
            let (title, keywords, content) = (part(0), part(1), part(2));
            entry(seed, &Entry { base, parent: &parent, path: &path, kind: "A", title, keywords, content });
        }
    }
    let path = format!("0|{}", homes[0]);
    let ideas =
        Entry { base: "kb_defa", parent: &homes[0], path: &path, kind: "G", title: "Ideas", keywords: "", content: "" };
    let parent = entry(seed, &ideas);
    let path = format!("{path}|{parent}");
    for title in texts(&company()["suggestions"]) {
        let content = format!("<p>{title}: that would make me come by more often.</p>");
        let idea = Entry {
            base: "kb_defa",
            parent: &parent,
            path: &path,
            kind: "S",
            title,
            keywords: "idea",
            content: &content,
        };
        entry(seed, &idea);
    }
}

pub(super) fn assets(seed: &mut Seed<'_>) {
    let all = [
        ("Chat on every page", "C", "N"),
        ("Contact form", "O", "B"),
        ("Chat window", "G", "N"),
        ("Search", "K", "B"),
        ("Help pages", "W", "B"),
        ("Ideas", "S", "F"),
    ];
    for (index, (name, kind, code)) in all.iter().enumerate() {
        let id = seed.id();
        let department = text(&seed.tables.departments[index % 5], "departmentid").to_owned();
        seed.tables.widgets.push(row(json!({
            "contactwidgetid": id, "name": name, "provide": "BFC", "departmentid": department, "kb_id": "kb_defa", "rtype": kind,
            "usecode": code, "status": "A", "description": format!("{name} of the shop"), "impressions": 688 * (index + 1),
            "tickets": 24 * (index + 1), "language": "en-US", "last_display_time": seed.ago(index as i64 * 7 + 1),
            "last_display_url": "https://fjellandfern.example/", "onlinecode": "<span>Chat with us</span>",
            "onlinecode_ieold": "<span>Chat with us</span>", "offlinecode": "<span>Write to us</span>",
            "offlinecode_ieold": "<span>Write to us</span>", "onlinecode_css": null, "onlinecode_ieold_css": null,
            "offlinecode_css": null, "offlinecode_ieold_css": null, "offlinecode_ieold_CSS": null,
            "integration_code": format!("<script src=\"https://fjellandfern.example/scripts/track.js\" data-widget=\"{id}\"></script>"),
            "attributes": [{ "name": "position", "section": "design", "value": "bottom-right" }],
            "form_fields": [{ "formid": "contact", "code": "name", "name": "Your name", "description": "", "validator": "", "visibility": "M",
                "rtype": "T", "rstatus": "A", "availablevalues": "" }],
        })));
    }
    for (index, (name, kind)) in
        [("receipt.pdf", "application/pdf"), ("brake.jpg", "image/jpeg"), ("map.png", "image/png")].iter().enumerate()
    {
        let id = short(index as u64 + 500, 32);
        seed.tables.files.push(row(json!({
            "fileid": id, "created": seed.ago(1_440 * index as i64 + 30), "filename": name, "filesize": 12_456 * (index + 1),
            "filetype": kind, "downloads": index + 2, "downloadUrl": format!("//fjellandfern.example/scripts/file.php?view=Y&file={id}"),
        })));
    }
}
