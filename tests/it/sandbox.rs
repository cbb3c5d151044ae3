//! The program as it is built, run in a folder, an environment and a time of its own.
//!
//! Each run is held to limits by the system: processor time, which does not depend on what else the machine does,
//! address space, which memory in use cannot exceed, and a time after which it counts as hanging.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, OpenOptions},
    io::{Read, Write},
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::{CommandExt, ExitStatusExt},
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// The time at which everything happens.
pub(crate) const NOW: &str = "2026-10-11T07:00:00Z";

/// The smallest runbook.
pub(crate) const SMALLEST: &str = "version: 1\nheader:\n  name: Acme - Work\n";

/// How much memory the program may take, in KiB.
const MEMORY_KIB: u32 = 256 * 1024;
/// How long a run may last before it counts as hanging; a busy machine is slow, a program that waits never ends.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a person types to end a conversation.
pub(crate) const END: &[u8] = b"\x04\x04\x04\x04";

/// A user and group without any rights: `nobody` nearly everywhere.
const NOBODY: u32 = 65534;

/// A folder of its own, in which the program runs.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
    program: PathBuf,
    /// Runs the program without root's rights, which no permission stops.
    drops_rights: bool,
}

/// How to run the program, beside its arguments.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    /// What stands on stdin.
    pub stdin: &'a [u8],
    /// What the shell does with the streams: `<&-`, `>/dev/full`.
    pub streams: &'a str,
    /// Whether nobody reads stdout any more.
    pub out_is_closed: bool,
    /// Variables beside the usual ones; an empty value takes one away.
    pub variables: &'a [(&'a str, &'a str)],
    /// How many seconds of processor time it may take.
    pub seconds: u32,
}

