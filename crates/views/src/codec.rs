//! The writing of presses: values, one after the other, in one short string.
//!
//! Values are parted by `;`. Within a value `!` escapes what would part, would not survive Discord's trimming, or would not
//! print; a space is `+`, so that a value may begin or end with one. Empty values at the end are left out.

use jiff::Timestamp;

const PART: char = ';';
const ESCAPE: char = '!';

/// Writes values.
#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    /// Separators that are owed, should another value follow that is not empty.
    owed: usize,
}

impl Writer {
    /// Starts with a letter that says what follows.
    pub(crate) fn new(tag: char) -> Self {
        Self { text: tag.to_string(), owed: 0 }
    }

    /// A text; the empty one stands for none.
    pub(crate) fn text(mut self, value: &str) -> Self {
        if !value.is_empty() {
            self.text.extend(std::iter::repeat_n(PART, self.owed));
            self.owed = 0;
            value.chars().for_each(|c| escape(c, &mut self.text));
        }
        self.owed += 1;
        self
    }

    /// A text that may be absent. An empty text comes back as absent.
    pub(crate) fn optional(self, value: Option<&str>) -> Self {
        self.text(value.unwrap_or_default())
    }

    /// A number; zero is left out.
    pub(crate) fn number(self, value: u32) -> Self {
        if value == 0 { self.text("") } else { self.text(&base36(value)) }
    }

    /// An instant, to the second.
    pub(crate) fn instant(self, value: Option<Timestamp>) -> Self {
        match value.map(Timestamp::as_second) {
            None => self.text(""),
            Some(second) if second < 0 => self.text(&format!("-{}", base36(second.unsigned_abs()))),
            Some(second) => self.text(&base36(second.unsigned_abs())),
        }
    }

    /// Everything written.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// What is read is not what a [`Writer`] writes: it was written by another version, or by no one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign;

/// Reads what a [`Writer`] wrote, in the same order.
pub(crate) struct Reader<'t> {
    parts: std::str::Split<'t, char>,
}

impl<'t> Reader<'t> {
    /// The letter that says what follows, and a reader of that.
    pub(crate) fn new(text: &'t str) -> Result<(char, Self), Foreign> {
        let mut chars = text.chars();
        let tag = chars.next().ok_or(Foreign)?;
        Ok((tag, Self { parts: chars.as_str().split(PART) }))
    }

    /// A text; empty where nothing is left.
    pub(crate) fn text(&mut self) -> Result<String, Foreign> {
        unescape(self.parts.next().unwrap_or_default()).ok_or(Foreign)
    }

    /// A text that must not be empty.
    pub(crate) fn required(&mut self) -> Result<String, Foreign> {
        self.optional()?.ok_or(Foreign)
    }

    /// A text that may be absent.
    pub(crate) fn optional(&mut self) -> Result<Option<String>, Foreign> {
        self.text().map(|text| Some(text).filter(|text| !text.is_empty()))
    }

    /// A letter that may be absent.
    pub(crate) fn letter(&mut self) -> Result<Option<char>, Foreign> {
        let text = self.text()?;
        let mut chars = text.chars();
        let letter = chars.next();
        if chars.next().is_none() { Ok(letter) } else { Err(Foreign) }
    }

    /// A number.
    pub(crate) fn number(&mut self) -> Result<u32, Foreign> {
        self.optional()?.map_or(Ok(0), |text| u32::from_str_radix(&text, 36).map_err(|_| Foreign))
    }

    /// An instant that may be absent.
    pub(crate) fn instant(&mut self) -> Result<Option<Timestamp>, Foreign> {
        let Some(text) = self.optional()? else { return Ok(None) };
        let second = i64::from_str_radix(&text, 36).map_err(|_| Foreign)?;
        Timestamp::from_second(second).map(Some).map_err(|_| Foreign)
    }

    /// All values that are left.
    pub(crate) fn rest(self) -> Result<Vec<String>, Foreign> {
        self.parts.map(|part| unescape(part).ok_or(Foreign)).collect()
    }
}

fn escape(c: char, out: &mut String) {
    match c {
        ' ' => out.push('+'),
        PART => out.push_str("!."),
        ESCAPE => out.push_str("!!"),
        '+' => out.push_str("!p"),
        c if c.is_whitespace() || c.is_control() || c == '\u{feff}' => {
            out.push_str("!u");
            out.push_str(&base36(u32::from(c)));
            out.push('!');
        }
        c => out.push(c),
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '+' => ' ',
            ESCAPE => match chars.next()? {
                '.' => PART,
                '!' => ESCAPE,
                'p' => '+',
                'u' => {
                    let digits: String = chars.by_ref().take_while(|c| *c != ESCAPE).collect();
                    char::from_u32(u32::from_str_radix(&digits, 36).ok()?)?
                }
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

/// `value` in digits and small letters.
pub(crate) fn base36(value: impl TryInto<u64>) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut value = value.try_into().unwrap_or(u64::MAX);
    let mut digits = Vec::new();
    loop {
        let digit = usize::try_from(value % 36).unwrap_or_default();
        digits.push(char::from(DIGITS[digit]));
        value /= 36;
        if value == 0 {
            return digits.iter().rev().collect();
        }
    }
}
