# Certificate of registration
certificate-title = Certificate of dactyloscopic registration
certificate-title-genomic = Certificate of genomic registration
certificate-holder = Registered person
rights-heading = Your rights (Art. 7)
right-know = to see your dactyloscopic and genomic information, or that of the person whose lawful interests you represent, and to receive it;
right-looked = to learn who looked at it, when, for what purpose and under which article;
right-correct = to have what is wrong corrected;
right-protect = to have it protected while it is collected, kept and used;
right-appeal = to appeal actions or inaction of state bodies and officials in collecting, processing and protecting it, as the laws lay down (Art. 37).
certificate-note = This paper holds no fingerprint, no image and no DNA profile.

# Acts over records
destruction-act-title = Act of destruction of dactyloscopic information
genomic-destruction-act-title = Act of destruction of genomic information
archive-act-title = Act of transfer of dactyloscopic information to the archive
act-lead-destroy = { $n ->
    [one] The commission has checked { $n-text } record listed below: its term of keeping has ended, and no block and no open ground holds it. The record is to be destroyed.
   *[other] The commission has checked { $n-text } records listed below: their terms of keeping have ended, and no block and no open ground holds them. The records are to be destroyed.
}
act-lead-archive = { $n ->
    [one] The commission has checked { $n-text } record listed below: its term in the database has ended. The record is to be moved to a carrier of the archive, where it is kept for forty years and not searched.
   *[other] The commission has checked { $n-text } records listed below: their terms in the database have ended. The records are to be moved to a carrier of the archive, where they are kept for forty years and not searched.
}
act-records = Records
act-carrier = Carrier of the archive
act-method = Method
act-by-basis = Records by basis
act-list = List of records
act-list-note = Registry numbers are random and name nobody; no name, IIN or document stands in this act. “Counted from”: the day from which the term runs. “Rule”: the requirement by which it was computed. “Last day”: the last lawful day of keeping.
act-commission = Commission
act-approved = Approved by the head
act-after-destroy = Executed within ten working days of approval. The execution is confirmed by a receipt of each store, by the erasure of the keys of the records and by an entry of the ledger; a search afterwards finds nothing. Records may not be added after approval.
act-after-archive = Executed within ten working days of approval. The execution is confirmed by a receipt of the carrier and by an entry of the ledger; a search of the database afterwards finds nothing. Records may not be added after approval.

# Certificate of destruction
destruction-certificate-title = Certificate of destruction
destruction-certificate-lead = The information and material below has been destroyed. All copies were closed with the keys of the records.
destruction-certificate-remains = What remains
remains-number = a random number with basis, dates and the number of the act, which name nobody;
remains-act = the act itself, which holds registry numbers and no names;
remains-ledger = entries of the ledger without personal data, by which anyone can prove that the destruction took place.
destruction-certificate-note = The register no longer knows whose the destroyed information was. This certificate relies on the registration number or the certificate of registration that was shown.

# Extract
subject-extract-title = Extract of information held about a person
representative-name = Received by the representative
representative-ground = Ground of representation
extract-held = What is held
extract-held-nothing = Nothing is held.
extract-what = Information
extract-state = State
extract-blocked = blocked: not used until the check has ended (Art. 9(2))
extract-uses = How it was used
extract-uses-none = It was not used.
extract-looks = Who looked
extract-looks-none = Nobody looked.
extract-looks-note = Each look is an entry of the ledger. A look that a withholding order covers is listed when the order ends. Nothing about other people stands in this extract.
extract-prints = Fingerprints held (thumbnails)

# Letters
decision-letter-title = Decision on a request
request = Request
request-access = to see and receive information held about oneself
request-correction = to correct or supplement information
request-block = to block information
request-destruction = to destroy information
request-complaint = complaint about an action or inaction
request-number = Number of the request
decision = Decision
decision-articles = On the ground of
decision-reasons = Reasons
decision-enclosures = Enclosed
outcome-granted = granted
outcome-partly = granted in part
outcome-refused = refused

# Refusal of a duty
refusal-protocol-title = Protocol of refusal of mandatory registration
refusal-duty = Duty
refusal-language = Explained in
refusal-what = What happened
refusal-text = The person named above, who is subject to mandatory registration, refused to undergo it. Nothing was captured. Nothing is captured after the refusal.
refusal-explained = What was explained
refusal-explained-duty = persons subject to registration undergo it in the cases of the Law (Art. 7(2));
refusal-explained-liability = breach of the legislation on registration entails liability under the laws (Art. 38); this protocol is no fine and decides on none;
refusal-explained-later = the person may undergo registration later; the refusal is then noted as ended.
refusal-statement = Statement of the person
refusal-statement-none = The person made no statement.
refusal-confirmed = Confirmation
refusal-person-signs = Read and understood
refusal-witnessed = The person did not sign. Witnesses
refusal-witness = Witness { $number }
refusal-notice-title = Notice of refusal of mandatory registration
refusal-protocol = Protocol
refusal-notice-text = The person named above, who is subject to mandatory registration, refused to undergo it. The protocol is kept by the sending body and is handed over on request.
refusal-notice-limits = This notice asks for no measure and holds no fingerprint. Whether there is liability is decided by the competent body under the laws (Art. 38).

