//! What mail programs write above the mail that is answered or forwarded, in the languages that they write it in.

/// The words of one language, in small letters.
struct Language {
    /// The verb of "On Monday Anna wrote:".
    wrote: &'static [&'static str],
    /// Between dashes, above the mail that is answered.
    original: &'static [&'static str],
    /// Between dashes, or before a colon, above a mail that is forwarded.
    forwarded: &'static [&'static str],
    /// The labels of a mail's header.
    from: &'static [&'static str],
    date: &'static [&'static str],
    to: &'static [&'static str],
    subject: &'static [&'static str],
    /// What begins the subject of a forwarded mail.
    prefix: &'static [&'static str],
}

const LANGUAGES: [Language; 13] = [
    // English
    Language {
        wrote: &["wrote"],
        original: &["original message", "original appointment"],
        forwarded: &["forwarded message", "begin forwarded message", "forwarded mail"],
        from: &["from"],
        date: &["sent", "date"],
        to: &["to"],
        subject: &["subject"],
        prefix: &["fw", "fwd"],
    },
    // German
    Language {
        wrote: &["schrieb"],
        original: &["ursprüngliche nachricht", "original-nachricht", "originalnachricht"],
        forwarded: &[
            "weitergeleitete nachricht",
            "anfang der weitergeleiteten nachricht",
            "anfang der weitergeleiteten e-mail",
        ],
        from: &["von"],
        date: &["gesendet", "datum"],
        to: &["an"],
        subject: &["betreff"],
        prefix: &["wg"],
    },
    // French
    Language {
        wrote: &["a écrit", "écrit"],
        original: &["message d'origine", "message d’origine", "message original", "message initial"],
        forwarded: &[
            "message transféré",
            "message transmis",
            "début du message transféré",
            "début du message réexpédié",
        ],
        from: &["de"],
        date: &["envoyé", "date"],
        to: &["à"],
        subject: &["objet"],
        prefix: &["tr"],
    },
    // Spanish
    Language {
        wrote: &["escribió"],
        original: &["mensaje original"],
        forwarded: &["mensaje reenviado", "inicio del mensaje reenviado"],
        from: &["de"],
        date: &["enviado", "enviado el", "fecha"],
        to: &["para"],
        subject: &["asunto"],
        prefix: &["rv"],
    },
    // Italian
    Language {
        wrote: &["ha scritto"],
        original: &["messaggio originale"],
        forwarded: &["messaggio inoltrato", "inizio messaggio inoltrato"],
        from: &["da"],
        date: &["inviato", "data"],
        to: &["a"],
        subject: &["oggetto"],
        prefix: &["i"],
    },
    // Dutch
    Language {
        wrote: &["schreef"],
        original: &["oorspronkelijk bericht", "origineel bericht"],
        forwarded: &["doorgestuurd bericht", "begin doorgestuurd bericht"],
        from: &["van"],
        date: &["verzonden", "datum"],
        to: &["aan"],
        subject: &["onderwerp"],
        prefix: &["doorst"],
    },
    // Danish
    Language {
        wrote: &["skrev"],
        original: &["oprindelig meddelelse", "original meddelelse"],
        forwarded: &["videresendt meddelelse", "start på videresendt besked", "videresendt besked"],
        from: &["fra"],
        date: &["sendt", "dato"],
        to: &["til"],
        subject: &["emne"],
        prefix: &["vs"],
    },
    // Swedish
    Language {
        wrote: &["skrev"],
        original: &["ursprungligt meddelande", "originalmeddelande"],
        forwarded: &["vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat mejl"],
        from: &["från"],
        date: &["skickat", "datum"],
        to: &["till"],
        subject: &["ämne"],
        prefix: &["vb"],
    },
    // Polish
    Language {
        wrote: &["napisał", "napisała", "napisał(a)", "pisze"],
        original: &["wiadomość oryginalna", "oryginalna wiadomość"],
        forwarded: &[
            "wiadomość przekazana dalej",
            "treść przekazanej wiadomości",
            "przekazana wiadomość",
            "początek przekazywanej wiadomości",
        ],
        from: &["od"],
        date: &["wysłano", "data"],
        to: &["do"],
        subject: &["temat"],
        prefix: &["pd"],
    },
    // Czech
    Language {
        wrote: &["napsal", "napsala", "napsal(a)"],
        original: &["původní zpráva", "původní e-mail"],
        forwarded: &["přeposlaná zpráva", "začátek přeposílané zprávy", "přeposlaný e-mail"],
        from: &["od"],
        date: &["odesláno", "datum"],
        to: &["komu"],
        subject: &["předmět"],
        prefix: &["předáno"],
    },
    // Slovak
    Language {
        wrote: &["napísal", "napísala", "napísal(a)"],
        original: &["pôvodná správa", "pôvodný e-mail"],
        forwarded: &["preposlaná správa", "začiatok preposielanej správy", "preposlaný e-mail"],
        from: &["od"],
        date: &["odoslané", "dátum"],
        to: &["komu"],
        subject: &["predmet"],
        prefix: &["preposlané"],
    },
    // Hungarian
    Language {
        wrote: &["írta"],
        original: &["eredeti üzenet"],
        forwarded: &["továbbított üzenet", "továbbított üzenet kezdete", "továbbított levél kezdete"],
        from: &["feladó"],
        date: &["elküldve", "küldve", "dátum"],
        to: &["címzett"],
        subject: &["tárgy"],
        prefix: &["továbbítva", "tov"],
    },
    // Portuguese
    Language {
        wrote: &["escreveu"],
        original: &["mensagem original"],
        forwarded: &[
            "mensagem encaminhada",
            "mensagem reencaminhada",
            "início da mensagem encaminhada",
            "início da mensagem reencaminhada",
        ],
        from: &["de"],
        date: &["enviado", "enviada", "enviada em", "data"],
        to: &["para"],
        subject: &["assunto"],
        prefix: &["enc", "res"],
    },
];

