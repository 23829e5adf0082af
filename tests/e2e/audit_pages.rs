//! `/audit`: pages that hold still while rows are added, filters, the file, and who may see it.

use std::collections::BTreeSet;

use sandbox::{Answer, Sandbox};
use sqlx::{Connection as _, SqliteConnection};

use crate::support::{World, database};

/// Changes of the first author, `from` up to `to`.
pub(crate) async fn add(sandbox: &Sandbox, from: i64, to: i64) {
    let sql = "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
         INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
         SELECT $3, $4, $5, (SELECT MIN(id) FROM members), 1000 + i, 'note', 'conversation f' || i, '', 'done' FROM n";
    let mut database = SqliteConnection::connect(&database(sandbox)).await.unwrap();
    sqlx::query(sql)
        .bind(from)
        .bind(to)
        .bind(sandbox.clock().now().as_millisecond())
        .bind(sandbox.guild_id().cast_signed())
        .bind(sandbox.channel_id("support").cast_signed())
        .execute(&mut database)
        .await
        .unwrap();
}

/// The numbers of the changes that a text tells of, in its order.
pub(crate) fn numbers(text: &str) -> Vec<i64> {
    let words = text.split(['[', ']', '`']);
    words.filter_map(|word| word.strip_prefix('f')?.parse().ok()).collect()
}

