//! The letters of this morning and yesterday: the rows of the mock-up, and what was written before them.

use jiff::ZonedDateTime;

use super::{DRAFTS, Filed, INBOX, JUNK, SENT, somebody};
use crate::demo::calendar::Calendar;
use crate::demo::documents;
use crate::demo::establishment::{AUBERT, GARNIER, LEROUX, MOREAU, PELTIER, ROLLAND, Resident};
use crate::demo::page::page_of;
use crate::demo::template::{Look, Scene};
use crate::demo::xdm;
use crate::letter::{Attachment, Letter, TextEncoding};
use crate::mailstore::Flag;

/// Minutes between a row and the newest one.
const EMERGENCIES: i64 = 71;
const FABRE: i64 = 37;
const LABORATORY: i64 = 112;

/// Every one of them.
pub(super) fn letters(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let mut letters = return_of_mme_garnier(calendar)?;
    letters.extend(renewal_for_m_peltier(calendar)?);
    letters.extend(other_rows(calendar)?);
    letters.extend(other_mailboxes(calendar)?);
    letters.extend(drafts_and_junk(calendar)?);
    Ok(letters)
}

/// The hospital announces her return, twelve days after we sent her file.
fn return_of_mme_garnier(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let admitted = calendar.days_ago(12, 9, 20)?;
    let file = desk(
        "secretariat",
        "geriatrie",
        &admitted,
        "Dossier de liaison d’urgence : GARNIER Odette",
        "Bonjour,\n\nVoici le dossier de liaison d’urgence de Mme Garnier, admise chez vous cette nuit, avec la liste de ses \
         traitements. Sa fille est prévenue.\n\nBien cordialement,\nKarine Delmas\n{signature}",
        GARNIER,
    )?
    .with(&["dlu"])?;
    let sent = Filed::new("secretariat", SENT, &[Flag::Seen, Flag::Answered], file.letter);
    let newest = calendar.minutes_before_newest(0)?;
    let mut answer = desk(
        "geriatrie",
        "secretariat",
        &newest,
        "Retour à domicile collectif : lettre de liaison",
        "Bonjour,\n\nMme Garnier quitte notre service cet après-midi vers 15 h 30, en ambulance. Vous trouverez la lettre de \
         liaison et l’ordonnance de sortie. Merci de confirmer que la chambre est prête.\n\n{signature}",
        GARNIER,
    )?;
    answer.letter.attachments.push(documents::cda_of_garnier(&admitted, &newest));
    answer = answer.with(&["ordonnance"])?;
    let mut answer = answer.letter.in_reply_to(&sent.letter);
    answer.cc = vec![somebody("helene.fabre")?];
    answer.html = page_of(Look::Alternative, &answer.text);
    Ok(vec![sent, Filed::new("secretariat", INBOX, &[], answer)])
}

/// Four letters: ours, hers, ours, hers of this morning.
fn renewal_for_m_peltier(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    const SUBJECT: &str = "Renouvellement de traitement";
    const REPLY: &str = "Re : Renouvellement de traitement";
    let asked = desk(
        "secretariat",
        "helene.fabre",
        &calendar.days_ago(2, 14, 10)?,
        SUBJECT,
        "Bonjour Docteur,\n\nL’ordonnance de M. Peltier arrive à échéance en fin de semaine. Pourriez-vous la renouveler ?\n\n\
         Avec nos remerciements,\nSophie Martel\n{signature}",
        PELTIER,
    )?
    .letter;
    let question = desk(
        "helene.fabre",
        "secretariat",
        &calendar.days_ago(1, 9, 12)?,
        REPLY,
        "Bonjour,\n\nOui, bien sûr. Quelle était sa tension cette semaine ? Je voudrais peut-être diminuer l’amlodipine.\n\n\
         {signature}",
        PELTIER,
    )?
    .letter
    .in_reply_to(&asked);
    let pressure = desk(
        "secretariat",
        "helene.fabre",
        &calendar.days_ago(1, 17, 40)?,
        REPLY,
        "Bonjour Docteur,\n\nSes tensions du matin, relevées par Claire : 118/66, 121/70, 116/64. Il se plaint d’être un peu \
         étourdi au lever.\n\nBien cordialement,\nSophie Martel\n{signature}",
        PELTIER,
    )?
    .letter
    .in_reply_to(&question);
    let renewed = desk(
        "helene.fabre",
        "secretariat",
        &calendar.minutes_before_newest(FABRE)?,
        REPLY,
        "Bonjour,\n\nMerci, c’est utile. Amlodipine diminuée de moitié, le reste sans changement : ordonnance jointe. Je \
         repasserai le voir la semaine prochaine.\n\n{signature}",
        PELTIER,
    )?
    .with(&["ordonnance"])?
    .letter
    .in_reply_to(&pressure);
    let (seen, answered) = ([Flag::Seen], [Flag::Seen, Flag::Answered]);
    Ok(vec![
        Filed::new("secretariat", SENT, &answered, asked),
        Filed::new("secretariat", INBOX, &answered, question),
        Filed::new("secretariat", SENT, &answered, pressure),
        Filed::new("secretariat", INBOX, &seen, renewed),
    ])
}