/// How sure it is that a line stands above a quoted mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribution {
    /// It says who wrote, but not when or with which address: somebody may have written it themselves.
    Likely,
    /// It has all that mail programs write.
    Sure,
}

/// What a line says that stands between a mail and another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Divider {
    /// The mail that is answered follows.
    Answered,
    /// A mail follows that is forwarded.
    Forwarded,
}

/// A label of a mail's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    From,
    Date,
    To,
    Subject,
}

/// Whether `line` is of the kind "On Monday Anna wrote:".
pub(super) fn attribution(line: &str) -> Option<Attribution> {
    let line = line.trim_end_matches([' ', '*', '_']);
    let line = line.strip_suffix([':', '：'])?.trim_end().to_lowercase();
    let verb = LANGUAGES.iter().flat_map(|language| language.wrote).any(|verb| has_word(&line, verb));
    if !verb {
        return None;
    }
    Some(if line.contains('@') || has_time(&line) { Attribution::Sure } else { Attribution::Likely })
}

/// Whether `line` may be the first half of an attribution that the mail program broke in two.
pub(super) fn begins_attribution(line: &str) -> bool {
    has_time(line) && !line.ends_with(['.', '!', '?', ':'])
}

/// Whether `line` parts a mail from another: "-----Original Message-----".
pub(super) fn divider(line: &str) -> Option<Divider> {
    let words = line.trim_matches(['-', '_', '=', '*', '>', ' ', '—', '–']);
    let lined = line.len() - words.len() >= 4;
    let (words, colon) = words.strip_suffix([':', '：']).map_or((words, false), |words| (words, true));
    let words = words.trim().to_lowercase();
    if !lined && !colon {
        return None;
    }
    let one_of = |words_of: fn(&Language) -> &'static [&'static str]| {
        LANGUAGES.iter().flat_map(words_of).any(|known| *known == words)
    };
    if one_of(|language| language.forwarded) {
        Some(Divider::Forwarded)
    } else if lined && one_of(|language| language.original) {
        Some(Divider::Answered)
    } else {
        None
    }
}

