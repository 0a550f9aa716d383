//! The trial: servers behind two lines that stall on demand, a secretary killed in front of them, and a verdict at the end.
//!
//! A kill counts for a phase only when it was seen to be inside it: a letter under way on a stalled line, without an answer
//! since; or frames of a transaction on the disk whose last one is missing. One that missed counts for nothing.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail};
use estafette_harness::{Fault, FaultProxy, LETTER_RUN, Moment, OperatorSpec, Random, Release, SecretService};
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use serde::Serialize;

use super::judge::{Evidence, Verdict, in_queue};
use super::ledger::{AtRest, Said};
use super::wal;
use crate::World;

/// Bytes of the file of a letter, at least and at most more: small enough to be quick, large enough to be caught on its way.
const FILE: (usize, usize) = (60_000, 120_000);
/// Longest wait for a phase to be reached, and for everything to be at rest.
const PATIENCE: Duration = Duration::from_secs(60);
/// Writes into a log of the store after which a kill is tried, at most.
const WRITES: usize = 90;
/// Letters of others that come in before a kill inside a commit, so that there is much to write.
const ARRIVALS: usize = 6;
/// How often the log of the store is looked at: a frame takes about as long.
const GLANCE: Duration = Duration::from_micros(50);
/// Kills that hit nothing, for each that is wanted: beyond, something is wrong with the trial.
const MISSES: u32 = 6;

/// Kills seen to be inside each phase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Between 354 and the answer to the letter.
    pub data: u32,
    /// Of these, after the operator had acted, its answer unread.
    pub data_answered: u32,
    /// Between the first byte of the literal and the tagged OK.
    pub append: u32,
    /// Of these, after the server had acted, its answer unread.
    pub append_answered: u32,
    /// Frames of a transaction written, its commit not.
    pub commit: u32,
    /// Everything that was killed.
    pub kills: u32,
}

/// How it ended.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// The kills.
    pub phases: Counts,
    /// What became of the letters.
    pub verdict: Verdict,
}

/// Servers, lines, a keyring and a profile.
pub struct Trial {
    world: World,
    imap: FaultProxy,
    smtp: FaultProxy,
    keyring: SecretService,
    papers: PathBuf,
    program: PathBuf,
    dice: Random,
    counts: Counts,
    queued: Vec<String>,
    arrived: usize,
    /// The first letter of the next secretary.
    next: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Data,
    Append,
    Commit,
}

impl Trial {
    /// Starts everything and makes the profile. `program` is `crash-trial`, `seed` decides when it is killed.
    ///
    /// # Errors
    /// The servers or the keyring do not start, or the profile does not open.
    pub fn begin(program: &Path, seed: u64) -> anyhow::Result<Self> {
        let world = World::of(OperatorSpec::new(World::accounts())).context("the test servers cannot be had")?;
        let host = world.operator.host();
        let imap = FaultProxy::before(host, world.operator.imap_starttls_port())?;
        let smtp = FaultProxy::before(host, world.operator.submissions_port())?;
        let account = world.account("secretariat");
        let mut provisioning = world.provisioning(&account);
        provisioning["mailboxes"][0]["imap"]["port"] = imap.port().into();
        provisioning["mailboxes"][0]["smtp"]["port"] = smtp.port().into();
        let papers = world.papers_with("sophie", &provisioning, &account.password);
        std::fs::write(papers.join("password.txt"), format!("{}\n", account.password))?;
        let mut trial = Self {
            world,
            imap,
            smtp,
            keyring: SecretService::start()?,
            papers,
            program: program.to_owned(),
            dice: Random::seeded(seed),
            counts: Counts::default(),
            queued: Vec::new(),
            arrived: 0,
            next: 1,
        };
        trial.at_rest()?;
        Ok(trial)
    }

    /// Kills until each phase was hit `kills` times, lets everything come to rest, and judges.
    ///
    /// # Errors
    /// A killed Estafette does not open again, a phase is not reached, or there is no rest.
    pub fn kill(&mut self, kills: u32, tell: &mut dyn FnMut(&str)) -> anyhow::Result<Outcome> {
        while let Some(phase) = self.most_wanted(kills) {
            self.kill_in(phase).with_context(|| format!("kill {}", self.counts.kills))?;
            if self.counts.kills > kills.saturating_mul(3 * MISSES).max(30) {
                bail!("too many kills hit nothing: {:?}", self.counts);
            }
            if self.counts.kills.is_multiple_of(25) {
                tell(&format!("{:?}", self.counts));
            }
        }
        let at_rest = self.at_rest()?;
        let (log, received, sent, inbox) = self.servers()?;
        let verdict = Verdict::on(&Evidence {
            log: &log,
            received: &received,
            sent: &sent,
            inbox,
            queued: &self.queued,
            at_rest: &at_rest,
        });
        Ok(Outcome { phases: self.counts, verdict })
    }

