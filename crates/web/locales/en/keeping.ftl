# Keeping records to their end
menu-keeping = Keeping
menu-acts = Acts
menu-carriers = Carriers
keeping-lead = Records by their registry number, without names. The register counts every term once a day; nothing is destroyed by itself.
open-record = Open the record
record-of = Record
need-registry-number = Enter the registry number as the lists show it
due-title = To be done
due-none = No record is due today.
review-title = To be looked at
review-none = Nothing waits for a person to look at it today.
blocked-title = Blocked
blocked-none = No record is blocked.
rows-not-shown = { $n ->
    [one] { $n } more record stands in the longest list and is not shown
   *[other] { $n } more records stand in the longest list and are not shown
}
to-do = To be done
do-by = To be done by
due-blocked = due, blocked: within ten working days after the block ends
to-look-at = To be looked at
overdue = overdue
overdue-line = Overdue: the day by which it had to be done has passed.
duty-archive = Move to the archive, by an act
duty-destroy = Destroy, by an act
duty-return = Return the material
review-birth-incomplete = The birth date is incomplete and the term is counted from it
review-living-past-hundred = The person would be over a hundred: is there a death record?
review-case-solved = The crime of the trace is solved
review-conviction-changed = The conviction changed: a decision is needed
review-relative-silent = Five years of silence: does the consent stand?
review-birth-unknown = No birth date: the end cannot be counted
review-block-overdue = The review of the block is overdue
stage-draft = Draft
stage-registered = Registered
stage-withheld = Withheld from use
stage-due-for-archive = Term in the database ended, goes to the archive
stage-due = Term ended, waits for its act
stage-archived = In the archive
stage-archived-due = In the archive, term ended
stage-destroyed = Destroyed
state-depersonalised = depersonalised
state-blocked-until = blocked, review by

# Proposals
proposals-title = Waits for a second person
proposals-none = No proposal waits.
proposal = Proposed
proposal-unblock = End the block
proposal-depersonalise = Depersonalise
proposal-repersonalise = Undo the depersonalisation
proposal-retrieve = Take out of the archive
proposed-by-unit = By unit
agree = Agree
turn-down = Turn down
waits-for-second = Yours: another officer answers
retrieval-lead = Once an officer of another unit has agreed, each of the two can open the container here within ten days. Keep the address of this page. Every opening is an entry of the ledger.
retrieval-open = Open the container
retrieved-title = Record from the archive
retrieved-lead = Opened by the order of two officers. Nothing returned to the database.
retrieved-nobody = The container names nobody: the record was depersonalised.
image-kind = Image

