# English. Every key is also in every other language file, in the same order.
# The frame of every report.
contents = Contents
draft = DRAFT
draft-why = Made from documents that are not recorded in the trail.
to-content = To the content
page-of = Page { $page } of { $pages }
notice-broken = The signed history is BROKEN. Do not rely on this report before “ircase verify” has been understood.
notice-incomplete = The signed history cannot be judged as a whole: something is missing. See the end of this report.
notice-language = This report asks for the language “{ $language }”, which is not built yet. Its own words are in English.

# Where a report comes from.
provenance = Where this report comes from
provenance-record = Every statement above was made from documents as they stand in this record of the signed history.
provenance-draft = The documents were changed after this record, so this report shows more, or other, than what was signed.
provenance-no-trail = These documents have no signed history. Nobody has vouched for them.
provenance-commit = Record
provenance-signer = Signed by
provenance-time = Time, as the signer says
provenance-verdict = Verdict on the history
provenance-trust-root = First record (trust root; compare it with the one you were given)
provenance-version = Made with
provenance-check = Anyone can check this without trusting us: “git log --show-signature” shows each signature, and “ircase verify” repeats the verdict.
signer-unknown = unknown
verdict-of = { $verdict } ({ $verified } of { $records } records verified)
verdict-not-checked = { $count } kinds of check are not built yet, and “ircase verify” names them
verdict-not-verified = not verified
verdict-valid = valid
verdict-warning = valid, with warnings
verdict-invalid = BROKEN
verdict-incomplete = cannot be judged

# Days and times.
date = { $day } { $month } { $year }
weekday-date = { $weekday }, { $date }
date-time = { $date }, { $time } ({ $offset })
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
unit-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
unit-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
unit-weeks =
    { $count ->
        [one] { $count } week
       *[other] { $count } weeks
    }
unit-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
unit-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
unit-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
unit-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
time-unknown = Time unknown
precision-year = to the year
precision-month = to the month
precision-day = to the day
precision-hour = to the hour
precision-minute = to the minute
precision-second = to the second
precision-approx = about

# Words that many places use.
not-stated = not stated
unknown = unknown
never = never
answer-yes = yes
answer-no = no
answer-unknown = unknown
who = Who
when = When
how = How
what = What happened
time = Time
proof = Proof
witness = witness
role = Role
channel = Channel
channels = Channels
address = Number or address
hours = Hours
level = Level
meaning = Meaning
reached = Reached
encrypted = end-to-end encrypted
day-and-night = day and night
id = Id
status = Status
reference = Reference
sha256 = SHA-256
codename = Codename

# The reports.
report-incident = Incident report
report-agreement = Agreement
report-contact-card = Contact card
report-other = Report
agreement = Agreement
contact-card-title = Whom to call: { $codename }

# Incidents.
origin = Origin
determination = Determination
severity = Severity
severity-unknown = unknown, counts as at the threshold
at-threshold = at or above the agreed threshold
detected-at = Detected
occurred-at = Began
aware-at = Organization aware
determined-at = Determined
contained-at = Contained
recovered-at = Recovered
closed-at = Closed
commander = Leads the response
scribe = Writes down
responders = Also responding
discovery = How it was discovered
assets = What is touched
affected-people = People affected
about = about { $count }
about-records = about { $count } records
vulnerable = some in special danger
personal-data = Personal data
impact = Impact
ongoing = Still going on
malicious = Meant to harm
cross-border = More than one country
classification = Classification
handling = Handled
referrals = Referred to
related = Related
restricted-to = Only these may know
who-was-told = Who was told
nobody-told = No entry of the timeline says that anybody was told.
not-told = Agreed contacts that no entry says to be reached:
suspension = Suspension of the audit
suspension-decision = Decision
decided-at = Decided
resume-conditions = Goes on when
resumed-at = Resumed
timeline = Timeline
timeline-zone = Times are those of the clocks in { $zone }.
timeline-empty = The timeline has no entries.
narrative = Account
line-superseded = superseded by a later entry
line-supersedes = supersedes { $value }
line-to = to { $value }
line-channel = by { $value }
line-reached = reached: { $value }
line-about = about: { $value }
line-chosen = chosen: { $value }
line-because = because { $value }
line-dissent = dissent: { $value }
line-by = decided by { $value }
line-change = change: { $value }
line-command = command: { $value }
line-evidence = evidence { $value }
line-actor = done by { $value }
line-confidence = confidence: { $value }
line-recorded-late = written here { $value }
line-recorded-by = recorded by { $value }