impl Default for Run<'_> {
    fn default() -> Self {
        Self { stdin: b"", streams: "", out_is_closed: false, variables: &[], seconds: 1 }
    }
}

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// Returns both streams and the status, as a test reads them.
    pub(crate) fn text(&self) -> String {
        format!("{}{}status {}\n", self.out, self.err, self.status)
    }
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sandbox = Self { folder, program: PathBuf::from(env!("CARGO_BIN_EXE_runbook")), drops_rights: false };
        // Nothing above the folder is looked for.
        sandbox.write(".runbook.yaml", "");
        sandbox
    }

    /// Returns a sandbox in which permissions hold, also when the tests are run by root.
    pub(crate) fn without_rights() -> Self {
        let mut sandbox = Self::new();
        fs::set_permissions(sandbox.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
        sandbox.drops_rights = sandbox.is_root();
        if sandbox.drops_rights {
            // Root's own folders may not be open to others.
            let program = sandbox.path().join(".program");
            fs::copy(&sandbox.program, &program).expect("a copy of the program");
            sandbox.program = program;
        }
        sandbox
    }

    /// Returns whether the tests are run by root, who alone can give a file to somebody else.
    pub(crate) fn is_root(&self) -> bool {
        fs::metadata(self.path()).expect("the folder").uid() == 0
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("below the sandbox")).expect("a folder");
        File::create(path).and_then(|mut file| file.write_all(content.as_ref())).expect("a file");
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let file = File::open(self.path().join(name));
        file.and_then(|mut file| file.read_to_end(&mut bytes)).expect("a file");
        bytes
    }

    pub(crate) fn text(&self, name: impl AsRef<Path>) -> String {
        String::from_utf8(self.read(name)).expect("UTF-8")
    }

    /// Returns the names of all that is in a folder of the sandbox, in order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(folder)).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<String> = entries.map(name).map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| name != ".program" && name != ".runbook.yaml");
        names.sort();
        names
    }

    /// Runs git in the sandbox, as somebody who does not exist and with no configuration but the repository's.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args([
            "-c",
            "user.name=John Doe",
            "-c",
            "user.email=john@example.com",
            "-c",
            "init.defaultBranch=main",
        ]);
        command.args(arguments).current_dir(self.path());
        command.envs([
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CEILING_DIRECTORIES", "/"),
        ]);
        // The names of commits are the same at any time.
        command.envs([("GIT_AUTHOR_DATE", "2026-10-01T00:00:00Z"), ("GIT_COMMITTER_DATE", "2026-10-01T00:00:00Z")]);
        let output = command.output().expect("git");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Commits all that is in the sandbox.
    #[track_caller]
    pub(crate) fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "--quiet", "--message", "all"]);
    }

    #[track_caller]
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        self.run_so(Run::default(), arguments)
    }

    /// Runs the program and waits for its end.
    #[track_caller]
    pub(crate) fn run_so<A: AsRef<OsStr>>(&self, run: Run<'_>, arguments: impl IntoIterator<Item = A>) -> Answer {
        let arguments: Vec<OsString> = arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
        let mut command = self.command(run, &arguments);
        if run.out_is_closed {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            command.stdout(writer);
        }
        let mut child = command.spawn().expect("a shell");
        let mut stdin = child.stdin.take().expect("a pipe");
        let (out, err) = (child.stdout.take(), child.stderr.take().expect("a pipe"));
        let (out, err) =
            (thread::spawn(move || out.map(read_all).unwrap_or_default()), thread::spawn(move || read_all(err)));
        // Whoever does not read its input closes the pipe.
        let _ = stdin.write_all(run.stdin);
        drop(stdin);
        let status = wait(&mut child, &arguments);
        let (out, err) = (out.join().expect("a reader"), err.join().expect("a reader"));
        judged(status, &out, &err, &arguments)
    }

    /// Runs the program at a terminal, on which all of its streams are, and returns what was written there.
    #[track_caller]
    pub(crate) fn run_at_terminal(&self, arguments: &[&OsStr]) -> Answer {
        self.run_at_terminal_so(Run { stdin: END, ..Run::default() }, arguments)
    }

    /// Runs the program at a terminal, at which what stands in `stdin` is typed.
    #[track_caller]
    pub(crate) fn run_at_terminal_so(&self, run: Run<'_>, arguments: &[&OsStr]) -> Answer {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&controller).and_then(|()| unlockpt(&controller)).expect("a terminal");
        let name = ptsname(&controller, Vec::new()).expect("a terminal's name");
        let terminal = OpenOptions::new().read(true).write(true).open(name.to_str().expect("UTF-8")).expect("terminal");
        let stream = || Stdio::from(terminal.try_clone().expect("a stream"));
        let arguments: Vec<OsString> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        // Where `CI` is set, nobody is at the terminal.
        let mut command = self.command(run, &arguments);
        command.env_remove("CI");
        let mut child = command.stdin(stream()).stdout(stream()).stderr(stream()).spawn().expect("a shell");
        drop(command);
        let mut controller = File::from(controller);
        controller.write_all(run.stdin).expect("a terminal");
        let reader = thread::spawn(move || read_all(controller));
        let status = wait(&mut child, &arguments);
        drop(terminal);
        judged(status, &reader.join().expect("a reader"), b"", &arguments)
    }

    /// Starts the program, for a test that ends it. Nobody reads what it says.
    pub(crate) fn start(&self, run: Run<'_>, arguments: &[&str]) -> Child {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let mut command = self.command(run, &arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a shell")
    }

    fn command(&self, run: Run<'_>, arguments: &[OsString]) -> Command {
        // A system without such a limit runs the tests without it.
        let limits = format!("ulimit -c 0; ulimit -t {}; ulimit -v {MEMORY_KIB} 2>/dev/null;", run.seconds);
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(format!("{limits} exec \"$0\" \"$@\" {}", run.streams));
        command.arg(&self.program).args(arguments).current_dir(self.path()).env_clear();
        command.envs([
            ("PATH", "/usr/bin:/bin"),
            ("HOME", "/nonexistent"),
            ("RUNBOOK_NOW", NOW),
            ("RUNBOOK_USER", "@john_doe"),
            ("CI", "1"),
            ("NO_COLOR", "1"),
            // Else glibc reserves address space for each thread that it never uses, and the limit is one of threads.
            ("MALLOC_ARENA_MAX", "1"),
        ]);
        for (name, value) in run.variables {
            if value.is_empty() {
                command.env_remove(name)
            } else {
                command.env(name, value)
            };
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if self.drops_rights {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

fn read_all(mut stream: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A terminal ends with an error.
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

#[track_caller]
fn wait(child: &mut Child, arguments: &[OsString]) -> std::process::ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            return status;
        }
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("runbook {arguments:?} hangs");
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Whatever happens: no panic, no signal, and text.
#[track_caller]
fn judged(status: std::process::ExitStatus, out: &[u8], err: &[u8], arguments: &[OsString]) -> Answer {
    let err = String::from_utf8(err.to_vec()).expect("stderr is UTF-8");
    let beginning: String = err.chars().take(2000).collect();
    assert!(!err.contains("panicked"), "runbook {arguments:?} panicked:\n{beginning}");
    let Some(status) = status.code() else {
        panic!("runbook {arguments:?} took too long or too much memory ({:?}):\n{beginning}", status.signal());
    };
    Answer { status, out: String::from_utf8(out.to_vec()).expect("stdout is UTF-8"), err }
}
