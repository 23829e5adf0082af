//! Pages of the audit.

use std::{
    collections::BTreeSet,
    io::Write as _,
    time::{Duration, Instant},
};

use store::{AuditFilter, AuditPage, AuditRow, Entry, Outcome, Store, Who};

use crate::fresh::{Fresh, at, who};

fn entry(interaction: u64, outcome: Outcome) -> Entry {
    Entry {
        who: Who { interaction, at: at(interaction.cast_signed()), ..who() },
        action: "note".to_owned(),
        target: format!("conversation {interaction}"),
        detail: String::new(),
        outcome,
    }
}

async fn add(store: &Store, interaction: u64, outcome: Outcome) {
    // A machine that is busy makes the others wait longer than the tests have patience.
    while let Err(error) = store.record(&entry(interaction, outcome)).await {
        assert!(error.is_unavailable(), "{error}");
    }
}

fn told(rows: &[AuditRow]) -> Vec<(u64, Outcome)> {
    rows.iter().map(|row| (row.who.interaction, row.outcome)).collect()
}

fn of_guild() -> AuditFilter {
    AuditFilter { guild: 1, ..AuditFilter::default() }
}

pub(crate) async fn have_each_change_once(fresh: Fresh) {
    use Outcome::{Done, Intent, NotDone, Perhaps, Refused};
    let store = &fresh.store;
    for (interaction, outcome) in [(1, Intent), (2, Intent), (1, Done), (3, Refused), (4, Intent)] {
        add(store, interaction, outcome).await;
    }
    let first = store.audit_page(&of_guild(), 0, 10).await.unwrap();
    assert_eq!(told(&first.rows), [(4, Intent), (3, Refused), (1, Done), (2, Intent)]);
    assert_eq!(first.total, 4);
    // The process of 4 was taken for dead and was not.
    for (interaction, outcome) in [(2, NotDone), (4, Perhaps), (4, Done), (5, Intent)] {
        add(store, interaction, outcome).await;
    }
    let then = store.audit_page(&AuditFilter { up_to: Some(first.up_to), ..of_guild() }, 0, 10).await.unwrap();
    assert_eq!(then, first, "as it was");
    let now = store.audit_page(&of_guild(), 0, 10).await.unwrap();
    assert_eq!(told(&now.rows), [(5, Intent), (4, Done), (2, NotDone), (3, Refused), (1, Done)]);
    assert_eq!(now.total, 5);
    // Between the two outcomes of 4.
    let between = AuditFilter { up_to: Some(now.rows[1].id - 1), ..of_guild() };
    let between = store.audit_page(&between, 0, 10).await.unwrap();
    assert_eq!(told(&between.rows), [(4, Perhaps), (2, NotDone), (3, Refused), (1, Done)]);
    assert_eq!(between.total, 4);
}

/// The rest of the pages, after the first.
async fn pages(store: &Store, first: AuditPage, limit: u32) -> Vec<i64> {
    let filter = AuditFilter { up_to: Some(first.up_to), ..of_guild() };
    let mut ids: Vec<i64> = first.rows.iter().map(|row| row.id).collect();
    while (ids.len() as u64) < first.total {
        let page = store.audit_page(&filter, ids.len() as u64, limit).await.unwrap();
        assert_eq!((page.total, page.up_to), (first.total, first.up_to));
        assert!(!page.rows.is_empty(), "{} of {}", ids.len(), first.total);
        ids.extend(page.rows.iter().map(|row| row.id));
    }
    ids
}

