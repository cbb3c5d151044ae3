//! Zones that are none, or more than one.

use expect_test::expect;

use super::check;

#[test]
fn an_abbreviation_is_answered_with_what_it_could_mean_on_that_date() {
    check(
        &[
            "2020-10-10 - 23:30 PST",
            "2026-12-10 23:30 PST",
            "2026-07-01 10:00 IST",
            "2026-07-01 10:00 cst",
            "2026-07-01 10:00 EST",
            "2026-07-01 10:00 GMT",
            "2026-07-01 10:00 JST",
            "2026-07-01 10:00 PT",
            "2026-11-01 01:30 EST",
            "2026-03-08 02:30 EST",
            "2026-07-01 10:00 PDT -07:00",
        ],
        expect![[r#"
            2020-10-10 - 23:30 «PST»
              `PST` is an abbreviation, not a time zone; on 2020-10-10 Los Angeles is on PDT (-07:00)
              help: write the place that is meant, such as
                2020-10-10 23:30 America/Los_Angeles  = 2020-10-11 06:30 UTC (Los Angeles is on PDT)
                2020-10-10 23:30 -08:00               = 2020-10-11 07:30 UTC (`PST` taken literally)
                2020-10-10 23:30 Asia/Manila          = 2020-10-10 15:30 UTC
            2026-12-10 23:30 «PST»
              `PST` is an abbreviation, not a time zone
              help: write the place that is meant, such as
                2026-12-10 23:30 America/Los_Angeles  = 2026-12-11 07:30 UTC
                2026-12-10 23:30 Asia/Manila          = 2026-12-10 15:30 UTC
            2026-07-01 10:00 «IST»
              `IST` is an abbreviation, not a time zone
              help: write the place that is meant, such as
                2026-07-01 10:00 Asia/Kolkata    = 2026-07-01 04:30 UTC
                2026-07-01 10:00 Europe/Dublin   = 2026-07-01 09:00 UTC
                2026-07-01 10:00 Asia/Jerusalem  = 2026-07-01 07:00 UTC (Jerusalem is on IDT)
                2026-07-01 10:00 +02:00          = 2026-07-01 08:00 UTC (`IST` taken literally)
            2026-07-01 10:00 «cst»
              `cst` is an abbreviation, not a time zone; on 2026-07-01 Chicago is on CDT (-05:00)
              help: write the place that is meant, such as
                2026-07-01 10:00 America/Chicago      = 2026-07-01 15:00 UTC (Chicago is on CDT)
                2026-07-01 10:00 -06:00               = 2026-07-01 16:00 UTC (`cst` taken literally)
                2026-07-01 10:00 America/Mexico_City  = 2026-07-01 16:00 UTC
                2026-07-01 10:00 America/Havana       = 2026-07-01 14:00 UTC (Havana is on CDT)
                2026-07-01 10:00 -05:00               = 2026-07-01 15:00 UTC (`cst` taken literally)
                2026-07-01 10:00 Asia/Shanghai        = 2026-07-01 02:00 UTC
                2026-07-01 10:00 Asia/Taipei          = 2026-07-01 02:00 UTC
            2026-07-01 10:00 «EST»
              `EST` is an abbreviation, not a time zone; on 2026-07-01 New York is on EDT (-04:00)
              help: write the place that is meant, such as
                2026-07-01 10:00 America/New_York  = 2026-07-01 14:00 UTC (New York is on EDT)
                2026-07-01 10:00 -05:00            = 2026-07-01 15:00 UTC (`EST` taken literally)
                2026-07-01 10:00 America/Panama    = 2026-07-01 15:00 UTC
                2026-07-01 10:00 Australia/Sydney  = 2026-07-01 00:00 UTC
            2026-07-01 10:00 «GMT»
              `GMT` is an abbreviation, not a time zone
              help: write the place that is meant, such as
                2026-07-01 10:00 UTC            = 2026-07-01 10:00 UTC
                2026-07-01 10:00 Europe/London  = 2026-07-01 09:00 UTC (London is on BST)
            2026-07-01 10:00 «JST»
              `JST` is an abbreviation, not a time zone
              help: write the place that is meant, such as `2026-07-01 10:00 Asia/Tokyo`, which is 2026-07-01 01:00 UTC
            2026-07-01 10:00 «PT»
              `PT` is an abbreviation, not a time zone
              help: write the place that is meant, such as `2026-07-01 10:00 America/Los_Angeles`, which is 2026-07-01 17:00 UTC
            2026-11-01 01:30 «EST»
              `EST` is an abbreviation, not a time zone
              help: write the place that is meant, such as
                2026-11-01 01:30 America/New_York -04:00  = 2026-11-01 05:30 UTC (New York is on EDT)
                2026-11-01 01:30 America/New_York -05:00  = 2026-11-01 06:30 UTC
                2026-11-01 01:30 America/Panama           = 2026-11-01 06:30 UTC
                2026-11-01 01:30 Australia/Sydney         = 2026-10-31 14:30 UTC (Sydney is on AEDT)
                2026-11-01 01:30 +10:00                   = 2026-10-31 15:30 UTC (`EST` taken literally)
            2026-03-08 02:30 «EST»
              `EST` is an abbreviation, not a time zone
              help: write the place that is meant, such as
                2026-03-08 01:30 America/New_York  = 2026-03-08 06:30 UTC
                2026-03-08 03:30 America/New_York  = 2026-03-08 07:30 UTC (New York is on EDT)
                2026-03-08 02:30 America/Panama    = 2026-03-08 07:30 UTC
                2026-03-08 02:30 Australia/Sydney  = 2026-03-07 15:30 UTC (Sydney is on AEDT)
                2026-03-08 02:30 +10:00            = 2026-03-07 16:30 UTC (`EST` taken literally)
            2026-07-01 10:00 «PDT» -07:00
              `PDT` is an abbreviation, not a time zone
              help: write the place that is meant, such as `2026-07-01 10:00 America/Los_Angeles`, which is 2026-07-01 17:00 UTC
        "#]],
    );
}

#[test]
fn a_zone_that_is_none_is_answered_with_the_text_to_write() {
    check(
        &[
            "2026-10-10 23:30",
            "2026-10-10T23:30",
            "2026-10-10 23:30 ",
            "2026-10-10 23:30 US/Pacific",
            "2026-10-10 23:30 Etc/GMT+5",
            "2026-10-10 23:30 america/los_angeles",
            "2026-10-10 23:30 America/Los Angeles",
            "2026-10-10 23:30 Europe/Berlni",
            "2026-10-10 23:30 Nowhere",
            "2026-10-10 23:30 UTC+5",
            "2026-10-10 23:30 UTC +5",
            "2026-10-10 23:30 +0530",
            "2026-10-10 23:30 +15:00",
            "2026-10-10 23:30 Europe/Dublin (IST)",
            "2026-10-10 23:30 +05:30 +05:30",
            "2026-10-10 23:30 America/New_York -0400",
            "2026-10-10 23:30 America/New_York +99:00",
        ],
        expect![[r#"
            «2026-10-10 23:30»
              the time zone is missing
              help: write the zone in which it was agreed, such as `2026-10-10 23:30 America/Los_Angeles`, `2026-10-10 23:30 UTC` or `2026-10-10 23:30 +05:30`
            «2026-10-10T23:30»
              the time zone is missing
              help: write the zone in which it was agreed, such as `2026-10-10 23:30 America/Los_Angeles`, `2026-10-10 23:30 UTC` or `2026-10-10 23:30 +05:30`
            «2026-10-10 23:30» 
              the time zone is missing
              help: write the zone in which it was agreed, such as `2026-10-10 23:30 America/Los_Angeles`, `2026-10-10 23:30 UTC` or `2026-10-10 23:30 +05:30`
            2026-10-10 23:30 «US/Pacific»
              `US/Pacific` is another name of `America/Los_Angeles`
              help: write `2026-10-10 23:30 America/Los_Angeles`, which is 2026-10-11 06:30 UTC
            2026-10-10 23:30 «Etc/GMT+5»
              the sign in `Etc/GMT+5` is reversed: it means UTC-05:00
              help: write `2026-10-10 23:30 -05:00`, which is 2026-10-11 04:30 UTC
            2026-10-10 23:30 «america/los_angeles»
              the time zone is spelled `America/Los_Angeles`
              help: write `2026-10-10 23:30 America/Los_Angeles`, which is 2026-10-11 06:30 UTC
            2026-10-10 23:30 «America/Los Angeles»
              the time zone is spelled `America/Los_Angeles`
              help: write `2026-10-10 23:30 America/Los_Angeles`, which is 2026-10-11 06:30 UTC
            2026-10-10 23:30 «Europe/Berlni»
              there is no time zone `Europe/Berlni`
              help: write `2026-10-10 23:30 Europe/Berlin`, which is 2026-10-10 21:30 UTC
            2026-10-10 23:30 «Nowhere»
              there is no time zone `Nowhere`
              help: write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
            2026-10-10 23:30 «UTC+5»
              `UTC+5` is not how an offset is written
              help: write `2026-10-10 23:30 +05:00`, which is 2026-10-10 18:30 UTC
            2026-10-10 23:30 «UTC +5»
              `UTC +5` is not how an offset is written
              help: write `2026-10-10 23:30 +05:00`, which is 2026-10-10 18:30 UTC
            2026-10-10 23:30 «+0530»
              `+0530` is not how an offset is written
              help: write `2026-10-10 23:30 +05:30`, which is 2026-10-10 18:00 UTC
            2026-10-10 23:30 «+15:00»
              no place has the offset +15:00
              help: write an offset from `-12:00` to `+14:00`
            2026-10-10 23:30 «Europe/Dublin (IST)»
              there is more than a time zone in `Europe/Dublin (IST)`
              help: write `2026-10-10 23:30 Europe/Dublin`, which is 2026-10-10 22:30 UTC
            2026-10-10 23:30 +05:30 «+05:30»
              an offset stands alone or after the name of a zone
              help: write `2026-10-10 23:30 +05:30`, which is 2026-10-10 18:00 UTC
            2026-10-10 23:30 America/New_York «-0400»
              `-0400` is not an offset
              help: write `2026-10-10 23:30 America/New_York`, which is 2026-10-11 03:30 UTC
            2026-10-10 23:30 America/New_York «+99:00»
              `+99:00` is not an offset
              help: write `2026-10-10 23:30 America/New_York`, which is 2026-10-11 03:30 UTC
        "#]],
    );
}
