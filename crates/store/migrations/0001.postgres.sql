CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only added to';
END;
$$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();

-- The retention is looked up in the audit's own schema: a temporary table of that name changes nothing. Where there is no row, `days` is null, and
-- so is the condition.
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    days BIGINT;
BEGIN
    EXECUTE format('SELECT days FROM %I.audit_retention', TG_TABLE_SCHEMA) INTO days;
    IF days >= 1 AND OLD.at < extract(epoch FROM clock_timestamp()) * 1000 - days::numeric * 86400000 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit is only added to';
END;
$$;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept();

-- A row is added only once all with lower numbers are committed, so a reader misses none that appears behind it.
CREATE FUNCTION audit_waits_its_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- "switchau" as a number.
    PERFORM pg_advisory_xact_lock(8320234785195188597);
    RETURN NULL;
END;
$$;
CREATE TRIGGER audit_is_in_order BEFORE INSERT ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_waits_its_turn();

CREATE FUNCTION audit_opens_and_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome <> 'intent' THEN
        DELETE FROM audit_open WHERE interaction = NEW.interaction;
    ELSIF NOT EXISTS (SELECT 1 FROM audit WHERE interaction = NEW.interaction AND outcome <> 'intent') THEN
        INSERT INTO audit_open (intent, interaction) VALUES (NEW.id, NEW.interaction);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER audit_is_opened_and_closed AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_opens_and_closes();
