use std::time::Duration;

use estafette_contract::{ANSWERED_WHILE_LOCKED, COMMANDS};
use estafette_model::MailboxId;
use tokio::time::{Instant, advance};

use super::{Due, ScreenLock};

const TEN: Duration = Duration::from_mins(10);

#[tokio::test(start_paused = true)]
async fn a_screen_before_which_nobody_is_says_so_a_minute_before_and_locks() {
    let lock = ScreenLock::default();
    let begun = Instant::now();
    assert_eq!(lock.due(TEN), Due::At(begun + Duration::from_mins(9)));
    advance(Duration::from_mins(9)).await;
    assert_eq!(lock.due(TEN), Due::Warning(Duration::from_mins(1)));
    assert_eq!(lock.due(TEN), Due::At(begun + TEN), "said once");
    advance(Duration::from_mins(1)).await;
    assert_eq!(lock.due(TEN), Due::Now);
    lock.lock();
    assert_eq!(lock.due(TEN), Due::Nothing);
}

#[tokio::test(start_paused = true)]
async fn who_moves_puts_it_off_and_is_told_so_if_they_were_warned() {
    let lock = ScreenLock::default();
    advance(Duration::from_mins(5)).await;
    assert!(!lock.seen(), "nothing had been said");
    assert_eq!(lock.due(TEN), Due::At(Instant::now() + Duration::from_mins(9)));
    advance(Duration::from_secs(9 * 60 + 30)).await;
    assert_eq!(lock.due(TEN), Due::Warning(Duration::from_secs(30)), "what is left is what is said");
    assert!(lock.seen());
    assert_eq!(lock.due(TEN), Due::At(Instant::now() + Duration::from_mins(9)));
}

#[tokio::test(start_paused = true)]
async fn a_delay_of_a_minute_warns_after_half_of_it_and_a_shorter_one_holds_at_once() {
    let lock = ScreenLock::default();
    advance(Duration::from_secs(30)).await;
    assert_eq!(lock.due(Duration::from_mins(1)), Due::Warning(Duration::from_secs(30)));
    advance(Duration::from_mins(6)).await;
    assert_eq!(lock.due(Duration::from_mins(5)), Due::Now);
}

#[tokio::test(start_paused = true)]
async fn who_counts_is_woken_by_who_comes_back() {
    let lock = ScreenLock::default();
    lock.lock();
    lock.changed().await;
    lock.unlock();
    lock.changed().await;
    assert!(!lock.is_locked());
    assert_eq!(lock.due(TEN), Due::At(Instant::now() + Duration::from_mins(9)), "somebody is there");
    lock.reconsider();
    lock.changed().await;
}

#[test]
fn only_what_tells_nothing_of_a_letter_is_answered_while_locked() {
    let lock = ScreenLock::default();
    assert!(COMMANDS.iter().all(|command| lock.answers(command.name)));
    lock.lock();
    let answered: Vec<_> = COMMANDS.iter().map(|command| command.name).filter(|name| lock.answers(name)).collect();
    assert_eq!(answered.len(), ANSWERED_WHILE_LOCKED.len(), "each is a command of the table: {answered:?}");
    for name in ["thread_list", "thread_open", "attachment_save", "draft_read", "setting_change", "person_choose"] {
        assert!(!lock.answers(name), "{name}");
    }
}

#[test]
fn what_came_is_counted_while_locked_alone_and_afresh_each_time() {
    let lock = ScreenLock::default();
    let (secretariat, soins) = (MailboxId::new(1), MailboxId::new(2));
    lock.arrived(secretariat, 4);
    lock.lock();
    lock.arrived(secretariat, 2);
    lock.lock();
    lock.arrived(secretariat, 1);
    assert_eq!((lock.news(secretariat), lock.news(soins)), (3, 0));
    lock.unlock();
    lock.lock();
    assert_eq!(lock.news(secretariat), 0);
}