/// The other rows of the mock-up, then the archive another establishment sent two days ago.
fn other_rows(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let request = desk(
        "urgences",
        "secretariat",
        &calendar.minutes_before_newest(EMERGENCIES)?,
        "Demande de DLU, patiente aux urgences",
        "Bonjour,\n\nMme Aubert est arrivée ce matin aux urgences sans dossier. Merci de nous adresser au plus vite le dossier \
         de liaison d’urgence, l’ordonnance en cours et les coordonnées de la personne de confiance.\n\n{signature}",
        AUBERT,
    )?;
    let results = desk(
        "bio-val",
        "secretariat",
        &calendar.minutes_before_newest(LABORATORY)?,
        "Compte rendu d’examens de biologie",
        "Bonjour,\n\nVous trouverez ci-joint le compte rendu d’examens de Mme Moreau.\n\n| Examen | Résultat | Valeurs usuelles |\n\
         | Hémoglobine | 11,2 g/dL | 12,0 à 16,0 |\n| Créatinine | 96 µmol/L | 45 à 90 |\n\n{signature}",
        MOREAU,
    )?
    .looking(Look::Table)
    .with(&["biologie"])?;
    let question = desk(
        "ginette.rolland",
        "secretariat",
        &calendar.days_ago(1, 16, 20)?,
        "Question sur mon rendez-vous de jeudi",
        "Bonjour,\n\nJe ne sais plus à quelle heure est mon rendez-vous de jeudi chez le dentiste, ni si quelqu’un m’accompagne. \
         Pouvez-vous me le redire ?\n\nMerci beaucoup.\n{signature}",
        ROLLAND,
    )?;
    let mut assessment = desk(
        "mdph",
        "secretariat",
        &calendar.days_ago(1, 11, 5)?,
        "Évaluation pluridisciplinaire",
        "Bonjour,\n\nVous trouverez ci-joint l'évaluation pluridisciplinaire de M. Leroux. Il dispose de trente jours pour \
         présenter ses observations, avec son mandataire s'il le souhaite.\n\nCordialement,\n{signature}",
        LEROUX,
    )?
    .with(&["mdph"])?;
    assessment.letter.encoding = TextEncoding::Latin1QuotedPrintable;
    let seen = [Flag::Seen];
    Ok(vec![
        Filed::new("secretariat", INBOX, &[], request.letter),
        Filed::new("secretariat", INBOX, &[], results.letter),
        Filed::new("secretariat", INBOX, &seen, question.letter),
        Filed::new("secretariat", INBOX, &seen, assessment.letter),
        Filed::new("secretariat", INBOX, &seen, transferred_record(calendar)?),
    ])
}

/// A user's record in an XDM archive, with the header fields of référentiel 2.
fn transferred_record(calendar: &Calendar) -> anyhow::Result<Letter> {
    let date = calendar.days_ago(2, 16, 45)?;
    let (from, to) = (somebody("roche-claire")?, somebody("secretariat")?);
    let text = "Bonjour,\n\nVous trouverez ci-joint le dossier de M. Dupont, que vous accueillez la semaine prochaine.\n\n\
        L’équipe infirmière, EHPAD La Roche-Claire";
    let mut letter = Letter::plain(from, to, date.clone(), &xdm::subject(), text);
    letter.fields.push(("X-MSS-CODECDA", String::from(xdm::CDA_CODE)));
    letter.fields.push(("X-MSS-INS", String::from("O")));
    letter.fields.push(("Disposition-Notification-To", format!("<{}>", from.address)));
    letter.attachments = xdm::attachments(&date);
    Ok(letter)
}

