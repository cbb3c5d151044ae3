//! What a person should look at that no rule of `lint` can know: it is about the source, or a guess.

use super::Importer;

/// Words that say nothing of what a task is about, and are small in a title.
const SMALL: [&str; 18] = [
    "a", "an", "the", "of", "on", "for", "and", "or", "to", "from", "with", "without", "in", "at", "by", "as", "into",
    "between",
];

/// Words by which a description says what is there afterwards.
const RESULT: [&str; 8] = ["afterwards", "expect", "result", "so that", "will be", "outcome", "danach", "ergebnis"];

impl Importer<'_> {
    pub(super) fn doubts(&mut self) {
        self.doubt_name();
        self.doubt_description();
        self.doubt_people();
        self.doubt_tasks();
        self.doubt_rollback();
    }

    fn remark_at(&mut self, place: &str, text: String) {
        if let Some(line) = self.account.first_line(place) {
            self.account.remark(line, text);
        }
    }

    fn doubt_name(&mut self) {
        let Some((_, title)) = self.draft.header.get("name").and_then(|name| name.split_once(" - ")) else { return };
        let is_small = |word: &&str| word.starts_with(char::is_lowercase) && !SMALL.contains(word);
        let small: Vec<String> = title.split(' ').filter(is_small).map(str::to_owned).collect();
        let has_capitals = title.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count() > 0;
        if has_capitals && !small.is_empty() {
            self.remark_at("header.name", format!("in a name the words have capitals: `{}` does not", small.join(" ")));
        }
    }

    fn doubt_description(&mut self) {
        let Some(description) = self.draft.header.get("description").map(str::to_lowercase) else { return };
        if !RESULT.iter().any(|word| description.contains(word)) {
            self.remark_at("header.description", "it does not seem to say the result that is expected".to_owned());
        }
    }

    fn doubt_people(&mut self) {
        for (place, people) in [("contacts.gitlab", &self.draft.gitlab), ("contacts.customer", &self.draft.customer)] {
            let without = people.iter().filter(|person| person.get("time_zone").is_none());
            let names: Vec<&str> = without.filter_map(|person| person.get("name")).collect();
            if let (Some(line), Some(first)) = (self.account.first_line(place), names.first()) {
                let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
                self.account.remark(line, format!("no time zone of {first}{more}: add `time_zone: Area/City`"));
            }
        }
    }

    fn doubt_tasks(&mut self) {
        let Some((_, title)) = self.draft.header.get("name").and_then(|name| name.split_once(" - ")) else { return };
        // Short words and numbers are in every title of one kind of work.
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
            let words = words.filter(|word| word.chars().count() > 3 && !SMALL.contains(&word.as_str()));
            // `moves` is `move`.
            words.map(|word| word.chars().take(4).collect()).collect()
        };
        // In other languages words are joined, or stand without blanks.
        if !title.is_ascii() {
            return;
        }
        let title = words(title);
        let tasks = self.draft.tasks.iter().filter_map(|task| task.get("task"));
        let tasks: Vec<String> = tasks.flat_map(words).collect();
        if !title.is_empty() && !tasks.is_empty() && !title.iter().any(|word| tasks.contains(word)) {
            self.remark_at("tasks", "no task says a word of the name: are they of another runbook?".to_owned());
        }
    }

    fn doubt_rollback(&mut self) {
        let rollback = &self.draft.rollback;
        if rollback.get("plan").is_some() && rollback.get("planned").is_none() && self.draft.steps.is_empty() {
            self.remark_at("rollback.plan", "the rollback has neither steps nor a planned time".to_owned());
        }
    }
}