    /// The papers of the profile, which is in `profile` there.
    #[must_use]
    pub fn papers(&self) -> &Path {
        &self.papers
    }

    /// The mailbox on the server.
    #[must_use]
    pub fn maildir(&self) -> PathBuf {
        self.world.operator.mailstore().maildir("secretariat")
    }

    /// What a program needs to reach the keyring.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        self.keyring.environment().into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn most_wanted(&self, kills: u32) -> Option<Phase> {
        let counted =
            [(self.counts.data, Phase::Data), (self.counts.append, Phase::Append), (self.counts.commit, Phase::Commit)];
        counted.into_iter().filter(|(count, _)| *count < kills).min_by_key(|(count, _)| *count).map(|(_, phase)| phase)
    }

    fn kill_in(&mut self, phase: Phase) -> anyhow::Result<()> {
        let size = FILE.0 + self.dice.below(FILE.1);
        let moment = if self.dice.chance(40) {
            Moment::AnswerToLetter
        } else {
            Moment::InsideLetter(LETTER_RUN + u64::try_from(self.dice.below(size))?)
        };
        let release = if self.dice.chance(50) { Release::Flow } else { Release::Cut };
        if phase == Phase::Commit {
            self.letters_come_in()?;
        }
        let line = match phase {
            Phase::Data => Some(&self.smtp),
            Phase::Append => Some(&self.imap),
            Phase::Commit => None,
        };
        let writes = self.dice.below(WRITES);
        let watch = watch(&self.papers.join("profile"))?;
        let mut victim = self.start(&["secretary"], &[self.next.to_string(), size.to_string()])?;
        self.next += 1_000;
        let struck = match line {
            Some(line) => {
                line.arm(moment, Fault::Stall);
                victim.wait_for(|| line.wait_for_strike(GLANCE).is_some())?
            }
            None => {
                let mut seen = 0;
                victim.wait_for(|| {
                    seen += writes_seen(&watch);
                    seen > writes
                })?
            }
        };
        let strike = line.filter(|_| struck).and_then(|line| line.wait_for_strike(Duration::ZERO));
        let said = victim.kill()?;
        let torn = wal::torn_frames(&self.papers.join("profile"));
        if let Some(line) = line {
            line.disarm();
            line.release(release);
        }
        self.note(&said)?;
        self.counts.kills += 1;
        self.counts.commit += u32::from(torn > 0);
        let answered = u32::from(moment == Moment::AnswerToLetter);
        if strike.is_some_and(|strike| strike.unanswered >= LETTER_RUN) {
            match phase {
                Phase::Data => {
                    (self.counts.data, self.counts.data_answered) =
                        (self.counts.data + 1, self.counts.data_answered + answered)
                }
                Phase::Append => {
                    (self.counts.append, self.counts.append_answered) =
                        (self.counts.append + 1, self.counts.append_answered + answered)
                }
                Phase::Commit => {}
            }
        }
        Ok(())
    }

    /// Letters of others, on the server before the next start.
    fn letters_come_in(&mut self) -> anyhow::Result<()> {
        for _ in 0..ARRIVALS {
            self.arrived += 1;
            let number = self.arrived;
            let words: String = (0..4_000)
                .map(|at| {
                    if at % 12 == 11 { '\n' } else { char::from(b'a' + u8::try_from(self.dice.below(26)).unwrap_or(0)) }
                })
                .collect();
            let letter = format!(
                "From: urgences@ch-val-fleuri.mssante.example\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\n\
                 Subject: Bilan {number}\r\nMessage-ID: <bilan-{number}@ch-val-fleuri.example>\r\n\
                 Date: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\n{}\r\n",
                words.replace('\n', "\r\n"),
            );
            self.world.operator.mailstore().deliver(
                "secretariat",
                "INBOX",
                letter.as_bytes(),
                &[],
                SystemTime::now(),
            )?;
        }
        Ok(())
    }

    fn note(&mut self, said: &[Said]) -> anyhow::Result<()> {
        for line in said {
            match line {
                Said::Queued { subject } => self.queued.push(subject.clone()),
                Said::Obstacle { code } => bail!("the profile does not open any more: {code}"),
                Said::Opened | Said::AtRest(_) => {}
            }
        }
        Ok(())
    }

    /// Lets the profile come to rest on healthy lines: nothing on its way, and as many letters here as on the server.
    fn at_rest(&mut self) -> anyhow::Result<AtRest> {
        let begun = Instant::now();
        let mut person = self.start(&["at-rest"], &[])?;
        loop {
            let told = person.ask()?;
            let (log, _, sent, inbox) = self.servers()?;
            let here = usize::try_from(told.inbox + told.sent)?;
            if (told.on_their_way, in_queue(&log), here) == (0, 0, inbox + sent.len()) {
                person.leave()?;
                return Ok(told);
            }
            if begun.elapsed() > PATIENCE {
                // The verdict says what is missing.
                person.leave()?;
                return Ok(told);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    #[allow(clippy::type_complexity, reason = "read in one place")]
    fn servers(&self) -> anyhow::Result<(String, Vec<Vec<u8>>, Vec<Vec<u8>>, usize)> {
        let store = self.world.operator.mailstore();
        Ok((
            self.world.operator.submission_log(),
            store.messages("urgences", "INBOX")?,
            store.messages("secretariat", "Sent")?,
            store.messages("secretariat", "INBOX")?.len(),
        ))
    }

    fn start(&self, verb: &[&str], rest: &[String]) -> anyhow::Result<Victim> {
        let mut command = Command::new(&self.program);
        command.args(verb).arg(&self.papers).args(rest).envs(self.keyring.environment());
        Victim::start(command)
    }
}

/// Tells when something is written into a log of the store.
fn watch(profile: &Path) -> anyhow::Result<Inotify> {
    let watch = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).context("nothing can be watched")?;
    if profile.is_dir() {
        watch.add_watch(profile, AddWatchFlags::IN_MODIFY).context("the profile cannot be watched")?;
    }
    Ok(watch)
}

fn writes_seen(watch: &Inotify) -> usize {
    let events = watch.read_events().unwrap_or_default();
    let logs = events.into_iter().filter_map(|event| event.name);
    let seen = logs.filter(|name| name.to_string_lossy().ends_with("-wal")).count();
    if seen == 0 {
        thread::sleep(GLANCE);
    }
    seen
}

/// A process with an Estafette in it.
struct Victim {
    process: Child,
    orders: Option<ChildStdin>,
    said: Receiver<Said>,
}

impl Victim {
    fn start(mut command: Command) -> anyhow::Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let out = process.stdout.take().context("it has no voice")?;
        let (heard, said) = channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // A line cut by the kill was not said.
                if let Ok(line) = serde_json::from_str(&line) {
                    let _ = heard.send(line);
                }
            }
        });
        Ok(Self { orders: process.stdin.take(), process, said })
    }

    /// Waits until it is `so`; whether it was in time.
    fn wait_for(&mut self, mut so: impl FnMut() -> bool) -> anyhow::Result<bool> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if so() {
                return Ok(true);
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("Estafette ended by itself: {status}");
            }
        }
        Ok(false)
    }

    /// SIGKILL: nothing is closed, nothing is flushed. Gives what it said until then.
    fn kill(mut self) -> anyhow::Result<Vec<Said>> {
        self.process.kill().context("it cannot be killed")?;
        self.process.wait()?;
        Ok(self.said.iter().collect())
    }

    /// Asks how the profile stands.
    fn ask(&mut self) -> anyhow::Result<AtRest> {
        let orders = self.orders.as_mut().context("it hears nothing")?;
        writeln!(orders, "?").context("it is gone")?;
        loop {
            match self.said.recv_timeout(PATIENCE).context("it says nothing")? {
                Said::AtRest(told) => return Ok(told),
                Said::Obstacle { code } => bail!("the profile does not open: {code}"),
                Said::Opened | Said::Queued { .. } => {}
            }
        }
    }

    fn leave(mut self) -> anyhow::Result<()> {
        drop(self.orders.take());
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { bail!("Estafette did not leave in order: {status}") }
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