/// The label of a header's line: "Subject: RE: Delivery". Languages share some of them, so the language is not asked for.
pub(super) fn label(line: &str) -> Option<Label> {
    let (label, _) = line.split_once([':', '：'])?;
    if label.len() > 40 {
        return None;
    }
    let label = label.trim_matches(['*', ' ', '>', '│']).to_lowercase();
    LANGUAGES.iter().find_map(|language| {
        [
            (language.from, Label::From),
            (language.date, Label::Date),
            (language.to, Label::To),
            (language.subject, Label::Subject),
        ]
        .into_iter()
        .find_map(|(labels, kind)| labels.contains(&label.as_str()).then_some(kind))
    })
}

/// Whether a mail of this subject is a forwarded one.
#[must_use]
pub(crate) fn is_forward(subject: &str) -> bool {
    let Some((prefix, _)) = subject.trim_start().split_once(':') else { return false };
    let prefix = prefix.trim().to_lowercase();
    prefix.len() < 20 && LANGUAGES.iter().any(|language| language.prefix.contains(&prefix.as_str()))
}

/// Whether `text` has `word` with no letter before or behind it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}

/// Whether `text` has a time of day or a year.
fn has_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).any(|at| {
        let time = matches!(bytes[at], b':' | b'.') && at > 0 && digit(at - 1) && digit(at + 1) && digit(at + 2);
        let year = bytes[at..].starts_with(b"20") && digit(at + 2) && digit(at + 3) && !digit(at + 4);
        time || year
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wrote_is_read_in_all_languages() {
        for line in [
            "On Mon, Nov 23, 2026 at 9:00 AM Help Desk <help@example.com> wrote:",
            "Am 23.11.2026 um 09:00 schrieb Help Desk:",
            "Le lun. 23 nov. 2026 à 09:00, Help Desk <help@example.com> a écrit :",
            "El lun, 23 nov 2026 a las 9:00, Help Desk (<help@example.com>) escribió:",
            "Il giorno lun 23 nov 2026 alle ore 09:00 Help Desk ha scritto:",
            "Op ma 23 nov 2026 om 09:00 schreef Help Desk <help@example.com>:",
            "Den man. 23. nov. 2026 kl. 09.00 skrev Help Desk <help@example.com>:",
            "W dniu 23.11.2026 o 09:00, Help Desk pisze:",
            "pon., 23 lis 2026 o 09:00 Help Desk <help@example.com> napisał(a):",
            "po 23. 11. 2026 v 9:00 odesílatel Help Desk <help@example.com> napsal:",
            "po 23. 11. 2026 o 9:00 Help Desk <help@example.com> napísal(a):",
            "Help Desk <help@example.com> ezt írta (időpont: 2026. nov. 23., H, 9:00):",
            "Em seg., 23 de nov. de 2026 às 09:00, Help Desk <help@example.com> escreveu:",
        ] {
            assert_eq!(attribution(line), Some(Attribution::Sure), "{line}");
        }
        assert_eq!(attribution("On Monday Anna wrote:"), Some(Attribution::Likely));
        for line in ["He wrote at 9:00", "The typewroter is broken:", "Order 4711:", ""] {
            assert_eq!(attribution(line), None, "{line}");
        }
    }

    #[test]
    fn dividers_and_labels_are_read_in_all_languages() {
        for language in &LANGUAGES {
            for words in language.original {
                assert_eq!(divider(&format!("-----{words}-----")), Some(Divider::Answered), "{words}");
                assert_eq!(divider(words), None, "{words}");
            }
            for words in language.forwarded {
                assert_eq!(
                    divider(&format!("---------- {} ---------", words.to_uppercase())),
                    Some(Divider::Forwarded)
                );
                assert_eq!(divider(&format!("{words}:")), Some(Divider::Forwarded), "{words}");
            }
            for (labels, kind) in [
                (language.from, Label::From),
                (language.date, Label::Date),
                (language.to, Label::To),
                (language.subject, Label::Subject),
            ] {
                assert!(labels.iter().all(|words| label(&format!("*{words}:* x")) == Some(kind)), "{labels:?}");
            }
            for prefix in language.prefix {
                assert!(is_forward(&format!("{}: Broken lamp", prefix.to_uppercase())), "{prefix}");
            }
        }
        assert_eq!(label("Note: x"), None);
        assert!(!is_forward("RE: Delivery") && !is_forward("Delivery") && !is_forward("Order: 12"));
    }
}
