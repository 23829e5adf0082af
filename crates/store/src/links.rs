//! Which of LiveAgent's agents a member of a server is. A member proposes it and an owner confirms it, or an owner says so.
//!
//! A server has one member an agent, and one agent a member. Rows of the audit have ids alone: no names, no mail addresses.

use jiff::{SignedDuration, Timestamp};
use sqlx::AssertSqlSafe;

use crate::{
    Error, Store, Who,
    audit::audit,
    members::{member, two_members},
    pool::{read, write, write_servers},
    row::row,
    time::{id, instant, ms, snowflake},
};

/// How long a proposed link can be confirmed.
pub const PROPOSAL_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An agent of LiveAgent, as they were when the link was made or proposed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AgentIdentity {
    /// LiveAgent's id.
    pub id: String,
    /// The mail address.
    pub email: String,
    /// The name.
    pub name: String,
}

/// A member who is an agent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    /// The member's id.
    pub user: u64,
    /// The agent.
    pub agent: AgentIdentity,
    /// Since when.
    pub since: Timestamp,
    /// The member who confirmed it; `None` where that member was forgotten.
    pub confirmed_by: Option<u64>,
}

/// A link that a member proposes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proposal {
    /// Its number. Another proposal of the same member has another one.
    pub id: i64,
    /// The server's id.
    pub guild: u64,
    /// The member's id.
    pub user: u64,
    /// The agent.
    pub agent: AgentIdentity,
    /// When it was proposed.
    pub at: Timestamp,
}

/// The result of making a link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LinkOutcome {
    /// The link is made.
    Linked(Link),
    /// There is no such proposal in this server, or no more.
    Unknown,
    /// It was proposed more than [`PROPOSAL_KEPT`] ago.
    Expired,
    /// The member has a link in this server.
    MemberTaken,
    /// Another member of this server is the agent.
    AgentTaken,
}

/// The result of proposing a link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ProposeOutcome {
    /// It is open, in place of another one of the member.
    Open(Proposal),
    /// The member has a link in this server.
    MemberTaken,
    /// Another member of this server is the agent.
    AgentTaken,
}

row! {
    pub(crate) struct LinkRow {
        guild: i64,
        discord: i64,
        agent: String,
        email: String,
        name: String,
        since: i64,
        confirmer: Option<i64>,
    }
}

row! {
    struct ProposalRow {
        id: i64,
        guild: i64,
        discord: i64,
        agent: String,
        email: String,
        name: String,
        at: i64,
    }
}

/// The columns of [`LinkRow`], with the Discord ids of the members.
pub(crate) const LINKS: &str =
    "SELECT guild, linked.discord AS discord, agent, email, name, since, confirmer.discord AS confirmer
     FROM links JOIN members AS linked ON linked.id = links.member
     LEFT JOIN members AS confirmer ON confirmer.id = links.confirmed_by";

/// The columns of [`ProposalRow`].
const PROPOSALS: &str = "SELECT proposals.id, guild, discord, agent, email, name, at
    FROM proposals JOIN members ON members.id = proposals.member";

impl LinkRow {
    /// The server's id, and the link.
    pub(crate) fn read(self) -> (u64, Link) {
        let agent = AgentIdentity { id: self.agent, email: self.email, name: self.name };
        let (user, since) = (snowflake(self.discord), instant(self.since));
        (snowflake(self.guild), Link { user, agent, since, confirmed_by: self.confirmer.map(snowflake) })
    }
}

impl ProposalRow {
    fn read(self) -> Proposal {
        let agent = AgentIdentity { id: self.agent, email: self.email, name: self.name };
        let (guild, user) = (snowflake(self.guild), snowflake(self.discord));
        Proposal { id: self.id, guild, user, agent, at: instant(self.at) }
    }
}

