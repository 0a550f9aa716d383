use super::{LINE_WIDTH, document, with_scan, wrapped};

fn text(pdf: &[u8]) -> String {
    pdf.iter().map(|byte| char::from(*byte)).collect()
}

#[test]
fn table_of_objects_tells_where_each_one_is() {
    let pdf = document("Ordonnance", "# Dr Fabre\nUn comprimé (le matin)");
    // places are counted in bytes
    let from = |place: usize| text(&pdf[place..]);
    let place: usize = text(&pdf).rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let table = from(place);
    assert!(table.starts_with("xref\n0 8\n"), "{table}");
    for (number, entry) in table.lines().skip(3).take(7).enumerate() {
        let object = from(entry[..10].parse().unwrap());
        assert!(object.starts_with(&format!("{} 0 obj\n", number + 1)), "{entry}");
    }
}

#[test]
fn lengths_of_streams_are_true() {
    let text = text(&document("T", "Une ligne\nUne autre"));
    let (_, rest) = text.split_once("<< /Length ").unwrap();
    let (length, rest) = rest.split_once(" >>\nstream\n").unwrap();
    assert_eq!(rest.find("\nendstream").unwrap(), length.parse::<usize>().unwrap());
}

#[test]
fn accents_are_one_byte_and_parentheses_are_escaped() {
    let text = text(&document("T", "Créatinine (élevée), l’après-midi"));
    assert!(text.contains("(Cr\u{e9}atinine \\(\u{e9}lev\u{e9}e\\), l\u{92}apr\u{e8}s-midi) Tj"), "{text}");
}

#[test]
fn title_is_readable_by_every_reader() {
    let text = text(&document("Évaluation", "x"));
    assert!(text.contains("/Title <FEFF00C9007600610"), "{text}");
}

#[test]
fn long_document_takes_several_pages() {
    let lines = vec!["Une ligne de plus."; 100].join("\n");
    let text = text(&document("Long", &lines));
    assert!(text.contains("/Count 3"));
    assert_eq!(text.matches("/Type /Page /Parent").count(), 3);
}

#[test]
fn paragraph_is_cut_between_words() {
    let paragraph = vec!["pneumopathie"; 30].join(" ");
    let lines = wrapped(&paragraph);
    assert!(lines.len() > 3 && lines.iter().all(|line| line.chars().count() <= LINE_WIDTH));
    assert_eq!(lines.join(" "), paragraph);
}

#[test]
fn a_scan_makes_the_file_heavier_and_changes_no_page() {
    let (plain, heavy) = (text(&document("T", "Une ligne")), text(&with_scan("T", "Une ligne", &[7; 9_000])));
    assert!(heavy.len() >= plain.len() + 9_000);
    let (pages, _) = plain.split_once("xref\n").unwrap();
    assert!(heavy.starts_with(pages));
}
