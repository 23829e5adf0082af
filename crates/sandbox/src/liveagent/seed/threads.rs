//! Conversations and what is said in them: mail, chats, calls, notes, and a few that are awkward on purpose.
#![expect(clippy::cast_possible_wrap, reason = "the numbers are small")]

use serde_json::{Value, json};

use super::{Seed, company, texts};
use crate::liveagent::tables::{mixed, row, short, text};

/// How many conversations there are, less the awkward ones.
const MANY: usize = 400;
/// The statuses, as often as they occur.
const STATUSES: &[u8; 40] = b"RRRRRRRRRRRRRRRAAAAAAAAAACCCCCCNNNNWTPBX";
/// The channels, as often as they occur.
const CHANNELS: &[u8; 24] = b"EEEEEEEEEEEMMMTTBICWFAQS";
/// Sixty days, in minutes.
const SPAN: f64 = 60.0 * 1_440.0;

/// Who talks to whom in a conversation.
struct Cast {
    id: String,
    user: String,
    customer: String,
    agent: String,
    agent_user: String,
}

pub(super) fn conversations(seed: &mut Seed<'_>) {
    let threads = &company()["threads"];
    for index in 0..MANY {
        let status = if index == 0 { 'I' } else { char::from(STATUSES[seed.dice(STATUSES.len())]) };
        let channel = match status {
            'T' => 'B',
            'P' => 'C',
            _ => char::from(CHANNELS[(index * 5 + seed.dice(3)) % CHANNELS.len()]),
        };
        // The newest are minutes old, most of them days.
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "minutes of sixty days")]
        let age = ((index as f64 / MANY as f64).powi(2) * SPAN) as i64 + index as i64 * 3 + 2;
        let thread = seed.pick(threads).clone();
        let number = 20_000 + index * 37;
        let subject = thread["subject"].as_str().unwrap_or_default().to_owned();
        let cast = open(seed, (status, channel), &subject, age, &thread);
        if "BTI".contains(channel) {
            chat(seed, &cast, age);
        } else {
            mail(seed, &cast, &thread, number, (status, age));
        }
    }
    awkward(seed);
}

/// Puts the conversation's row down.
fn open(seed: &mut Seed<'_>, (status, channel): (char, char), subject: &str, age: i64, thread: &Value) -> Cast {
    let id = seed.id();
    let number = seed.tables.conversations.len() as u64;
    let code = code(number);
    let at = seed.dice(seed.tables.customers.len());
    let customer = seed.tables.customers[at].clone();
    let department = match usize::try_from(thread["department"].as_u64().unwrap_or(0)) {
        Ok(at) => seed.tables.departments[at % 5].clone(),
        Err(_) => seed.tables.departments[0].clone(),
    };
    let at = seed.dice(seed.tables.agents.len());
    let agent = seed.tables.agents[at].clone();
    let is_taken = !"NI".contains(status);
    let changed = if "RAX".contains(status) { age / 3 + 1 } else { (age / 9).max(1) };
    let named = |name: &str| {
        seed.tables.tags.iter().find(|tag| text(tag, "name") == name).map(|tag| text(tag, "id").to_owned())
    };
    let mut tags: Vec<String> = texts(&thread["tags"]).filter_map(named).collect();
    if number.is_multiple_of(11) {
        tags.extend(named("VIP"));
    }
    let due = if number.is_multiple_of(3) { json!(seed.ago(age - 240)) } else { Value::Null };
    let name = format!("{} {}", text(&customer, "firstname"), text(&customer, "lastname"));
    let preview = format!("{subject}. Could you have a look, please?");
    let fields = if number.is_multiple_of(4) {
        json!([{ "code": "order", "value": format!("FF-{}", 20_000 + number) }])
    } else {
        json!([])
    };
    let made = json!({
        "conversationid": id, "code": code, "datecreated": seed.ago(age), "datechanged": seed.ago(changed), "datedue": due,
        "departmentname": department["name"], "departmentid": department["departmentid"], "status": status.to_string(),
        "ownername": name, "owneremail": customer["email"], "subject": subject, "ownernote": customer["note"], "preview": preview,
        "publicurlcode": short(mixed(number) ^ 0x77, 16), "assignedto": if is_taken { agent["userid"].clone() } else { Value::Null },
        "tags": tags.join(", "), "channel_type": channel.to_string(), "messagegroupsin": 1, "messagegroupsout": 0, "customfields": fields,
    });
    seed.tables.conversations.push(row(made));
    Cast {
        id,
        user: text(&customer, "userid").to_owned(),
        customer: text(&customer, "firstname").to_owned(),
        agent: text(&agent, "firstname").to_owned(),
        agent_user: text(&agent, "userid").to_owned(),
    }
}