/// Adds a link, or returns from the function where the member or the agent has one.
macro_rules! insert_link {
    ($tx:ident, $who:expr, $key:expr, $agent:expr, $by:expr) => {
        let added = sqlx::query(
            "INSERT INTO links (guild, member, agent, email, name, since, confirmed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(id($who.guild))
        .bind($key)
        .bind(&$agent.id)
        .bind(&$agent.email)
        .bind(&$agent.name)
        .bind(ms($who.at))
        .bind($by)
        .execute(&mut *$tx)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(if has_link!($tx, $who, $key) { LinkOutcome::MemberTaken } else { LinkOutcome::AgentTaken });
        }
    };
}

/// Takes the open proposal of a member in the server away.
macro_rules! forget_proposal {
    ($tx:ident, $who:expr, $key:expr) => {
        sqlx::query("DELETE FROM proposals WHERE guild = $1 AND member = $2")
            .bind(id($who.guild))
            .bind($key)
            .execute(&mut *$tx)
            .await?
    };
}

/// Whether a member has a link in the server.
macro_rules! has_link {
    ($tx:ident, $who:expr, $key:expr) => {{
        let found: Option<i64> = sqlx::query_scalar("SELECT since FROM links WHERE guild = $1 AND member = $2")
            .bind(id($who.guild))
            .bind($key)
            .fetch_optional(&mut *$tx)
            .await?;
        found.is_some()
    }};
}

impl Store {
    /// Proposes that `who` is an agent, in place of an earlier proposal in this server.
    pub async fn propose_link(&self, agent: &AgentIdentity, who: &Who) -> Result<ProposeOutcome, Error> {
        let proposal: i64 = write!(self, tx => {
            let key = member!(tx, who.user);
            if has_link!(tx, who, key) {
                return Ok(ProposeOutcome::MemberTaken);
            }
            let taken: Option<i64> = sqlx::query_scalar("SELECT since FROM links WHERE guild = $1 AND agent = $2")
                .bind(id(who.guild))
                .bind(&agent.id)
                .fetch_optional(&mut *tx)
                .await?;
            if taken.is_some() {
                return Ok(ProposeOutcome::AgentTaken);
            }
            forget_proposal!(tx, who, key);
            let proposal: i64 = sqlx::query_scalar(
                "INSERT INTO proposals (guild, member, agent, email, name, at)
                 VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            )
            .bind(id(who.guild))
            .bind(key)
            .bind(&agent.id)
            .bind(&agent.email)
            .bind(&agent.name)
            .bind(ms(who.at))
            .fetch_one(&mut *tx)
            .await?;
            audit!(tx, who, "propose link", format!("member {key}"), format!("agent {}", agent.id));
            proposal
        });
        let (guild, user) = (who.guild, who.user);
        let at = instant(ms(who.at));
        Ok(ProposeOutcome::Open(Proposal { id: proposal, guild, user, agent: agent.clone(), at }))
    }

    /// Confirms a proposal of the server of `who`, at the instant of `who`. Pressed twice, or on two processes, one call makes the link;
    /// a refused one changes nothing.
    pub async fn confirm_link(&self, proposal: i64, who: &Who) -> Result<LinkOutcome, Error> {
        let link = write_servers!(self, tx => {
            let by = member!(tx, who.user);
            let found: Option<ProposalRow> = sqlx::query_as(AssertSqlSafe(format!("{PROPOSALS} WHERE proposals.id = $1")))
                .bind(proposal)
                .fetch_optional(&mut *tx)
                .await?;
            let key: Option<i64> =
                sqlx::query_scalar("DELETE FROM proposals WHERE id = $1 AND guild = $2 RETURNING member")
                    .bind(proposal)
                    .bind(id(who.guild))
                    .fetch_optional(&mut *tx)
                    .await?;
            let (Some(found), Some(key)) = (found.map(ProposalRow::read), key) else {
                return Ok(LinkOutcome::Unknown);
            };
            if who.at.duration_since(found.at) > PROPOSAL_KEPT {
                return Ok(LinkOutcome::Expired);
            }
            insert_link!(tx, who, key, found.agent, by);
            audit!(tx, who, "confirm link", format!("member {key}"), format!("agent {}", found.agent.id));
            link(found.user, &found.agent, who)
        });
        Ok(LinkOutcome::Linked(link))
    }

