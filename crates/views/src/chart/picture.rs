//! The picture: SVG by hand.

use std::fmt::Write as _;

use super::{Chart, axis, figure, line};
use crate::text;

pub(super) const WIDTH: u16 = 800;
pub(super) const HEIGHT: u16 = 400;

const LEFT: f64 = 56.0;
const RIGHT: f64 = 776.0;
const TOP: f64 = 96.0;
const BOTTOM: f64 = 352.0;

const GROUND: &str = "#2b2d31";
const BRIGHT: &str = "#f2f3f5";
const DIM: &str = "#949ba4";
const GRID: &str = "#3f4147";
const LINE: &str = "#e8a33d";
const COLOURS: [&str; 4] = ["#5865f2", "#3ba55c", "#eb459e", "#00a8fc"];

/// The drawing.
pub(super) fn svg(chart: &Chart) -> String {
    let series: Vec<_> = chart.series.iter().take(COLOURS.len()).collect();
    let points: Vec<_> =
        series.iter().map(|series| line::thin(&line::clean(&series.points, chart.from, chart.to))).collect();
    let threshold = chart.threshold.as_ref().filter(|(value, _)| value.is_finite() && (0.0..1e15).contains(value));
    let peak = points.iter().flatten().map(|(_, value)| *value).fold(0.0, f64::max);
    // The line of the threshold is shown, unless all is so far below it that nothing else would be.
    let shown = threshold.filter(|(value, _)| *value <= peak.max(1.0) * 8.0);
    let values = axis::values(shown.map_or(peak, |(value, _)| peak.max(*value)));
    let scale = Scale { chart, top: values.last().copied().unwrap_or(1.0) };

    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Inter" font-size="13">"#
    );
    let _ = write!(
        svg,
        r#"<defs><linearGradient id="fade" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{0}" stop-opacity="0.55"/><stop offset="1" stop-color="{0}" stop-opacity="0.06"/></linearGradient></defs>"#,
        COLOURS[0]
    );
    let _ = write!(svg, r#"<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="{GROUND}"/>"#);
    let _ = write!(
        svg,
        r#"<text x="28" y="42" font-size="20" font-weight="600" fill="{BRIGHT}">{}</text>"#,
        words(&chart.title, 48)
    );
    let _ = write!(svg, r#"<text x="28" y="66" fill="{DIM}">{}</text>"#, words(&chart.subtitle, 80));
    if series.len() > 1 {
        legend(&mut svg, &series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>());
    }
    for value in &values {
        let y = scale.y(*value);
        let _ = write!(svg, r#"<path d="M{LEFT} {y:.1}H{RIGHT}" stroke="{GRID}"/>"#);
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="end" fill="{DIM}">{}</text>"#,
            LEFT - 10.0,
            y + 4.5,
            figure(*value)
        );
    }
    for (at, label) in axis::times(chart.from, chart.to, &chart.zone) {
        let x = scale.x(at).clamp(LEFT + 8.0, RIGHT - 16.0);
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle" fill="{DIM}">{label}</text>"#,
            BOTTOM + 26.0
        );
    }
    for (index, points) in points.iter().enumerate() {
        draw(&mut svg, &scale, points, index);
    }
    if let Some((value, label)) = shown {
        let y = scale.y(*value);
        let _ = write!(
            svg,
            r#"<path d="M{LEFT} {y:.1}H{RIGHT}" stroke="{LINE}" stroke-width="1.5" stroke-dasharray="7 5"/>"#
        );
        // At the side where the lines are lower.
        let side = |most: &dyn Fn(f64) -> bool| {
            let there = points.iter().flatten().filter(|(at, _)| most(scale.x(*at)));
            there.map(|(_, value)| *value).fold(0.0, f64::max)
        };
        let right = side(&|x| x > RIGHT - 130.0) <= side(&|x| x < LEFT + 130.0);
        let (x, anchor) = if right { (RIGHT, "end") } else { (LEFT + 2.0, "start") };
        let _ = write!(
            svg,
            r#"<text x="{x}" y="{:.1}" text-anchor="{anchor}" fill="{LINE}">{}</text>"#,
            y - 7.0,
            words(label, 40)
        );
    }
    if let Some(points) = points.first().filter(|points| !points.is_empty()) {
        mark_peak(&mut svg, &scale, points);
    } else {
        let (x, y) = (f64::midpoint(LEFT, RIGHT), f64::midpoint(TOP, BOTTOM));
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="middle" font-size="15" fill="{DIM}">No data yet</text>"#
        );
    }
    svg.push_str("</svg>");
    svg
}

