//! Secrets: found where they are, not where they are not, and shown nowhere.

mod masked;
mod recall;
mod vendors;
