//! What every operation is: a struct of its parameters, and a handful of constants.

use std::fmt::{self, Debug};

use serde::{Serialize, de::DeserializeOwned};

/// The HTTP method of an operation.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Method {
    /// A look-up: parameters in the query, may be retried.
    Get,
    /// A write with its parameters in the form.
    Post,
    /// A write with its parameters in the form.
    Put,
    /// A write with its parameters in the form.
    Delete,
}

impl Method {
    /// The method as HTTP writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it changes something, and so must not be sent twice.
    #[must_use]
    pub const fn is_write(self) -> bool {
        !matches!(self, Self::Get)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One operation of the API. The fields of the struct are its parameters, named on the wire as `serde` names them; those in
/// braces in [`PATH`](Self::PATH) go into the path, all others into the query (GET) or the form.
///
/// A request can be kept and read back (`Deserialize`), which is also how the list of [parameters](crate::OperationInfo)
/// comes about.
pub trait Operation: Serialize + DeserializeOwned + Debug + Send + Sync + 'static {
    /// Its number in the contract, 1 to 72.
    const NUMBER: u8;
    /// Its name, which is the struct's.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: Method;
    /// The path below the account's address, with parameters in braces.
    const PATH: &'static str;
    /// The first version of LiveAgent that has it.
    const SINCE: &'static str;
    /// What it answers. Where a write may be answered with an empty body, that is a default or a `None`.
    type Output: DeserializeOwned + Serialize + Debug + Clone + Send + Sync + 'static;
}

/// What LiveAgent says to a write that has nothing else to tell. An empty body says the same.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, serde::Deserialize)]
pub struct Done {
    /// `OK`; an `ERROR` never gets here.
    pub status: Option<String>,
    /// 0 when all went well.
    #[serde(rename = "statuscode")]
    pub status_code: Option<i64>,
}
