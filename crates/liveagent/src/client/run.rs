//! An operation on its way: turns, tries, and what is told of it to the log.

use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use super::{
    Outcome, Shared,
    judge::{Answer, Verdict, is_older, judge},
    offload::offload,
    pace::Class,
    prepare::Prepared,
    retry,
    transport::{Fault, KeyPlace, Received},
    upload::FileContent,
};
use crate::{
    Error, ErrorKind, Method, Oddity, Operation as _, OperationInfo, SearchKnowledgebase, ShowApplicationStatus,
    wire::{self, Content},
};

/// One operation, from its first try to its outcome.
pub(super) struct Run<'a> {
    pub(super) shared: &'a Arc<Shared>,
    pub(super) class: Class,
    pub(super) operation: OperationInfo,
    pub(super) prepared: Prepared,
    pub(super) deadline: Instant,
}

/// What LiveAgent says where it did not look for the key in the place that it is in. It has done nothing then. No other text allows for a
/// write to be sent once more.
const KEY_NOT_SEEN: &str = "Api key is not found in request";

/// How long the account's version is relied on to keep an operation back.
const VERSION_AGE: Duration = Duration::from_mins(15);

/// What came of one try.
struct Try {
    outcome: Result<Content, Verdict>,
    /// Whether another one may do better.
    passing: bool,
    /// How long the server asks to wait.
    asked: Option<Duration>,
    /// Whether the key was looked for elsewhere.
    key_not_seen: bool,
}

impl Try {
    fn certain(kind: ErrorKind) -> Self {
        Self { outcome: Err(Verdict { kind, uncertain: false }), passing: false, asked: None, key_not_seen: false }
    }
}