/// From times and values to places.
struct Scale<'a> {
    chart: &'a Chart,
    top: f64,
}

impl Scale<'_> {
    fn x(&self, at: jiff::Timestamp) -> f64 {
        let length = self.chart.to.duration_since(self.chart.from).as_secs_f64().max(1.0);
        LEFT + at.duration_since(self.chart.from).as_secs_f64() / length * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - value / self.top.max(1.0) * (BOTTOM - TOP)
    }
}

fn draw(svg: &mut String, scale: &Scale<'_>, points: &[(jiff::Timestamp, f64)], index: usize) {
    let colour = COLOURS[index];
    for stretch in line::stretches(points) {
        let places: Vec<(f64, f64)> = stretch.iter().map(|(at, value)| (scale.x(*at), scale.y(*value))).collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
        if places.len() == 1 {
            let _ = write!(svg, r#"<circle cx="{:.1}" cy="{:.1}" r="2.5" fill="{colour}"/>"#, first.0, first.1);
            continue;
        }
        let path = line::path(&places);
        if index == 0 {
            let _ =
                write!(svg, r#"<path d="{path}L{:.1} {BOTTOM}L{:.1} {BOTTOM}Z" fill="url(#fade)"/>"#, last.0, first.0);
        }
        let _ = write!(
            svg,
            r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>"#
        );
    }
}

/// The highest figure of the first line, written beside a ring.
fn mark_peak(svg: &mut String, scale: &Scale<'_>, points: &[(jiff::Timestamp, f64)]) {
    let Some((at, value)) = points.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a }) else { return };
    if value <= 0.0 {
        return;
    }
    let (x, y) = (scale.x(at), scale.y(value));
    let _ = write!(
        svg,
        r#"<circle cx="{x:.1}" cy="{y:.1}" r="5" fill="{GROUND}" stroke="{}" stroke-width="2.5"/>"#,
        COLOURS[0]
    );
    let middle = x.clamp(LEFT + 14.0, RIGHT - 14.0);
    let _ = write!(
        svg,
        r#"<text x="{middle:.1}" y="{:.1}" text-anchor="middle" font-weight="600" font-size="14" fill="{BRIGHT}" stroke="{GROUND}" stroke-width="4" paint-order="stroke">{}</text>"#,
        y - 12.0,
        figure(value)
    );
}

/// The names of the lines, at the right above the picture.
fn legend(svg: &mut String, names: &[&str]) {
    let mut x = RIGHT;
    for (index, name) in names.iter().enumerate().rev() {
        let name = text::line(name, 24);
        // Wide enough for any letters: the font is not measured here.
        let width = f64::from(u32::try_from(name.chars().count()).unwrap_or(24)) * 7.4;
        let _ = write!(svg, r#"<text x="{x:.1}" y="42" text-anchor="end" fill="{BRIGHT}">{}</text>"#, words(&name, 24));
        let _ = write!(svg, r#"<circle cx="{:.1}" cy="37.5" r="5" fill="{}"/>"#, x - width - 10.0, COLOURS[index]);
        x -= width + 34.0;
    }
}

/// Text that is safe in XML, in one line, and not too long.
fn words(text: &str, most: usize) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}');
    let line = text::line(&text.chars().filter(allowed).collect::<String>(), most);
    line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
