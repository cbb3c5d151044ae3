//! What a file has besides content, owner and mode: access lists and attributes of its user.

use std::{fs::File, io};

use rustix::{
    fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr},
    io::Errno,
};

use super::files::retry;

const ACCESS_LIST: &str = "system.posix_acl_access";
/// More than Linux allows for a list of names or for a value.
const LARGEST: usize = 64 * 1024;

/// Gives `new` the access list and the user's attributes of `old`, no more and no less.
///
/// # Errors
/// One that `old` has cannot be given to `new`.
pub(super) fn copy(old: &File, new: &File) -> io::Result<()> {
    let names = kept_names(old)?;
    for name in kept_names(new)? {
        // Inherited from the folder, and so open to people to whom the old file was not.
        if !names.contains(&name) {
            retry(|| Ok(fremovexattr(new, &*name)?))?;
        }
    }
    for name in names {
        let mut value = vec![0; LARGEST];
        let n_bytes = retry(|| Ok(fgetxattr(old, &*name, value.as_mut_slice())?))?;
        retry(|| Ok(fsetxattr(new, &*name, &value[..n_bytes], XattrFlags::empty())?))?;
    }
    Ok(())
}

/// Returns the names that belong to the file's user; the system sets the others (`security.`, `trusted.`) itself.
fn kept_names(file: &File) -> io::Result<Vec<String>> {
    let mut names = vec![0; LARGEST];
    let n_bytes = match retry(|| Ok(flistxattr(file, names.as_mut_slice())?)) {
        Ok(n_bytes) => n_bytes,
        // A file system without attributes.
        Err(error) if super::files::is(&error, Errno::NOTSUP) => 0,
        Err(error) => return Err(error),
    };
    let names = names[..n_bytes].split(|byte| *byte == 0).map(String::from_utf8_lossy);
    Ok(names.filter(|name| *name == ACCESS_LIST || name.starts_with("user.")).map(String::from).collect())
}
