//! The web server of an authority, on loopback: it hands out what it is given, well or badly, and remembers who asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context;

/// What it answers.
#[derive(Clone, Debug)]
pub enum ListAnswer {
    /// These bytes, with their length.
    Body(Vec<u8>),
    /// These bytes, of which the end of the connection is the end.
    UntilClosed(Vec<u8>),
    /// A status and nothing else.
    Status(u16),
    /// The way to another address.
    Elsewhere(String),
    /// Bytes without end.
    Endless,
    /// A length that is announced and does not come.
    CutShort,
    /// Nothing at all, the connection staying open.
    Silence,
    /// A byte at a time, a tenth of a second apart.
    Dribble(Vec<u8>),
    /// Something that is not HTTP.
    Gibberish,
}

/// The server. Gone when dropped.
pub struct ListServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    answer: Mutex<ListAnswer>,
    questions: Mutex<Vec<String>>,
    gone: AtomicBool,
}

impl ListServer {
    /// Starts one that answers so until told otherwise.
    ///
    /// # Errors
    /// No port of the loopback can be had.
    pub fn start(answer: ListAnswer) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("no port for a server of lists")?;
        let address = listener.local_addr()?;
        let shared =
            Arc::new(Shared { answer: Mutex::new(answer), questions: Mutex::default(), gone: AtomicBool::new(false) });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.gone.load(Ordering::Relaxed) {
                    break;
                }
                let serving = Arc::clone(&serving);
                // Whoever asks may go away in the middle: that is what some answers are for.
                thread::spawn(move || drop(serving.serve(stream)));
            }
        });
        Ok(Self { address, shared })
    }

    /// Where its list is to be had.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/lists/authority.crl", self.address)
    }

    /// Answers so from now on.
    pub fn answers(&self, answer: ListAnswer) {
        *lock(&self.shared.answer) = answer;
    }

    /// What it was asked so far: each question whole, as it was written.
    #[must_use]
    pub fn questions(&self) -> Vec<String> {
        lock(&self.shared.questions).clone()
    }
}

impl Drop for ListServer {
    fn drop(&mut self) {
        self.shared.gone.store(true, Ordering::Relaxed);
        let _wakes_it = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut question = String::new();
        let mut reader = BufReader::new(stream.try_clone()?);
        while !question.ends_with("\r\n\r\n") {
            if reader.read_line(&mut question)? == 0 {
                return Ok(());
            }
        }
        lock(&self.questions).push(question);
        let answer = lock(&self.answer).clone();
        match answer {
            ListAnswer::Body(body) => {
                head(&mut stream, "200 OK", &format!("Content-Length: {}\r\n", body.len()))?;
                stream.write_all(&body)
            }
            ListAnswer::UntilClosed(body) => {
                head(&mut stream, "200 OK", "")?;
                stream.write_all(&body)
            }
            ListAnswer::Status(status) => head(&mut stream, &format!("{status} No"), "Content-Length: 0\r\n"),
            ListAnswer::Elsewhere(url) => {
                head(&mut stream, "302 Found", &format!("Location: {url}\r\nContent-Length: 0\r\n"))
            }
            ListAnswer::Endless => {
                head(&mut stream, "200 OK", "")?;
                while !self.gone.load(Ordering::Relaxed) {
                    stream.write_all(&[0x30; 64 * 1024])?;
                }
                Ok(())
            }
            ListAnswer::CutShort => {
                head(&mut stream, "200 OK", "Content-Length: 100000\r\n")?;
                stream.write_all(&[0x30; 50])
            }
            ListAnswer::Silence => {
                // Ends when whoever asked gives up.
                let mut nothing = String::new();
                reader.read_line(&mut nothing).map(drop)
            }
            ListAnswer::Dribble(body) => {
                head(&mut stream, "200 OK", &format!("Content-Length: {}\r\n", body.len()))?;
                for byte in body {
                    stream.write_all(&[byte])?;
                    thread::sleep(Duration::from_millis(100));
                }
                Ok(())
            }
            ListAnswer::Gibberish => stream.write_all(b"* OK [CAPABILITY IMAP4rev1] ready\r\n"),
        }
    }
}

fn head(stream: &mut TcpStream, status: &str, fields: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: application/pkix-crl\r\n{fields}\r\n")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
