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
-- and whether the creator was told.
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
    trouble_told BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX subscriptions_due ON subscriptions (kind, state, next_due);
CREATE INDEX subscriptions_guild ON subscriptions (guild, kind);

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

-- Rows are only added. A change has two: before it, with the outcome `intent`, and after it, with what came of it; both name the interaction. A
-- change of this database has one, in its transaction. No row has words or names: only ids.
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
CREATE INDEX audit_guild ON audit (guild, at);
CREATE INDEX audit_interaction ON audit (interaction, outcome);
