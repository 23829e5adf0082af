//! A typed client of the LiveAgent API v1.
