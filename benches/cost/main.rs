//! What Switchboard costs. `cargo bench` prints the tables that BENCHMARKS.md quotes; `cargo bench -- compare`, `-- crowd` or `-- events` one of them,
//! and `-- instructions` one more.
//! Figures of one run compare with each other, not with another machine's.
#![expect(clippy::cast_precision_loss, reason = "bytes of memory fit")]
#![expect(clippy::print_stdout, reason = "the tables are what it is for")]
#![expect(clippy::unwrap_used, reason = "a benchmark that can't measure should stop")]

mod compare;
mod crowd;
mod events;
mod instructions;
mod process;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let wants = |name: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == name);
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
        // Not as a part of the whole: it wants valgrind.
        if arguments.iter().any(|argument| argument == "instructions") {
            instructions::instructions().await;
        }
    });
}
