//! The codes of custom fields, as far as answers have shown any: LiveAgent doesn't list them. In memory only.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use liveagent::CustomField;
use lru::LruCache;
use views::fields::Of;

/// The maximum number of codes in memory. The least recently seen are dropped.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(200).unwrap();

/// The longest code that is kept, in bytes: no choice could hold more.
const MAX_CODE_LENGTH: usize = 100;

/// The codes that were seen lately.
#[derive(Debug)]
pub struct FieldCodes(Mutex<LruCache<(bool, String), ()>>);

impl Default for FieldCodes {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CAPACITY)))
    }
}

impl FieldCodes {
    /// Keeps the codes of fields that an answer has.
    pub fn keep(&self, of: Of, fields: &[CustomField]) {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for field in fields.iter().filter(|field| (1..=MAX_CODE_LENGTH).contains(&field.code.len())) {
            codes.put((of == Of::Customer, field.code.clone()), ());
        }
    }

    /// The codes that conversations or customers have, last seen first.
    #[must_use]
    pub fn of(&self, of: Of) -> Vec<String> {
        let codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = codes.iter().filter(|((is_customer, _), ())| *is_customer == (of == Of::Customer));
        wanted.map(|((_, code), ())| code.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kept_by_what_has_them_and_bounded() {
        let codes = FieldCodes::default();
        let field = |code: &str| CustomField { code: code.to_owned(), value: None };
        codes.keep(Of::Customer, &[field("vat"), field(""), field(&"x".repeat(200))]);
        codes.keep(Of::Conversation, &[field("order")]);
        assert_eq!(codes.of(Of::Customer), ["vat"]);
        codes.keep(Of::Conversation, &(0..500).map(|n| field(&n.to_string())).collect::<Vec<_>>());
        assert_eq!(codes.of(Of::Conversation).len(), CAPACITY.get());
        assert!(codes.of(Of::Customer).is_empty());
    }
}
