//! Charts: figures over time as a picture, and in one line of text.
//!
//! The picture is drawn as SVG and turned into a PNG with a font that is built in, so it looks the same wherever it is made. It
//! has its own dark ground, which reads well in dark and light Discord. It takes 20 to 40 ms of a processor: keep it off async threads.

mod axis;
mod line;
mod picture;

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};

use crate::payload::{File, Image};
use crate::{raster, text, words};

/// Figures over time.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// Of what, and in which zone.
    pub subtitle: String,
    /// One line each; the first is the one that matters.
    pub series: Vec<Series>,
    /// A value at which something happens, and what.
    pub threshold: Option<(f64, String)>,
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// The zone of its times.
    pub zone: TimeZone,
}

/// A chart that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The PNG.
    pub png: Arc<[u8]>,
    /// The same in words.
    pub alt: String,
}

impl Picture {
    /// The chart, drawn. `None` only when it could not be, which is a mistake of ours.
    #[must_use]
    pub fn of(chart: &Chart) -> Option<Self> {
        Some(Self { png: chart.png()?.into(), alt: chart.alt() })
    }

    /// The file of a message, and the picture in an embed that shows it.
    pub(crate) fn parts(self) -> (File, Image) {
        let name = "chart.png";
        let image = Image { url: format!("attachment://{name}") };
        (File { name: name.to_owned(), bytes: self.png, description: Some(self.alt) }, image)
    }
}

/// A line of a chart.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its figures, in the order of time.
    pub points: Vec<(Timestamp, f64)>,
}

impl Chart {
    /// The picture as a PNG. `None` only when it could not be drawn, which is a mistake of ours.
    #[must_use]
    pub fn png(&self) -> Option<Vec<u8>> {
        raster::png(&self.svg(), picture::WIDTH, picture::HEIGHT)
    }

    /// The picture as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        picture::svg(self)
    }

    /// The same in words, for who can't see it.
    #[must_use]
    pub fn alt(&self) -> String {
        let said: Vec<String> = self.series.iter().map(|series| self.say(series)).collect();
        let threshold = self.threshold.as_ref().map(|(_, label)| format!(" Dashed line: {label}."));
        text::line(
            &format!("{} ({}). {}{}", self.title, self.subtitle, said.join(" "), threshold.unwrap_or_default()),
            1000,
        )
    }

    fn say(&self, series: &Series) -> String {
        let points: Vec<(Timestamp, f64)> = line::clean(&series.points, self.from, self.to);
        let Some((_, last)) = points.last() else { return format!("{}: no data.", series.name) };
        let (at, peak) =
            points.iter().copied().fold(points[0], |best, point| if point.1 > best.1 { point } else { best });
        let average =
            points.iter().map(|(_, value)| value).sum::<f64>() / f64::from(u32::try_from(points.len()).unwrap_or(1));
        format!(
            "{}: latest {}, peak {} at {}, average {}.",
            series.name,
            figure(*last),
            figure(peak),
            at.to_zoned(self.zone.clone()).strftime("%H:%M on %-d %b"),
            figure(average),
        )
    }
}

/// A figure as people write it: "12,345", "7.4".
pub(crate) fn figure(value: f64) -> String {
    let whole = value.round();
    if (value - whole).abs() < 0.05 || value.abs() >= 100.0 {
        let sign = if whole < 0.0 { "−" } else { "" };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is cut to what fits first")]
        let number = whole.abs().min(1e15) as u64;
        format!("{sign}{}", words::number(number))
    } else {
        format!("{value:.1}").replace('-', "−")
    }
}

/// A line of text that shows how figures went: "▁▁▃█▅▂". What is not known is a dot.
#[must_use]
pub fn sparkline(values: &[Option<f64>]) -> String {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let top = values.iter().flatten().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let step = |value: &Option<f64>| match value {
        Some(value) if value.is_finite() && *value > 0.0 => {
            // The least that is not nothing shows as more than nothing.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 7")]
            let step = (value / top * 7.0).ceil().clamp(1.0, 7.0) as usize;
            STEPS[step]
        }
        Some(_) => STEPS[0],
        None => '·',
    };
    values.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_shows_gaps_nothing_and_the_peak() {
        assert_eq!(sparkline(&[]), "");
        assert_eq!(sparkline(&[None, Some(0.0), Some(1.0), Some(50.0), Some(100.0)]), "·▁▂▅█");
        assert_eq!(sparkline(&[Some(0.0), Some(0.0)]), "▁▁");
        assert_eq!(sparkline(&[Some(f64::NAN), Some(f64::INFINITY), Some(-3.0), Some(2.0)]), "▁▁▁█");
    }

    #[test]
    fn figures_read_as_people_write_them() {
        for (value, expected) in [(0.0, "0"), (7.44, "7.4"), (12_345.0, "12,345"), (123.4, "123"), (-2.0, "−2")] {
            assert_eq!(figure(value), expected);
        }
    }
}