# The life of a record
in-database-until = In the database until
archive-until = In the archive until
destroy-from = Destroyed from
no-end-because = No end yet because
joined-until = Joined to the person until
open-living-citizen = a living citizen registered with consent
open-living-past-hundred = no death is recorded, though a hundred years have passed
open-event-annulled = the event that ended it was annulled
open-missing-person = the relative is still missing
open-until-profile = the profile is not obtained yet
open-criminal-case = the criminal case decides
open-to-be-returned = the material is to be returned
open-birth-unknown = the birth date has to be established
term-word-kept = Kept
term-word-archive = For the archive
term-word-due = Term ended
term-word-open = Kept, no end yet
term-kept = The last lawful day in the database is { $date }.
term-archive = The last lawful day in the database was { $date }: the record belongs in the archive, by an act.
term-due = The record is to be destroyed by an act; the first day for it was { $date }.
term-open = No event has set an end: the record is kept until one does.
events = Events
events-none = No event is noted.
event = Event
event-of-person = of the person, for all their records
event-of-record = of this record
event-noted = Noted
event-by-feed = by the civil-status feed
event-annulment = Annulment
event-annulled-on = annulled on
annul = Annul
annul-event = Annul this event
annul-reference = Decision that takes its ground away
event-kind = What happened
event-date = Legal date
event-date-hint = Of the civil-status record, or the day the decision became final
event-death-established = Death established
event-declared-dead = Declared dead by a court
event-missing = Recognised as missing by a court
event-citizenship-lost = Citizenship lost or renounced
event-acquittal-final = Acquittal became final
event-identified = The corpse was identified
event-located = The missing person was found
event-case-closed-no-event-or-crime = Case closed: no event or no crime
event-profile-obtained = Profile obtained from the material
event-consent-withdrawal-granted = Withdrawal of consent granted
event-destruction-ordered = Destruction ordered by a court or the prosecutor
event-conviction-changed = Conviction changed otherwise than by acquittal
event-case-solved = Crime of the trace solved
event-sample-failed = The last repeated sample gave no profile
event-consent-confirmed = The relative confirmed the consent
event-annulled = Annulled
what-can-be-done = What you may do
deeds-none = Your role only reads this record as it stands now.
takes-two = takes two officers
deed-reference = Ground, by its number
deed-block = Block
deed-block-lead = Everything about the record stops at once: searches, views, transfer, destruction (Art. 9(2)).
deed-block-button = Block the record
deed-review = Review the block
deed-review-lead = The violation is not removed yet: the block goes on until the next review, at most thirty days off (Art. 9(2)).
deed-review-button = Prolong the block
deed-unblock = End the block
deed-unblock-lead = You propose it with the recorded result of the verification; a second officer who did not violate the conditions agrees (Art. 9(2)).
deed-unblock-button = Propose to end the block
deed-withhold = Withhold from use
deed-withhold-lead = The record leaves all searches until a decision or a new judgment (Art. 10(4), 23(3)).
deed-withhold-button = Withhold the record
deed-restore = Return to use
deed-restore-lead = The ground is the decision or the new judgment that you name (Art. 10(4), 23(3)).
deed-restore-button = Return the record
deed-event = Note an event
deed-event-lead = An event begins, moves or ends the term (Art. 15, 29). One of the person moves all their records.
deed-event-button = Note the event
deed-depersonalise = Depersonalise
deed-depersonalise-lead = The link to the person is cut; a second key holder of another unit agrees (Art. 9(1)).
deed-depersonalise-button = Propose to depersonalise
deed-repersonalise = Undo the depersonalisation
deed-repersonalise-lead = The link is joined for one purpose until the day you name; a second key holder of another unit agrees (Art. 9(1)).
deed-repersonalise-button = Propose to join the link
deed-retrieve = Take out of the archive
deed-retrieve-lead = One record, by an order, with a second officer of another unit (Art. 15(2)). Nothing returns to the database.
deed-retrieve-button = Propose to take it out
review-by = Review by
review-by-hint = At most thirty days from today
joined-until-hint = At most thirty days from today
unblock-result = Recorded result of the verification
unblock-result-hint = Its number
unblock-violator = Officer who violated the conditions
unblock-violator-hint = Their account number, only if the finding names one

# Acts
acts-lead = An act orders destruction or transfer to the archive. A commission of three or more signs, another head approves, then it is executed.
acts-none = No act was drawn up.
act-number = Act
act-orders = What it orders
act-destruction = Destruction
act-archive = Transfer to the archive
act-title-destruction = Act of destruction
act-title-archive = Act of transfer to the archive
act-drawn-up-on = Drawn up on
act-records = Records
act-author = Drawn up by
act-method = Method of destruction
act-method-hint = As it is carried out, up to 64 characters
act-carrier = Carrier
act-carrier-hint = The records go onto it
act-drawn-up = Waits for the commission
act-signed = Signed, waits for the head
act-approved = Approved, may be executed
act-executing = Being executed
act-executed = Executed
act-withdrawn = Withdrawn
draw-up-destruction = Draw up an act of destruction
draw-up-archive = Draw up an act of transfer
draw-up-destruction-lead = Only records whose term has ended and that nothing blocks are offered. Drawing up changes nothing about them yet.
draw-up-archive-lead = Only records whose term in the database has ended and that nothing blocks are offered. Drawing up changes nothing about them yet.
draw-up-button = Draw up the act
due-none-for-act = No record of your body is due for such an act.
act-choose-records = Records of the act
act-commission = Commission
act-commission-hint = { $n ->
    [one] At least { $n } member
   *[other] At least { $n } members. Who approves the act is none of them and did not draw it up.
}
rows-next-act = { $n ->
    [one] { $n } more record is due: it comes into the next act
   *[other] { $n } more records are due: they come into the next act
}
act-records-of = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
act-signed-bytes = The text under the signatures, byte for byte
act-signed-bytes-lead = This text does not change once the act is drawn up; each signature is over it.
act-signatures = Signatures
act-member = Member of the commission
act-head = Head, approves
act-head-other = neither author nor member
act-awaited = not yet
act-signed-at = signed
missing-members = { $n ->
    [one] signature of { $n } member
   *[other] signatures of { $n } members
}
missing-approval = approval of the head
missing-execution = execution
missing-receipts = receipts of the stores: execute again
passphrase = Passphrase of your signing key
need-passphrase = Enter the passphrase of your signing key
act-sign = Sign as a member
act-sign-lead = You confirm that you read the act and its list.
act-sign-button = Sign the act
act-approve = Approve as the head
act-approve-lead = After this the act may be executed.
act-approve-button = Approve the act
act-execute = Execute
act-execute-lead = All signatures are checked once more, then every store is emptied of the records and asked what it still finds.
act-execute-button = Execute the act
sure-destroy = { $n ->
    [one] I have read the list: { $n } record is destroyed and cannot be brought back.
   *[other] I have read the list: { $n } records are destroyed and cannot be brought back.
}
sure-archive = { $n ->
    [one] I have read the list: { $n } record leaves the database for the archive and does not come back.
   *[other] I have read the list: { $n } records leave the database for the archive and do not come back.
}
need-execute-sure = Confirm that you have read the list of records
act-withdraw = Withdraw
act-withdraw-lead = Its records stay due and can stand in another act.
sure-withdraw = I withdraw this act with all its signatures.
need-withdraw-sure = Confirm that you withdraw the act
act-withdraw-button = Withdraw the act
receipts-title = What each store says
receipts-lead = After the removal each store was searched for every record of the act.
act-executed-at = Executed:
receipt-store = Store
receipt-removed = Removed
receipt-found = Found after it
receipt-left = left
store-identity = Identity
store-biometrics = Biometrics
store-links = Links
store-gallery = Searches in memory
store-keys-identity = Keys: identity
store-keys-biometrics = Keys: biometrics
store-keys-links = Keys: links

