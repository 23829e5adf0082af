//! What can go wrong between a request and its answer.
//!
//! No error holds the key: reqwest's errors, which carry the URL, are turned into kinds at one place and dropped, and what
//! LiveAgent says is searched for the key before it is kept.

use std::fmt;

use crate::wire::WireError;

/// An operation that has no answer: which one, why, and whether it may have been carried out all the same.
#[derive(Clone, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    operation: &'static str,
    kind: ErrorKind,
    may_have_happened: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorKind {
    /// LiveAgent has no such thing (404 with LiveAgent's own error).
    NotFound,
    /// LiveAgent does not accept the key, and says so (400, 401, 403).
    WrongKey,
    /// LiveAgent understood and said no.
    Refused(Refusal),
    /// LiveAgent can't be reached, the connection broke, or LiveAgent says that it is not available (502, 503, 504), or did so a moment ago.
    Unavailable,
    /// No answer within the deadline.
    TimedOut,
    /// LiveAgent sent an answer of which nothing can be read, or not what it is about.
    Unreadable(WireError),
    /// Something answered, but not as LiveAgent does.
    NotLiveAgent(Oddity),
    /// The answer is larger than the client takes, in bytes or in rows.
    TooLarge,
    /// The budget of requests is spent, LiveAgent's (429) or the client's own.
    Busy,
    /// The account is older than the operation.
    NeedsNewer {
        /// The first version that has the operation.
        since: &'static str,
        /// The account's version, where the client has seen it.
        yours: Option<String>,
    },
    /// The request can't be made of its parameters. Nothing was sent.
    BadRequest(String),
}

/// What is odd about an answer that is not LiveAgent's.
#[derive(Clone, Debug, PartialEq)]
pub enum Oddity {
    /// A web page.
    Html,
    /// Neither JSON nor a web page.
    NotJson,
    /// No content, where some was asked for.
    Empty,
    /// JSON of another shape.
    Shape(WireError),
    /// A redirect that must not be followed: to another host, or of a write.
    Redirect,
    /// A status that LiveAgent does not use, without LiveAgent's error.
    Status(u16),
}

/// LiveAgent's own words for why it said no.
#[derive(Clone, PartialEq)]
pub struct Refusal {
    message: String,
    debug: Option<String>,
}

impl Refusal {
    pub(crate) fn new(message: String, debug: Option<String>) -> Self {
        Self { message, debug }
    }

    /// LiveAgent's `errormessage`, for the person who asked.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// LiveAgent's `debugmessage`, for the log alone.
    #[must_use]
    pub fn debug_message(&self) -> Option<&str> {
        self.debug.as_deref()
    }
}

/// Without the debug message.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Refusal").field(&self.message).finish()
    }
}

impl Error {
    pub(crate) fn new(operation: &'static str, kind: ErrorKind, may_have_happened: bool) -> Self {
        Self(Box::new(Inner { operation, kind, may_have_happened }))
    }

    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Why there is no answer.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Whether the operation is a write that LiveAgent may have carried out although there is no good answer. When
    /// false, nothing was changed, and the same write may be sent again.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        self.0.may_have_happened
    }
}

impl ErrorKind {
    /// The kind in one word, for logs and metrics.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::WrongKey => "wrong-key",
            Self::Refused(_) => "refused",
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed-out",
            Self::Unreadable(_) => "unreadable",
            Self::NotLiveAgent(_) => "not-liveagent",
            Self::TooLarge => "too-large",
            Self::Busy => "busy",
            Self::NeedsNewer { .. } => "needs-newer",
            Self::BadRequest(_) => "bad-request",
        }
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Html => f.write_str("a web page"),
            Self::NotJson => f.write_str("not JSON"),
            Self::Empty => f.write_str("no content"),
            Self::Shape(error) => write!(f, "a response of an unexpected shape ({error})"),
            Self::Redirect => f.write_str("a redirect that is not followed"),
            Self::Status(status) => write!(f, "status {status}"),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::WrongKey => f.write_str("liveagent rejected the key"),
            Self::Refused(refusal) => write!(f, "liveagent refused: {}", refusal.message),
            Self::Unavailable => f.write_str("liveagent is not available"),
            Self::TimedOut => f.write_str("no response in time"),
            Self::Unreadable(error) => write!(f, "a response that can't be read ({error})"),
            Self::NotLiveAgent(oddity) => write!(f, "not a response from liveagent: {oddity}"),
            Self::TooLarge => f.write_str("the response is too large"),
            Self::Busy => f.write_str("request limit reached"),
            Self::NeedsNewer { since, yours: None } => write!(f, "needs LiveAgent {since} or newer"),
            Self::NeedsNewer { since, yours: Some(yours) } => {
                write!(f, "needs LiveAgent {since} or newer (this is {yours})")
            }
            Self::BadRequest(what) => write!(f, "invalid request: {what}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.operation, self.0.kind)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("may_have_happened", &self.0.may_have_happened)
            .finish()
    }
}

impl std::error::Error for Error {}