    /// Takes a proposal of the server of `who` away. Whether it was there.
    pub async fn decline_link(&self, proposal: i64, who: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, who.user);
            let gone: Option<(i64, String)> =
                sqlx::query_as("DELETE FROM proposals WHERE id = $1 AND guild = $2 RETURNING member, agent")
                    .bind(proposal)
                    .bind(id(who.guild))
                    .fetch_optional(&mut *tx)
                    .await?;
            if let Some((key, agent)) = &gone {
                audit!(tx, who, "decline link", format!("member {key}"), format!("agent {agent}"));
            }
            gone.is_some()
        }))
    }

    /// Makes a member of the server of `who` an agent, without a proposal; an open one of the member goes.
    pub async fn link_member(&self, user: u64, agent: &AgentIdentity, who: &Who) -> Result<LinkOutcome, Error> {
        let link = write_servers!(self, tx => {
            let (key, by) = two_members!(tx, user, who.user);
            forget_proposal!(tx, who, key);
            insert_link!(tx, who, key, agent, by);
            audit!(tx, who, "link member", format!("member {key}"), format!("agent {}", agent.id));
            link(user, agent, who)
        });
        Ok(LinkOutcome::Linked(link))
    }

    /// Takes the link of a member of the server of `who` away. Whether there was one.
    pub async fn remove_link(&self, user: u64, who: &Who) -> Result<bool, Error> {
        Ok(write_servers!(self, tx => {
            let (key, _) = two_members!(tx, user, who.user);
            let agent: Option<String> =
                sqlx::query_scalar("DELETE FROM links WHERE guild = $1 AND member = $2 RETURNING agent")
                    .bind(id(who.guild))
                    .bind(key)
                    .fetch_optional(&mut *tx)
                    .await?;
            let Some(agent) = agent else { return Ok(false) };
            audit!(tx, who, "remove link", format!("member {key}"), format!("agent {agent}"));
            true
        }))
    }

    /// The link of a member in a server.
    pub async fn link_of(&self, guild: u64, user: u64) -> Result<Option<Link>, Error> {
        let sql = AssertSqlSafe(format!("{LINKS} WHERE guild = $1 AND linked.discord = $2"));
        let row: Option<LinkRow> =
            read!(self, db => sqlx::query_as(sql).bind(id(guild)).bind(id(user)).fetch_optional(db));
        Ok(row.map(|row| row.read().1))
    }

    /// The links of a server, oldest first.
    pub async fn links(&self, guild: u64) -> Result<Vec<Link>, Error> {
        let sql = AssertSqlSafe(format!("{LINKS} WHERE guild = $1 ORDER BY since, member"));
        let rows: Vec<LinkRow> = read!(self, db => sqlx::query_as(sql).bind(id(guild)).fetch_all(db));
        Ok(rows.into_iter().map(|row| row.read().1).collect())
    }

    /// The proposals of a server that can be confirmed at `now`, oldest first.
    pub async fn proposals(&self, guild: u64, now: Timestamp) -> Result<Vec<Proposal>, Error> {
        let sql = AssertSqlSafe(format!("{PROPOSALS} WHERE guild = $1 AND at >= $2 ORDER BY proposals.id"));
        let rows: Vec<ProposalRow> =
            read!(self, db => sqlx::query_as(sql).bind(id(guild)).bind(ms(now - PROPOSAL_KEPT)).fetch_all(db));
        Ok(rows.into_iter().map(ProposalRow::read).collect())
    }

    /// A proposal by its number, also where it can't be confirmed any more.
    pub async fn proposal(&self, proposal: i64) -> Result<Option<Proposal>, Error> {
        let sql = AssertSqlSafe(format!("{PROPOSALS} WHERE proposals.id = $1"));
        let row: Option<ProposalRow> = read!(self, db => sqlx::query_as(sql).bind(proposal).fetch_optional(db));
        Ok(row.map(ProposalRow::read))
    }
}

/// The link that `who` has made just now, as it is read later.
fn link(user: u64, agent: &AgentIdentity, who: &Who) -> Link {
    Link { user, agent: agent.clone(), since: instant(ms(who.at)), confirmed_by: Some(who.user) }
}