# Carriers of the archive
carriers-title = Carriers of the archive
carriers-lead = Read every two years, reviewed every ten.
carriers-none = No carrier is entered.
carrier-label = Label
carrier-label-hint = As it stands on the carrier
carrier-place = Place
carrier-place-hint = Where it is kept
carrier-custodian = Custodian
carrier-custodian-hint = Who answers for it
carrier-since = Entered on
carrier-test-by = Next reading test by
carrier-review-by = Next review by
carrier-not-tested = Not read yet
carrier-readable = Everything was read on
carrier-unreadable = Not everything was read on
carrier-destroyed = Destroyed on
carrier-test = Read
carrier-review = Review
carrier-enter = Enter a carrier
carrier-all-read = every container was read and is what it was.
carrier-not-read = { $n ->
    [one] { $n } container could not be read or has changed.
   *[other] { $n } containers could not be read or have changed.
}

# Signing keys of officers
signing-key = Signing key
key-none = none
key-since = since
key-set = Set a key
key-hex = Public key or SHA-256 of the certificate, 64 hexadecimal digits
key-form = Form
key-ed25519 = Public key (Ed25519)
key-cms = Certificate (CMS)
key-save = Register the key

# What is wrong in a form
wrong-reference = Enter a number of 1 to 64 letters, digits, spaces and / - .
wrong-result = Enter the number of the recorded result of the verification
wrong-violator = Enter the account number of the officer, or nothing
wrong-review-by = Enter a day within thirty days from today
wrong-until = Enter a day within thirty days from today
wrong-date = Enter a day that exists and has come: an event is noted once it has happened
wrong-records = Choose at least one record; all of the store that your body ends, each once
wrong-commission = Choose at least three members of your body with open accounts
wrong-method = Enter the method: 1 to 64 letters, digits, spaces and / - .
wrong-carrier = Choose a carrier that is there and readable
wrong-custodian = Choose who answers for the carrier
wrong-label = Enter a label of 1 to 64 letters, digits, spaces and / - .
wrong-place = Enter a place of 1 to 64 letters, digits, spaces and / - .
wrong-secret = The passphrase does not open your key, or no key of yours lies with this machine
wrong-signature = Your key is not registered, or no longer: the administrator registers it
wrong-key = Enter exactly 64 hexadecimal digits

# Corrections and supplements of personal data (Art. 13, 26)
deed-correct = Correct personal data
deed-correct-lead = What you enter replaces what is recorded; empty fields stay. The earlier version is kept for oversight (Art. 13, 26).
deed-correct-button = Correct the data
deed-supplement = Supplement personal data
deed-supplement-lead = What was not known is added, such as the IIN; nothing recorded is replaced (Art. 13, 26).
deed-supplement-button = Add the data
correct-hint = Empty: stays as it is recorded
supplement-hint = Only what is not recorded yet
correct-born-hint = YYYY-MM-DD, or YYYY-MM, or YYYY; empty: stays
as-recorded = As recorded
person-patronymic = Patronymic
corrections = Corrections and supplements
correction-at = When
correction-kind = What
correction-correction = Correction
correction-supplement = Supplement
correction-ground = Ground
correction-by = By whom
ground-document = New document, name or IIN
ground-error = An error was made
ground-decision = Decision of a court or on an appeal
versions-see = Versions of the personal data
versions-of = Versions of the personal data of record
version = Version
version-newest = in force
version-of-case = As the documents of a case showed
wrong-change = Nothing would change, or a supplement would replace what is recorded
wrong-family-name = Enter the family name as in the document: letters, ' - . and spaces
wrong-given-name = Enter the given name as in the document: letters, ' - . and spaces
wrong-patronymic = Enter the patronymic as in the document: letters, ' - . and spaces
wrong-born = Enter a birth date that exists and is at most 130 years ago, as YYYY-MM-DD, YYYY-MM or YYYY
wrong-nationality = Enter three capital letters, as in the passport. KAZ is for citizens only: citizenship is not corrected here
wrong-document-number = Enter capital letters, digits, - and /, at least one digit
wrong-iin = Enter twelve digits with a right check digit, that no other person is registered with

