# What stands around every paper
sample = SAMPLE, UNVERIFIED
number-line = No.{"\u00A0"}{ $number } · { $date }
law-line = Law of the Republic of Kazakhstan of 30 December 2016 “On Dactyloscopic and Genomic Registration”, { $articles }
template-line = Form { $code }, version { $version } · sample, unverified: neither the form nor its words have been approved
articles = { $n ->
    [one] Art.{"\u00A0"}{ $list }
   *[other] Arts.{"\u00A0"}{ $list }
}
code-heading = Authenticity code
code-square = QR code for checking this paper: { $code }
code-how-certificate = Anyone may check this certificate: scan the square, or enter the code on the register’s page “Certificates”, or ask at any registration desk. The answer holds no name and no print.
code-how-paper = To check this paper, ask the body that issued it. Before the dash stands the number of an entry of the register’s ledger, after it the beginning of the SHA-256 of what is on record; the body compares both with the register. The code holds no name and no print.
replaced-note = � stands for a character that the type of this paper does not have. The register keeps the text as it was written.
signed-on = Signed electronically on { $date }
signature-digest = Digest of the signature: { $digest }
signature-room = signature, date
issued-by = Issued by
decided-by = Decided by
drawn-up-by = Drawn up by
sent-by = Sent by
answered-by = Answered by
appeal-heading = How to appeal
appeal-text = Actions or inaction of the body and its officials may be appealed as the laws lay down (Art. 37): to a higher official or body, to the prosecutor, or to a court. An appeal may name the number and the code of this paper; a representative may file it.

# People
person-name = Name
person-born = Born
person-iin = Individual identification number
person-document = Document
given-to = Issued to
addressee = To
place = Place
asked-on = Date of the request
identity-proof = Identity proved by

# Registration
registration-kind = Kind of registration
registration-basis = Basis
registered-on = Registered on
registered-by = Registered by
registry-number = Registry number
kept-database = Kept in the database until
kept-archive = Then in the archive until
kept-open = no date yet: the term begins with an event that the Law names

# Columns of tables
column-row = No.
column-basis = Basis
column-basis-words = Ground of registration
column-registered = Registered
column-counted-from = Counted from
column-requirement = Rule
column-last-day = Last day
column-date = Date
column-purpose = Purpose
column-outcome = Outcome
column-body = Body
column-unit = Unit
column-article = Article
column-what = Counted
column-destroyed = What was destroyed
column-act = Act
column-approved = Approved
column-executed = Executed
column-receipts = Receipts
column-entry = Entry
column-item = Item
column-seal = Seal
column-material = Material
column-selected = Selected
column-profile = Profile obtained
row-total = Total