/// A code such as `ABC-DEFGH-123`.
fn code(number: u64) -> String {
    let letters = |mut from: u64, many: usize| -> String {
        let mut text = String::new();
        for _ in 0..many {
            text.push(char::from(b'A' + u8::try_from(from % 26).unwrap_or(0)));
            from = mixed(from);
        }
        text
    };
    format!("{}-{}-{:03}", letters(mixed(number), 3), letters(mixed(number + 7_000), 5), (number * 7 + 100) % 1_000)
}

/// Fills a template in.
fn filled(template: &Value, cast: &Cast, number: usize) -> String {
    let text = template.as_str().unwrap_or_default();
    text.replace("{name}", &cast.customer).replace("{agent}", &cast.agent).replace("{n}", &number.to_string())
}

/// Counts what went in and out.
fn count(seed: &mut Seed<'_>, cast: &Cast, (inward, outward): (u64, u64)) {
    if let Ok(row) = seed.tables.conversation(&cast.id) {
        row.insert("messagegroupsin".to_owned(), json!(inward));
        row.insert("messagegroupsout".to_owned(), json!(outward));
    }
}

fn mail(seed: &mut Seed<'_>, cast: &Cast, thread: &Value, number: usize, (status, age): (char, i64)) {
    let say = |seed: &mut Seed<'_>, age: i64, user: &str, kind: (&str, &str), text: &str| {
        let time = seed.ago(age);
        seed.tables.say(&cast.id, &time, user, kind, text);
    };
    say(seed, age, &cast.user, ("3", "M"), &filled(&thread["question"], cast, number));
    if "NI".contains(status) {
        return;
    }
    say(seed, age * 4 / 5, "system00", ("T", "R"), &format!("Conversation was assigned to {}", cast.agent));
    if number.is_multiple_of(5) {
        say(
            seed,
            age * 3 / 4,
            &cast.agent_user,
            ("I", "N"),
            "Checked with the warehouse: it is in stock. Answering now.",
        );
    }
    if status == 'C' && number.is_multiple_of(2) {
        return;
    }
    say(seed, age * 2 / 3, &cast.agent_user, ("4", "M"), &filled(&thread["answer"], cast, number));
    if "RC".contains(status) {
        say(seed, age / 2, &cast.user, ("3", "M"), &filled(&thread["thanks"], cast, number));
        count(seed, cast, (2, 1));
    } else {
        count(seed, cast, (1, 1));
    }
    if status == 'R' {
        say(seed, age / 3 + 1, &cast.agent_user, ("R", "S"), "Conversation was resolved");
    }
}

fn chat(seed: &mut Seed<'_>, cast: &Cast, age: i64) {
    let lines = seed.pick(&company()["chats"]).clone();
    let begun = seed.ago(age);
    let mut messages = Vec::new();
    for (index, line) in lines.as_array().into_iter().flatten().enumerate() {
        let (id, time) = (seed.id(), seed.ago((age - index as i64).max(0)));
        let user = if index % 2 == 0 { &cast.user } else { &cast.agent_user };
        messages.push(json!({ "messageid": id, "userid": user, "rtype": "M", "datecreated": time, "message": filled(line, cast, 0) }));
    }
    let (id, ended) = (seed.id(), seed.ago((age - 5).max(0)));
    seed.tables.messages.entry(cast.id.clone()).or_default().push(json!({
        "messagegroupid": id, "userid": cast.user, "rtype": "C", "rstatus": "V", "datecreated": begun,
        "datefinished": ended, "messages": messages,
    }));
    count(seed, cast, (1, 1));
}

/// Content that wants to do harm, or just does not fit.
fn awkward(seed: &mut Seed<'_>) {
    let mut all: Vec<(String, String)> = company()["awkward"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| (pair[0].as_str().unwrap_or_default().to_owned(), pair[1].as_str().unwrap_or_default().to_owned()))
        .collect();
    all.push((
        "A very long mail".to_owned(),
        format!("<p>{}</p>", "All of this happened on one long, wet Sunday. ".repeat(700)),
    ));
    all.push((
        "Nested quotes".to_owned(),
        format!("{}deep{}", "<div><blockquote>".repeat(500), "</blockquote></div>".repeat(500)),
    ));
    all.push((format!("A very long subject {}", "that goes on and on ".repeat(20)), "<p>Short.</p>".to_owned()));
    for (index, (subject, body)) in all.into_iter().enumerate() {
        let age = 300 + index as i64 * 45;
        let thread = json!({ "tags": ["Spam suspect"], "department": 0 });
        let cast = open(seed, ('C', 'E'), &subject, age, &thread);
        let time = seed.ago(age);
        seed.tables.say(&cast.id, &time, &cast.user, ("3", "M"), &body);
    }
}
