//! Rows of wide tables, read by the names of their columns.
//!
//! sqlx has a derive for it, whose macros bring the whole of sqlx a second time, for the machine that builds, and with it a TLS that wants
//! the headers of the system's OpenSSL.

/// `row! { struct Row { id: i64, ... } }`: a struct whose fields are columns, read from either database.
macro_rules! row {
    ($visibility:vis struct $name:ident { $($column:ident: $kind:ty),* $(,)? }) => {
        $visibility struct $name {
            $($column: $kind,)*
        }

        impl<'r, R: sqlx::Row> sqlx::FromRow<'r, R> for $name
        where
            &'static str: sqlx::ColumnIndex<R>,
            $($kind: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,)*
        {
            fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
                Ok(Self { $($column: row.try_get(stringify!($column))?,)* })
            }
        }
    };
}

pub(crate) use row;
