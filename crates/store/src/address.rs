//! What an address says, without asking anybody.

use std::{net::IpAddr, str::FromStr as _};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::Error;

/// The file that an address names; `None` when it is PostgreSQL's.
pub(crate) fn sqlite_path(address: &str) -> Result<Option<&str>, Error> {
    if let Some(path) = address.strip_prefix("sqlite:") {
        let path = path.trim_start_matches("//").split('?').next().unwrap_or_default();
        return if path.is_empty() || path.starts_with(':') { Err(Error::Address) } else { Ok(Some(path)) };
    }
    let shared = address.starts_with("postgres://") || address.starts_with("postgresql://");
    if shared { Ok(None) } else { Err(Error::Address) }
}

/// Whether it leads to PostgreSQL on another machine without requiring encryption. The driver then encrypts only if the server offers it,
/// and an attacker between the two can suppress that offer.
#[must_use]
pub fn is_exposed(address: &str) -> bool {
    if !matches!(sqlite_path(address), Ok(None)) {
        return false;
    }
    let Ok(options) = PgConnectOptions::from_str(address) else { return false };
    let encrypted = match options.get_ssl_mode() {
        PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull => true,
        PgSslMode::Disable | PgSslMode::Allow | PgSslMode::Prefer => false,
    };
    !encrypted && options.get_socket().is_none() && !is_here(options.get_host())
}

/// Whether a host is this machine.
fn is_here(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.starts_with('/') || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_without_encryption_is_exposed() {
        for (address, exposed) in [
            ("postgres://bot:pw@db.example.com/bot", true),
            ("postgresql://bot:pw@10.0.0.5:5432/bot", true),
            ("postgres://bot@db/bot?sslmode=prefer", true),
            ("postgres://bot@db/bot?sslmode=disable", true),
            ("postgres://bot@db/bot?ssl-mode=allow", true),
            ("postgres://bot@0.0.0.0/bot", true),
            ("postgres://bot@[2001:db8::1]/bot", true),
            ("postgres://bot@db/bot?sslmode=require", false),
            ("postgres://bot@db/bot?sslmode=verify-ca", false),
            ("postgres://bot@db/bot?sslmode=verify-full", false),
            ("postgres://bot@localhost/bot", false),
            ("postgres://bot@127.0.0.1:5432/bot", false),
            ("postgres://bot@[::1]/bot", false),
            ("postgres://bot@%2Fvar%2Frun%2Fpostgresql/bot", false),
            ("postgres:///bot?host=/var/run/postgresql", false),
            ("sqlite://bot.sqlite", false),
            ("mysql://db/bot", false),
            ("postgres://[/", false),
        ] {
            assert_eq!(is_exposed(address), exposed, "{address}");
        }
    }
}
