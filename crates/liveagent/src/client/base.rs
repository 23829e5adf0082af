//! The account's address: checked once, joined with an operation's path for each request.

use std::net::IpAddr;

use reqwest::Url;

use super::ConfigError;

/// The address that all paths are below. Without a trailing slash, query or fragment.
#[derive(Clone, Debug)]
pub(super) struct Base(Url);

impl Base {
    /// Checks an address. `https` is required unless it leads to this machine, for the key goes along with every request.
    pub(super) fn new(address: &str) -> Result<Self, ConfigError> {
        let url = Url::parse(address.trim()).map_err(|_| ConfigError::NotAnAddress)?;
        let host = url.host_str().ok_or(ConfigError::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(host) => {}
            "http" => return Err(ConfigError::NotHttps),
            _ => return Err(ConfigError::NotAnAddress),
        }
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
            return Err(ConfigError::TooMuch);
        }
        Ok(Self(url))
    }

    /// Whether it leads to this machine.
    pub(super) fn is_loopback(&self) -> bool {
        self.0.host_str().is_some_and(is_loopback)
    }

    /// The address of a path that begins with a slash and is percent-encoded.
    pub(super) fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path().trim_end_matches('/')));
        url
    }

    /// Where a redirect from `from` to `location` leads, if it stays on the same host and does not give up encryption.
    pub(super) fn redirect(from: &Url, location: &str) -> Option<Url> {
        let to = from.join(location).ok()?;
        let same_port = to.port_or_known_default() == from.port_or_known_default();
        let upgrade = from.scheme() == "http" && to.scheme() == "https";
        let same = to.host_str() == from.host_str() && (to.scheme() == from.scheme() && same_port || upgrade);
        same.then_some(to)
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_paths_of_the_address_do_not_matter() {
        let table = [
            ("https://acme.ladesk.com", "https://acme.ladesk.com/api/tags"),
            ("https://acme.ladesk.com/", "https://acme.ladesk.com/api/tags"),
            (" https://acme.example/help ", "https://acme.example/help/api/tags"),
            ("https://acme.example/help//", "https://acme.example/help/api/tags"),
            ("http://127.0.0.1:4000/liveagent/", "http://127.0.0.1:4000/liveagent/api/tags"),
            ("http://[::1]:4000", "http://[::1]:4000/api/tags"),
            ("http://localhost", "http://localhost/api/tags"),
        ];
        for (address, expected) in table {
            assert_eq!(Base::new(address).unwrap().join("/api/tags").as_str(), expected);
        }
    }

    #[test]
    fn an_encoded_segment_stays_as_it_is() {
        let base = Base::new("https://acme.ladesk.com/x/").unwrap();
        let url = base.join("/api/conversations/..%2F..%2Fy/tags");
        assert_eq!(url.as_str(), "https://acme.ladesk.com/x/api/conversations/..%2F..%2Fy/tags");
    }

    #[test]
    fn an_address_that_would_leak_the_key_is_refused() {
        let table = [
            ("http://acme.ladesk.com", ConfigError::NotHttps),
            ("http://127.0.0.1.acme.com", ConfigError::NotHttps),
            ("http://192.168.0.2", ConfigError::NotHttps),
            ("ftp://acme.ladesk.com", ConfigError::NotAnAddress),
            ("acme.ladesk.com", ConfigError::NotAnAddress),
            ("", ConfigError::NotAnAddress),
            ("https://me:pass@acme.ladesk.com", ConfigError::TooMuch),
            ("https://acme.ladesk.com/?x=1", ConfigError::TooMuch),
            ("https://acme.ladesk.com/#x", ConfigError::TooMuch),
        ];
        for (address, expected) in table {
            assert_eq!(Base::new(address).unwrap_err(), expected, "{address}");
        }
    }

    #[test]
    fn redirects_stay_on_the_host_and_encrypted() {
        let from = Url::parse("https://acme.example/api/tags?apikey=k").unwrap();
        let follow = |location| Base::redirect(&from, location).map(String::from);
        assert_eq!(follow("/api/tags/").as_deref(), Some("https://acme.example/api/tags/"));
        assert_eq!(follow("https://acme.example:443/x").as_deref(), Some("https://acme.example/x"));
        for location in
            ["https://evil.example/x", "//evil.example/x", "http://acme.example/x", "https://acme.example:8443/"]
        {
            assert_eq!(follow(location), None, "{location}");
        }
        let plain = Url::parse("http://localhost:4000/x").unwrap();
        assert!(Base::redirect(&plain, "https://localhost/x").is_some(), "an upgrade");
    }
}