# Rules of retention and their changes
terms-title = Rules of retention
terms-lead = By which rules every term is counted, and what a change of them does. New rules mark no record before their report is signed by one officer and confirmed by another.
terms-waits-changed = The rules of retention changed. Nothing is marked, drawn up or executed until the report is signed by the data-protection officer and confirmed by the head.
terms-waits-rewritten = This program counts terms otherwise by the same rules than when they were confirmed: nothing is marked. Have the administrator install a program that keeps the rules as they were and adds the change as a new version.
terms-in-force = Rules that count
terms-none-yet = No term was counted yet: the first sweep notes the rules of this program.
terms-of-program = Rules of this program on the legal date
terms-version = Rules
terms-act = Set by
terms-in-force-from = In force from
terms-counted-since = Counted here since
terms-fingerprint = Fingerprint
terms-database-years = In the database
terms-archive-years = In the archive
terms-century-years = To the age of
terms-genomic-years = Genomic information
terms-acquittal-years = At least after an acquittal
terms-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
terms-reports = Reports on changes
terms-reports-none = The rules have not changed.
terms-report-number = Report
term-report-title = Change of the terms
term-report-drawn-up = Waits for the data-protection officer
term-report-signed = Signed, waits for the head
term-report-confirmed = Confirmed, the new rules count
term-report-superseded = A later report took its place
terms-old = Old rules
terms-new = New rules
terms-records = Records looked at
terms-differing = Records whose term differs
terms-sooner = Destroyed earlier
terms-later = Destroyed later
terms-otherwise = Differs in something else
terms-by-basis = By ground
terms-no-difference = No record's term differs.
terms-page-before = Page before
terms-page-next = Next page
terms-signed-bytes-lead = This text does not change once the report is drawn up. It holds the digest of every line of the list, so that each signature is over the whole list.
terms-signer = Data-protection officer, signs
terms-confirmer = Head, confirms
terms-sign = Sign the report
terms-sign-lead = You confirm that you read the rules and the list of records.
terms-sign-button = Sign the report
terms-confirm = Confirm the report
terms-confirm-lead = After this every term is counted by the new rules, and the next sweep marks by them.
terms-confirm-button = Confirm the report
retention-kept = In the database
retention-archive = In the archive
retention-due = To be destroyed
retention-open = No end known

# Better prints of a record
supplement-title = Better prints
supplement-lead = A finger that healed, or a print that was poor (Art. 13). The new prints are compared once another officer agrees; the old ones are kept. At least one of them has to agree with what the record holds of the same finger.
supplement-button = Take the prints
supplement-which-finger = Say of which finger each print is: by the name of the file, or one print at a time.
supplement-taken = Taken
supplement-waits = Waits for another officer. Until then the prints of the registration are compared.
supplement-agrees = The new print agrees with the one held of this finger.
supplement-differs = The new print does not agree with the one held of this finger: another print of this supplement does. Look at both.
supplement-nothing-held = The record holds no print of this finger. Another print of this supplement agrees with what it holds.
supplement-agree = Agree: compare the better prints
supplement-turn-down = Turn down and destroy them
supplement-agreed = Agreed, the best prints are compared:
supplement-turned-down = Turned down:
supplement-destroyed = The prints and their key are destroyed; the ledger says that they were there.
supplements-title = Better prints that wait for another officer

# Papers
paper-pdf = PDF
paper-language = Language of the paper
paper-unit = Unit { $unit }
paper-officer = Officer { $number }
destroyed-title = Certificate of destruction
destroyed-lead = For a person who asks whether their record was destroyed. The register no longer knows whose it was: enter the registry number they show and the name they give. The name stands on the paper and nowhere else; the answer is an entry of the ledger.
destroyed-number-hint = As it stands in an extract, a notice or an act
destroyed-name = Name of the person who asks
destroyed-name-hint = As on the document they show, up to 160 characters
destroyed-document = Document they show, if the paper shall name it
destroyed-button = Issue the certificate
need-asking-name = Enter the name of the person who asks
wrong-paper-text = Too long for the paper, or with an invisible character: at most 160 characters
