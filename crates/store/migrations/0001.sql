-- Instants are milliseconds since 1970 in UTC. Ids of Discord are its 64 bits. `@id@` is what either database calls a growing key.

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    expires BIGINT NOT NULL
);

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
    changed BIGINT NOT NULL
);
CREATE INDEX subscriptions_due ON subscriptions (kind, state, next_due);
CREATE INDEX subscriptions_guild ON subscriptions (guild, kind);

-- Whatever is posted exactly once.
CREATE TABLE deliveries (
    id @id@,
    key TEXT NOT NULL UNIQUE,
    subscription BIGINT,
    channel BIGINT NOT NULL,
    due BIGINT NOT NULL,
    late BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    message BIGINT,
    began BIGINT,
    ended BIGINT,
    reason TEXT
);
CREATE INDEX deliveries_state ON deliveries (state, due);
CREATE INDEX deliveries_subscription ON deliveries (subscription, due);
CREATE INDEX deliveries_ended ON deliveries (ended);

CREATE TABLE boards (
    subscription BIGINT PRIMARY KEY,
    message BIGINT,
    ordinal BIGINT NOT NULL,
    shown TEXT NOT NULL,
    edited BIGINT NOT NULL
);

CREATE TABLE alerts (
    subscription BIGINT PRIMARY KEY,
    standing TEXT NOT NULL,
    incident BIGINT
);

-- `story` is written by who leads, `pressed` by people on any replica: neither overwrites the other.
-- `shown` is the version that Discord shows, `posted` the message of the incident that `message` is.
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
    message BIGINT
);
CREATE INDEX incidents_closed ON incidents (closed);

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

CREATE TABLE notices (
    id @id@,
    member BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX notices_member ON notices (member, guild);

CREATE TABLE outages (
    id @id@,
    began BIGINT NOT NULL,
    ended BIGINT
);

-- Interactions that change something, each claimed by the one process that carries it out.
CREATE TABLE claims (
    interaction BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE TABLE audit (
    id @id@,
    at BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    member BIGINT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_guild ON audit (guild, at);
