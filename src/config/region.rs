//! The regions of support: names, each with its hours where the team gives them.

use schemars::JsonSchema;

use crate::{
    document::{Fields, Node, Problem, Reader, Record},
    lint::{Hours, Region},
    model::{ZONE_PATTERN, parse_zone},
};

const REGION: Record = Record { what: "a region", keys: &["region", "time_zone", "hours"], required: &["region"] };

/// What hours look like; whether they are any at all only the parser knows.
const HOURS_PATTERN: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$";

// How a region stands in the file; for the schema only.
/// A region: its name, or its name and its hours.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "Region")]
#[expect(dead_code, reason = "describes a shape, is never made")]
pub(super) enum RegionShape {
    /// The name.
    Name(String),
    /// The name and the hours.
    WithHours(RegionWithHours),
}

/// A region and its hours.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "describes a shape, is never made")]
pub(super) struct RegionWithHours {
    /// The name.
    #[schemars(length(min = 1), example = &"EMEA")]
    region: String,
    /// Where its clock is: an IANA name, `UTC`, or an offset.
    #[schemars(regex(pattern = ZONE_PATTERN), example = &"Europe/Dublin")]
    time_zone: Option<String>,
    /// When it is on duty, on that clock; hours that end earlier than they begin end on the day after.
    #[schemars(regex(pattern = HOURS_PATTERN), example = &"09:00-17:00")]
    hours: Option<String>,
}

/// Reads the regions; `None` when the file does not say them.
pub(super) fn regions(reader: &mut Reader, fields: &Fields<'_, '_>) -> Option<Vec<Region>> {
    let node = fields.get("regions").filter(|node| !node.is_absent())?;
    let items = reader.items(node, "`regions`");
    let is_list = matches!(node.kind, crate::document::NodeKind::List { .. });
    is_list.then(|| items.iter().filter(|item| !item.is_absent()).filter_map(|item| region(reader, item)).collect())
}

fn region(reader: &mut Reader, node: &Node<'_>) -> Option<Region> {
    if let Some(name) = node.text() {
        return Some(Region::without_hours(name));
    }
    if node.entries().is_empty() {
        let problem = Problem::schema(node.range.clone(), format!("a region must be text, not {}", node.what()));
        reader.report(
            problem.help("write its name, or `{ region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }`"),
        );
        return None;
    }
    let fields = reader.fields(node, &REGION)?;
    let name = reader.text(&fields, "region")?;
    let zone = reader.text(&fields, "time_zone");
    let hours = reader.text(&fields, "hours");
    Some(Region { name, hours: read_hours(reader, &fields, zone.as_deref(), hours.as_deref()) })
}

fn read_hours(reader: &mut Reader, fields: &Fields<'_, '_>, zone: Option<&str>, hours: Option<&str>) -> Option<Hours> {
    let range = |key: &str| fields.get(key).map_or(0..0, |node| node.range.clone());
    let (zone, hours) = match (zone, hours) {
        (None, None) => return None,
        (Some(zone), Some(hours)) => (zone, hours),
        (zone, _) => {
            let (there, missing) = if zone.is_some() { ("time_zone", "hours") } else { ("hours", "time_zone") };
            let example = if zone.is_some() { "hours: 09:00-17:00" } else { "time_zone: Europe/Dublin" };
            let message = format!("`{there}` says nothing without `{missing}`");
            reader.report(Problem::schema(range(there), message).help(format!("add `{example}`")));
            return None;
        }
    };
    let zone = match parse_zone(zone) {
        Ok(zone) => zone,
        Err(error) => {
            reader.report(Problem::schema(range("time_zone"), error.message).help(error.help));
            return None;
        }
    };
    let read = Hours::parse(hours, zone);
    if read.is_none() {
        let message = format!("`hours` cannot be `{hours}`");
        let help = "write two different times on the 24-hour clock, such as `09:00-17:00` or `22:00-06:00`";
        reader.report(Problem::schema(range("hours"), message).help(help));
    }
    read
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::read::{parse, testing::check};
    use crate::document::Source;

    #[test]
    fn a_region_may_have_hours() {
        let text = "regions: [APAC, { region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }, { region: AMER }]\nregion: EMEA\n";
        let source = Source::from_text(".runbook.yaml", text.to_owned()).expect("text");
        let config = parse(&source).expect("valid");
        assert_eq!(config.region_names(), ["APAC", "EMEA", "AMER"]);
        assert_eq!(
            config.regions.iter().map(|region| region.hours.is_some()).collect::<Vec<_>>(),
            [false, true, false]
        );
        check(
            "\
regions:
  - { region: APAC, time_zone: IST, hours: 09:00-17:00 }
  - { region: EMEA, time_zone: Europe/Dublin, hours: 9-17 }
  - { region: AMER, hours: 09:00-17:00 }
  - { region: LATAM, time_zone: America/Sao_Paulo }
  - { time_zone: UTC, hours: 09:00-17:00, name: Moon }
  - [Mars]
",
            &expect![[r#"
                2:32 `IST` is an abbreviation, not a time zone
                      - { region: APAC, time_zone: IST, hours: 09:00-17:00 }
                  write the place that is meant, such as `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`
                3:54 `hours` cannot be `9-17`
                      - { region: EMEA, time_zone: Europe/Dublin, hours: 9-17 }
                  write two different times on the 24-hour clock, such as `09:00-17:00` or `22:00-06:00`
                4:28 `hours` says nothing without `time_zone`
                      - { region: AMER, hours: 09:00-17:00 }
                  add `time_zone: Europe/Dublin`
                5:33 `time_zone` says nothing without `hours`
                      - { region: LATAM, time_zone: America/Sao_Paulo }
                  add `hours: 09:00-17:00`
                6:7 a region needs `region`
                      - { time_zone: UTC, hours: 09:00-17:00, name: Moon }
                  write `region: …`
                6:43 a region has no key `name`
                      - { time_zone: UTC, hours: 09:00-17:00, name: Moon }
                  its keys are `region`, `time_zone`, `hours`; a key of your own begins with `x-`
                7:5 a region must be text, not a list
                      - [Mars]
                  write its name, or `{ region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }`
            "#]],
        );
    }
}