/// What came this morning for the nurses.
fn other_mailboxes(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let weight = desk(
        "helene.fabre",
        "infirmerie",
        &calendar.minutes_before_newest(55)?,
        "Surveillance du poids de Mme Rolland",
        "Bonjour à toutes,\n\nMerci de peser Mme Rolland deux fois par semaine et de noter ce qu’elle mange le soir. Courbe \
         jointe.\n\n{signature}",
        ROLLAND,
    )?
    .with(&["courbe"])?;
    let bath = desk(
        "julien.rocher",
        "claire.morvan",
        &calendar.minutes_before_newest(90)?,
        "Séance de jeudi avec M. Peltier",
        "Bonjour Claire,\n\nJe viendrai jeudi à 10 h plutôt qu’à 9 h. Peut-il être levé et chaussé ?\n\nMerci,\n{signature}",
        PELTIER,
    )?;
    Ok(vec![Filed::new("infirmerie", INBOX, &[], weight.letter), Filed::new("claire.morvan", INBOX, &[], bath.letter)])
}

fn drafts_and_junk(calendar: &Calendar) -> anyhow::Result<Vec<Filed>> {
    let draft_of_dlu = desk(
        "secretariat",
        "urgences",
        &calendar.minutes_before_newest(20)?,
        "Dossier de liaison d’urgence : AUBERT Lucienne",
        "Bonjour,\n\nVous trouverez le dossier de liaison d’urgence de Mme Aubert, adressée à vos urgences ce matin. Son \
         infirmière référente, Claire Morvan, reste joignable au 01 00 00 00 12.\n\nPoints de vigilance :\n- ",
        AUBERT,
    )?;
    let draft_of_invitation = desk(
        "secretariat",
        "anne.vidal",
        &calendar.days_ago(3, 15, 30)?,
        "Conseil de la vie sociale",
        "Bonjour Madame,\n\nLe prochain conseil de la vie sociale aura lieu le",
        LEROUX,
    )?;
    let invoice = desk(
        "facturation",
        "secretariat",
        &calendar.days_ago(4, 3, 12)?,
        "DERNIER RAPPEL avant blocage de votre messagerie",
        "Cher client,\n\nVotre facture est impayée. Cliquez ici sous 24 h pour éviter le blocage : \
         http://messagerie-securisee.example.invalid/payer\n\n{signature}",
        GARNIER,
    )?;
    let parcel = desk(
        "facturation",
        "secretariat",
        &calendar.days_ago(9, 4, 40)?,
        "Votre colis est en attente",
        "Bonjour,\n\nVotre colis est retenu. Confirmez votre adresse : http://colis.example.invalid\n\n{signature}",
        GARNIER,
    )?;
    let draft = [Flag::Draft, Flag::Seen];
    Ok(vec![
        Filed::new("secretariat", DRAFTS, &draft, draft_of_dlu.letter),
        Filed::new("secretariat", DRAFTS, &draft, draft_of_invitation.letter),
        Filed::new("secretariat", JUNK, &[], invoice.letter),
        Filed::new("secretariat", JUNK, &[], parcel.letter),
    ])
}

/// A letter being written.
struct Desk {
    letter: Letter,
    scene: Scene,
}

fn desk(
    from: &str,
    to: &str,
    date: &ZonedDateTime,
    subject: &str,
    text: &str,
    resident: Resident,
) -> anyhow::Result<Desk> {
    let scene = Scene { resident, seed: u64::from(resident.room) };
    let (from, to) = (somebody(from)?, somebody(to)?);
    let subject = scene.fill(subject, from, date)?;
    let letter = Letter::plain(from, to, date.clone(), &subject, &scene.fill(text, from, date)?);
    Ok(Desk { letter, scene })
}

impl Desk {
    fn with(mut self, documents: &[&str]) -> anyhow::Result<Self> {
        for name in documents {
            let file: Attachment = documents::attachment(name, &self.scene, self.letter.from, &self.letter.date)?;
            self.letter.attachments.push(file);
        }
        Ok(self)
    }

    fn looking(mut self, look: Look) -> Self {
        self.letter.html = page_of(look, &self.letter.text);
        self
    }
}
