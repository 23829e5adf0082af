//! What Switchboard costs. `cargo bench` prints the tables that BENCHMARKS.md quotes; `cargo bench -- compare`, `-- crowd` or `-- events` one of them.
//! Figures of one run compare with each other, not with another machine's.
#![expect(clippy::cast_precision_loss, reason = "bytes of memory fit")]
#![expect(clippy::print_stdout, reason = "the tables are what it is for")]
#![expect(clippy::unwrap_used, reason = "a benchmark that can't measure should stop")]

mod bare_bot;
mod compare;
mod crowd;
mod events;
mod process;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let wants = |name: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == name);
    // The bare bot is this program again, as a process of its own.
    if arguments.iter().any(|argument| argument == bare_bot::ARGUMENT) {
        return bare_bot::run();
    }
    if wants("events") {
        events::events();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        if wants("compare") {
            compare::compare().await;
        }
        if wants("crowd") {
            crowd::crowd().await;
        }
    });
}
