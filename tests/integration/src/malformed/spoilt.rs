//! An honest letter, cut where a line was lost, and with bytes that were changed on the way.

use estafette_harness::Random;

use super::{Malformed, letter};

const CUTS: usize = 24;
const CHANGED: u64 = 40;

/// A letter as a hospital sends it: two texts, a picture in one of them, a PDF, names with accents.
fn honest() -> Vec<u8> {
    let pdf = "JVBERi0xLjQKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXMgMiAwIFI+PgplbmRvYmoK\r\n".repeat(20);
    format!(
        "Return-Path: <geriatrie@ch-val-fleuri.example>\r\nReceived: from a by b; Tue, 24 Nov 2026 10:42:00 +0100\r\n\
         From: =?utf-8?Q?CH_de_Val-Fleuri=2C_G=C3=A9riatrie?= <geriatrie@ch-val-fleuri.example>\r\n\
         To: \"Secrétariat\" <secretariat@ehpad.example>, tous: a@b.example, c@d.example;\r\n\
         Subject: =?utf-8?B?UmV0b3VyIMOgIGRvbWljaWxl?=\r\n =?iso-8859-1?Q?_=E0_15_h?=\r\nDate: Tue, 24 Nov 2026 10:42:00 +0100\r\n\
         Message-ID: <1@ch-val-fleuri.example>\r\nIn-Reply-To: <0@ehpad.example>\r\nReferences: <a@b.example>\r\n <0@ehpad.example>\r\n\
         Disposition-Notification-To: geriatrie@ch-val-fleuri.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"dehors\"\r\n\r\n--dehors\r\nContent-Type: multipart/alternative; boundary=\"dedans\"\r\n\r\n\
         --dedans\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Bonjour,=0AMme Garnier quitte notre service =C3=A0 15 h 30.\r\n--dedans\r\nContent-Type: multipart/related; boundary=\"image\"\r\n\r\n\
         --image\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         <html><body style=3D\"color:red\"><p>Bonjour, <b>Mme Garnier</b> quitte notre service =E0 15&nbsp;h&nbsp;30.\
         <img src=3D\"cid:logo\"><a href=3D\"https://ch-val-fleuri.example/\">Acc=E8s</a><table><tr><td>x</table></body></html>\r\n\
         --image\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUg==\r\n--image--\r\n\
         --dedans--\r\n--dehors\r\nContent-Type: application/pdf; name*=utf-8''Lettre%20de%20liaison.pdf\r\n\
         Content-Disposition: attachment;\r\n filename*0*=utf-8''Lettre%20de;\r\n filename*1=\" liaison.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         {pdf}--dehors--\r\n"
    )
    .into_bytes()
}

pub(super) fn letters() -> Vec<Malformed> {
    let honest = honest();
    let cut = (0..CUTS).map(|n| {
        let at = honest.len() * (n + 1) / (CUTS + 1);
        letter(format!("an honest letter cut after {at} bytes"), honest.get(..at).unwrap_or_default())
    });
    let changed = (0..CHANGED).map(|seed| {
        let mut spoilt = honest.clone();
        let mut random = Random::seeded(seed);
        for _ in 0..=seed {
            let at = random.below(spoilt.len());
            if let (Some(byte), Some(new)) = (spoilt.get_mut(at), random.bytes(1).first()) {
                *byte = *new;
            }
        }
        letter(format!("an honest letter with {} bytes changed, seed {seed}", seed + 1), spoilt)
    });
    cut.chain(changed).collect()
}
