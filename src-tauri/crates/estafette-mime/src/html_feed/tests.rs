use super::without_embedded_data;

#[test]
fn a_pasted_photograph_is_taken_out_and_nothing_else() {
    let cases = [
        ("<p>Bonjour</p>", "<p>Bonjour</p>"),
        ("<img src=\"data:image/png;base64,iVBOR/+w==\" alt=a>", "<img src=\"data:image/png;base64,\" alt=a>"),
        ("a;base64,QUJD b;base64,REVG.", "a;base64, b;base64,."),
        ("<img src=data:image/png;base64,QUJD>", "<img src=data:image/png;base64,>"),
    ];
    for (html, kept) in cases {
        assert_eq!(without_embedded_data(html), kept);
    }
}