impl Run<'_> {
    /// Tries until there is an outcome. A `file` goes along once, with a write.
    pub(super) async fn run(self, mut file: Option<FileContent>) -> Outcome {
        if let Some(kind) = self.too_new() {
            return Err(Error::new(self.operation.name, kind, false));
        }
        let mut tries = 0;
        let method = self.operation.method;
        let mut key = self.shared.transport.key_place(method);
        let outcome = loop {
            tries += 1;
            let attempt = self.attempt(tries, key, file.take()).await;
            if matches!(method, Method::Put | Method::Delete) {
                match (key, attempt.key_not_seen) {
                    (KeyPlace::Form, true) => {
                        key = KeyPlace::Query;
                        continue;
                    }
                    // It was seen there.
                    (KeyPlace::Query, false) if tries > 1 && attempt.outcome.is_ok() => {
                        self.shared.transport.keep_key_in_query();
                    }
                    _ => {}
                }
            }
            let wait = retry::wait(tries, attempt.asked);
            let again = attempt.passing
                && !method.is_write()
                && tries < retry::MAX_TRIES
                && Instant::now() + wait < self.deadline;
            if !again {
                break attempt.outcome;
            }
            sleep(wait).await;
        };
        let content = outcome.map_err(|verdict| {
            let uncertain = verdict.uncertain && self.operation.method.is_write();
            Error::new(self.operation.name, verdict.kind, uncertain)
        })?;
        self.note_version(&content);
        Ok(content)
    }

    /// Waits for a turn, sends, judges, and leaves one line in the log.
    async fn attempt(&self, tries: u32, key: KeyPlace, file: Option<FileContent>) -> Try {
        let refuse = |kind: ErrorKind| {
            self.log(tries, None, Duration::ZERO, Some(&kind));
            Try::certain(kind)
        };
        if self.shared.breaker.refuses() {
            // Without a turn: nothing is sent, so nothing is spent.
            return refuse(ErrorKind::Unavailable);
        }
        if self.turn().await.is_err() {
            return refuse(ErrorKind::Busy);
        }
        // After the turn: a probe that waits for one would keep all others out.
        let Some(leave) = self.shared.breaker.leave() else { return refuse(ErrorKind::Unavailable) };
        let begun = Instant::now();
        // All the time that is left: an account that is slow today is as slow the second time, and one that can't be reached is
        // given up long before, while it is connected to.
        let transport = &self.shared.transport;
        let is_upload = file.is_some();
        let received = match file {
            // Boxed, for it is large, and a part of every request otherwise.
            Some(file) => Box::pin(transport.upload(&self.prepared, file, self.deadline)).await,
            None => transport.send(self.operation.method, &self.prepared, key, self.deadline).await,
        };
        let status = received.as_ref().ok().map(|received| received.status);
        let down = match &received {
            Ok(received) => matches!(received.status, 502..=504),
            Err(fault) => matches!(fault, Fault::NotConnected | Fault::Broken | Fault::TimedOut),
        };
        match &received {
            // That says nothing of the server: a large file takes its time on a thin line.
            Err(Fault::NotGiven) => drop(leave),
            Err(Fault::TimedOut) if is_upload => drop(leave),
            _ if down => leave.failed(),
            _ => leave.answered(),
        }
        let attempt = match received {
            Ok(received) => self.judge(received).await,
            Err(fault) => {
                Try { outcome: Err(verdict(fault)), passing: fault.is_passing(), asked: None, key_not_seen: false }
            }
        };
        let kind = attempt.outcome.as_ref().err().map(|verdict| &verdict.kind);
        self.log(tries, status, begun.elapsed(), kind);
        attempt
    }

    /// Waits for a turn in every budget that the operation is under.
    async fn turn(&self) -> Result<(), super::pace::Spent> {
        if self.operation.number == SearchKnowledgebase::NUMBER {
            self.shared.searches.turn(self.class, self.deadline).await?;
        }
        self.shared.budget.turn(self.class, self.deadline).await
    }

    async fn judge(&self, received: Received) -> Try {
        let asked = received.retry_after.as_deref().and_then(|after| retry::retry_after(after, (self.shared.now)()));
        if received.status == 429 {
            self.shared.budget.hold_background(Instant::now() + asked.unwrap_or(retry::HOLD_TIME));
        }
        let (shared, operation) = (Arc::clone(self.shared), self.operation);
        let (status, body) = (received.status, received.body);
        let outcome = offload(body.len(), move || {
            let version =
                shared.version.read().unwrap_or_else(PoisonError::into_inner).clone().map(|(version, _)| version);
            judge(&Answer { status, body: &body }, &operation, version.as_deref(), shared.transport.key())
        });
        let outcome = outcome.await;
        let refusal = outcome.as_ref().err().and_then(|verdict| match &verdict.kind {
            ErrorKind::Refused(refusal) => Some(refusal.message()),
            _ => None,
        });
        let key_not_seen = matches!(status, 400 | 401 | 403) && refusal == Some(KEY_NOT_SEEN);
        Try { outcome, passing: retry::is_passing(status), asked, key_not_seen }
    }

    /// Why the operation is not sent at all: the account is older than it. An account may have been updated since its version was read long
    /// ago, so then it is sent.
    fn too_new(&self) -> Option<ErrorKind> {
        let known = self.shared.version.read().unwrap_or_else(PoisonError::into_inner).clone();
        let (yours, _) = known.filter(|(_, read)| read.elapsed() < VERSION_AGE)?;
        is_older(&yours, self.operation.since)
            .then_some(ErrorKind::NeedsNewer { since: self.operation.since, yours: Some(yours) })
    }

    /// Remembers the account's version, which errors tell.
    fn note_version(&self, content: &Content) {
        if self.operation.number == ShowApplicationStatus::NUMBER
            && let Some(version) = content.raw().field("liveagentversion")
            && let Ok(Some(version)) = wire::from_raw::<Option<String>>(version)
        {
            *self.shared.version.write().unwrap_or_else(PoisonError::into_inner) = Some((version, Instant::now()));
        }
    }

    /// The one line of a request. It names no parameter.
    fn log(&self, tries: u32, status: Option<u16>, took: Duration, kind: Option<&ErrorKind>) {
        let debug_message = match kind {
            Some(ErrorKind::Refused(refusal)) => refusal.debug_message(),
            _ => None,
        };
        tracing::debug!(
            operation = self.operation.name,
            class = ?self.class,
            tries,
            status,
            duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            outcome = kind.map_or("ok", ErrorKind::name),
            debug_message,
            "liveagent request"
        );
    }
}

/// What a fault means for the operation.
fn verdict(fault: Fault) -> Verdict {
    match fault {
        Fault::NotGiven => Verdict {
            kind: ErrorKind::BadRequest("the file's content broke off, or is not as long as it should be".to_owned()),
            uncertain: false,
        },
        Fault::NotConnected => Verdict { kind: ErrorKind::Unavailable, uncertain: false },
        Fault::Broken | Fault::Truncated => Verdict { kind: ErrorKind::Unavailable, uncertain: true },
        Fault::TimedOut => Verdict { kind: ErrorKind::TimedOut, uncertain: true },
        Fault::TooLarge => Verdict { kind: ErrorKind::TooLarge, uncertain: true },
        Fault::Garbled => Verdict::odd(Oddity::NotJson),
        Fault::Redirect => Verdict::odd(Oddity::Redirect),
    }
}
