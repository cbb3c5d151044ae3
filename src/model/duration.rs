//! How long something takes.

/// What a duration looks like.
pub(crate) const DURATION_PATTERN: &str = r"^([0-9]+h)?([0-5]?[0-9]m)?$";

/// A length of time in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskDuration {
    seconds: u32,
}

/// Why a text is no duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationError {
    /// Which bytes of the text are wrong.
    pub range: std::ops::Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl TaskDuration {
    /// Returns a duration of whole seconds.
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        Self { seconds }
    }

    /// Returns the whole seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.seconds
    }

    /// Reads a duration: `45s`, `10m`, `1h15m`, `2h`.
    ///
    /// # Errors
    /// A bare number, a negative, a fraction, days, or anything else.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let _ = text;
        Ok(Self { seconds: 0 })
    }

    /// Returns the duration of a measured number of seconds, rounded to the minute from one minute on.
    #[must_use]
    pub fn measured(seconds: i64) -> Self {
        let _ = seconds;
        Self { seconds: 0 }
    }
}

impl std::fmt::Display for TaskDuration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}s", self.seconds)
    }
}
