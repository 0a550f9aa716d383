use std::time::{Duration, UNIX_EPOCH};

use super::{flags_of, keywords_of, new_name};
use crate::mailstore::Flag;

#[test]
fn name_carries_the_date_the_sizes_and_the_flags() {
    let received = UNIX_EPOCH + Duration::from_secs(1_790_000_000);
    let name = new_name(b"a\nb\r\n", &[Flag::Seen, Flag::Draft], received);
    assert!(name.starts_with("1790000000.M"), "{name}");
    assert!(name.ends_with(".estafette,S=5,W=6:2,DS"), "{name}");
}

#[test]
fn no_two_messages_share_a_name() {
    assert_ne!(new_name(b"a", &[], UNIX_EPOCH), new_name(b"a", &[], UNIX_EPOCH));
}

#[test]
fn flags_are_read_back_in_order() {
    assert_eq!(flags_of("1.M1P1.h,S=1:2,FRSTa"), [Flag::Flagged, Flag::Answered, Flag::Seen, Flag::Deleted]);
    assert_eq!(flags_of("1.M1P1.h"), []);
}

#[test]
fn keywords_are_looked_up_by_their_letter() {
    let table = "0 $Forwarded\n1 $Junk\n";
    assert_eq!(keywords_of("1.M1P1.h:2,Sab", table), ["$Forwarded", "$Junk"]);
    assert_eq!(keywords_of("1.M1P1.h:2,Sc", table), Vec::<String>::new());
}
