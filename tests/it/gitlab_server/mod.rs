//! A GitLab on loopback with what `runbook` asks of one: users, projects, issues, notes. It remembers, it carries out
//! quick actions, and it fails where a test says so. It shares no code with the client.
//!
//! What it does is what `services/gitlab` has to expect, above all that `confidential: true` is dropped without a word
//! where the user may not set it.

mod faults;
mod quick_actions;
mod routes;
mod tasks;
mod wire;
mod world;

use std::{
    collections::HashMap,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

pub(crate) use faults::Fault;
pub(crate) use tasks::in_a_note;
pub(crate) use wire::Recorded;
pub(crate) use world::{Issue, World};

/// The token of Jane Smith, who may do everything that a Reporter may.
pub(crate) const TOKEN: &str = "glpat-abcdefghij0123456789";
/// The project that is there from the beginning: number 4, private.
pub(crate) const PROJECT: &str = "support/runbooks";

/// A server with its world. It ends with the test.
pub(crate) struct Server {
    address: SocketAddr,
    /// The folder of the host that it is in: `/gitlab`, or nothing.
    folder: String,
    shared: Arc<Shared>,
}

/// What somebody does behind the client's back.
type Click = Box<dyn FnOnce(&mut World) + Send>;

/// What is waited for before a request is carried out.
type Pause = Box<dyn FnOnce() + Send>;

/// What the handle and the connections have in common.
struct Shared {
    world: Mutex<World>,
    faults: Mutex<Vec<(Option<&'static str>, Fault)>>,
    faults_by_number: Mutex<HashMap<usize, Fault>>,
    clicks_by_number: Mutex<HashMap<usize, Click>>,
    requests: Mutex<Vec<Recorded>>,
    befores: Mutex<Vec<(&'static str, Click)>>,
    pauses: Mutex<Vec<(&'static str, Pause)>>,
    delay: Mutex<Duration>,
    is_over: AtomicBool,
}

impl Server {
    /// Starts a server with Jane Smith, John Doe, Dana Example and an empty private project.
    pub(crate) fn start() -> Self {
        Self::start_in("")
    }

    /// Starts the same in a folder of its host, such as `/gitlab`.
    pub(crate) fn start_in(folder: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new(&format!("http://{address}{folder}"))),
            faults: Mutex::default(),
            faults_by_number: Mutex::default(),
            clicks_by_number: Mutex::default(),
            requests: Mutex::default(),
            befores: Mutex::default(),
            pauses: Mutex::default(),
            delay: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let of_listener = Arc::clone(&shared);
        thread::spawn(move || {
            for connection in listener.incoming() {
                if of_listener.is_over.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&of_listener);
                let Ok(connection) = connection else { continue };
                thread::spawn(move || shared.serve(&connection));
            }
        });
        Self { address, folder: folder.to_owned(), shared }
    }

    /// Returns `http://127.0.0.1:PORT`, with the folder that it is in.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.folder)
    }

    /// Returns the address of the interface.
    pub(crate) fn api(&self) -> String {
        format!("{}/api/v4", self.url())
    }

    /// Fails at the next request.
    pub(crate) fn fail(&self, fault: Fault) {
        lock(&self.shared.faults).push((None, fault));
    }

    /// Fails at the next request of this method.
    pub(crate) fn fail_at(&self, method: &'static str, fault: Fault) {
        lock(&self.shared.faults).push((Some(method), fault));
    }

    /// Fails at the request of this number, from 0 for the first that this server gets.
    pub(crate) fn fail_at_number(&self, number: usize, fault: Fault) {
        lock(&self.shared.faults_by_number).insert(number, fault);
    }

    /// Fails at none of the requests that [`Server::fail_at_number`] named and that have not come yet.
    pub(crate) fn mend(&self) {
        lock(&self.shared.faults_by_number).clear();
    }

    /// Changes the world after the request of this number came and before it is carried out.
    pub(crate) fn click_at_number(&self, number: usize, click: impl FnOnce(&mut World) + Send + 'static) {
        lock(&self.shared.clicks_by_number).insert(number, Box::new(click));
    }

    /// Forgets the faults that did not happen yet.
    pub(crate) fn no_more_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Lets somebody do something just before the next request of this method is carried out.
    pub(crate) fn before(&self, method: &'static str, deed: impl FnOnce(&mut World) + Send + 'static) {
        lock(&self.shared.befores).push((method, Box::new(deed)));
    }

    /// Waits for something before the next request of this method is carried out; others are answered meanwhile.
    pub(crate) fn pause(&self, method: &'static str, wait: impl FnOnce() + Send + 'static) {
        lock(&self.shared.pauses).push((method, Box::new(wait)));
    }

    /// Lets each request take so long on its way, and each answer on its way back.
    pub(crate) fn delay(&self, delay: Duration) {
        *lock(&self.shared.delay) = delay;
    }

    /// Returns all requests so far, in order.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        lock(&self.shared.requests).clone()
    }

    /// Returns the requests so far as `METHOD path`, one a line.
    pub(crate) fn log(&self) -> String {
        self.requests().iter().map(|request| format!("{} {}\n", request.method, request.target)).collect()
    }

    /// Returns how many requests of a method were made.
    pub(crate) fn count(&self, method: &str) -> usize {
        self.requests().iter().filter(|request| request.method == method).count()
    }

    /// Looks at the world, or changes it behind the client's back.
    pub(crate) fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut lock(&self.shared.world))
    }

    /// Returns an issue as it is now.
    #[track_caller]
    pub(crate) fn issue(&self, iid: u64) -> Issue {
        self.world(|world| world.issue(iid).clone())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it is over.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    /// Answers requests until the client or a fault closes the connection.
    fn serve(&self, connection: &TcpStream) {
        while let Some(mut request) = wire::read(connection) {
            if self.is_over.load(Ordering::SeqCst) {
                return;
            }
            request.is_of_confidential = lock(&self.world).is_of_confidential(&request.segments());
            let number = {
                let mut requests = lock(&self.requests);
                requests.push(request.clone());
                requests.len() - 1
            };
            let click = lock(&self.clicks_by_number).remove(&number);
            if let Some(click) = click {
                click(&mut lock(&self.world));
            }
            self.wait(&request.method);
            let planned = lock(&self.faults_by_number).remove(&number);
            let fault = planned.or_else(|| self.next_fault(&request.method));
            let is_open = match fault {
                None => {
                    let reply = self.carry_out(&request);
                    thread::sleep(*lock(&self.delay));
                    wire::write(connection, &reply)
                }
                Some(fault) => faults::play(fault, connection, || self.carry_out(&request)),
            };
            if !is_open {
                return;
            }
        }
    }

    fn carry_out(&self, request: &Recorded) -> wire::Reply {
        let mut world = lock(&self.world);
        let mut befores = lock(&self.befores);
        if let Some(at) = befores.iter().position(|(method, _)| *method == request.method) {
            befores.remove(at).1(&mut world);
        }
        routes::answer(&mut world, request)
    }

    fn wait(&self, method: &str) {
        let pause = {
            let mut pauses = lock(&self.pauses);
            let at = pauses.iter().position(|(of, _)| *of == method);
            at.map(|at| pauses.remove(at).1)
        };
        if let Some(pause) = pause {
            pause();
        }
        thread::sleep(*lock(&self.delay));
    }

    fn next_fault(&self, method: &str) -> Option<Fault> {
        let mut faults = lock(&self.faults);
        let at = faults.iter().position(|(of, _)| of.is_none_or(|of| of == method))?;
        Some(faults.remove(at).1)
    }
}

/// A test that panics must not make the others' messages unreadable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
