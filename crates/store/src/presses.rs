//! What people press on incidents and alerts, on any replica.

use jiff::Timestamp;

use crate::{
    Error, Store, Who,
    audit::audit,
    members::member,
    pool::write,
    time::{id, ms},
};

/// How `pressed` names a member, so that forgetting them finds it.
pub(crate) fn named(user: u64) -> String {
    format!("[{user},")
}

impl Store {
    /// Keeps what somebody has pressed, and a line in the audit; with `muted`, each of its alerts is muted until then. Whether the
    /// incident was still at `version` and open; if not, look at it again. `pressed` names each member as `[id,`: forgetting a member
    /// replaces that with `[0,`.
    pub async fn press(
        &self,
        (incident, version): (i64, i64),
        pressed: &str,
        muted: Option<Timestamp>,
        action: &str,
        by: &Who,
    ) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, by.user);
            let done = sqlx::query(
                "UPDATE incidents SET pressed = $3, version = version + 1
                 WHERE id = $1 AND version = $2 AND guild = $4 AND closed IS NULL",
            )
            .bind(incident)
            .bind(version)
            .bind(pressed)
            .bind(id(by.guild))
            .execute(&mut *tx)
            .await?;
            let done = done.rows_affected() > 0;
            if let Some(until) = muted.filter(|_| done) {
                // A mute does not shorten a longer one; an end of it does.
                sqlx::query(
                    "UPDATE alerts SET muted = CASE WHEN muted > $2 AND $2 > $3 THEN muted ELSE $2 END
                     WHERE subscription IN (SELECT subscription FROM incident_members WHERE incident = $1)",
                )
                .bind(incident)
                .bind(ms(until))
                .bind(ms(by.at))
                .execute(&mut *tx)
                .await?;
            }
            if done {
                // `pressed` names members, which no row of the audit does but by their keys.
                let detail = muted.map(|until| format!("until {until}")).unwrap_or_default();
                audit!(tx, by, action, format!("incident {incident}"), detail);
            }
            done
        }))
    }

    /// Mutes an alert until an instant, or no more, and keeps a line in the audit.
    pub async fn mute(&self, alert: i64, until: Option<Timestamp>, detail: &str, by: &Who) -> Result<(), Error> {
        write!(self, tx => {
            sqlx::query(
                "INSERT INTO alerts (subscription, standing, muted)
                 SELECT id, '', $2 FROM subscriptions WHERE id = $1
                 ON CONFLICT (subscription) DO UPDATE SET muted = excluded.muted",
            )
            .bind(alert)
            .bind(until.map(ms))
            .execute(&mut *tx)
            .await?;
            audit!(tx, by, "mute alert", format!("alert {alert}"), detail);
        });
        Ok(())
    }
}
