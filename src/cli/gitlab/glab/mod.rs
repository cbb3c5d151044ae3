//! What `glab` has in its configuration: hosts, tokens, authorities. Read only, and never shown.
//!
//! An entry is one thing: the token, the address of the interface and the rest of a host come from the same file, so that no
//! file can send the token of another one elsewhere.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    remotes::Remote,
    site::{Found, Site},
};
use crate::{
    cli::{environment::Environment, files, git, sanitise},
    document::{Node, Source, read_tree},
    services::Secret,
};

/// The longest configuration that is read.
const MAX_SIZE: usize = 1 << 20;

/// What glab's files say.
#[derive(Debug, Default)]
pub(super) struct Glab {
    /// The host that is used where nothing else says one.
    pub host: Option<Found<Site>>,
    /// The hosts that it knows; those of the repository's own file come first.
    pub entries: Vec<Entry>,
    /// What is wrong with the files.
    pub remarks: Vec<String>,
}

/// A host that glab knows.
#[derive(Debug)]
pub(super) struct Entry {
    /// The host.
    pub site: Site,
    /// The file, as it is shown.
    pub file: String,
    /// Whether that is the repository's own file.
    pub is_of_repository: bool,
    /// The token.
    pub token: Held,
    /// The host of the interface, where it is another one.
    pub api_host: Option<String>,
    /// A file of certificate authorities.
    pub authorities: Option<PathBuf>,
    /// The host of git by ssh, where it is another one.
    pub ssh_host: Option<String>,
}

impl Entry {
    /// Returns whether a git remote is on the entry's GitLab.
    pub(super) fn has(&self, remote: &Remote) -> bool {
        remote.is_on(&self.site) || self.ssh_host.as_ref().is_some_and(|host| remote.is_by_ssh_on(host))
    }
}

/// What glab has of a token.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// The token.
    Token(Secret),
    /// One of OAuth whose time is over; glab gets a new one by itself.
    Expired,
    /// It is in the system's keyring.
    InKeyring,
    /// Nothing.
    Nothing,
}

impl Glab {
    /// Returns the entry of a GitLab with something of a token in it, else the first of that GitLab.
    pub(super) fn entry(&self, site: &Site) -> Option<&Entry> {
        let of_site = || self.entries.iter().filter(|entry| entry.site.holds(site));
        of_site().find(|entry| entry.token != Held::Nothing).or_else(|| of_site().next())
    }

    /// Reads the files: the repository's own, and the first that is there of the user's.
    pub(super) fn read(environment: &Environment, now: DateTime<Utc>) -> Self {
        let mut glab = Self::default();
        let home = environment.text("HOME").map(PathBuf::from);
        let own = git::ask(&["rev-parse", "--path-format=absolute", "--git-common-dir"]);
        let own = own.map(|folder| Path::new(folder.trim_end_matches('\n')).join("glab-cli/config.yml"));
        let places = places(environment, home.as_deref());
        let of_user = places.into_iter().find(|path| fs::symlink_metadata(path).is_ok());
        let own = own.filter(|path| fs::symlink_metadata(path).is_ok());
        for (path, is_of_repository) in
            own.map(|path| (path, true)).into_iter().chain(of_user.map(|path| (path, false)))
        {
            let n_before = glab.entries.len();
            glab.add_file(&path, &shown(&path, home.as_deref()), now);
            glab.entries[n_before..].iter_mut().for_each(|entry| entry.is_of_repository = is_of_repository);
        }
        glab
    }

