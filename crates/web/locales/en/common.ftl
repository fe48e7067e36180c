# Frame of every page
skip = Skip to the content
menu = Main menu
language = Language
sign-out = Sign out
foot-law = Law of the Republic of Kazakhstan of 30 December 2016 “On dactyloscopic and genomic registration”. Every act on these pages is an entry of the ledger.
foot-demo = Demonstration: every name here is made up; forms and words are not approved by any authority.
motto = The national register of fingerprints. Each answer names its article and can be checked years later.
menu-cases = Cases
menu-candidates = Candidates
menu-verify = Verification
menu-identify = Identification
menu-searches = Agreed searches
menu-record = Records
menu-certificate = Certificates
menu-ledger = Ledger
menu-officers = Officers
errors-title = There is a problem
go-home = To the first page
continue = Continue
compare = Compare
print = Print
state = State
next-action = Next action
when = When
who = Who
act = Act
purpose = Purpose
outcome = Outcome
role = Role
body = Body
score = Score
actor-system = the register itself

# Roles, bodies, purposes
role-operator = Operator
role-examiner = Fingerprint examiner
role-prosecutor = Prosecutor
role-administrator = Administrator
role-supervisor = Supervisor, the second person
role-head = Head of the division
role-archivist = Archivist
role-data-protection = Data-protection officer
role-system = The register itself
body-IAB = Bodies of internal affairs
body-AGD = Authorised division for genomic registration
body-ADD = Authorised department for destruction
body-MFA = Foreign institution
body-NSB = National security bodies
body-TRB = Body for transport
body-FEB = Forensic examination bodies
body-LFE = Licensed forensic expert
body-INV = Bodies of inquiry and investigation
body-PRO = Prosecution bodies
body-SVC = Service firm under agreement
purpose-registration = Registration
purpose-P1 = Confirm an identity
purpose-P2 = Identify an unknown person
purpose-P3 = Control of foreigners
purpose-P4 = Safety of the individual, society and the state
purpose-border = Border verification
purpose-subject-access = The person asks for their own information
purpose-supervision = Supervision
purpose-administration = Administration
purpose-keeping = Keeping records lawful to their end

# Fingers
finger-right-thumb = Right thumb
finger-right-index = Right index
finger-right-middle = Right middle
finger-right-ring = Right ring
finger-right-little = Right little
finger-left-thumb = Left thumb
finger-left-index = Left index
finger-left-middle = Left middle
finger-left-ring = Left ring
finger-left-little = Left little
missing-amputated = Amputated
missing-temporary-damage = Damaged for now
missing-unrecordable = No readable pattern
missing-bandaged = Bandaged
hand-map = Map of the ten fingers
hand-left = Left hand
hand-right = Right hand
hand-empty = Empty
finger = Finger
fingers = Fingers

# Counts
count-persons = { $n ->
    [one] { $n } person
   *[other] { $n } persons
}
count-cases = { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
count-registered = { $n ->
    [one] { $n } person registered
   *[other] { $n } persons registered
}
count-low = { $n ->
    [one] { $n } print is below the minimum quality: take it again if the hand allows
   *[other] { $n } prints are below the minimum quality: take them again if the hand allows
}
count-minutiae = { $n ->
    [one] { $n } minutia
   *[other] { $n } minutiae
}
count-pairs = { $n ->
    [one] { $n } corresponding minutia
   *[other] { $n } corresponding minutiae
}
count-candidates = { $n ->
    [one] { $n } candidate to compare
   *[other] { $n } candidates to compare
}
count-candidates-waiting = { $n ->
    [one] { $n } similar record was found; two examiners compare the prints
   *[other] { $n } similar records were found; two examiners compare the prints
}
count-fingers-compared = { $n ->
    [one] { $n } finger compared
   *[other] { $n } fingers compared
}
checked-against = { $n ->
    [one] Compared with { $n } registered person.
   *[other] Compared with { $n } registered persons.
}
searched-people = { $n ->
    [one] { $n } registered person was compared.
   *[other] { $n } registered persons were compared.
}

# Failures
entry-written = This answer is recorded in the ledger, entry
fail-refused-title = The Law does not allow this
fail-refused-lead = The request was refused, and nothing was changed.
fail-refused-todo = Read the ground beside, and do what it says. If you think the answer is wrong, tell the prosecutor the number of the entry.
fail-form-title = The form could not be read
fail-form-lead = Something in it is not as expected; nothing was written.
fail-form-todo = Go back, correct it and send it again.
fail-print-title = This image is not usable
fail-print-lead = No print could be read from the image; nothing was written.
fail-print-todo = Go back and take the finger again.
fail-mirrored-title = This image is mirrored
fail-mirrored-lead = The prints agree with the register only when left and right are exchanged. Nothing was decided, and no attempt was counted. Fingers:
fail-mirrored-todo = Check the scanner and its software: they must not mirror the image. Take the prints again. If the scanner is right, the prints in the register are mirrored: tell the supervisor.
fail-missing-title = There is no such page
fail-missing-lead = The page or the thing you asked for does not exist, or is not for you to know.
fail-missing-todo = Check the address, or begin from the first page.
fail-state-title = This cannot be done now
fail-state-lead = The case, record or act is not at the step for this; nothing was changed.
fail-state-todo = Go back to it: its next step is shown there.
fail-conflict-title = Someone else was faster
fail-conflict-lead = What you worked on was changed meanwhile; your change was not written.
fail-conflict-todo = Load it again and decide anew.
fail-disk-title = The disk is full
fail-disk-lead = Nothing was written.
fail-disk-todo = Tell the administrator: space must be freed before anything can be registered.
fail-csrf-title = This form did not come from this page
fail-csrf-lead = For your protection it was not accepted; nothing was changed.
fail-csrf-todo = Open the page again, sign in if asked, and repeat.
fail-gone-title = This answer has been cleared away
fail-gone-lead = Fresh prints and answers are kept for fifteen minutes, in memory only.
fail-gone-todo = Repeat the verification, the identification or the view.
fail-large-title = Too much at once
fail-large-lead = At most 20 files, each up to 32 MiB and 64 MiB together; nothing was written.
fail-large-todo = Send fewer or smaller files. A finger at 500 ppi is far below 1 MiB.
fail-broken-title = Something of ours is broken
fail-broken-lead = The fault is not yours. Nothing was half-written.
fail-broken-todo = Try again; if it stays, tell the administrator the time. Rights are not lost: note the case on paper and repeat later.
