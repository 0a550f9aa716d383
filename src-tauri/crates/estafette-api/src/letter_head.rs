//! The header of a letter as lines a colleague would read: above a forwarding, and above a letter joined to another.

use estafette_model::Correspondent;
use jiff::tz::TimeZone;

use crate::words::{moment, sentence};

/// What a header says, to be written in lines.
pub(crate) struct LetterHead<'a> {
    pub(crate) from: &'a Correspondent,
    /// Seconds since 1970.
    pub(crate) date: Option<i64>,
    pub(crate) subject: &'a str,
    pub(crate) to: &'a [Correspondent],
    pub(crate) cc: &'a [Correspondent],
}

impl LetterHead<'_> {
    /// One line for each thing it says.
    pub(crate) fn lines(&self) -> Vec<String> {
        let all = |list: &[Correspondent]| list.iter().map(in_full).collect::<Vec<_>>().join(", ");
        let lines = [
            ("frame.forwarded_from", in_full(self.from)),
            ("frame.forwarded_date", self.date.map(|date| moment(date, &TimeZone::system())).unwrap_or_default()),
            ("frame.forwarded_subject", self.subject.to_owned()),
            ("frame.forwarded_to", all(self.to)),
            ("frame.forwarded_cc", all(self.cc)),
        ];
        let known = lines.into_iter().filter(|(_, value)| !value.is_empty());
        known.map(|(key, value)| sentence(key, &[("value", &value)])).collect()
    }
}

/// « CH de Val-Fleuri <urgences@…> ».
pub(crate) fn in_full(who: &Correspondent) -> String {
    match who.believable_name() {
        "" => who.address.clone(),
        name => format!("{name} <{}>", who.address),
    }
}

#[cfg(test)]
mod tests {
    use estafette_model::Correspondent;

    use super::LetterHead;

    #[test]
    fn what_is_not_known_has_no_line() {
        let from = Correspondent { name: String::from("Dr Fabre"), address: String::from("fabre@a.example") };
        let to = [Correspondent { name: String::new(), address: String::from("b@a.example") }];
        let head = LetterHead { from: &from, date: None, subject: "Bilan", to: &to, cc: &[] };
        assert_eq!(
            head.lines(),
            ["De\u{a0}: Dr Fabre <fabre@a.example>", "Objet\u{a0}: Bilan", "À\u{a0}: b@a.example"]
        );
    }
}
