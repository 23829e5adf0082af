//! Two Markdown parsers made for Discord as witnesses: of what the views write for customers' mails they make no link that does not
//! show its host, no mention, no spoiler, no heading and no mark that we did not write ourselves.
//!
//! They are npm packages, in this folder: `npm ci --prefix crates/views/tests/witness`. Where they or Node are not installed these tests
//! say so and pass; with `REQUIRE_NODE=1` that is a failure. `WITNESS_MAILS` says how many mails are made up (500), and `WITNESS_SEED`
//! which ones (1).

#![expect(clippy::unwrap_used, reason = "tests")]

mod drawing;
mod examples;
#[path = "../it/hostile.rs"]
mod hostile;
mod mails;
mod shrink;
mod witnesses;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    env,
    fmt::Write,
    path::Path,
    str::FromStr,
    time::Instant,
};

use drawing::{Document, draw, numbered, place};
use mails::Mail;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use shrink::shrink;
use witnesses::{Finding, ask, folder, say};

#[test]
fn nothing_of_a_mail_does_anything_but_lead_where_it_says() {
    let Some(folder) = folder() else { return };
    let (count, seed): (usize, u64) = (setting("WITNESS_MAILS", 500), setting("WITNESS_SEED", 1));
    let start = Instant::now();
    let mut asked = 0;
    let documents = made_up(count, seed).flat_map(|(index, mail)| numbered(index, &mail)).inspect(|_| asked += 1);
    let answer = ask(&folder, documents);
    let (found, time) = (answer.findings.len(), start.elapsed().as_secs_f64());
    say(&format!(
        "witnesses: {found} findings in {count} mails ({asked} documents) of WITNESS_SEED={seed}, {time:.1} s"
    ));
    for exception in answer.exceptions.iter().filter(|exception| exception.met > 0) {
        say(&format!("  {} times an exception: {}", exception.met, exception.reason));
    }
    if !answer.findings.is_empty() {
        let ids: HashSet<usize> = answer.findings.iter().map(|finding| place(finding).0).collect();
        let mails = made_up(count, seed).filter(|(index, _)| ids.contains(index)).collect();
        panic!("{}", report(&folder, &mails, &answer.findings));
    }
}

/// The number that an environment variable holds.
fn setting<T: FromStr>(name: &str, otherwise: T) -> T {
    env::var(name).map_or(otherwise, |value| value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

/// Mails, the same for the same seed, with their numbers.
fn made_up(count: usize, seed: u64) -> impl Iterator<Item = (usize, Mail)> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mail = mails::mail();
    (0..count).map(move |index| (index, mail.new_tree(&mut runner).unwrap().current()))
}

/// Of each kind of finding the smallest mail that has it, made smaller.
fn report(folder: &Path, mails: &HashMap<usize, Mail>, findings: &[Finding]) -> String {
    let mut kinds: BTreeMap<&str, (usize, BTreeSet<&str>, &Mail)> = BTreeMap::new();
    for finding in findings {
        let mail = &mails[&place(finding).0];
        let (count, parsers, smallest) = kinds.entry(&finding.what).or_insert((0, BTreeSet::new(), mail));
        *count += 1;
        parsers.insert(&finding.parser);
        if mail.text.len() < smallest.text.len() {
            *smallest = mail;
        }
    }
    let mut report = String::new();
    for (what, (count, parsers, mail)) in kinds {
        writeln!(report, "\n{what}: {count} times, by {parsers:?}").unwrap();
        let mail = shrink(folder, mail.clone(), what);
        let written = if mail.is_html { "HTML" } else { "plain" };
        writeln!(report, "  {written:8} {:?}, in pages of {}", mail.text, mail.room).unwrap();
        if let Some(finding) = ask(folder, numbered(0, &mail)).findings.into_iter().find(|finding| finding.what == what)
        {
            let Document { kind, markdown, .. } = &draw(&mail)[place(&finding).1];
            writeln!(report, "  {kind:8} {markdown:?}\n  {what}: {:?}", finding.excerpt).unwrap();
        }
    }
    report
}
