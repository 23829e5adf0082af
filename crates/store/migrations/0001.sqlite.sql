CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is only added to');
END;
-- A number of days is a whole one: SQLite keeps what it is given, and any text is more than 1. A table without a row refuses, too.
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit WHEN NOT EXISTS (
    SELECT 1 FROM audit_retention WHERE typeof(days) = 'integer' AND days >= 1
    AND OLD.at < CAST(unixepoch('subsec') * 1000 AS INTEGER) - days * 86400000)
BEGIN
    SELECT RAISE(ABORT, 'the audit is only added to');
END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit is only added to');
END;
CREATE TRIGGER audit_opens AFTER INSERT ON audit WHEN NEW.outcome = 'intent' AND NOT EXISTS (
    SELECT 1 FROM audit WHERE interaction = NEW.interaction AND outcome <> 'intent')
BEGIN
    INSERT INTO audit_open (intent, interaction) VALUES (NEW.id, NEW.interaction);
END;
CREATE TRIGGER audit_closes AFTER INSERT ON audit WHEN NEW.outcome <> 'intent'
BEGIN
    DELETE FROM audit_open WHERE interaction = NEW.interaction;
END;
