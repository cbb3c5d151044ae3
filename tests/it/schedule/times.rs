//! Times that are not there, are there twice, or are written in another way.

use expect_test::expect;

use super::check;

#[test]
fn a_time_that_does_not_exist_once_is_answered_with_the_choices() {
    check(
        &[
            "2026-03-08 02:30 America/New_York",
            "2026-03-08 02:30 America/New_York -05:00",
            "2026-10-04 02:15 Australia/Lord_Howe",
            "2011-12-30 12:00 Pacific/Apia",
            "2026-11-01 01:30 America/New_York",
            "2026-11-01 01:30 America/New_York -07:00",
            "2026-04-05 01:45 Australia/Lord_Howe",
            "2026-10-10 23:30 America/New_York -05:00",
            "2026-10-10 23:30 UTC +05:00",
        ],
        expect![[r#"
            «2026-03-08 02:30» America/New_York
              02:30 does not exist in New York on 2026-03-08: the clocks go from 02:00 to 03:00
              help: write what is meant, one of
                2026-03-08 01:30 America/New_York  = 2026-03-08 06:30 UTC
                2026-03-08 03:30 America/New_York  = 2026-03-08 07:30 UTC
            «2026-03-08 02:30» America/New_York -05:00
              02:30 does not exist in New York on 2026-03-08: the clocks go from 02:00 to 03:00
              help: write what is meant, one of
                2026-03-08 01:30 America/New_York  = 2026-03-08 06:30 UTC
                2026-03-08 03:30 America/New_York  = 2026-03-08 07:30 UTC
            «2026-10-04 02:15» Australia/Lord_Howe
              02:15 does not exist in Lord Howe on 2026-10-04: the clocks go from 02:00 to 02:30
              help: write what is meant, one of
                2026-10-04 01:45 Australia/Lord_Howe  = 2026-10-03 15:15 UTC
                2026-10-04 02:45 Australia/Lord_Howe  = 2026-10-03 15:45 UTC
            «2011-12-30 12:00» Pacific/Apia
              12:00 does not exist in Apia on 2011-12-30: the clocks go from 2011-12-30 00:00 to 2011-12-31 00:00
              help: write what is meant, one of
                2011-12-29 12:00 Pacific/Apia  = 2011-12-29 22:00 UTC
                2011-12-31 12:00 Pacific/Apia  = 2011-12-30 22:00 UTC
            «2026-11-01 01:30» America/New_York
              01:30 exists twice in New York on 2026-11-01: the clocks go back by 1h
              help: write what is meant, one of
                2026-11-01 01:30 America/New_York -04:00  = 2026-11-01 05:30 UTC
                2026-11-01 01:30 America/New_York -05:00  = 2026-11-01 06:30 UTC
            2026-11-01 01:30 America/New_York «-07:00»
              New York is at -04:00 and -05:00 on 2026-11-01, not at -07:00
              help: write what is meant, one of
                2026-11-01 01:30 America/New_York -04:00  = 2026-11-01 05:30 UTC
                2026-11-01 01:30 America/New_York -05:00  = 2026-11-01 06:30 UTC
                2026-11-01 01:30 -07:00                   = 2026-11-01 08:30 UTC
            «2026-04-05 01:45» Australia/Lord_Howe
              01:45 exists twice in Lord Howe on 2026-04-05: the clocks go back by 30m
              help: write what is meant, one of
                2026-04-05 01:45 Australia/Lord_Howe +11:00  = 2026-04-04 14:45 UTC
                2026-04-05 01:45 Australia/Lord_Howe +10:30  = 2026-04-04 15:15 UTC
            2026-10-10 23:30 America/New_York «-05:00»
              New York is at -04:00 on 2026-10-10, not at -05:00
              help: write what is meant, one of
                2026-10-10 23:30 America/New_York  = 2026-10-11 03:30 UTC
                2026-10-10 23:30 -05:00            = 2026-10-11 04:30 UTC
            2026-10-10 23:30 UTC «+05:00»
              UTC is at +00:00 on 2026-10-10, not at +05:00
              help: write what is meant, one of
                2026-10-10 23:30 UTC     = 2026-10-10 23:30 UTC
                2026-10-10 23:30 +05:00  = 2026-10-10 18:30 UTC
        "#]],
    );
}

#[test]
fn another_shape_is_answered_with_the_text_to_write() {
    check(
        &[
            "",
            "tomorrow",
            "next Friday 5pm",
            "2026-10-10",
            "2026-10-10 America/Los_Angeles",
            "2026-10-10 +05:30",
            "2026-10-10 -08:00",
            "23:30 2026-10-10 UTC",
            "10/10/2026 23:30 UTC",
            "26-10-10 23:30 UTC",
            "1926-10-10 23:30 UTC",
            "2026-13-40 23:30 UTC",
            "2026-13-05 23:30 UTC",
            "2026-02-29 23:30 UTC",
            "2026-1-5 23:30 UTC",
            "2026/10/10 23:30 UTC",
            "20261010 23:30 UTC",
            "Sat 2026-10-10 23:30 UTC",
            " 2026-10-10 23:30 UTC",
            "2026-10-10  23:30 UTC",
            "2026-10-10 at 23:30 UTC",
            "2026-10-10, 23:30 UTC",
            "2026-10-10-23:30 UTC",
            "2026-10-10 23:30 America/Los_Angeles\t-07:00",
            "2026-10-10T23:30 UTC",
            "2026-10-10T23:30:00Z",
            "2026-10-10T23:30[America/Los_Angeles]",
            "2026-10-10T23:30-07:00[America/Los_Angeles]",
            "2026-10-10T23:30-08:00[America/Los_Angeles]",
            "2026-10-10 23:30+05:30",
            "2026-10-10 11:30 pm America/Los_Angeles",
            "2026-10-10 11:30pm PST",
            "2026-10-10 12 a.m. UTC",
            "2026-10-10 23:30 pm UTC",
            "2026-10-10 9:30 UTC",
            "2026-10-10 2330 UTC",
            "2026-10-10 23.30 UTC",
            "2026-10-10 23h30 UTC",
            "2026-10-10 23:30:15 UTC",
            "2026-12-31 24:00 UTC",
            "2026-12-31 24:30 UTC",
            "2026-10-10 23:60 UTC",
            "2026-10-10 23 UTC",
            "2026-10-10 23:3 UTC",
            "2026-10-10 23:30  UTC",
            "2026-10-10 23:30 UTC ",
            "2026-10-10 23:30 (UTC)",
            "2026-10-10 23:30, UTC",
            "2026-10-10 23:30 UTC sharp",
        ],
        expect![[r#"
            «»
              the schedule is empty
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            «tomorrow»
              there is no date here
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            next Friday «5»pm
              this is not a date
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10«»
              the time is missing
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10« America/Los_Angeles»
              the time is missing
              help: write `2026-10-10 HH:MM America/Los_Angeles`
            2026-10-10« +05:30»
              the time is missing
              help: write `2026-10-10 HH:MM +05:30`
            2026-10-10« -08:00»
              the time is missing
              help: write `2026-10-10 HH:MM -08:00`
            «23»:30 2026-10-10 UTC
              this is not a date
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            «10»/10/2026 23:30 UTC
              the date begins with the year
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            «26»-10-10 23:30 UTC
              the date begins with the year
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            «1926»-10-10 23:30 UTC
              the year 1926 is out of range
              help: write a year from 2000 to 2099
            «2026-13-40» 23:30 UTC
              there is no date 2026-13-40
              help: write the month from 01 to 12, then the day
            «2026-13-05» 23:30 UTC
              there is no date 2026-13-05
              help: write `2026-05-13` if 13 May is meant
            «2026-02-29» 23:30 UTC
              there is no date 2026-02-29
              help: February 2026 has 28 days
            2026-«1»-5 23:30 UTC
              month and day have two digits
              help: write `2026-01-05 23:30 UTC`
            2026«/»10/10 23:30 UTC
              the parts of a date are separated by `-`
              help: write `2026-10-10 23:30 UTC`
            «20261010» 23:30 UTC
              this is not a date
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            «Sat »2026-10-10 23:30 UTC
              a schedule begins with the date
              help: write `2026-10-10 23:30 UTC`
            « »2026-10-10 23:30 UTC
              a schedule begins with the date
              help: write `2026-10-10 23:30 UTC`
            2026-10-10«  »23:30 UTC
              one blank goes between date and time
              help: write `2026-10-10 23:30 UTC`
            2026-10-10« at »23:30 UTC
              one blank goes between date and time
              help: write `2026-10-10 23:30 UTC`
            2026-10-10«, »23:30 UTC
              one blank goes between date and time
              help: write `2026-10-10 23:30 UTC`
            2026-10-10«-»23:30 UTC
              one blank goes between date and time
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23:30 America/Los_Angeles«\t»-07:00
              one blank goes between zone and offset
              help: write `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10«T»23:30 UTC
              a blank goes between date and time, not `T`
              help: write `2026-10-10 23:30 UTC`
            2026-10-10T23:30:00«Z»
              `Z` is another name of `UTC`
              help: write `2026-10-10 23:30 UTC`
            2026-10-10«T»23:30[America/Los_Angeles]
              a blank goes between date and time, not `T`
              help: write `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10«T»23:30-07:00[America/Los_Angeles]
              a blank goes between date and time, not `T`
              help: write `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10T23:30«-08:00»[America/Los_Angeles]
              Los Angeles is at -07:00 on 2026-10-10, not at -08:00
              help: write what is meant, one of
                2026-10-10 23:30 America/Los_Angeles  = 2026-10-11 06:30 UTC
                2026-10-10 23:30 -08:00               = 2026-10-11 07:30 UTC
            2026-10-10 23:30«»+05:30
              one blank goes between time and zone
              help: write `2026-10-10 23:30 +05:30`
            2026-10-10 «11:30 pm» America/Los_Angeles
              the clock has 24 hours, without am and pm
              help: write `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10 11:30pm «PST»
              `PST` is an abbreviation, not a time zone; on 2026-10-10 Los Angeles is on PDT (-07:00)
              help: write the place that is meant, such as
                2026-10-10 23:30 America/Los_Angeles  = 2026-10-11 06:30 UTC (Los Angeles is on PDT)
                2026-10-10 23:30 -08:00               = 2026-10-11 07:30 UTC (`PST` taken literally)
                2026-10-10 23:30 Asia/Manila          = 2026-10-10 15:30 UTC
            2026-10-10 «12 a.m.» UTC
              the clock has 24 hours, without am and pm
              help: write `2026-10-10 00:00 UTC`
            2026-10-10 «23:30 pm» UTC
              the clock has 24 hours, without am and pm
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 «9»:30 UTC
              the hour has two digits
              help: write `2026-10-10 09:30 UTC`
            2026-10-10 «2330» UTC
              hours and minutes are separated by `:`
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23«.»30 UTC
              hours and minutes are separated by `:`
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23«h»30 UTC
              hours and minutes are separated by `:`
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23:30«:15» UTC
              a schedule has no seconds
              help: write `2026-10-10 23:30 UTC`
            2026-12-31 «24:00» UTC
              24:00 is 00:00 of the next day
              help: write `2027-01-01 00:00 UTC`
            2026-12-31 «24:30» UTC
              there is no time 24:30
              help: write hours from 00 to 23 and minutes from 00 to 59
            2026-10-10 «23:60» UTC
              there is no time 23:60
              help: write hours from 00 to 23 and minutes from 00 to 59
            2026-10-10 «23» UTC
              this is not a time of the day
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10 «23:3» UTC
              this is not a time of the day
              help: write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`
            2026-10-10 23:30«  »UTC
              one blank goes between time and zone
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23:30 UTC« »
              nothing goes after the zone
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23:30 «(UTC)»
              the zone goes after a blank, without brackets
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23:30«, UTC»
              there is more than a time zone in `, UTC`
              help: write `2026-10-10 23:30 UTC`
            2026-10-10 23:30 «UTC sharp»
              there is more than a time zone in `UTC sharp`
              help: write `2026-10-10 23:30 UTC`
        "#]],
    );
}
