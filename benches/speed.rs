//! How fast is `runbook`? `cargo bench --manifest-path benches/Cargo.toml` prints a table of medians and ratios.
//!
//! Everything that is compared runs in turns in one run, so that a busy machine slows all of it alike.

#![expect(clippy::disallowed_methods, reason = "it looks at the program from outside, on files of its own")]

mod corpus;
mod reference;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

/// The first argument with which this program starts itself as the reference.
const REFERENCE: &str = "reference";

const USAGE: &str = "arguments: --files N (default 10000), --rounds N (default 9), --smoke (500 files; fails beyond generous bounds), \
    --write FOLDER (only writes the files)";

struct Options {
    n_files: usize,
    n_rounds: usize,
    smoke: bool,
    /// Only writes the files, for another program to measure with.
    write: Option<PathBuf>,
}

/// What one run of a program took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: Duration,
    /// User and system together, of all threads.
    cpu: Duration,
    peak_bytes: u64,
}

/// A line of the table.
struct Row {
    what: String,
    /// Of `runbook`, and of what stands beside it.
    measured: [String; 2],
    result: f64,
    unit: &'static str,
    target: Option<f64>,
    /// Beyond it something is wrong on any machine, however busy.
    bound: f64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let Some((REFERENCE, folders)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
        return exit_code(reference::read_all(&folders).map(|_| true));
    }
    let Some(options) = options(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    exit_code(match &options.write {
        Some(folder) => corpus::write(folder, options.n_files).map(|_| true),
        None => measure(&options),
    })
}

fn exit_code(result: io::Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn options(arguments: &[String]) -> Option<Options> {
    let mut options = Options { n_files: 10_000, n_rounds: 9, smoke: false, write: None };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--files" => options.n_files = arguments.next()?.parse().ok().filter(|n| *n >= 10)?,
            "--rounds" => options.n_rounds = arguments.next()?.parse().ok().filter(|n| *n >= 1)?,
            "--smoke" => options = Options { n_files: 500, n_rounds: 7, smoke: true, ..options },
            "--write" => options.write = Some(PathBuf::from(arguments.next()?)),
            // Cargo says it to every bench.
            "--bench" => {}
            _ => return None,
        }
    }
    Some(options)
}

/// Measures, prints the table, and returns whether everything stayed within what is asked of it.
fn measure(options: &Options) -> io::Result<bool> {
    let runbook = build()?;
    let folder = tempfile::Builder::new().prefix("runbook-speed").tempdir()?;
    let mut rows = lint(&runbook, options, folder.path())?;
    // A single file is quick: more rounds make its median steady.
    let n_rounds = options.n_rounds * 9;
    rows.extend(render(&runbook, n_rounds, folder.path())?);
    rows.extend(mark(&runbook, n_rounds, folder.path())?);
    print(&rows, options);
    let beyond = rows.iter().filter(|row| options.smoke && row.result > row.bound);
    Ok(beyond.inspect(|row| eprintln!("{}: {:.2}{} is beyond {}", row.what, row.result, row.unit, row.bound)).count()
        == 0)
}

/// Builds the program as it is shipped, and returns where it is.
fn build() -> io::Result<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--release", "--locked", "--bin", "runbook", "--message-format", "json-render-diagnostics"])
        .arg("--manifest-path")
        .arg(manifest)
        .stderr(Stdio::inherit())
        .output()?;
    let messages = String::from_utf8_lossy(&cargo.stdout);
    let path = messages.rsplit_once("\"executable\":\"").and_then(|(_, rest)| rest.split('"').next());
    path.filter(|_| cargo.status.success())
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("runbook could not be built"))
}

