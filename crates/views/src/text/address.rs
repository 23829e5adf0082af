//! Addresses: which ones become links, and how they are written so that nothing ends or hides them.

use url::{Host, Url};

use super::escape;

/// A longer address is no link: Discord takes 2,048 characters at most, and nothing of a longer one is looked at.
const MAX_ADDRESS_LENGTH: usize = 2_048;

/// How much of an address that may not be a link is shown, in UTF-16 units.
const MAX_SHOWN_LENGTH: usize = 100;

/// What stands at the beginning of an address that leads nowhere a reader could go.
const NOWHERE: [&str; 7] = ["#", "about:", "blob:", "cid:", "data:", "javascript:", "vbscript:"];

/// An address that may become a link: http(s), a host with a dot, no user name (which is there to deceive).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    target: String,
    /// What follows the host as it was written, for people.
    rest: String,
}

impl Address {
    /// Reads an address. One without a scheme (`//host/..`) is taken for https; white space and letters of other alphabets in it are
    /// written as URLs have them, hosts in punycode. `None` for what may not become a link.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = trim(text);
        // Lengths first: all else is in proportion to them.
        if text.len() > MAX_ADDRESS_LENGTH {
            return None;
        }
        let whole = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
        let written = strip_scheme(&whole)?;
        let url = Url::parse(&whole).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let host = match url.host()? {
            Host::Domain(host) => host.to_owned(),
            Host::Ipv4(host) => host.to_string(),
            Host::Ipv6(_) => return None,
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        let dotted = host.contains('.') && host.split('.').all(|label| !label.is_empty());
        if !dotted || !host.chars().all(plain) {
            return None;
        }
        let host = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        let (before, rest) = written.split_at(written.find(['/', '?', '#', '\\']).unwrap_or(written.len()));
        // As it was written, where that is what a browser reads: `https://a.example` gets no slash.
        let as_written = before.eq_ignore_ascii_case(&host)
            && rest.chars().all(|c| c.is_ascii_graphic() && c != '\\')
            && whole.len() - written.len() == url.scheme().len() + 3;
        let target =
            if as_written { safe(url.scheme(), written) } else { safe(url.scheme(), strip_scheme(url.as_str())?) };
        (target.len() <= MAX_ADDRESS_LENGTH).then(|| Self { host, target, rest: slashes(rest) })
    }

    /// The host that opens, with a port where the address has one.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The address for a link, with everything percent-encoded that could end the link or be read as markdown.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The address for people: the host that opens, and what was written behind it.
    pub(super) fn words(&self) -> String {
        let rest = if self.rest == "/" { "" } else { &self.rest };
        format!("{}{rest}", self.host)
    }
}

/// What follows a host, with the slashes that a browser reads for backslashes in a path.
fn slashes(rest: &str) -> String {
    let (path, behind) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    format!("{}{behind}", path.replace('\\', "/"))
}

/// What a reader can do with an address that may not become a link: `tel:` and `mailto:` without their scheme, others as they
/// are. `None` where it leads nowhere.
pub(crate) fn in_words(address: &str) -> Option<String> {
    let address = trim(&address[..address.floor_char_boundary(MAX_ADDRESS_LENGTH.min(address.len()))]);
    let begins = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if NOWHERE.iter().any(|scheme| begins(scheme)) {
        return None;
    }
    let scheme = ["mailto:", "tel:"].into_iter().find(|scheme| begins(scheme));
    let address = match scheme {
        Some(scheme) => address[scheme.len()..].split('?').next().unwrap_or_default(),
        None => address,
    };
    let address = super::line(address, MAX_SHOWN_LENGTH);
    (!address.is_empty()).then_some(address)
}

/// `address` without its http(s) scheme; `None` where it has another or none.
pub(super) fn strip_scheme(address: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let (head, rest) = address.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn trim(address: &str) -> &str {
    address.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

/// An address with everything percent-encoded that could end a link or be read as markdown.
fn safe(scheme: &str, rest: &str) -> String {
    let mut out = format!("{scheme}://");
    for (at, c) in rest.char_indices() {
        match c {
            '@' if escape::loud(&rest[at + 1..]) => out.push_str("%40"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '*' => out.push_str("%2A"),
            '|' => out.push_str("%7C"),
            '~' => out.push_str("%7E"),
            // Two of them underline.
            '_' if rest[..at].ends_with('_') => out.push_str("%5F"),
            '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '}' | '"' | '\'' => {
                out.push('%');
                out.extend(format!("{:02X}", u32::from(c)).chars());
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Address, in_words};

    #[test]
    fn addresses_are_completed_and_read_as_browsers_do() {
        for (text, host, target) in [
            ("https://a.example", "a.example", "https://a.example"),
            (" HTTPS://A.example/x ", "a.example", "https://A.example/x"),
            ("//acme.ladesk.com/376829-Manual", "acme.ladesk.com", "https://acme.ladesk.com/376829-Manual"),
            ("https://shop.example/My File.pdf", "shop.example", "https://shop.example/My%20File.pdf"),
            ("https://shop.example/größe?ä=ö", "shop.example", "https://shop.example/gr%C3%B6%C3%9Fe?%C3%A4=%C3%B6"),
            ("https://bücher.example/", "xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
            ("https://аpple.com/", "xn--pple-43d.com", "https://xn--pple-43d.com/"),
            ("https://good.example\\@evil.example", "good.example", "https://good.example/@evil.example"),
            ("http://2130706433/x", "127.0.0.1", "http://127.0.0.1/x"),
            ("http://a.example:8080/x", "a.example:8080", "http://a.example:8080/x"),
            ("https://en.example/a_(b)", "en.example", "https://en.example/a_%28b%29"),
            ("https://py.example/__init__.py", "py.example", "https://py.example/_%5Finit_%5F.py"),
        ] {
            let address = Address::read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((address.host(), address.target()), (host, target), "{text}");
        }
    }

    #[test]
    fn what_deceives_or_leads_nowhere_is_no_link() {
        for text in [
            "",
            "a.example",
            "ftp://a.example",
            "javascript:alert(1)",
            "https://good.example@evil.example/",
            "https://user:secret@a.example",
            "https://localhost/",
            "https://a..example/",
            "https://[::1]/",
            "https://exa mple.com/",
            "/relative",
            "https:",
        ] {
            assert_eq!(Address::read(text), None, "{text}");
        }
        assert_eq!(Address::read(&format!("https://a.example/{}", "x".repeat(4_000))), None);
        assert_eq!(Address::read(&format!("https://{}", "a.".repeat(40_000))), None);
    }

    #[test]
    fn what_is_no_link_is_shown_in_words() {
        for (address, expected) in [
            ("tel:+43 1 234", Some("+43 1 234")),
            ("mailto:jane@doe.example?subject=x", Some("jane@doe.example")),
            ("/relative", Some("/relative")),
            ("ftp://files.example/x", Some("ftp://files.example/x")),
            ("javascript:alert(1)", None),
            ("data:image/png;base64,AAAA", None),
            ("cid:part1", None),
            ("#top", None),
            ("", None),
        ] {
            assert_eq!(in_words(address).as_deref(), expected, "{address}");
        }
    }
}