pub(crate) async fn hold_still_while_rows_are_added(fresh: Fresh) {
    let store = &fresh.store;
    let writers = (0..4).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for change in 0..40 {
                let interaction = writer * 1_000 + change;
                add(&store, interaction, Outcome::Intent).await;
                add(&store, interaction, Outcome::Done).await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut rounds = 0;
    loop {
        let over = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let first = store.audit_page(&of_guild(), 0, 7).await.unwrap();
        let (up_to, total) = (first.up_to, first.total);
        let ids = pages(store, first, 7).await;
        assert!(ids.is_sorted_by(|newer, older| newer > older), "no doubles: {ids:?}");
        assert_eq!(ids.len() as u64, total);
        // All that is there up to then, by all of its rows.
        let rows: Vec<AuditRow> = store.audit(1, 1_000).await.unwrap();
        let changes: BTreeSet<u64> = rows.iter().filter(|row| row.id <= up_to).map(|row| row.who.interaction).collect();
        assert_eq!(changes.len() as u64, total, "no gaps");
        rounds += 1;
        if over {
            break;
        }
    }
    assert!(rounds > 1, "it was read while rows were added");
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(store.audit_page(&of_guild(), 0, 1).await.unwrap().total, 160);
}

pub(crate) async fn are_filtered(fresh: Fresh) {
    let store = &fresh.store;
    for (interaction, user, action) in [(1, 10, "note"), (2, 11, "tag"), (3, 10, "status"), (4, 12, "note")] {
        let mut entry = entry(interaction, Outcome::Done);
        (entry.who.user, entry.action) = (user, action.to_owned());
        store.record(&entry).await.unwrap();
    }
    let mut elsewhere = entry(5, Outcome::NotDone);
    elsewhere.who.guild = 2;
    store.record(&elsewhere).await.unwrap();
    let text = |actions: &[&str]| actions.iter().map(|action| (*action).to_owned()).collect::<Vec<_>>();
    for (filter, expected) in [
        (of_guild(), vec![4, 3, 2, 1]),
        (AuditFilter { guild: 2, ..of_guild() }, vec![5]),
        (AuditFilter { guild: 3, ..of_guild() }, vec![]),
        (AuditFilter { member: Some(10), ..of_guild() }, vec![3, 1]),
        (AuditFilter { member: Some(99), ..of_guild() }, vec![]),
        (AuditFilter { actions: text(&["note"]), ..of_guild() }, vec![4, 1]),
        (AuditFilter { actions: text(&["tag", "status", "'"]), ..of_guild() }, vec![3, 2]),
        (AuditFilter { from: Some(at(2)), to: Some(at(4)), ..of_guild() }, vec![3, 2]),
        (AuditFilter { outcome: Some(Outcome::Done), ..of_guild() }, vec![4, 3, 2, 1]),
        (AuditFilter { outcome: Some(Outcome::NotDone), ..of_guild() }, vec![]),
        (
            AuditFilter {
                member: Some(10),
                actions: text(&["note", "status"]),
                from: Some(at(0)),
                to: Some(at(2)),
                outcome: Some(Outcome::Done),
                ..of_guild()
            },
            vec![1],
        ),
    ] {
        let page = store.audit_page(&filter, 0, 10).await.unwrap();
        let found: Vec<u64> = page.rows.iter().map(|row| row.who.interaction).collect();
        assert_eq!((&found, page.total), (&expected, expected.len() as u64), "{filter:?}");
    }
}

pub(crate) async fn feed_a_channel(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    add(store, 1, Outcome::Done).await;
    assert_eq!(store.audit_posted(1).await.unwrap(), 0);
    store.set_audit_channel(Some(7), &who()).await.unwrap();
    let begun = store.audit_posted(1).await.unwrap();
    add(store, 2, Outcome::Intent).await;
    add(store, 2, Outcome::Done).await;
    let actions = async |after, limit| {
        let rows = store.audit_after(1, after, limit).await.unwrap();
        (rows.iter().map(|row| row.action.clone()).collect::<Vec<_>>(), rows.last().map_or(after, |row| row.id))
    };
    let (first, last) = actions(begun, 1).await;
    assert_eq!(first, ["set audit channel"], "not what was before it");
    store.set_audit_posted(fence, 1, last).await.unwrap();
    store.set_audit_posted(fence, 1, begun).await.unwrap();
    assert_eq!(store.audit_posted(1).await.unwrap(), last, "it only grows");
    // Another channel continues.
    store.set_audit_channel(Some(8), &who()).await.unwrap();
    assert_eq!(store.audit_posted(1).await.unwrap(), last);
    assert_eq!(actions(last, 10).await.0, ["note", "set audit channel"]);
    store.set_audit_channel(None, &who()).await.unwrap();
    store.set_audit_channel(Some(8), &who()).await.unwrap();
    assert_eq!(actions(store.audit_posted(1).await.unwrap(), 10).await.0, ["set audit channel"]);
}

/// 50,000 changes of 40 members with two rows each, one in a hundred without an outcome and as many refused.
const MANY_ON_SQLITE: &str = "INSERT INTO members (discord) VALUES (1000), (1001);
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
    INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
    SELECT 1780000000000 + i * 1000, 1, 1200000000000000000 + i % 20, 1 + (i / 2) % 40, 1300000000000000000 + i / 2,
        CASE (i / 2) % 5 WHEN 0 THEN 'note' WHEN 1 THEN 'tag' ELSE 'conversation status' END,
        'conversation ' || (i / 2), '',
        CASE WHEN (i / 2) % 100 = 0 THEN CASE i % 2 WHEN 0 THEN 'intent' ELSE 'refused' END
            WHEN i % 2 = 0 THEN 'intent' WHEN (i / 2) % 100 = 1 THEN 'intent' ELSE 'done' END
    FROM n";
/// Without the triggers, which are slow for so many, but with what they would do; and with the statistics that the server itself would
/// gather within a minute.
const MANY_ON_POSTGRES: &str = "INSERT INTO members (discord) VALUES (1000), (1001);
    ALTER TABLE audit DISABLE TRIGGER USER;
    INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
    SELECT 1780000000000 + i * 1000, 1, 1200000000000000000 + i % 20, 1 + (i / 2) % 40, 1300000000000000000 + i / 2,
        CASE (i / 2) % 5 WHEN 0 THEN 'note' WHEN 1 THEN 'tag' ELSE 'conversation status' END,
        'conversation ' || (i / 2), '',
        CASE WHEN (i / 2) % 100 = 0 THEN CASE i % 2 WHEN 0 THEN 'intent' ELSE 'refused' END
            WHEN i % 2 = 0 THEN 'intent' WHEN (i / 2) % 100 = 1 THEN 'intent' ELSE 'done' END
    FROM generate_series(0::bigint, 99999) AS n (i);
    ALTER TABLE audit ENABLE TRIGGER USER;
    INSERT INTO audit_open SELECT id, interaction FROM audit AS begun WHERE outcome = 'intent' AND NOT EXISTS (
        SELECT 1 FROM audit WHERE interaction = begun.interaction AND outcome <> 'intent');
    ANALYZE audit; ANALYZE audit_open";

/// How long the slowest page may take, in the best of three tries, on a machine that does much else meanwhile; alone it takes a tenth or less. Asking for the outcome
/// of each intent took more.
const QUICK: Duration = Duration::from_secs(1);

pub(crate) async fn of_100_000_rows_are_quick(fresh: Fresh) {
    let fresh = fresh.patient().await;
    let store = &fresh.store;
    fresh.raw(if store.is_shared() { MANY_ON_POSTGRES } else { MANY_ON_SQLITE }).await.unwrap();
    let up_to = store.audit_page(&of_guild(), 0, 1).await.unwrap().up_to;
    for _ in 0..200 {
        add(store, 7, Outcome::Done).await;
    }
    let older = AuditFilter { up_to: Some(up_to), ..of_guild() };
    let note = AuditFilter { actions: vec!["note".to_owned(), "tag".to_owned()], ..of_guild() };
    let days = AuditFilter { from: Some(at(20_000)), to: Some(at(60_000)), ..of_guild() };
    for (name, filter) in [
        ("all", of_guild()),
        ("all, with 200 newer", older),
        ("of a member", AuditFilter { member: Some(1000), ..of_guild() }),
        ("two actions", note.clone()),
        ("half a day", days.clone()),
        ("done", AuditFilter { outcome: Some(Outcome::Done), ..of_guild() }),
        ("no outcome", AuditFilter { outcome: Some(Outcome::Intent), ..of_guild() }),
        ("a member's, of actions and a time", AuditFilter { member: Some(1001), from: days.from, ..note }),
    ] {
        let total = store.audit_page(&filter, 0, 25).await.unwrap().total;
        let last = total.saturating_sub(1) / 25 * 25;
        let mut times = Vec::new();
        for offset in [0, last / 50 * 25, last] {
            let mut best = Duration::MAX;
            for _ in 0..3 {
                let begun = Instant::now();
                let page = store.audit_page(&filter, offset, 25).await.unwrap();
                best = best.min(begun.elapsed());
                assert_eq!(page.rows.len() as u64, (total - offset).min(25), "{name}");
                if best < QUICK {
                    break;
                }
            }
            times.push(best);
        }
        let figures = format!(
            "{}, {name}, {total} rows: first {:?}, middle {:?}, last {:?}\n",
            store.name(),
            times[0],
            times[1],
            times[2]
        );
        std::io::stderr().write_all(figures.as_bytes()).unwrap();
        assert!(times.iter().all(|time| *time < QUICK), "{name}: {times:?}");
    }
}
