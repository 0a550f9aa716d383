//! Where what was looked for stands in the rows of a search.
//!
//! Told from what the page is given, after everything a discreet screen masks: what is not shown has no marks. The engine finds
//! the places, so that no second rule of accents and ligatures is needed in the page.

use std::ops::Range;

use estafette_contract::{RowMarks, TextMark, ThreadRow};
use estafette_store::{MarkedField, Query};

/// The row with its marks.
pub(crate) fn with_marks(row: ThreadRow, query: &Query) -> ThreadRow {
    let from = if row.from.name.is_empty() { &row.from.address } else { &row.from.name };
    let of = |field, text: &str| text_marks(text, &query.marks(field, text));
    let marks = RowMarks {
        from: of(MarkedField::People, from),
        subject: of(MarkedField::Subject, row.subject.as_deref().unwrap_or_default()),
        preview: of(MarkedField::Preview, &row.preview),
    };
    ThreadRow { marks: Some(marks), ..row }
}

/// Places in bytes, in order, counted as JavaScript does.
fn text_marks(text: &str, places: &[Range<usize>]) -> Vec<TextMark> {
    let (mut counted, mut units) = (0, 0);
    let mut unit_at = |byte: usize| {
        units += text.get(counted..byte).unwrap_or_default().encode_utf16().count();
        counted = byte;
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    places.iter().map(|place| TextMark { start: unit_at(place.start), end: unit_at(place.end) }).collect()
}

#[cfg(test)]
mod tests {
    use estafette_contract::{CorrespondentView, FolderRef, RowMarks, TextMark, ThreadRef, ThreadRow};
    use estafette_store::Query;
    use jiff::ZonedDateTime;

    use super::with_marks;

    fn row(name: &str, subject: Option<&str>, preview: &str) -> ThreadRow {
        ThreadRow {
            id: ThreadRef(1),
            folder: FolderRef(1),
            subject: subject.map(str::to_owned),
            from: CorrespondentView { name: name.to_owned(), address: String::from("helene.fabre@a.example") },
            outgoing: false,
            date: 0,
            unread: 0,
            starred: false,
            messages: 1,
            preview: preview.to_owned(),
            documents: vec![],
            marks: None,
        }
    }

    fn marks(row: ThreadRow, typed: &str) -> RowMarks {
        let now: ZonedDateTime = "2026-11-24T15:00:00+01:00[Europe/Paris]".parse().expect("a time");
        with_marks(row, &Query::typed(typed, &now)).marks.expect("marks")
    }

    /// As the page cuts it.
    fn cut(text: &str, marks: &[TextMark]) -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        marks.iter().map(|mark| String::from_utf16_lossy(&units[mark.start as usize..mark.end as usize])).collect()
    }

    #[test]
    fn places_are_counted_as_the_page_counts_them() {
        let preview = "\u{1f3e5} l’œdème \u{1f3e5} et l’œdème";
        let found = marks(row("Dr Hélène Fabre", Some("Œdème"), preview), "oedeme fabre ");
        assert_eq!(cut(preview, &found.preview), ["œdème", "œdème"]);
        assert_eq!(cut("Œdème", &found.subject), ["Œdème"]);
        assert_eq!(cut("Dr Hélène Fabre", &found.from), ["Fabre"]);
    }

    #[test]
    fn without_a_name_the_address_is_marked() {
        let found = marks(row("", None, ""), "de:fabre ");
        assert_eq!(cut("helene.fabre@a.example", &found.from), ["fabre"]);
    }

    #[test]
    fn what_is_masked_has_no_marks() {
        assert_eq!(marks(row("G.\u{a0}R.", None, ""), "garnier objet masqué "), RowMarks::default());
    }
}
