//! What this process cost the machine: processor time and the most memory it held.
//!
//! The peak is read from `/proc`, not from `getrusage`, whose figure also counts the program that started this one.

/// The cost so far; nothing where the operating system is not asked (anything but Linux).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Resources {
    /// Processor seconds of all threads, in the program and in the system for it.
    pub(crate) cpu_seconds: Option<f64>,
    /// Largest resident memory, MiB.
    pub(crate) peak_rss_mib: Option<f64>,
}

impl Resources {
    /// What this process cost until now.
    #[cfg(target_os = "linux")]
    pub(crate) fn used() -> Self {
        let cpu = nix::time::clock_gettime(nix::time::ClockId::CLOCK_PROCESS_CPUTIME_ID).ok();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        Self {
            cpu_seconds: cpu.map(|time| std::time::Duration::from(time).as_secs_f64()),
            peak_rss_mib: peak_of(&status),
        }
    }

    /// What this process cost until now.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn used() -> Self {
        Self::default()
    }
}

/// The line `VmHWM:   51234 kB` of proc_pid_status(5), in MiB.
#[cfg(target_os = "linux")]
fn peak_of(status: &str) -> Option<f64> {
    const KIB_IN_MIB: f64 = 1024.0;
    let (_, rest) = status.split_once("VmHWM:")?;
    let kib: u32 = rest.split_whitespace().next()?.parse().ok()?;
    Some(f64::from(kib) / KIB_IN_MIB)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{Resources, peak_of};

    #[test]
    fn the_peak_is_the_high_water_mark_and_not_the_present() {
        assert_eq!(peak_of("Name:\tx\nVmHWM:\t   51200 kB\nVmRSS:\t   100 kB\n"), Some(50.0));
        assert_eq!(peak_of("Name:\tx\n"), None);
    }

    #[test]
    fn memory_held_and_time_spent_are_seen() {
        const HELD: usize = 64 * 1024 * 1024;
        let held = vec![1_u8; HELD];
        let before = Resources::used();
        assert!(before.peak_rss_mib.is_some_and(|peak| peak > 64.0), "{before:?}");
        assert_eq!(held.iter().map(|byte| usize::from(*byte)).sum::<usize>(), HELD);
        let after = Resources::used();
        assert!(after.cpu_seconds > before.cpu_seconds, "{before:?} {after:?}");
    }
}
