//! What may become of a letter, as a drawing and a table for the documentation, made from what the store itself obeys.

use super::steps::Passage;
use crate::outbox_state::OutboxState;

/// The states of the outbox and every way between them: a Mermaid drawing, then a table.
#[must_use]
pub fn outbox_diagram() -> String {
    let mut drawing = String::from("```mermaid\nstateDiagram-v2\n    [*] --> queued: « Envoyer »\n");
    let mut table = String::from("| From | To | When |\n|---|---|---|\n");
    for (from, to, why) in ways() {
        let to_in_drawing = if to == DRAFT { "[*]" } else { to };
        drawing.push_str(&format!("    {from} --> {to_in_drawing}: {why}\n"));
        table.push_str(&format!(
            "| `{from}` | {} | {why} |\n",
            if to == DRAFT { to.to_owned() } else { format!("`{to}`") }
        ));
    }
    for state in OutboxState::ALL.into_iter().filter(|state| is_settled(*state)) {
        drawing.push_str(&format!("    {} --> [*]\n", state.as_str()));
    }
    format!("{drawing}```\n\n{table}")
}

/// Where a letter is that was taken back: its row is gone.
const DRAFT: &str = "a draft again";

/// From where to where and why, in the order of the states.
fn ways() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut ways = Vec::new();
    for from in OutboxState::ALL {
        let steps = Passage::ALL.into_iter().filter(|passage| passage.starts_at().contains(&from));
        ways.extend(steps.map(|passage| (from.as_str(), passage.to().as_str(), why(passage))));
        if from.may_be_withdrawn() {
            ways.push((from.as_str(), DRAFT, "taken back by the person"));
        }
        if from.after_crash() != from {
            ways.push((from.as_str(), from.after_crash().as_str(), "found so after a crash"));
        }
    }
    ways
}

fn is_settled(state: OutboxState) -> bool {
    !ways().iter().any(|(from, _, _)| *from == state.as_str())
}

const fn why(passage: Passage) -> &'static str {
    match passage {
        Passage::Connected => "its time has come and somebody begins",
        Passage::Requeued => "it failed before its last byte left",
        Passage::RefusedForNow => "the operator answered « not now »",
        Passage::DataSent => "written down before the last byte leaves",
        Passage::Unknown => "no answer came",
        Passage::Accepted => "the operator took it, or it is found in Sent or in a report",
        Passage::Refused => "the operator answered no",
        Passage::Parked => "given up here, or by the person who was asked",
        Passage::ResentByPerson => "a person who was told the facts sends it again",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Passage, ways};
    use crate::outbox_state::OutboxState;

    #[test]
    fn every_passage_of_the_store_is_drawn_once() {
        let wanted: usize = Passage::ALL.iter().map(|passage| passage.starts_at().len()).sum();
        let crashes = OutboxState::ALL.iter().filter(|state| state.after_crash() != **state).count();
        let withdrawals = OutboxState::ALL.iter().filter(|state| state.may_be_withdrawn()).count();
        let mut drawn = ways();
        assert_eq!(drawn.len(), wanted + crashes + withdrawals);
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), wanted + crashes + withdrawals);
    }

    #[test]
    fn only_an_answer_or_a_person_leads_from_the_last_byte_back_to_the_queue() {
        let back = |from: OutboxState| -> Vec<&str> {
            ways().iter().filter(|way| (way.0, way.1) == (from.as_str(), "queued")).map(|way| way.2).collect()
        };
        assert_eq!(back(OutboxState::DataSent), ["the operator answered « not now »"]);
        assert_eq!(back(OutboxState::Unknown), ["a person who was told the facts sends it again"]);
    }

    #[test]
    fn what_is_settled_leads_nowhere() {
        let settled: Vec<_> = OutboxState::ALL.into_iter().filter(|state| super::is_settled(*state)).collect();
        assert_eq!(settled, [OutboxState::Accepted, OutboxState::Refused, OutboxState::Parked]);
    }

    #[test]
    fn the_drawing_and_the_table_tell_the_same_ways() {
        let page = super::outbox_diagram();
        assert!(page.starts_with("```mermaid\nstateDiagram-v2\n    [*] --> queued: « Envoyer »\n"), "{page}");
        let (drawing, table) = page.split_once("```\n\n").unwrap();
        for (from, to, why) in ways() {
            let (arrow, cell) = if to == super::DRAFT { ("[*]", to.to_owned()) } else { (to, format!("`{to}`")) };
            assert!(drawing.contains(&format!("    {from} --> {arrow}: {why}\n")), "{from} → {to}");
            assert!(table.contains(&format!("| `{from}` | {cell} | {why} |\n")), "{from} → {to}");
        }
        for state in ["accepted", "refused", "parked"] {
            assert!(drawing.contains(&format!("    {state} --> [*]\n")), "{state} is an end");
        }
    }
}
