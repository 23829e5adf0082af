//! The choices of `/alert`'s options.

use notifications::{metric::Metric, spec::Severity};

use crate::choice::{Choices, choices};

/// What is watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnyMetric;

impl Choices for AnyMetric {
    type Value = Metric;
    const ALL: &'static [(&'static str, Metric)] = &Metric::OFFERED;
}

choices! {
    /// How bad it is.
    AnySeverity: Severity = [
        ("Info", Severity::Info),
        ("Warning", Severity::Warning),
        ("Critical", Severity::Critical),
    ]
}
