//! A figure that may be known in part.

/// A figure, as far as LiveAgent's answer could be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// All of it.
    Known(f64),
    /// A part of it: the figure is this or higher.
    AtLeast(f64),
    /// None of it.
    Unknown,
}

impl From<Option<f64>> for Figure {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

impl Figure {
    /// The whole figure.
    #[must_use]
    pub fn known(self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(value),
            Self::AtLeast(_) | Self::Unknown => None,
        }
    }

    /// The same, of which a part is missing.
    pub(super) fn incomplete(self) -> Self {
        match self {
            Self::Known(value) => Self::AtLeast(value),
            part => part,
        }
    }

    /// The figure with one more row in it.
    pub(super) fn with(self, row: Option<f64>, join: fn(f64, f64) -> f64) -> Self {
        match (self, row) {
            (Self::Known(value), Some(row)) => Self::Known(join(value, row)),
            (Self::AtLeast(value), Some(row)) => Self::AtLeast(join(value, row)),
            (figure, _) => figure.incomplete(),
        }
    }
}
