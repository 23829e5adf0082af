//! What was asked of a service, for tests that count.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// How many requests are kept.
const KEPT: usize = 10_000;

/// The newest requests. Its clones are the same recorder.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<VecDeque<Request>>>);

/// A request that was answered, or refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// GET, POST, ...
    pub method: String,
    /// Its path below the service's prefix.
    pub path: String,
    /// The names in its query.
    pub query_keys: Vec<String>,
    /// The status of the answer; 0 where a fault gave none.
    pub status: u16,
}

impl Recorder {
    pub(crate) fn record(&self, request: Request) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(request);
    }

    /// All requests that are kept, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Request> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// How many had this method and path; `*` stands for any method, and in a path for one or more characters.
    #[must_use]
    pub fn count(&self, method: &str, path: &str) -> usize {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().filter(|request| matches(method, path, &request.method, &request.path)).count()
    }

    /// All requests that are kept, which are forgotten with it: for counts beyond what is kept.
    #[must_use]
    pub fn take(&self) -> Vec<Request> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }

    /// Forgets them.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Whether a request is of a pattern.
pub(crate) fn matches(method: &str, pattern: &str, of: &str, path: &str) -> bool {
    (method == "*" || method.eq_ignore_ascii_case(of)) && path_matches(pattern, path)
}

fn path_matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().skip(1).map(|(at, _)| at).chain([rest.len()]);
            !rest.is_empty() && ends.into_iter().any(|at| path_matches(after, &rest[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_one_or_more() {
        let table = [
            ("GET", "/api/tags", "GET", "/api/tags", true),
            ("*", "/api/*", "PUT", "/api/tags/7", true),
            ("GET", "/api/*", "PUT", "/api/tags", false),
            ("GET", "/api/conversations/*", "GET", "/api/conversations", false),
            ("GET", "/api/conversations/*/tags", "GET", "/api/conversations/a1/tags", true),
            ("GET", "/api/conversations/*/tags", "GET", "/api/conversations/a1/messages", false),
            ("*", "*", "GET", "/anything", true),
        ];
        for (method, pattern, of, path, expected) in table {
            assert_eq!(matches(method, pattern, of, path), expected, "{method} {pattern} for {of} {path}");
        }
    }
}