fn lint(runbook: &Path, options: &Options, folder: &Path) -> io::Result<Vec<Row>> {
    let (all, tenth) = (folder.join("all"), folder.join("tenth"));
    let n_tenth = options.n_files / 10;
    let n_findings = corpus::write(&all, options.n_files)?;
    corpus::write(&tenth, n_tenth)?;
    expect_findings(runbook, &all, n_findings)?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runbooks");
    let lint = |folder: &Path| {
        let mut command = Command::new(runbook);
        command.current_dir("/").arg("lint").arg("--exit-zero").arg(folder).arg(&own);
        command
    };
    let program = env::current_exe()?;
    let read = || {
        let mut command = Command::new(&program);
        command.arg(REFERENCE).arg(&all).arg(&own);
        command
    };
    let costs = in_turns(options.n_rounds, &mut [&mut || lint(&all), &mut read.clone(), &mut || lint(&tenth)])?;
    let [all, read, tenth] = [&costs[0], &costs[1], &costs[2]];
    let cpu = |costs: &[Cost]| median(costs, |cost| milliseconds(cost.cpu));
    let wall = |costs: &[Cost]| median(costs, |cost| milliseconds(cost.wall));
    let peak = |costs: &[Cost]| median(costs, |cost| cost.peak_bytes as f64 / f64::from(1024 * 1024));
    let beside = |what: &str, of: &dyn Fn(&[Cost]) -> f64, target, bound| Row {
        what: format!("`lint` of {} files, {what}, beside reading them", options.n_files),
        measured: [shown(of(all), "ms"), shown(of(read), "ms")],
        result: of(all) / of(read),
        unit: "×",
        target,
        bound,
    };
    Ok(vec![
        beside("processor time", &cpu, Some(1.0), 1.5),
        beside("time on the clock", &wall, None, 3.0),
        Row {
            what: format!("processor time a file, of {} files beside {n_tenth}", options.n_files),
            measured: [
                shown(cpu(all) * 1000.0 / options.n_files as f64, "µs"),
                shown(cpu(tenth) * 1000.0 / n_tenth as f64, "µs"),
            ],
            result: cpu(all) / options.n_files as f64 / (cpu(tenth) / n_tenth as f64),
            unit: "×",
            target: Some(1.1),
            bound: 1.5,
        },
        Row {
            what: format!("memory at its peak, `lint` of {} files beside {n_tenth}", options.n_files),
            measured: [shown(peak(all), "MiB"), shown(peak(tenth), "MiB")],
            result: peak(all),
            unit: " MiB",
            target: Some(32.0),
            bound: 32.0,
        },
    ])
}

