use super::{House, MAP, check};

fn faults(map: &str) -> Vec<String> {
    let house = House::of(&[(MAP, map), ("src-tauri/crates/estafette-net/src/lib.rs", ""), ("ui/src/main.ts", "")]);
    check(&house).into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_room_on_the_map_passes_and_another_is_a_fault() {
    assert_eq!(faults("| `estafette-net` | sockets |"), Vec::<String>::new());
    assert_eq!(faults("  estafette-net/   sockets"), Vec::<String>::new());
    assert_eq!(faults("estafette-network"), ["does not name src-tauri/crates/estafette-net"]);
}

#[test]
fn a_decision_the_map_does_not_lead_to_is_a_fault() {
    let decision = ("src-tauri/docs/adr/0008-cards.md", "# 8. Cards");
    let map = |text: &'static str| check(&House::of(&[("src-tauri/docs/ARCHITECTURE.md", text), decision])).len();
    assert_eq!(map("[8 Cards](adr/0008-cards.md)"), 0);
    assert_eq!(map("See adr/0008-cards.md one day"), 1);
}
