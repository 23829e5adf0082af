//! Changes the settings of a server: the levels of its roles, its visibility, its audit channel, and how far its first run is.
//!
//! The meaning of the texts is the caller's. Each change is in the audit in its transaction, in ids and codes; reading is [`crate::Servers`].

use jiff::Timestamp;

use crate::{
    Error, Store, Who,
    audit::audit,
    members::member,
    pool::{Pool, write_servers},
    time::{id, ms},
};

/// How much of customers' words others may read.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Words {
    /// None.
    None,
    /// Subjects.
    #[default]
    Subject,
    /// All.
    All,
}

/// The level of a role. Each includes the one before it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum RoleLevel {
    /// Look things up.
    Viewer,
    /// Change conversations and tags.
    Agent,
    /// Manage the bot's posts.
    Manager,
}

/// A change of a server's visibility. A field that is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct VisibilityChange {
    /// Whether look-ups are answered where others read.
    pub look_ups_public: Option<bool>,
    /// Whether changes are announced where others read.
    pub changes_public: Option<bool>,
    /// How much of customers' words others may read.
    pub words: Option<Words>,
}

/// How far a server's first run is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Panel {
    /// The step, by its code; empty before the first.
    pub step: String,
    /// When its panel was shown last.
    pub shown: Option<Timestamp>,
}

impl Words {
    const ALL: [Self; 3] = [Self::None, Self::Subject, Self::All];

    /// Its name, in the database and in the audit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Subject => "subject",
            Self::All => "all",
        }
    }

    pub(crate) fn of(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|words| words.name() == name);
        found.ok_or_else(|| Error::Other(format!("words {name:?} of a server are not of this version")))
    }
}

impl RoleLevel {
    const ALL: [Self; 3] = [Self::Viewer, Self::Agent, Self::Manager];

    /// Its name, in the database and in the audit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Manager => "manager",
        }
    }

    pub(crate) fn of(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|level| level.name() == name);
        found.ok_or_else(|| Error::Other(format!("the level {name:?} of a role is not of this version")))
    }
}

/// Ids or codes in a row of the audit.
fn list(parts: impl IntoIterator<Item = impl ToString>) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(" ")
}

fn publicity(public: bool) -> &'static str {
    if public { "public" } else { "private" }
}

/// Gives a role a level, in place of the one that it had.
macro_rules! set_role {
    ($tx:ident, $who:expr, $level:expr, $role:expr) => {
        sqlx::query(
            "INSERT INTO role_levels (guild, role, level) VALUES ($1, $2, $3)
             ON CONFLICT (guild, role) DO UPDATE SET level = excluded.level",
        )
        .bind(id($who.guild))
        .bind(id($role))
        .bind($level.name())
        .execute(&mut *$tx)
        .await?
    };
}

/// Adds the row of a server where it is missing, and locks it: changes of one server are made one after another.
macro_rules! server_row {
    ($tx:ident, $who:expr) => {
        sqlx::query("INSERT INTO servers (guild) VALUES ($1) ON CONFLICT (guild) DO UPDATE SET guild = excluded.guild")
            .bind(id($who.guild))
            .execute(&mut *$tx)
            .await?
    };
}

impl Store {
    /// Gives exactly these roles a level; an empty list clears it. A role with another level loses that one.
    pub async fn set_roles(&self, level: RoleLevel, roles: &[u64], who: &Who) -> Result<(), Error> {
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        write_servers!(self, tx => {
            server_row!(tx, who);
            sqlx::query("DELETE FROM role_levels WHERE guild = $1 AND level = $2")
                .bind(id(who.guild))
                .bind(level.name())
                .execute(&mut *tx)
                .await?;
            for role in &roles {
                set_role!(tx, who, level, *role);
            }
            audit!(tx, who, "set roles", format!("level {}", level.name()), list(&roles));
        });
        Ok(())
    }

    /// Gives roles levels, in one transaction. With `clear`, all roles lose their levels first. A role has one level, the last one in the list.
    pub async fn change_roles(&self, clear: bool, roles: &[(RoleLevel, u64)], who: &Who) -> Result<(), Error> {
        let changes = roles.iter().map(|(level, role)| format!("{} {role}", level.name()));
        let detail = list(clear.then(|| "clear".to_owned()).into_iter().chain(changes));
        write_servers!(self, tx => {
            server_row!(tx, who);
            if clear {
                sqlx::query("DELETE FROM role_levels WHERE guild = $1").bind(id(who.guild)).execute(&mut *tx).await?;
            }
            for (level, role) in roles {
                set_role!(tx, who, level, *role);
            }
            audit!(tx, who, "change roles", "", detail);
        });
        Ok(())
    }

