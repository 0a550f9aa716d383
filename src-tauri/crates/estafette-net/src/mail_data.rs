//! A message on its way out, given piece by piece, so that a video of 40 MB never stands in memory.

use std::io;

use futures::StreamExt;
use futures::stream::{self, BoxStream};

use crate::crlf::{CrlfText, Normaliser};
use crate::error::NetError;

/// The mail data of RFC 5321 §3.3: header, empty line, body.
pub struct MailData<'d> {
    size: u64,
    /// Bytes of it still to come.
    left: u64,
    eight_bit: bool,
    pieces: BoxStream<'d, io::Result<Vec<u8>>>,
    line_ends: Normaliser,
}

impl<'d> MailData<'d> {
    /// A message of `size` bytes that is ASCII and whose line ends are CRLF. An error of `pieces`, another size or a byte that
    /// is not ASCII breaks the sending off before the message can count as sent.
    #[must_use]
    pub fn in_pieces(size: u64, pieces: BoxStream<'d, io::Result<Vec<u8>>>) -> Self {
        Self { size, left: size, eight_bit: false, pieces, line_ends: Normaliser::default() }
    }

    /// Bytes of it, as they leave.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// Whether a byte is no ASCII.
    pub(crate) const fn is_eight_bit(&self) -> bool {
        self.eight_bit
    }

    /// The next bytes, every line end CRLF.
    pub(crate) async fn next(&mut self) -> Result<Option<CrlfText>, NetError> {
        let Some(piece) = self.pieces.next().await else {
            return if self.left == 0 { Ok(None) } else { Err(NOT_ITS_SIZE) };
        };
        // Whoever gives the pieces knows what happened.
        let piece = piece.map_err(|_| NetError::Abandoned)?;
        if !self.eight_bit && !piece.is_ascii() {
            return Err(NetError::Unwritable { what: "eight-bit text, in a message said to be ASCII" });
        }
        let piece = self.line_ends.normalised(piece);
        self.left = self.left.checked_sub(piece.len() as u64).ok_or(NOT_ITS_SIZE)?;
        Ok(Some(piece))
    }
}

const NOT_ITS_SIZE: NetError = NetError::Unwritable { what: "a message of another size than was said" };

/// A message in memory; lone line feeds are sent as CRLF.
impl<'d, B: AsRef<[u8]> + ?Sized> From<&'d B> for MailData<'d> {
    fn from(raw: &'d B) -> Self {
        let normal = CrlfText::of(raw.as_ref().to_vec()).into_bytes();
        let (size, eight_bit) = (normal.len() as u64, !normal.is_ascii());
        let pieces = stream::iter([Ok(normal)]).boxed();
        Self { size, left: size, eight_bit, pieces, line_ends: Normaliser::default() }
    }
}

impl std::fmt::Debug for MailData<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailData").field("size", &self.size).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures::StreamExt;
    use futures::stream;

    use super::MailData;
    use crate::crlf::CrlfText;
    use crate::error::NetError;

    #[tokio::test]
    async fn a_message_in_memory_leaves_with_the_line_ends_of_mail() {
        let mut data = MailData::from("a\nété\r\n");
        assert_eq!((data.size(), data.is_eight_bit()), (10, true));
        assert_eq!(data.next().await, Ok(Some(CrlfText::of("a\r\nété\r\n".as_bytes().to_vec()))));
        assert_eq!(data.next().await, Ok(None));
    }

    #[tokio::test]
    async fn a_piece_that_is_missing_or_not_what_was_said_ends_it() {
        let lost = stream::iter([Ok(b"a\r\n".to_vec()), Err(io::Error::other("the file"))]).boxed();
        let mut data = MailData::in_pieces(10, lost);
        assert_eq!(data.next().await, Ok(Some(CrlfText::of(b"a\r\n".to_vec()))));
        assert_eq!(data.next().await, Err(NetError::Abandoned));
        for (size, piece) in [(2, "é"), (2, "abc")] {
            let mut data = MailData::in_pieces(size, stream::iter([Ok(piece.as_bytes().to_vec())]).boxed());
            assert!(matches!(data.next().await, Err(NetError::Unwritable { .. })), "{piece}");
        }
        let mut data = MailData::in_pieces(2, stream::iter([Ok(b"a".to_vec())]).boxed());
        assert_eq!(data.next().await, Ok(Some(CrlfText::of(b"a".to_vec()))));
        assert!(matches!(data.next().await, Err(NetError::Unwritable { .. })), "an end too early");
    }
}