/// Makes sure that what is measured is right: lint finds what was put into the files.
fn expect_findings(runbook: &Path, folder: &Path, n_findings: usize) -> io::Result<()> {
    let arguments = ["lint", "--exit-zero", "--format", "concise"];
    let output = Command::new(runbook).current_dir("/").args(arguments).arg(folder).stderr(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let n_found = said.lines().filter(|line| line.contains("[task-without-duration]")).count();
    let n_errors = said.lines().filter(|line| line.contains(": error[")).count();
    if (n_found, n_errors) == (n_findings, 0) {
        Ok(())
    } else {
        Err(io::Error::other(format!("lint found {n_found} of {n_findings}, and {n_errors} errors")))
    }
}

fn render(runbook: &Path, n_rounds: usize, folder: &Path) -> io::Result<[Row; 2]> {
    let file = folder.join("all/runbook-00001.yaml");
    let mut render = || command(runbook, &["render"], &file);
    let costs = in_turns(n_rounds, &mut [&mut render, &mut || start(runbook)])?;
    Ok(less_start("`render` of one file", &costs[0], &costs[1], 2.0))
}

/// A mark reads, edits, reads again with two parsers, writes beside, syncs, compares, renames and syncs the folder.
///
/// With `--dry-run` it does all but the writing; in a folder in memory a sync costs nothing.
fn mark(runbook: &Path, n_rounds: usize, folder: &Path) -> io::Result<Vec<Row>> {
    let text = (0..).map(corpus::runbook).find(|text| !text.contains("outcome:")).expect("half of them have no marks");
    let arguments = ["task", "1", "success", "10m", "--by", "@john_doe", "--no-input", "--file"];
    let dry: Vec<&str> = [&["task", "--dry-run"], &arguments[1..]].concat();
    let memory = Path::new("/dev/shm");
    let memory = if memory.is_dir() { memory } else { folder };
    let in_memory = tempfile::Builder::new().prefix("runbook-speed").tempdir_in(memory)?.keep();
    let (on_disk, in_memory_file) = (folder.join("mark.yaml"), in_memory.join("mark.yaml"));
    fs::write(&on_disk, &text)?;
    let fresh = |path: &Path| {
        fs::write(path, &text).expect("the folder is ours");
        command(runbook, &arguments, path)
    };
    let costs = in_turns(
        n_rounds,
        &mut [
            &mut || command(runbook, &dry, &on_disk),
            &mut || fresh(&in_memory_file),
            &mut || fresh(&folder.join("marked.yaml")),
            &mut || start(runbook),
        ],
    );
    fs::remove_dir_all(&in_memory)?;
    let costs = costs?;
    let rows = [
        less_start("one mark with its checks, not written", &costs[0], &costs[3], 5.0),
        less_start("one mark, written in memory", &costs[1], &costs[3], 5.0),
        // How long this disk syncs is not ours.
        less_start("one mark, written to this disk", &costs[2], &costs[3], f64::INFINITY),
    ];
    Ok(rows.into_iter().flatten().collect())
}

fn command(runbook: &Path, arguments: &[&str], file: &Path) -> Command {
    let mut command = Command::new(runbook);
    command.args(arguments).arg(file);
    command
}

/// The shortest run there is: the process begins, reads its arguments and ends.
fn start(runbook: &Path) -> Command {
    let mut command = Command::new(runbook);
    command.arg("--version");
    command
}

/// The processor time stays steady on a busy machine; the time on the clock is what a person waits for.
fn less_start(what: &str, costs: &[Cost], start: &[Cost], target: f64) -> [Row; 2] {
    let row = |time: &str, of: fn(&Cost) -> Duration, bound| {
        let [own, start] = [costs, start].map(|costs| median(costs, |cost| milliseconds(of(cost))));
        Row {
            what: format!("{what}, less the start of a process, {time}"),
            measured: [shown(own, "ms"), shown(start, "ms")],
            result: own - start,
            unit: " ms",
            target: target.is_finite().then_some(target),
            bound,
        }
    };
    [row("processor time", |cost| cost.cpu, 4.0 * target), row("time on the clock", |cost| cost.wall, f64::INFINITY)]
}

/// Runs programs in turns, each round in the other order, after one round that only warms up.
fn in_turns(n_rounds: usize, programs: &mut [&mut dyn FnMut() -> Command]) -> io::Result<Vec<Vec<Cost>>> {
    let mut costs = vec![Vec::with_capacity(n_rounds); programs.len()];
    for round in 0..=n_rounds {
        let mut order: Vec<usize> = (0..programs.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for program in order {
            let cost = run(&mut programs[program]())?;
            if round > 0 {
                costs[program].push(cost);
            }
        }
    }
    Ok(costs)
}

fn run(command: &mut Command) -> io::Result<Cost> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begin = Instant::now();
    let used = command.spawn()?.wait4()?;
    let wall = begin.elapsed();
    if !used.status.success() {
        return Err(io::Error::other(format!("{command:?} ended with {}", used.status)));
    }
    Ok(Cost { wall, cpu: used.rusage.utime + used.rusage.stime, peak_bytes: used.rusage.maxrss })
}

fn median(costs: &[Cost], of: impl Fn(&Cost) -> f64) -> f64 {
    let mut values: Vec<f64> = costs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn shown(value: f64, unit: &str) -> String {
    if value < 10.0 { format!("{value:.2} {unit}") } else { format!("{value:.0} {unit}") }
}

fn print(rows: &[Row], options: &Options) {
    println!("Medians of {} rounds, {} for single files.\n", options.n_rounds, options.n_rounds * 9);
    println!("| what | `runbook` | beside it | result | target |\n| --- | ---: | ---: | ---: | ---: |");
    for Row { what, measured: [own, beside], result, unit, target, .. } in rows {
        let target = target.map_or(String::new(), |target| format!("at most {target}{unit}"));
        println!("| {what} | {own} | {beside} | {result:.2}{unit} | {target} |");
    }
}
