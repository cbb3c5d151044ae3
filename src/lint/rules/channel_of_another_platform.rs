//! `channel-of-another-platform`.

use std::ops::Range;

use super::{
    super::{Fix, Level, LintContext, Safety, rule::declare_rule},
    unresolved_choice::{announcements, channels, choice},
};
use crate::{
    document::{Edit, Route},
    model::{Kind, Platform},
};

declare_rule! {
    /// Checks that items and tasks name the Slack channels of the runbook's `platform`, and no channel of another one.
    /// Which channel belongs to which platform is what `channels` in the configuration says. Without a `platform` it
    /// warns of an item that names channels of several.
    ///
    /// ## Why
    /// The channel of last month's customer stays in the copy, and the team that has to know of the work hears nothing.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   platform: self-managed
    /// checklists:
    ///   pre-call:
    ///     - item: "Inform `#support_gitlab-com` and `#support_manager` about the work"
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   platform: self-managed
    /// checklists:
    ///   pre-call:
    ///     - item: "Inform `#support_self-managed` and `#support_manager` about the work"
    /// ```
    pub(super) static CHANNEL_OF_ANOTHER_PLATFORM = {
        id: "channel-of-another-platform",
        level: Level::Warning,
        summary: "the channel of another platform is informed",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        repair: Safety::Unsafe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    if cx.is_closed() || cx.team().channels.is_empty() {
        return;
    }
    for (route, text) in announcements(cx) {
        judge(cx, route, text);
    }
}

fn judge(cx: &mut LintContext<'_>, route: Route, text: &str) {
    // Two channels to choose from are the business of `unresolved-choice`.
    if choice(text).is_some() {
        return;
    }
    let named = || channels(text).filter_map(|range| Some((only_platform(cx, &text[range.clone()])?, range)));
    match cx.runbook().header.platform {
        Some(platform) => {
            if let Some((other, range)) = named().find(|(other, _)| *other != platform) {
                report(cx, route, text, &range, other, platform);
            }
        }
        None => {
            let Some((first, first_at)) = named().next() else { return };
            if let Some((second, second_at)) = named().find(|(other, _)| *other != first) {
                let names = [&text[first_at], &text[second_at]];
                cx.report(route, "which one?")
                    .message(format!("`{}` is for {} and `{}` for {}", names[0], first.word(), names[1], second.word()))
                    .help("add `platform:` to the header, and name the channel of that platform");
            }
        }
    }
}

fn report(
    cx: &mut LintContext<'_>,
    route: Route,
    text: &str,
    range: &Range<usize>,
    other: Platform,
    platform: Platform,
) {
    let name = &text[range.clone()];
    let of_platform = |channel: &&(Platform, String)| channel.0 == platform && only_platform(cx, &channel.1).is_some();
    let right = cx.team().channels.iter().find(of_platform).map(|(_, channel)| channel.as_str());
    let is_there = right.is_some_and(|right| channels(text).any(|range| &text[range] == right));
    let (platform, other) = (platform.word(), other.word());
    let report = cx.report(route.clone(), format!("the platform is {platform}"));
    report.message(format!("`{name}` is the channel for {other}"));
    match right {
        Some(right) if !is_there => {
            let text = format!("{}{right}{}", &text[..range.start], &text[range.end..]);
            report
                .help(format!("write `{right}`, or correct `platform`"))
                .fix(Fix::unsafe_(format!("write `{right}`"), vec![Edit::set(route, text)]));
        }
        _ => {
            report.help("leave it out, or correct `platform`");
        }
    }
}

/// Returns the platform of a channel that belongs to one alone.
fn only_platform(cx: &LintContext<'_>, name: &str) -> Option<Platform> {
    let mut platforms = cx.team().channels.iter().filter(|(_, channel)| channel == name).map(|(platform, _)| *platform);
    let first = platforms.next()?;
    platforms.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{
        super::check::{check_repair_with, check_with},
        CHANNEL_OF_ANOTHER_PLATFORM,
    };
    use crate::{
        lint::{Options, Team},
        model::Platform,
    };

    fn options() -> Options {
        let channels =
            [(Platform::GitlabCom, "#com"), (Platform::SelfManaged, "#self"), (Platform::Dedicated, "#dedicated")];
        let of_all = Platform::ALL.map(|platform| (platform, "#manager"));
        let channels = channels.into_iter().chain(of_all).map(|(platform, name)| (platform, name.to_owned()));
        Options { team: Team { channels: channels.collect(), ..Team::default() }, ..Options::default() }
    }

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        check_with(&CHANNEL_OF_ANOTHER_PLATFORM, text, options(), expected);
    }

    #[test]
    fn the_channel_of_another_platform_is_wrong() {
        check(
            "\
header: { name: Acme - Work, platform: dedicated }
checklists:
  pre-call:
    - item: 'Inform `#com` and `#manager`'
    - item: 'Inform `#com` and `#dedicated`'
    - item: 'Inform `#dedicated`, `#manager` and `#acme`'
tasks: [{ task: 'Post the end in `#self`' }]
",
            expect![[r#"
                5:13 warning [channel-of-another-platform] "'Inform `#com` and `#manager`'": `#com` is the channel for gitlab.com (the platform is dedicated); write `#dedicated`, or correct `platform`
                6:13 warning [channel-of-another-platform] "'Inform `#com` and `#dedicated`'": `#com` is the channel for gitlab.com (the platform is dedicated); leave it out, or correct `platform`
                8:17 warning [channel-of-another-platform] "'Post the end in `#self`'": `#self` is the channel for self-managed (the platform is dedicated); write `#dedicated`, or correct `platform`
            "#]],
        );
    }

    #[test]
    fn without_a_platform_several_are_too_many() {
        check("tasks: [{ task: 'Inform `#com` and `#manager`' }]\n", expect![[""]]);
        check(
            "tasks: [{ task: 'Inform `#com` and `#self`' }]\n",
            expect![[r#"
            3:17 warning [channel-of-another-platform] "'Inform `#com` and `#self`'": `#com` is for gitlab.com and `#self` for self-managed (which one?); add `platform:` to the header, and name the channel of that platform
        "#]],
        );
        check("tasks: [{ task: 'Inform `#com` or `#self`' }]\n", expect![[""]]);
    }

    #[test]
    fn the_right_channel_takes_its_place() {
        check_repair_with(
            &CHANNEL_OF_ANOTHER_PLATFORM,
            "header: { name: Acme - Work, platform: self-managed }\nchecklists:\n  post-call:\n    - item: >-\n        Inform `#com` and `#manager`\n        about the end\n",
            options(),
            expect![[r#"
                # Unsafe: write `#self`
                version: 1
                header: { name: Acme - Work, platform: self-managed }
                checklists:
                  post-call:
                    - item: >-
                        Inform `#self` and `#manager` about the end
            "#]],
        );
    }

    #[test]
    fn a_team_without_channels_is_not_judged() {
        check_with(
            &CHANNEL_OF_ANOTHER_PLATFORM,
            "header: { name: Acme - Work, platform: dedicated }\ntasks: [{ task: 'Inform `#com`' }]\n",
            Options::default(),
            expect![[""]],
        );
    }
}