# The agreement.
representatives-organization = Signs for the organization
representatives-auditor = Signs for the auditor
period-start = Begins
period-end = Ends
translation-of = Translation of (that one binds)
locations = Places
review-every = Read again every
rehearse-every = Rehearsed every
incident-definition = What counts as an incident
determination-guidelines = How to tell whether it is one
severities = Severities
notify-within = Tell within
review-within = Review within
threshold-is = The contact is told from this severity on:
contacts = Contacts
contact-primary = First contact
contact-secondary = Second contact
contact-alternate = Alternate
contact-unagreed = Not in an agreement
no-contact = No contact is agreed.
no-channel = no channel is written down
card-unreadable = { $path } cannot be read; this is what could be read of it. Something may be missing.
escalation = When nobody answers
escalation-step = After { $after } without an answer: { $who }
procedure = What is done
procedure-caused = When the auditor caused it
procedure-uncovered = When the auditor uncovered it
procedure-reported = When the organization reported it
procedure-suspend = When the audit stops
procedure-resume = When the audit goes on
procedure-decided-by = Who decides that
scope = Scope
scope-in = May be tested
scope-out = May not be tested
scope-hosts = Machines
scope-change = How the scope is changed
predefined-incidents = Incidents agreed beforehand
disclosure-period = How soon each party tells the other
to-organization = Auditor to organization
to-auditor = Organization to auditor
forbidden-channels = Channels that must not be used
meeting-place = Place to talk safely
response-duty = What the auditor owes
duty-respond = Responds
duty-refer = Refers to
duty-paid = Paid
duty-third-party = A responder from outside works
disclosure = Who may be told
disclosure-controls = The organization decides what others hear
disclosure-funder = The funder may be told
disclosure-approval = How consent is given
evidence = Evidence
evidence-consent = Traffic and screens may be captured
evidence-handling = How it is kept
evidence-acquisition = How it is taken
data-handling = Devices, data and talk
retention = How long this file is kept
retention-period = Kept for
retention-request = Deleted earlier on request
retention-method = How it is destroyed
third-parties = Others whose consent is needed
regimes = Laws that may ask for a report
liability-waiver = Liability
code-of-conduct = Code of conduct
signatures = Signatures
signed-content = { $who } signed this content (SHA-256):
signed-other-content = { $who } signed an earlier content, not the one shown here (SHA-256):
no-signatures = Nobody has signed.

# The contact card.
card-threshold = Call from severity “{ $severity }” on, and whenever you are unsure.
card-threshold-within = Call from severity “{ $severity }” on, within { $within }, and whenever you are unsure.
never-use = Never use:
absent = Away { $from } to { $to }; stands in: { $deputy }.
key-not-compared = not compared with its owner