    /// Changes the visibility of a server.
    pub async fn set_visibility(&self, change: &VisibilityChange, who: &Who) -> Result<(), Error> {
        let VisibilityChange { look_ups_public, changes_public, words } = *change;
        let detail = [
            look_ups_public.map(|public| format!("look-ups {}", publicity(public))),
            changes_public.map(|public| format!("changes {}", publicity(public))),
            words.map(|words| format!("words {}", words.name())),
        ];
        write_servers!(self, tx => {
            server_row!(tx, who);
            sqlx::query(
                "UPDATE servers SET look_ups_public = COALESCE($2, look_ups_public),
                     changes_public = COALESCE($3, changes_public), words = COALESCE($4, words) WHERE guild = $1",
            )
            .bind(id(who.guild))
            .bind(look_ups_public)
            .bind(changes_public)
            .bind(words.map(Words::name))
            .execute(&mut *tx)
            .await?;
            audit!(tx, who, "set visibility", "", list(detail.iter().flatten()));
        });
        Ok(())
    }

    /// Sets how much of customers' words one channel may show, or with `None` that it shows as much as the server.
    pub async fn set_channel_words(&self, channel: u64, words: Option<Words>, who: &Who) -> Result<(), Error> {
        write_servers!(self, tx => {
            if let Some(words) = words {
                sqlx::query(
                    "INSERT INTO channel_words (guild, channel, words) VALUES ($1, $2, $3)
                     ON CONFLICT (guild, channel) DO UPDATE SET words = excluded.words",
                )
                .bind(id(who.guild))
                .bind(id(channel))
                .bind(words.name())
                .execute(&mut *tx)
                .await?;
            } else {
                sqlx::query("DELETE FROM channel_words WHERE guild = $1 AND channel = $2")
                    .bind(id(who.guild))
                    .bind(id(channel))
                    .execute(&mut *tx)
                    .await?;
            }
            let detail = format!("words {}", words.map_or("as the server", Words::name));
            audit!(tx, who, "set visibility", format!("channel {channel}"), detail);
        });
        Ok(())
    }

    /// Sets the channel that shows the audit, or with `None` that there is none. Where there was none the channel begins with the row of
    /// this change; another channel continues after the last row of the one before it.
    pub async fn set_audit_channel(&self, channel: Option<u64>, who: &Who) -> Result<(), Error> {
        write_servers!(self, tx => {
            server_row!(tx, who);
            let key = member!(tx, who.user);
            sqlx::query(
                "UPDATE servers SET audit_channel = $2, audit_posted = CASE WHEN audit_channel IS NULL
                     THEN (SELECT COALESCE(MAX(id), 0) FROM audit) ELSE audit_posted END,
                     audit_claimed = NULL, audit_chooser = $3, audit_trouble = NULL, audit_trouble_told = FALSE
                 WHERE guild = $1",
            )
            .bind(id(who.guild))
            .bind(channel.map(id))
            .bind(key)
            .execute(&mut *tx)
            .await?;
            let target = channel.map(|channel| format!("channel {channel}")).unwrap_or_default();
            let action = if channel.is_some() { "set audit channel" } else { "clear audit channel" };
            audit!(tx, who, key, action, target, "", crate::Outcome::Done);
        });
        Ok(())
    }

    /// Records that a server's panel is shown now, unless it was shown after `before`. Returns whether it wasn't: of several calls at once,
    /// one shows it. The audit has no row of it, since nobody changes anything.
    pub async fn claim_panel(&self, before: Timestamp, who: &Who) -> Result<bool, Error> {
        Ok(write_servers!(self, tx => {
            server_row!(tx, who);
            let claimed = sqlx::query(
                "UPDATE servers SET panel_shown = $2 WHERE guild = $1 AND (panel_shown IS NULL OR panel_shown <= $3)",
            )
            .bind(id(who.guild))
            .bind(ms(who.at))
            .bind(ms(before))
            .execute(&mut *tx)
            .await?;
            claimed.rows_affected() > 0
        }))
    }

    /// Keeps how far a server's first run is.
    pub async fn set_panel(&self, panel: &Panel, who: &Who) -> Result<(), Error> {
        write_servers!(self, tx => {
            server_row!(tx, who);
            sqlx::query("UPDATE servers SET panel_step = $2, panel_shown = $3 WHERE guild = $1")
                .bind(id(who.guild))
                .bind(&panel.step)
                .bind(panel.shown.map(ms))
                .execute(&mut *tx)
                .await?;
            audit!(tx, who, "set panel", "", panel.step.as_str());
        });
        Ok(())
    }

    /// Increments the version of the servers' settings; PostgreSQL notifies all processes on commit.
    pub(crate) fn touch_sql(&self) -> &'static str {
        match self.pool() {
            Pool::Sqlite(_) => "UPDATE servers_version SET version = version + 1",
            Pool::Postgres(_) => {
                "WITH grown AS (UPDATE servers_version SET version = version + 1 RETURNING version)
                 SELECT pg_notify('switchboard_servers', version::text) FROM grown"
            }
        }
    }
}
