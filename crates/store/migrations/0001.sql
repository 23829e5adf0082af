-- Instants are milliseconds since 1970 in UTC. Ids of Discord are its 64 bits. `@id@` is what either database calls a growing key.

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    expires BIGINT NOT NULL
);

-- The processes that answer, each until when by the database's own clock, and which of the gateway's shards it has ('' for all).
CREATE TABLE processes (
    id BIGINT PRIMARY KEY,
    shards TEXT NOT NULL,
    expires BIGINT NOT NULL
);

-- Since when the clock of who leads has run steadily, and when that was written.
CREATE TABLE steady (
    name TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    seen BIGINT NOT NULL
);

-- `version` counts what people and refusals change, not the runs that are planned. `figures` are those of a digest's last post. `trouble` is
-- Discord's reason while it blocks the subscription, with since when, when it last did,
-- and whether the creator was told. `creator` is 0 where the creator was forgotten; `orphaned` is since when the creator may no longer have it,
-- and `announcement` what has told a server's managers so, also after it was taken over.
CREATE TABLE subscriptions (
    id @id@,
    kind TEXT NOT NULL,
    guild BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    creator BIGINT NOT NULL,
    spec TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    next_due BIGINT,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    version BIGINT NOT NULL,
    figures TEXT,
    trouble TEXT,
    trouble_since BIGINT,
    trouble_seen BIGINT,
    trouble_told BOOLEAN NOT NULL DEFAULT FALSE,
    orphaned BIGINT,
    announcement BIGINT
);
CREATE INDEX subscriptions_due ON subscriptions (kind, state, next_due);
CREATE INDEX subscriptions_guild ON subscriptions (guild, kind);
CREATE INDEX subscriptions_creator ON subscriptions (creator);
CREATE INDEX subscriptions_announcement ON subscriptions (announcement);

-- What tells a server's managers that subscriptions have no owner: those that name it. `state` is where it is told, `message` its message in
-- the channel, and `shown` what that says, in a word. No row names the creator.
CREATE TABLE announcements (
    id @id@,
    guild BIGINT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    channel BIGINT,
    message BIGINT,
    shown TEXT NOT NULL,
    closed BIGINT
);
CREATE INDEX announcements_open ON announcements (guild, id) WHERE closed IS NULL;
CREATE INDEX announcements_closed ON announcements (closed);

-- Whatever is posted exactly once. What is claimed is not looked at before `not_before`.
CREATE TABLE deliveries (
    id @id@,
    key TEXT NOT NULL UNIQUE,
    subscription BIGINT,
    channel BIGINT NOT NULL,
    due BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    message BIGINT,
    began BIGINT,
    ended BIGINT,
    reason TEXT
);
CREATE INDEX deliveries_state ON deliveries (state, not_before);
CREATE INDEX deliveries_subscription ON deliveries (subscription, due);
CREATE INDEX deliveries_ended ON deliveries (ended);

-- `stale` is a message that another one has replaced, until it is deleted.
CREATE TABLE boards (
    subscription BIGINT PRIMARY KEY,
    message BIGINT,
    stale BIGINT,
    ordinal BIGINT NOT NULL,
    shown TEXT NOT NULL,
    edited BIGINT NOT NULL
);

-- `standing` is written by who leads, `muted` by people on any replica.
CREATE TABLE alerts (
    subscription BIGINT PRIMARY KEY,
    standing TEXT NOT NULL,
    incident BIGINT,
    muted BIGINT
);

-- `story` is written by who leads, `pressed` by people on any replica: neither overwrites the other.
-- `shown` is the version that Discord shows, `posted` the message of the incident that `message` is, `stale` one that it replaced.
-- A member stands in `pressed` as `[id,`; 0 is one who was forgotten.
CREATE TABLE incidents (
    id @id@,
    guild BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    cause TEXT NOT NULL,
    opened BIGINT NOT NULL,
    closed BIGINT,
    story TEXT NOT NULL,
    pressed TEXT NOT NULL,
    version BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    message BIGINT,
    stale BIGINT
);
CREATE INDEX incidents_closed ON incidents (closed);
CREATE INDEX incidents_to_show ON incidents (id) WHERE shown < version OR stale IS NOT NULL;

CREATE TABLE incident_members (
    incident BIGINT NOT NULL,
    subscription BIGINT NOT NULL,
    PRIMARY KEY (incident, subscription)
);
CREATE INDEX incident_members_subscription ON incident_members (subscription);

