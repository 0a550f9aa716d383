//! What is left of a subject once « RE : », « TR : » and their kin are taken off.

/// Marks of an answer or a forward, as French, English and German programs write them, in lower case.
const MARKS: [&str; 10] = ["re", "rép", "rep", "réf", "tr", "fw", "fwd", "aw", "wg", "sv"];
/// Marks taken off one subject at most.
const MAX_MARKS: usize = 20;

/// A subject reduced to what two letters of one conversation share.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SubjectKey {
    /// Lower case, single spaces, without marks; empty when nothing is left.
    pub(super) key: String,
    /// A mark was taken off: it says of itself that it answers something.
    pub(super) marked: bool,
}

/// Reduces `subject`.
pub(super) fn subject_key(subject: &str) -> SubjectKey {
    let mut rest = subject.trim();
    let mut marked = false;
    for _ in 0..MAX_MARKS {
        let Some(after) = without_mark(rest) else { break };
        rest = after;
        marked = true;
    }
    let key = rest.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    SubjectKey { key, marked }
}

/// `Re: x`, `RE : x`, `Re[2]: x` → `x`.
fn without_mark(subject: &str) -> Option<&str> {
    let (mark, rest) = subject.split_once(':')?;
    let mark = mark.trim_end();
    let mark = match mark.split_once('[') {
        Some((mark, count)) if count.strip_suffix(']')?.bytes().all(|digit| digit.is_ascii_digit()) => mark,
        Some(_) => return None,
        None => mark,
    };
    MARKS.contains(&mark.to_lowercase().as_str()).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::subject_key;

    fn check(subject: &str, key: &str, marked: bool) {
        let found = subject_key(subject);
        assert_eq!((found.key.as_str(), found.marked), (key, marked), "{subject}");
    }

    #[test]
    fn marks_of_answers_and_forwards_are_taken_off() {
        check("RE : Transport de M. Garnier", "transport de m. garnier", true);
        check("Re: TR: Fwd:  Transport   de M. Garnier ", "transport de m. garnier", true);
        check("Re[2]: Bilan", "bilan", true);
        check("RÉP : Bilan", "bilan", true);
        check("AW: WG: Bilan", "bilan", true);
    }

    #[test]
    fn other_words_before_a_colon_stay() {
        check("Urgent : bilan", "urgent : bilan", false);
        check("Retour : bilan", "retour : bilan", false);
        check("Re[x]: bilan", "re[x]: bilan", false);
    }

    #[test]
    fn nothing_may_be_left() {
        check("Re:", "", true);
        check("  ", "", false);
    }
}