    fn add_file(&mut self, path: &Path, shown: &str, now: DateTime<Utc>) {
        let source = files::read_bytes(path, MAX_SIZE)
            .map_err(|error| error.to_string())
            .and_then(|bytes| Source::from_bytes(shown, bytes).map_err(|error| format!("{shown}: {error}")));
        let n_before = self.entries.len();
        match source {
            Ok(source) => self.add(&source, shown, now),
            Err(error) => self.remarks.push(format!("glab's configuration is not used: {error}")),
        }
        let has_token = self.entries[n_before..].iter().any(|entry| matches!(entry.token, Held::Token(_)));
        let is_open = fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0);
        if has_token && is_open {
            self.remarks
                .push(format!("{shown} holds a token, and others on this computer can read it: chmod 600 {shown}"));
        }
    }

    /// Reads a file. Tags (`!!null`, which older versions write before a token) say nothing.
    fn add(&mut self, source: &Source, shown: &str, now: DateTime<Utc>) {
        let tree = match read_tree(source) {
            Ok(tree) => tree,
            Err(problem) => {
                // The line itself may hold a token.
                let line = source.line_number(problem.range.start);
                self.remarks.push(format!("glab's configuration is not used: {shown} is no YAML at line {line}"));
                return;
            }
        };
        let hosts = tree.root.get("hosts").map(Node::entries).unwrap_or_default();
        for host in hosts {
            let Some(name) = host.key.text() else { continue };
            let text =
                |key: &str| host.value.get(key).and_then(Node::text).map(str::trim).filter(|text| !text.is_empty());
            let is = |key: &str| text(key).is_some_and(|text| text.eq_ignore_ascii_case("true"));
            // A GitLab in a folder of its host stands under the host alone.
            let folder = text("subfolder").map(|folder| folder.trim_matches('/')).unwrap_or_default();
            let place = if folder.is_empty() { name.to_owned() } else { format!("{name}/{folder}") };
            let site = match text("api_protocol") {
                Some(protocol) if !name.contains("://") => Site::parse(&format!("{protocol}://{place}")),
                _ => Site::parse(&place),
            };
            let site = match site {
                Ok(site) => site,
                // The name may hold a password.
                Err(error) => {
                    self.remarks.push(format!("{shown}: an entry of `hosts` is passed over: {error}"));
                    continue;
                }
            };
            if is("skip_tls_verify") {
                self.remarks.push(format!(
                    "{shown}: `skip_tls_verify` of {site} is not followed; name the authority in `ca_cert`"
                ));
            }
            if text("client_cert").is_some() {
                self.remarks.push(format!(
                    "{shown}: `client_cert` of {site} is not followed: runbook has no certificate of its own"
                ));
            }
            let is_over = text("oauth2_expiry_date").and_then(time).is_some_and(|end| end <= now);
            let token = match text("token") {
                Some(_) if is("is_oauth2") && is_over => Held::Expired,
                Some(token) => Held::Token(Secret::new(token)),
                None if is("use_keyring") => Held::InKeyring,
                None => Held::Nothing,
            };
            let api_host = text("api_host").filter(|api| *api != name).map(str::to_owned);
            let authorities = text("ca_cert").map(PathBuf::from);
            // git by ssh has a port of its own, which says nothing here.
            let ssh_host = text("ssh_host").map(|host| host.split(':').next().unwrap_or(host).to_owned());
            self.entries.push(Entry {
                site,
                file: shown.to_owned(),
                is_of_repository: false,
                token,
                api_host,
                authorities,
                ssh_host,
            });
        }
        let host = tree.root.get("host").and_then(Node::text).and_then(|host| Site::parse(host).ok());
        let known = |site: Site| {
            // With the scheme and the port of its entry, where the name alone tells them apart.
            let entries = || self.entries.iter().map(|entry| &entry.site);
            let same_host: Vec<_> = entries().filter(|entry| entry.host() == site.host()).collect();
            let same = entries().find(|entry| entry.is_same(&site));
            let same = same.or(if let [only] = same_host.as_slice() { Some(*only) } else { None });
            same.cloned().unwrap_or(site)
        };
        let only = || match self.entries.as_slice() {
            [entry] => Some(entry.site.clone()),
            _ => None,
        };
        if self.host.is_none() {
            self.host = host.map(known).or_else(only).map(|site| Found::new(site, format!("glab's {shown}")));
        }
    }
}

/// Returns where glab looks for its configuration, in its order.
fn places(environment: &Environment, home: Option<&Path>) -> Vec<PathBuf> {
    const FILE: &str = "glab-cli/config.yml";
    if let Some(folder) = environment.text("GLAB_CONFIG_DIR") {
        return vec![Path::new(&folder).join("config.yml")];
    }
    let usual = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
    let of_user = environment.text("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| Some(home?.join(usual)));
    let of_system = environment.text("XDG_CONFIG_DIRS").unwrap_or_else(|| "/etc/xdg".to_owned());
    let mut places: Vec<PathBuf> = home.map(|home| home.join(".config")).into_iter().chain(of_user).collect();
    places.extend(of_system.split(':').filter(|folder| !folder.is_empty()).map(PathBuf::from));
    // The specification of these variables: what is not absolute does not count.
    places.into_iter().filter(|folder| folder.is_absolute()).map(|folder| folder.join(FILE)).collect()
}

fn shown(path: &Path, home: Option<&Path>) -> String {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) => format!("~/{}", sanitise::path(below)),
        None => sanitise::path(path),
    }
}

/// Reads the time at which a token of OAuth ends, as RFC 3339 or as older versions of glab wrote it: `21 Nov 26 10:00 UTC`,
/// `21 Nov 26 11:00 +0100`.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let named = || {
        let (date, zone) = text.rsplit_once(' ')?;
        let time = chrono::NaiveDateTime::parse_from_str(date, "%d %b %y %H:%M").ok()?;
        // Of other zones Go writes a name that only that computer knows.
        matches!(zone, "UTC" | "GMT").then(|| time.and_utc())
    };
    let with_offset =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%d %b %y %H:%M %z"));
    with_offset.ok().map(|time| time.to_utc()).or_else(named)
}

#[cfg(test)]
impl Glab {
    /// Returns what files of these names and texts say; the last value tells the repository's own.
    pub(super) fn of(files: &[(&str, &str, bool)]) -> Self {
        let mut glab = Self::default();
        for (name, text, is_of_repository) in files.iter().rev().filter(|(_, text, _)| !text.is_empty()) {
            let source = Source::from_text(*name, (*text).to_owned()).expect("text");
            let n_before = glab.entries.len();
            glab.add(&source, name, super::testing::now());
            glab.entries[n_before..].iter_mut().for_each(|entry| entry.is_of_repository = *is_of_repository);
        }
        glab
    }
}

#[cfg(test)]
mod tests;