CREATE TABLE series (
    id @id@,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE samples (
    series BIGINT NOT NULL,
    at BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (series, at)
);
CREATE INDEX samples_at ON samples (at);

CREATE TABLE means (
    series BIGINT NOT NULL,
    at BIGINT NOT NULL,
    total DOUBLE PRECISION NOT NULL,
    count BIGINT NOT NULL,
    low DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (series, at)
);
CREATE INDEX means_at ON means (at);

-- `tried`: a direct message did not reach the member, so it waits for their next command.
CREATE TABLE notices (
    id @id@,
    member BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    tried BOOLEAN NOT NULL
);
CREATE INDEX notices_member ON notices (member, guild);
CREATE INDEX notices_tried ON notices (tried);

CREATE TABLE outages (
    id @id@,
    began BIGINT NOT NULL,
    ended BIGINT
);
-- One at a time.
CREATE UNIQUE INDEX outages_open ON outages ((ended IS NULL)) WHERE ended IS NULL;

-- Interactions that change something, each claimed by the one process that carries it out.
CREATE TABLE claims (
    interaction BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- The members who have done something, each under a key of ours. A forgotten member has no row, and rows with the key name nobody.
CREATE TABLE members (
    id @id@,
    discord BIGINT NOT NULL UNIQUE
);

-- Rows are only added, and deleted once they are older than `audit_retention`. A change has two: before it, with the outcome `intent`, and after
-- it, with what came of it; both name the interaction. A change of this database has one, in its transaction. No row has words or names: only
-- ids, and a member's key in place of their id.
CREATE TABLE audit (
    id @id@,
    at BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    member BIGINT NOT NULL,
    interaction BIGINT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    outcome TEXT NOT NULL
);
-- All that a filter of `/audit` looks at, newest first, so that counting reads no row.
CREATE INDEX audit_outcomes ON audit (guild, id, outcome, action, member, at, interaction) WHERE outcome <> 'intent';
CREATE INDEX audit_perhaps ON audit (guild, interaction) WHERE outcome = 'perhaps';
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_member ON audit (member);
CREATE INDEX audit_interaction ON audit (interaction, outcome);

-- The intents that have no outcome yet, so that a page need not ask for each intent. Triggers keep it.
CREATE TABLE audit_open (
    intent BIGINT PRIMARY KEY,
    interaction BIGINT NOT NULL
);
CREATE INDEX audit_open_interaction ON audit_open (interaction);

-- For how many days the audit is kept. Younger rows can't be deleted, and none can while this table is empty.
CREATE TABLE audit_retention (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    days BIGINT NOT NULL CHECK (days >= 1)
);
INSERT INTO audit_retention (one, days) VALUES (1, 365);

-- The settings of a server. `audit_posted` is the last row of the audit that is in the audit channel, and `audit_claimed` the last row of the
-- message that is being posted there. `audit_chooser` is the key of the member who chose the channel, and may name nobody by now.
-- `audit_trouble` is Discord's reason while it blocks the channel, with since when, and whether the chooser was told. `panel_step` is how far the
-- first run is, and `panel_shown` when its panel was shown last.
CREATE TABLE servers (
    guild BIGINT PRIMARY KEY,
    look_ups_public BOOLEAN NOT NULL DEFAULT FALSE,
    changes_public BOOLEAN NOT NULL DEFAULT FALSE,
    words TEXT NOT NULL DEFAULT 'subject',
    audit_channel BIGINT,
    audit_posted BIGINT NOT NULL DEFAULT 0,
    audit_claimed BIGINT,
    audit_chooser BIGINT,
    audit_trouble TEXT,
    audit_trouble_since BIGINT,
    audit_trouble_told BOOLEAN NOT NULL DEFAULT FALSE,
    panel_step TEXT NOT NULL DEFAULT '',
    panel_shown BIGINT
);

CREATE TABLE channel_words (
    guild BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (guild, channel)
);

-- The members who were told of an announcement at a command of theirs.
CREATE TABLE announcements_told (
    announcement BIGINT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (announcement, member)
);
CREATE INDEX announcements_told_member ON announcements_told (member);

CREATE TABLE role_levels (
    guild BIGINT NOT NULL,
    role BIGINT NOT NULL,
    level TEXT NOT NULL,
    PRIMARY KEY (guild, role)
);

-- Which of LiveAgent's agents a member is. `confirmed_by` is a member's key, too, and may name nobody by now.
CREATE TABLE links (
    guild BIGINT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    agent TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    since BIGINT NOT NULL,
    confirmed_by BIGINT NOT NULL,
    PRIMARY KEY (guild, member),
    UNIQUE (guild, agent)
);
CREATE INDEX links_member ON links (member);

-- Links that members propose: one a member and server, until it is confirmed, declined, or too old.
CREATE TABLE proposals (
    id @id@,
    guild BIGINT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    agent TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (guild, member)
);
CREATE INDEX proposals_member ON proposals (member);
CREATE INDEX proposals_at ON proposals (at);

-- Replies to customers that were written and not sent yet. The words of one that was sent are deleted at once, the row with all others after
-- half an hour.
CREATE TABLE drafts (
    id @id@,
    guild BIGINT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    conversation TEXT NOT NULL,
    content TEXT NOT NULL,
    seen TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'sent', 'perhaps')),
    written BIGINT NOT NULL,
    claimed BIGINT
);
CREATE INDEX drafts_member ON drafts (member);
CREATE INDEX drafts_written ON drafts (written);

-- Grows with each change of `servers`, `channel_words`, `role_levels` and `links`, in its transaction.
CREATE TABLE servers_version (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL
);
INSERT INTO servers_version (one, version) VALUES (1, 0);