/// The file of an answer.
async fn file(answer: &Answer) -> String {
    let url = answer.json()["attachments"][0]["url"].as_str().unwrap_or_else(|| panic!("{}", answer.text()));
    let bytes = reqwest::get(url).await.unwrap().bytes().await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_no_gaps_and_no_doubles_while_rows_are_added() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/tag create name:Parcel").await;
    add(&world.sandbox, 0, 34).await;
    let mut page = owner.run("/audit").await;
    assert!(page.is_ephemeral() && page.text().contains("**1–10 of 36**"), "{}", page.text());
    assert!(!page.text().contains("[Share]") && page.pings() == 0);
    let mut seen = numbers(&page.text());
    for (index, range) in ["11–20", "21–30", "31–36"].into_iter().enumerate() {
        let from = 34 + 10 * i64::try_from(index).unwrap();
        add(&world.sandbox, from, from + 10).await;
        page = owner.click(&page, "Next").await;
        assert!(page.text().contains(&format!("**{range} of 36**")), "{}", page.text());
        seen.extend(numbers(&page.text()));
    }
    assert_eq!(seen, (0..34).rev().collect::<Vec<_>>());
    assert!(page.text().contains("Create tag"), "intent and outcome are one line: {}", page.text());
    let back = owner.click(&page, "Prev").await;
    assert!(back.text().contains("**21–30 of 36**"), "{}", back.text());
    let file = file(&owner.click(&back, "CSV").await).await;
    assert_eq!(file.lines().count(), 37, "as the pages: {file}");
    let fresh = owner.click(&back, "Refresh").await;
    assert!(fresh.text().contains("**1–10 of 66**"), "{}", fresh.text());
    assert_eq!(numbers(&fresh.text()), (54..64).rev().collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_managers_and_narrowed_by_all_that_it_shows() {
    let mut world = World::monday(0.0).await;
    let (owner, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    owner.run("/setup roles agent:@Support").await;
    let refused = bob.run("/audit").await;
    assert!(refused.text().contains("You need the Manager role for this"), "{}", refused.text());
    let code = world.sandbox.liveagent().conversations().remove(0).code;
    bob.run(&format!("/conversation note conversation:{code} text:A customer's own words")).await;
    bob.run("/tag create name:Forbidden").await;
    owner.run("/tag create name:Parcel").await;
    owner.run("/tag create name:Parcel").await;
    // What is recorded behind the answers is there after a restart.
    world.restart().await;
    let (owner, bob_id) = (world.sandbox.owner(), world.sandbox.member("Bob").id());
    let all = owner.run("/audit").await.text();
    assert!(all.contains("**1–7 of 7**"), "{all}");
    assert!(!all.contains("own words") && !all.contains("Forbidden"), "{all}");
    for (filter, expected, icons) in [
        ("member:@Bob", 3, "✅🚫🚫"),
        (&*format!("member:{bob_id} outcome:Refused"), 2, "🚫🚫"),
        ("command:Create tag", 3, "✅❌🚫"),
        ("command:/tag create outcome:Not done", 1, "❌"),
        ("command:set roles", 2, "✅✅"),
        ("command:Set audit channel", 0, ""),
        ("outcome:Running", 0, ""),
        ("from:2026-11-23 to:2026-11-23", 7, "✅✅✅❌🚫✅🚫"),
        ("to:yesterday", 0, ""),
        ("from:2026-11-24", 0, ""),
    ] {
        let answer = owner.run(&format!("/audit {filter}")).await.text();
        let shown: Vec<char> = answer.chars().filter(|c| "✅❌🚫❔⏳".contains(*c)).collect();
        assert_eq!(shown.len(), expected, "{filter}: {answer}");
        let sorted = |icons: Vec<char>| icons.into_iter().collect::<BTreeSet<_>>();
        assert_eq!(sorted(shown), sorted(icons.chars().collect()), "{filter}: {answer}");
        assert_eq!(answer.contains("No changes found."), expected == 0, "{filter}: {answer}");
    }
    for (wrong, expected) in [
        ("command:everything", "Pick one from the list"),
        ("from:soon", "isn't a date"),
        ("from:today to:yesterday", "Swap them"),
    ] {
        let answer = owner.run(&format!("/audit {wrong}")).await.text();
        assert!(answer.contains(expected), "{wrong}: {answer}");
    }
}

/// Each name that is in the audit is offered.
#[tokio::test(flavor = "multi_thread")]
async fn each_recorded_name_is_offered() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for command in [
        "/digest subscribe channel:#support schedule:daily 09:00 timezone:UTC",
        "/digest edit digest:1 title:A",
        "/digest pause digest:1",
        "/digest resume digest:1",
        "/digest run digest:1",
        "/board create channel:#support",
        "/alert create metric:Chats waiting channel:#support fire:5",
        "/alert edit alert:3 fire:6",
        "/alert mute alert:3",
        "/alert test alert:3",
        "/tag create name:Parcel",
        "/setup roles agent:@Support",
        "/setup audit channel:#support-leads",
        "/setup audit clear:true",
    ] {
        let answer = owner.run(command).await;
        assert!(!answer.text().contains('⚠'), "{command}: {}", answer.text());
    }
    for what in ["digest remove digest:1", "board remove board:2", "alert remove alert:3"] {
        let question = owner.run(&format!("/{what}")).await;
        owner.click(&question, "Remove").await;
    }
    let question = owner.run("/privacy forget member:@Ada").await;
    owner.click(&question, "Forget").await;
    let mut database = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    let names: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT action FROM audit").fetch_all(&mut database).await.unwrap();
    assert!(names.len() >= 16, "{names:?}");
    for name in names {
        let page = owner.run(&format!("/audit command:{name}")).await.text();
        assert!(!page.contains("Pick one"), "{name}: {page}");
    }
    let offered = owner.complete("/audit command:create").await;
    let offered: Vec<&str> = offered.iter().map(|choice| choice.name.as_str()).collect();
    assert!(["Create tag", "Create digest", "Create alert"].iter().all(|name| offered.contains(name)), "{offered:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_for_spreadsheets_and_has_no_formulas() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    let code = world.sandbox.liveagent().conversations().remove(0).code;
    let on = world.sandbox.liveagent().tags_of(&code);
    let tag = world.sandbox.liveagent().tags().into_iter().find(|tag| !on.contains(&tag.id)).unwrap();
    owner.run(&format!("/conversation tag conversation:{code} tag:{}", tag.name)).await;
    world.until(|world| world.sandbox.liveagent().tags_of(&code).contains(&tag.id)).await;
    let mut raw = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    let hostile = "INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
         VALUES ($1, $2, 5, 99, 7, '=HYPERLINK(\"https://evil.test\",\"x\")', '@SUM(A1)', '-1+1', 'done')";
    sqlx::query(hostile)
        .bind(world.sandbox.clock().now().as_millisecond())
        .bind(world.sandbox.guild_id().cast_signed())
        .execute(&mut raw)
        .await
        .unwrap();
    for _ in 0..100 {
        if owner.run("/audit").await.text().contains(&tag.name) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let list = owner.run("/audit").await;
    let answer = owner.click(&list, "CSV").await;
    assert!(
        answer.is_ephemeral() && answer.id() != list.id() && answer.text().contains("📄 3 changes"),
        "{}",
        answer.text()
    );
    let name = answer.json()["attachments"][0]["filename"].clone();
    assert_eq!(name, "audit-2026-11-23.csv");
    let file = file(&answer).await;
    let lines: Vec<&str> = file.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 4, "{file}");
    let hostile = lines.iter().find(|line| line.contains("HYPERLINK")).unwrap();
    assert_eq!(
        *hostile,
        "2026-11-23T12:00:00Z,a forgotten member,\"'=HYPERLINK(\"\"https://evil.test\"\",\"\"x\"\")\",'@SUM(A1),'-1+1,done,<#5>,\"'=HYPERLINK(\"\"https://evil.test\"\",\"\"x\"\")\""
    );
    let tagged = lines.iter().find(|line| line.contains("Add tag")).unwrap();
    let (ada, id) = (owner.id(), &tag.id);
    assert!(tagged.starts_with(&format!("2026-11-23T12:00:00Z,<@{ada}>,Add tag,conversation ")), "{tagged}");
    assert!(tagged.contains(&format!(",'+{id},done,")) && tagged.ends_with(",tag"), "{tagged}");
}