# Labels of vocabularies.
incident-status-reported = reported
incident-status-triage = triage
incident-status-confirmed = confirmed
incident-status-contained = contained
incident-status-eradicated = eradicated
incident-status-recovered = recovered
incident-status-post-incident = post-incident
incident-status-closed = closed
incident-status-reopened = reopened
incident-status-false-positive = false positive
incident-status-near-miss = near miss
agreement-status-draft = draft
agreement-status-proposed = proposed
agreement-status-signed-by-one = signed by one party
agreement-status-active = active
agreement-status-amended = amended, not yet signed by both
agreement-status-expired = expired
agreement-status-terminated = terminated
agreement-status-archived = archived
origin-caused-by-auditor = caused by the auditor
origin-uncovered-by-auditor = uncovered by the auditor
origin-reported-by-organization = reported by the organization
origin-reported-by-third-party = reported by a third party
origin-monitoring = found by monitoring
origin-unknown = unknown
determination-suspected = suspected
determination-confirmed = confirmed
determination-near-miss = near miss
determination-false-positive = false positive
determination-unknown = unknown
entry-type-observation = Observation
entry-type-measure = Measure
entry-type-decision = Decision
entry-type-communication = Communication
entry-type-custody = Custody
entry-type-witness = Witness
entry-type-note = Note
phase-prepare = preparation
phase-detect = detection
phase-analyze = analysis
phase-contain = containment
phase-eradicate = eradication
phase-recover = recovery
phase-learn = lessons
channel-phone = phone
channel-signal = Signal
channel-email = email
channel-wire = Wire
channel-matrix = Matrix
channel-in-person = in person
function-primary-contact = first contact
function-secondary-contact = second contact
function-alternate = alternate
function-management = management
function-it = IT
function-legal = legal
function-data-protection = data protection
function-communications = communications
function-customer-relations = customer relations
function-engineering = engineering
function-hr = human resources
function-responder = responder
function-analyst = analyst
function-scribe = scribe
function-commander = leads the response
function-observer = observer
function-representative = representative
consent-openpgp = signed with a key (OpenPGP)
consent-ssh = signed with a key (SSH)
unattested-openpgp = said to be signed with a key (OpenPGP), attested by nobody yet
unattested-ssh = said to be signed with a key (SSH), attested by nobody yet
unattested-paper = on paper, attested by nobody yet
unattested-message = by message, attested by nobody yet
unattested-voice = by voice, attested by nobody yet
consent-pending = asked, not given yet
attested-openpgp = attested by { $signer }, who says it was signed with a key (OpenPGP)
attested-ssh = attested by { $signer }, who says it was signed with a key (SSH)
attested-paper = attested by { $signer }, on paper
attested-message = attested by { $signer }, by message
attested-voice = attested by { $signer }, by voice
party-auditor = Auditor
party-organization = Organization
party-third-party = Third party
data-risk-none = no risk
data-risk-low = low risk
data-risk-risk = risk
data-risk-high = high risk
breach-confidentiality = confidentiality
breach-integrity = integrity
breach-availability = availability
functional-none = work goes on
functional-low = work slowed
functional-medium = some work stands still
functional-high = work stands still
information-none = no information lost
information-privacy = privacy loss
information-proprietary = proprietary loss
information-integrity = integrity loss
recoverability-regular = regular recovery
recoverability-supplemented = recovery with more means
recoverability-extended = recovery not predictable
recoverability-not-recoverable = not recoverable
suspension-none = nothing stops
suspension-affected = what touches the incident stops
suspension-all = everything stops
handling-now = now
handling-after-engagement = after the engagement
verified-how-in-person = compared in person
verified-how-out-of-band = compared by another channel
data-focus-devices = devices
data-focus-data = data
data-focus-communications = communications
third-party-role-isolated = apart from the auditor
third-party-role-integrated = together with the auditor
applies-yes = applies
applies-no = does not apply
applies-unsure = unsure whether it applies
confidence-low = low
confidence-medium = medium
confidence-high = high
custody-collected = collected
custody-received = received
custody-transferred = transferred
custody-accessed = accessed
custody-copied = copied
custody-verified = verified
custody-sealed = sealed
custody-opened = opened
custody-analyzed = analyzed
custody-stored = stored
custody-moved = moved
custody-exported = exported
custody-hold-set = hold set
custody-hold-lifted = hold lifted
custody-returned = returned
custody-tainted = tainted
custody-destroyed = destroyed
