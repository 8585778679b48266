//! The words of the field and of this program, in short sentences for people who are no lawyers.

/// Words with what they mean here, sorted.
pub const TERMS: &[(&str, &str)] = &[
    ("agreement", "What auditor and organization agreed before the work began, signed by both."),
    (
        "alternate",
        "A person who is called after the primary and the secondary contact. The agreement lists \
         them in order under `contacts`.",
    ),
    (
        "answer",
        "Why a finding about what can no longer change is as it is, such as a call that came late. \
         It is written once and signed. It stays in every report.",
    ),
    (
        "authority",
        "The office of a state that a law wants to be told, such as a data-protection authority.",
    ),
    (
        "aware",
        "The organization is reasonably certain that something happened. Most laws count their \
         hours from this moment, not from the first sign. It stands in `aware_at`, and somebody \
         decides it.",
    ),
    (
        "blameless",
        "A review asks what made a mistake easy. It never asks whose mistake it was. People who \
         fear blame tell less next time.",
    ),
    (
        "breach",
        "Personal data was read by somebody who may not, was changed, or is gone. Data-protection \
         laws ask for a report of it.",
    ),
    (
        "business day",
        "A day on which people work: no Saturday, no Sunday, no public holiday. Some laws count in \
         business days; hours are never counted so.",
    ),
    (
        "class",
        "What a finding of a rule does to recording: `form`, `duty` or `integrity`. For the class \
         of an incident see `rsit` and `veris`.",
    ),
    (
        "clock",
        "When something is due, and from which time that was computed. One incident can run \
         several clocks at once.",
    ),
    ("codename", "A word that stands for an engagement or a party where its name must not."),
    (
        "commander",
        "The person who leads the response to an incident. They decide and delegate. They should \
         not be somebody who may have caused it.",
    ),
    (
        "consent",
        "Somebody's yes, with its form: a key, paper, a message, a spoken word. What proves it is \
         written beside it.",
    ),
    ("contact", "A person to call in an incident: the primary one first, then the secondary one."),
    (
        "contact drill",
        "An exercise in which the contacts are truly called, to see whether they answer.",
    ),
    (
        "contained",
        "The incident can no longer spread. Its cause may still be there; see `eradicated`.",
    ),
    (
        "controller",
        "The organization that decides why and how personal data is used. Most laws on personal \
         data speak to it.",
    ),
    (
        "custody",
        "Who has a piece of evidence, every hour, from the moment it was taken. Each hand-over is \
         an entry of the timeline. A gap makes the evidence worth less.",
    ),
    (
        "data subjects",
        "The people whose personal data it is. At high risk many laws want them to be told.",
    ),
    (
        "deputy",
        "The person who stands in for somebody who is away. It is written with the absence.",
    ),
    (
        "determination",
        "The decision whether something is an incident at all: suspected, confirmed, a near-miss, \
         a false-positive. `unknown` is a valid answer.",
    ),
    ("document", "One file with front matter. Its `kind` says what it is."),
    (
        "draft",
        "A document that is still being written. It owes nothing but its kind. What is owed later \
         stands on the page of its kind, such as `ircase explain agreement`.",
    ),
    (
        "duty",
        "The class of rules about what somebody has not done yet. They never keep a document from \
         being recorded. The record carries them as `Open:` until they are done.",
    ),
    (
        "e2ee",
        "End-to-end encrypted: only the two ends can read it, not the company between them. Signal \
         is; a phone call and plain email are not.",
    ),
    ("engagement", "One audit of one organization, and the folder that holds its documents."),
    (
        "entry",
        "One line of a timeline: what happened and when. It is never edited; a correction is a new \
         entry that supersedes it.",
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
    ("exercise", "An incident that is rehearsed, and what was seen. See `tabletop`."),
    ("false-positive", "It looked like an incident and was none. That is worth writing down."),
    (
        "finding",
        "One place where a rule does not hold. It has a level (error, warning, note) and says what \
         to do.",
    ),
    ("fingerprint", "A short form of a key that two people can compare aloud. Compare all of it."),
    (
        "form",
        "The class of rules about whether a document can be read, typed, addressed and trusted. An \
         error of this class keeps the document from being recorded.",
    ),
    (
        "front matter",
        "The part of a document between the two lines `---`: its fields, in YAML. Below stands \
         free text.",
    ),
    ("handle", "The short name of a person here; the name of their file in `people/`."),
    (
        "hash",
        "A number computed from every byte of a file. When the file changes, it changes. We use \
         SHA-256, which `sha256sum FILE` prints.",
    ),
    (
        "hold",
        "Somebody decided that a piece of evidence must be kept, such as for a court. Until a \
         custody entry lifts the hold, it must not be destroyed.",
    ),
    (
        "incident",
        "Something that harms people, data, systems or trust, or soon may: caused by the auditor, \
         found by them, or told to them. What counts is agreed before the work begins.",
    ),
    (
        "integrity",
        "The class of rules about the history and identities. They are never answered and never \
         lowered.",
    ),
    (
        "kind",
        "What a document is: agreement, person, incident, entry. `ircase explain` lists all kinds.",
    ),
    ("ladder", "The people who are called one after the other: primary, secondary, alternates."),
    (
        "level",
        "How loud a finding is: error, warning or note. Errors make `validate` end with exit code \
         1. The engagement may choose other levels in `ircase.yaml`.",
    ),
    ("near-miss", "Nothing was harmed, and it was close. A near-miss teaches as much as harm."),
    (
        "notifiable",
        "It must be told to the other party: its severity is at the threshold or worse. Once \
         notifiable, always notifiable.",
    ),
    (
        "notification",
        "A message that somebody is owed about an incident, or the reasoned decision not to send \
         it. Both are kept.",
    ),
    (
        "observation",
        "An entry that tells what somebody saw. It needs a source, so that others can look too.",
    ),
    (
        "offset",
        "How far a clock is from UTC, such as `+01:00`. A time without it means a different moment \
         in every country.",
    ),
    (
        "origin",
        "Who caused an incident or who found it. The agreement has a procedure for each case.",
    ),
    (
        "original",
        "The thing or file that was taken. Nobody works on it: one works on a copy; see \
         `working-copy`.",
    ),
    (
        "out-of-band",
        "By another way than the one in question: a key that came by email is compared by phone.",
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
    ("policy", "The list of who may sign what, in `trust/policy.yaml`, signed like all else."),
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
    ("record", "One signed step of the trail. To record is to sign what changed and add it."),
    ("recovered", "Work is normal again. The incident stays open until it is reviewed and closed."),
    ("referral", "Handing an incident on to somebody who can help better, such as a helpline."),
    (
        "regime",
        "A text of law that asks for a report, such as eu-gdpr-33. The agreement says which apply.",
    ),
    (
        "representative",
        "A person who may sign for a party. A signature of anybody else binds nobody.",
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
        "In `ircase.yaml`: how dangerous it is for these people if somebody else reads this file. \
         In `personal_data`: how dangerous a breach is for the people whose data it is.",
    ),
    (
        "rsit",
        "Reference Security Incident Taxonomy: a short list of classes of incidents that response \
         teams in Europe share.",
    ),
    (
        "rule",
        "One check, with a name, a class, a level and a page. `ircase explain NAME` shows the page.",
    ),
    (
        "safetag",
        "A method for security audits of small organizations at risk, free to use. Its activities \
         and agreements can be imported.",
    ),
    ("scope", "What may be tested and what may not. Outside of it, a test may be a crime."),
    ("scribe", "The person who writes down while others act."),
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
        "A yes that can be checked: with a key, or on paper, by message or by voice with a proof.",
    ),
    ("signer", "A person whose key the policy lists."),
    (
        "stage",
        "One thing that a law asks to be sent, with its own clock, such as an early warning.",
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
        "A piece of evidence was changed or handled wrongly. That is never undone, and it is said \
         wherever the evidence is used.",
    ),
    (
        "third party",
        "Anyone outside of both sides, such as a hosting provider. Their systems need their own \
         consent.",
    ),
    (
        "threshold",
        "The mildest severity that must be told. An incident at it or worse is notifiable, and an \
         unknown severity counts as at it.",
    ),
    ("timeline", "The entries of an incident in the order in which things happened."),
    (
        "tlp",
        "Traffic Light Protocol: a label that says who may read something, from TLP:RED (only the \
         people in the exchange) to TLP:CLEAR (everyone). It is never translated.",
    ),
    ("trail", "The history of signed records, from the first one on."),
    (
        "trust root",
        "The first record, on whose policy all later ones rest. Compare it with the other party by \
         another channel once.",
    ),
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
        "How soon a trace is lost. Memory is gone when the power goes; a disk stays. What is lost \
         first is taken first (RFC 3227).",
    ),
    ("waived", "A message was owed, and somebody decided with reasons not to send it."),
    (
        "witness",
        "Somebody who was there and saw it. In the trail: the other party writes down which record \
         they saw as the newest.",
    ),
    (
        "working-copy",
        "A copy of evidence that people may open and analyze. Its hash shows that it began as the \
         same bytes.",
    ),
    ("write blocker", "A device or a setting that lets a tool read a disk and never write to it."),
];
