//! Which process carries out a change that several have heard of: Discord tells all that are connected.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Store,
    pool::write,
    time::{id, ms},
};

/// For how long a claim is kept: an interaction's token is good for 15 minutes.
const RETENTION: SignedDuration = SignedDuration::from_hours(1);

impl Store {
    /// Claims an interaction. False if it was claimed before.
    pub async fn claim_interaction(&self, interaction: u64, at: Timestamp) -> Result<bool, Error> {
        let old = at.checked_sub(RETENTION).unwrap_or(Timestamp::MIN);
        let claimed = write!(self, tx => {
            sqlx::query("DELETE FROM claims WHERE at < $1").bind(ms(old)).execute(&mut *tx).await?;
            sqlx::query("INSERT INTO claims (interaction, at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(id(interaction))
                .bind(ms(at))
                .execute(&mut *tx)
                .await?
                .rows_affected()
        });
        Ok(claimed == 1)
    }
}
