//! The words of the field and of this program, in short sentences for people who are no lawyers.

/// Words with what they mean here, sorted.
pub const TERMS: &[(&str, &str)] = &[
    (
        "adversary",
        "Somebody who may want to harm the people whom you protect. `context.md` says who that \
         is, and what they can do.",
    ),
    ("agreement", "What auditor and organization agreed before the work began, signed by both."),
    (
        "alternate",
        "A person who is called after the primary and the secondary contact. The agreement lists \
         them in order under `contacts`.",
    ),
    (
        "answer",
        "A signed note on why a finding must stay, such as a call that came late. You write it \
         once, and it stays in every report.",
    ),
    (
        "authority",
        "A state office that the law wants you to tell, such as a data-protection authority.",
    ),
    (
        "aware",
        "The organization is reasonably certain that something happened. Most laws count their \
         hours from this moment, not from the first sign. Somebody decides when that was, and \
         writes it into `aware_at`.",
    ),
    (
        "blameless",
        "A review asks what made a mistake easy. It never asks whose mistake it was. People who \
         fear blame tell less next time.",
    ),
    (
        "breach",
        "Somebody read or changed personal data who may not, or the data is gone. Laws on \
         personal data may ask for a report.",
    ),
    (
        "business day",
        "A day on which people work: no Saturday, no Sunday, no public holiday. Some laws count \
         in business days. A law that counts in hours counts every day.",
    ),
    (
        "channel",
        "A way to reach somebody, such as Signal, phone or email. The agreement says which ones \
         both sides use for incidents, and which are forbidden.",
    ),
    (
        "class",
        "A group of rules: `form`, `duty` or `integrity`. It says whether a finding keeps you \
         from recording. For the class of an incident see `rsit` and `veris`.",
    ),
    (
        "clock",
        "The time until something is due, such as 72 hours, and the moment from which it runs. \
         One incident can have several clocks at once.",
    ),
    (
        "codename",
        "A word in the place of a name that nobody should see, for an engagement, a party or an \
         incident.",
    ),
    (
        "commander",
        "The person who leads the response to an incident. They decide and delegate. They should \
         not be a person who may have caused it.",
    ),
    (
        "consent",
        "A person's yes, and how they gave it: with a key, on paper, by message or aloud. Beside \
         it stands what proves it.",
    ),
    ("contact", "A person to call in an incident: the primary one first, then the secondary one."),
    (
        "contact drill",
        "An exercise in which you really call the contacts, to see whether they answer.",
    ),
    (
        "contained",
        "The incident can no longer spread. Its cause may still be there; see `eradicated`.",
    ),
    (
        "controller",
        "The organization that decides why and how personal data is used. Most laws on personal \
         data ask the controller to report.",
    ),
    (
        "custody",
        "Who has a piece of evidence, at every hour since somebody took it. Each hand-over is an \
         entry of the timeline. If there is a gap, people trust the evidence less.",
    ),
    (
        "data subjects",
        "The people whom personal data is about. When the risk for them is high, many laws want \
         you to tell them.",
    ),
    (
        "deputy",
        "The person who stands in for somebody who is away. `absences` in a person's document \
         names them.",
    ),
    (
        "determination",
        "The decision whether something is an incident at all: suspected, confirmed, a \
         near-miss, a false-positive. `unknown` is a valid answer.",
    ),
    ("document", "One file with front matter. Its `kind` says what it is."),
    (
        "draft",
        "A document that somebody is still writing. It needs only its kind. `ircase explain \
         agreement` says what an agreement needs later; each kind has such a page.",
    ),
    (
        "duty",
        "The class of rules about what somebody still has to do. They never keep you from \
         recording. The record lists such findings as `Open:` until they are done or answered.",
    ),
    (
        "e2ee",
        "End-to-end encrypted: only the two ends can read it, not the company between them. \
         Signal is; a phone call and plain email are not.",
    ),
    ("engagement", "One audit of one organization, and the folder that holds its documents."),
    (
        "entry",
        "One line of a timeline: what happened and when. Nobody edits it; a new entry corrects \
         it, see `supersedes`.",
    ),
    ("eradicated", "The cause of the incident is gone, such as a spy program that was removed."),
    (
        "escalation",
        "To call the next person when nobody answers, or when it gets worse. The agreement says \
         after how long.",
    ),
    (
        "evidence",
        "A thing or a file that shows what happened. The folder holds its description and its \
         hash, never the content.",
    ),
    ("exercise", "A rehearsal of an incident, and what people saw in it. See `tabletop`."),
    ("false-positive", "It looked like an incident and was none. That is worth writing down."),
    (
        "finding",
        "One place where a rule does not hold. It has a level (error, warning, note) and says \
         what to do.",
    ),
    ("fingerprint", "A short form of a key that two people can compare aloud. Compare all of it."),
    (
        "form",
        "The class of rules about whether people and programs can read and trust a document. You \
         cannot record a document with an error of this class.",
    ),
    (
        "front matter",
        "The part of a document between the two lines `---`: its fields. The text stands below.",
    ),
    (
        "handle",
        "The short name of a person in this folder, such as `zw`. Their document is \
         `people/zw.md`.",
    ),
    (
        "hash",
        "A long number that a program computes from a file. If one letter of the file changes, \
         the number changes. ircase uses SHA-256, which `sha256sum FILE` prints.",
    ),
    (
        "hold",
        "Somebody decided that a piece of evidence must be kept, such as for a court. Nobody may \
         destroy it until a custody entry lifts the hold.",
    ),
    (
        "incident",
        "Something that harms people, data, systems or trust, or soon may: caused by the \
         auditor, found by them, or told to them. What counts is agreed before the work begins.",
    ),
    (
        "insider",
        "Somebody inside the organization who may have caused an incident, on purpose or by \
         mistake.",
    ),
    (
        "integrity",
        "The class of rules that protect the history and the ids. You cannot answer them, and \
         nobody can lower their level.",
    ),
    (
        "key",
        "Two long numbers that belong together: a secret one to sign and to open messages, and a \
         public one for everybody else. See `fingerprint`.",
    ),
    (
        "kind",
        "What a document is: agreement, person, incident, entry. `ircase explain` lists all \
         kinds.",
    ),
    ("ladder", "The people who are called one after the other: primary, secondary, alternates."),
    (
        "level",
        "How serious a finding is: error, warning or note. Errors make `validate` end with exit \
         code 1. The engagement may choose other levels in `ircase.yaml`.",
    ),
    ("near-miss", "Nothing was harmed, and it was close. A near-miss teaches as much as harm."),
    (
        "notifiable",
        "It must be told to the other party: its severity is at the threshold or worse. It stays \
         so, also when the severity becomes milder.",
    ),
    (
        "notification",
        "A message about an incident to somebody who should hear of it, or the decision not to \
         send it, with the reason. Both are kept.",
    ),
    (
        "observation",
        "An entry that tells what somebody saw. It needs a source, so that others can look too.",
    ),
    (
        "offset",
        "How far a clock is from UTC, such as `+01:00`. Without it, a time means another moment \
         in every country.",
    ),
    (
        "origin",
        "Who caused an incident or who found it. The agreement has a procedure for each case.",
    ),
    (
        "original",
        "The thing or file that was taken. Nobody works on it, only on a copy; see \
         `working-copy`.",
    ),
    (
        "out-of-band",
        "By another way than the first one: if a key came by email, compare it by phone.",
    ),
    ("party", "A side of the engagement: the auditor, the organization, or a third party."),
    (
        "personal data",
        "All that tells something about a living person: a name, a number, a diagnosis, a place.",
    ),
    (
        "phase",
        "A part of the response: prepare, detect, analyze, contain, eradicate, recover, learn.",
    ),
    ("policy", "Who may sign what: the file `trust/policy.yaml`, signed like everything else."),
    (
        "precision",
        "How exactly a time is known: to the day, the hour, the minute. `approx` is a guess.",
    ),
    ("primary contact", "The person who is called first when something happens."),
    (
        "procedure",
        "Steps that somebody follows when something happens: a plan, a checklist, a method.",
    ),
    (
        "processor",
        "A company that uses personal data on behalf of somebody else, such as a mail provider. \
         It has to tell the controller.",
    ),
    (
        "record",
        "One signed step of the trail. To record is to sign what changed and add it to the trail.",
    ),
    ("recovered", "Work is normal again. The incident stays open until it is reviewed and closed."),
    ("referral", "Handing an incident on to somebody who can help better, such as a helpline."),
    (
        "regime",
        "A law that may ask for a report, such as eu-gdpr-33. The agreement says which ones \
         apply.",
    ),
    (
        "representative",
        "A person who may sign for a party. The signature of another person does not count.",
    ),
    (
        "retention",
        "How long the auditor keeps the file, and how it is destroyed. Both sides agree on it.",
    ),
    (
        "review",
        "A talk about an incident after it is over: what helped it happen, what went well, what \
         changes now. It is blameless.",
    ),
    (
        "risk",
        "In `ircase.yaml`: how dangerous it is for these people if somebody else reads this \
         file. In `personal_data`: how dangerous a breach is for the people whose data it is.",
    ),
    (
        "rsit",
        "Reference Security Incident Taxonomy: a short list of classes of incidents that \
         response teams in Europe share.",
    ),
    (
        "rule",
        "One check, with a name, a class, a level and a page. `ircase explain NAME` shows the \
         page.",
    ),
    (
        "safetag",
        "A method for security audits of small organizations at risk, free to use. Its \
         activities and agreements can be imported.",
    ),
    ("scope", "What may be tested and what may not. Outside of it, a test may be a crime."),
    ("scribe", "The person who writes down what happens while others act."),
    ("seal", "A numbered closure on a bag or a box. A broken seal shows that somebody opened it."),
    (
        "secondary contact",
        "The person who is called when the primary contact does not answer: another person, on \
         other numbers.",
    ),
    (
        "severity",
        "How bad an incident is, in the organization's own levels, agreed before. When unsure, \
         take the worse one. `unknown` counts as at the threshold.",
    ),
    (
        "signature",
        "A yes that others can check: with a key, or on paper, by message or by voice with a \
         proof.",
    ),
    ("signer", "A person whose key the policy lists."),
    (
        "stage",
        "One of the reports that a law asks for, with its own clock, such as an early warning.",
    ),
    (
        "supersedes",
        "A new entry corrects an old one by naming its id. The old one stays, so that everybody \
         sees what was corrected.",
    ),
    (
        "suspension",
        "The decision whether the audit stops because of an incident. Both parties make it, also \
         when nothing stops.",
    ),
    (
        "tabletop",
        "An exercise around a table: somebody tells a story, and people say what they would do.",
    ),
    (
        "tainted",
        "A piece of evidence was changed or handled wrongly. Nobody can undo that. Say it \
         wherever you use the evidence.",
    ),
    (
        "third party",
        "Anyone outside of both sides, such as a hosting provider. Their systems need their own \
         consent.",
    ),
    (
        "threshold",
        "The mildest severity that must be told. An incident with it, or with a worse one, is \
         notifiable. An unknown severity counts as at the threshold.",
    ),
    ("timeline", "The entries of an incident in the order in which things happened."),
    (
        "tlp",
        "Traffic Light Protocol: a label that says who may read something, from TLP:RED (only \
         the people in the exchange) to TLP:CLEAR (everyone). It is never translated.",
    ),
    ("trail", "The history of signed records, from the first one on."),
    (
        "trust root",
        "The first record: it says who may sign all later ones. Compare its number once with the \
         other party, on another channel.",
    ),
    ("utc", "The same time everywhere in the world; London has it in winter. See `offset`."),
    ("validate", "To check the documents against the rules."),
    ("verdict", "What `verify` says of a record: whether its signature and its step hold."),
    ("verify", "To check the trail: every signature, every signer and every step."),
    (
        "veris",
        "Vocabulary for Event Recording and Incident Sharing: words for what was done in an \
         incident, so that incidents can be counted and compared.",
    ),
    (
        "volatility",
        "How soon a trace is lost. Memory is gone when the power goes; a disk stays. What is \
         lost first is taken first (RFC 3227).",
    ),
    ("waived", "A law asked for a message, and somebody decided, with reasons, not to send it."),
    (
        "witness",
        "Somebody who was there and saw it. In the trail: the other party writes down which \
         record they saw as the newest.",
    ),
    (
        "working-copy",
        "A copy of evidence that people may open and analyze. Its hash shows that it began as \
         the same bytes.",
    ),
    ("write blocker", "A device or a setting that lets a tool read a disk and never write to it."),
    (
        "yaml",
        "The way in which the fields of a document are written: `name: value`, each on its own \
         line.",
    ),
];