# Medical slips
exemption-slip-title = Medical exemption from mandatory dactyloscopic registration
postponement-slip-title = Postponement of dactyloscopic registration
slip-conclusion = Conclusion of the medical advisory commission
slip-issuer = Issued by
slip-code = Code in the list of diseases
slip-until = Exempt until
slip-for-good = for good
slip-fingers = Fingers
slip-mark = Mark on the damage
slip-means = What this means
slip-exempt-document = the document you applied for is issued without fingerprints;
slip-exempt-again = show this slip at the next application; it is valid to the date above.
slip-postponed-document = the document you applied for is issued now; this is not a refusal;
slip-postponed-again = come to be registered when the fingers have healed, at your next application for a document; please bring this slip.

# Material
material-receipt-title = Receipt of biological material
material-return-title = Receipt of the return of biological material
material-destruction-act-title = Act of destruction of biological material
custody-ground = Ground
custody-items = Items
custody-list = List of items
custody-condition = Condition
custody-whole = Packages and seals are whole; numbers agree with the list.
custody-quarantine = The items concerned are kept in quarantine until the discrepancy has been explained; no next step is made with them.
custody-return-note = Material recognised as evidence goes back to the body of inquiry or investigation after the genomic information has been obtained (Art. 23(1)); the laboratory does not destroy it.
custody-from = Handed over by
custody-to = Received by
material-act-lead = Genomic information has been obtained from the material below, or finally could not be. Material of convicted persons is kept until then and no longer (Art. 22(2)). The material is to be destroyed, every aliquot of it.
material-act-after = This act covers material only; genomic information has an act of its own (Art. 23(4)). Executed within ten working days of approval and confirmed by an entry of the ledger.

# Transfer
transfer-answer-title = Answer to a request for transfer of information
transfer-official = Official
transfer-request = Request
transfer-case = Case
transfer-ground = Ground of the request
transfer-order = Order or sanction
transfer-answer-heading = Answer
transfer-answer-is = Answer
transfer-remark = Remark
transfer-scope = Scope
transfer-expires = May be used until
transfer-package = Digest of the package (SHA-256)
transfer-conditions = Conditions
transfer-condition-use = use it for the case named above only, and pass it on to nobody;
transfer-condition-receipt = acknowledge receipt within five working days;
transfer-condition-return = return or destroy it by the date above, and confirm that; without confirmation nothing further is transferred.
answer-match = match, found by two examiners
answer-no-match = no match: everything in the scope was searched
answer-partial = not confirmed: a part of the register could not be searched
answer-refused = refused
scope-answer = match or no match
scope-registry-number = registry number
scope-personal-data = personal data
scope-images = images of prints
scope-profile = DNA profile

# Reports
oversight-month-title = Monthly report of oversight
oversight-year-title = Yearly report of oversight
report-period = Period
report-ledger = Ledger at the end of the period
report-signed = The figures are vouched for by
report-suppressed = <10 stands for a count of one to nine; * for a larger count from which such a one could be computed. Both protect people who could be recognised. A dash: not counted here. No personal data stands in this report.
period-month = { $month } { $year }
period-year = { $year }
table-flow = Held and registered
table-by-basis = By basis of registration
table-by-month = By month
table-by-place = By region and mission
table-uses = Uses by purpose and body
table-gated-searches = Searches that are off by default, each by itself
table-hits = Hits of searches
table-missing = Missing persons and unidentified corpses
table-transfers = Transfers by state and treaty
table-destructions = Destructions
table-archive = Reading tests of the archive
table-blocks = Blocks by reason
table-requests = Requests of subjects
table-complaints = Complaints and court cases
table-breaches = Breaches
table-attestation = Yearly attestation of users
table-accuracy = Accuracy of the matcher on public test sets
figure-held = Held
figure-registered = Regis{"\u00AD"}tered
figure-verified = Verified
figure-declined = Declined
figure-exempt = Exempt
figure-postponed = Post{"\u00AD"}poned
figure-refused = Refused
figure-count = Count
figure-hits = Hits
figure-confirmed = Con{"\u00AD"}firmed
figure-rejected = Rejected
figure-due = Due
figure-done = Done
figure-overdue = Overdue
figure-blocked = Blocked
figure-incoming = In
figure-outgoing = Out
figure-upheld = Upheld
figure-median-days = Median, days
figure-share = Share
