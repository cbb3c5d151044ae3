//! The reports of `lint`: which formats go where, and that none goes over a runbook.

use std::{
    ffi::{OsStr, OsString},
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use clap::builder::PossibleValue;

use super::{create, error::CliError, files, sanitise, walk};
use crate::report::{Format, Project};

/// A report that goes to a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReportFile {
    format: Format,
    path: PathBuf,
}

/// Where reports go.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reports {
    /// The format on stdout.
    pub stdout: Format,
    /// The others, in the order in which they were given.
    pub files: Vec<ReportFile>,
}

/// The words come from the reports, so that there is one list of formats.
impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()).help(self.purpose()))
    }
}

/// Reads `--format` and the `FORMAT=FILE` of each `--report`.
///
/// # Errors
/// No such format; no file; a file that a runbook may be; two reports in one place.
pub(super) fn read(format: Option<Format>, given: &[OsString], project: &Project) -> Result<Reports, CliError> {
    let mut stdout = format;
    let mut files: Vec<ReportFile> = Vec::new();
    for given in given {
        let report = parse(given)?;
        let path = &report.path;
        if files::is_stdin(path) {
            if stdout.replace(report.format).is_some() {
                return Err(CliError::new("two formats cannot go to stdout")
                    .help("leave out --format, or write one of them to a file: --report FORMAT=FILE"));
            }
            continue;
        }
        // A link may have a harmless name.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if [path, &real].into_iter().any(|path| walk::is_yaml(path)) {
            return Err(CliError::new(format!("{} could be a runbook, and no report is YAML", sanitise::path(path)))
                .help(format!("nothing was written; {}", example(report.format))));
        }
        if files.iter().any(|other| project.absolute(&other.path) == project.absolute(path)) {
            return Err(CliError::new(format!("two reports cannot go to {}", sanitise::path(path)))
                .help("give each its own file"));
        }
        files.push(report);
    }
    Ok(Reports { stdout: stdout.unwrap_or_default(), files })
}

/// Returns an error if a report would go over a file that is to be checked, whatever its name.
pub(super) fn spare<'p>(reports: &Reports, checked: impl Iterator<Item = &'p Path> + Clone) -> Result<(), CliError> {
    for report in &reports.files {
        let Ok(target) = report.path.canonicalize() else { continue };
        if checked.clone().any(|path| path.canonicalize().is_ok_and(|path| path == target)) {
            return Err(CliError::new(format!(
                "a report cannot go over {}, which is to be checked",
                sanitise::path(&report.path)
            ))
            .help(format!("nothing was written; {}", example(report.format))));
        }
    }
    Ok(())
}

/// Writes all reports, also when one of them fails; returns the first error.
pub(super) fn write(
    files: &[ReportFile],
    written: impl Fn(Format) -> Result<Vec<u8>, CliError>,
) -> Result<(), CliError> {
    files.iter().map(|file| write_one(file, &written(file.format)?)).fold(Ok(()), Result::and)
}

fn write_one(file: &ReportFile, bytes: &[u8]) -> Result<(), CliError> {
    let folder = file.path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    if let Some(folder) = folder {
        let (path, folder) = (sanitise::path(&file.path), sanitise::path(folder));
        return Err(CliError::new(format!("cannot write {path}: there is no folder {folder}")).help("make it first"));
    }
    Ok(create::write_output(&file.path, bytes)?)
}

fn parse(given: &OsStr) -> Result<ReportFile, CliError> {
    let shown = sanitise::clean_line(&given.to_string_lossy());
    let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
    let formats = format!("formats are {}", words.join(", "));
    let bytes = given.as_bytes();
    let Some(at) = bytes.iter().position(|byte| *byte == b'=') else {
        return Err(CliError::new(format!("--report {shown} is not FORMAT=FILE")).help(formats));
    };
    let (word, path) = (&bytes[..at], OsStr::from_bytes(&bytes[at + 1..]));
    let Some(format) = Format::ALL.into_iter().find(|format| format.word().as_bytes() == word) else {
        let word = sanitise::clean_line(&String::from_utf8_lossy(word));
        return Err(CliError::new(format!("there is no format `{word}` in --report {shown}")).help(formats));
    };
    if path.is_empty() {
        return Err(CliError::new(format!("--report {shown} names no file")).help(example(format)));
    }
    Ok(ReportFile { format, path: path.into() })
}

fn example(format: Format) -> String {
    let name = match format {
        Format::Gitlab => "gl-code-quality-report.json",
        Format::Json => "lint.json",
        Format::Sarif => "lint.sarif",
        Format::Junit => "lint.xml",
        Format::Text | Format::Concise | Format::Github => "lint.txt",
    };
    format!("write --report {}={name}, for example", format.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(format: Option<Format>, reports: &[&str]) -> Result<Reports, CliError> {
        let project = Project { root: "/srv".into(), working_folder: "/srv".into() };
        let reports: Vec<OsString> = reports.iter().map(OsString::from).collect();
        read(format, &reports, &project)
    }

    #[track_caller]
    fn check(format: Option<Format>, reports: &[&str], stdout: Format, files: &[(Format, &str)]) {
        let files = files.iter().map(|(format, path)| ReportFile { format: *format, path: path.into() }).collect();
        assert_eq!(given(format, reports).expect("fine"), Reports { stdout, files });
    }

    #[track_caller]
    fn check_refused(format: Option<Format>, reports: &[&str], message: &str) {
        assert_eq!(given(format, reports).expect_err("refused").message(), message);
    }

    #[test]
    fn reports_go_to_files_and_one_format_to_stdout() {
        check(None, &[], Format::Text, &[]);
        check(None, &["gitlab=a=b.json"], Format::Text, &[(Format::Gitlab, "a=b.json")]);
        check(Some(Format::Json), &["junit=a.xml"], Format::Json, &[(Format::Junit, "a.xml")]);
        check(None, &["sarif=-", "junit=a.xml"], Format::Sarif, &[(Format::Junit, "a.xml")]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        check_refused(None, &["gitlab"], "--report gitlab is not FORMAT=FILE");
        check_refused(None, &["junt=a.xml"], "there is no format `junt` in --report junt=a.xml");
        check_refused(None, &["junit="], "--report junit= names no file");
        check_refused(Some(Format::Text), &["sarif=-"], "two formats cannot go to stdout");
        check_refused(None, &["sarif=-", "json=-"], "two formats cannot go to stdout");
        check_refused(None, &["sarif=a.json", "json=./a.json"], "two reports cannot go to ./a.json");
        check_refused(None, &["gitlab=acme.yml"], "acme.yml could be a runbook, and no report is YAML");
    }
}
