//! `customer-contact-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::Kind,
};

declare_rule! {
    /// Checks that a scheduled runbook names somebody of the customer.
    ///
    /// ## Why
    /// Who joins from the customer's side decides whether somebody is there who can sign in, verify the result and say
    /// go or no-go. The handbook calls these contacts optional but useful, so this is an info.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// contacts:
    ///   gitlab:
    ///     - name: John Doe
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// contacts:
    ///   gitlab:
    ///     - name: John Doe
    ///   customer:
    ///     - name: Tom Blogs
    /// ```
    pub(super) static CUSTOMER_CONTACT_MISSING = {
        id: "customer-contact-missing",
        level: Level::Info,
        summary: "nobody of the customer is named",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let contacts = Route::top().key("contacts");
    let customer = contacts.clone().key("customer");
    let nobody = match cx.document().node(&customer) {
        Some(node) => node.items().is_empty() && cx.is_read_in_full(&customer),
        None => cx.is_missing(&customer) || cx.is_missing(&contacts),
    };
    let schedule = route::header("schedule_at");
    if nobody && !cx.document().is_absent(&schedule) && !cx.is_closed() {
        // Without contacts there is no better place than the call that they are asked to.
        let place = if cx.document().is_absent(&contacts) { schedule } else { customer };
        cx.report(place, "no contacts of the customer")
            .help("add who joins from the customer's team under `contacts:`, `customer:`");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, CUSTOMER_CONTACT_MISSING};

    const HEADER: &str = "header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC }\n";

    #[test]
    fn a_call_is_with_somebody() {
        check(
            &CUSTOMER_CONTACT_MISSING,
            HEADER,
            expect![[r#"
                2:43 info [customer-contact-missing] "2026-10-10 23:30 UTC": nobody of the customer is named (no contacts of the customer); add who joins from the customer's team under `contacts:`, `customer:`
            "#]],
        );
        check(
            &CUSTOMER_CONTACT_MISSING,
            &format!("{HEADER}contacts: {{ customer: [] }}\n"),
            expect![[r#"
            3:13 info [customer-contact-missing] "customer": nobody of the customer is named (no contacts of the customer); add who joins from the customer's team under `contacts:`, `customer:`
        "#]],
        );
        check(
            &CUSTOMER_CONTACT_MISSING,
            &format!("{HEADER}contacts: {{ customer: }}\n"),
            expect![[r#"
            3:13 info [customer-contact-missing] "customer": nobody of the customer is named (no contacts of the customer); add who joins from the customer's team under `contacts:`, `customer:`
        "#]],
        );
    }

    #[test]
    fn before_a_time_is_agreed_nobody_asks() {
        check(&CUSTOMER_CONTACT_MISSING, "contacts: { gitlab: [{ name: John Doe }] }\n", expect![[""]]);
    }

    #[test]
    fn what_cannot_be_read_may_be_somebody() {
        check(
            &CUSTOMER_CONTACT_MISSING,
            &format!("{HEADER}contacts: {{ customer: Tom Blogs }}\n"),
            expect![[r#"
            3:23 error [schema] "Tom Blogs": `customer` must be a list, not text; begin each entry with a dash and a blank: `- `
        "#]],
        );
        check(
            &CUSTOMER_CONTACT_MISSING,
            &format!("{HEADER}contacts: {{ customers: [] }}\n"),
            expect![[r#"
                3:13 error [schema] "customers": `contacts` has no key `customers`; did you mean `customer`?
            "#]],
        );
    }
}
