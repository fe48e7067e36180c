# Жазбаларды аяғына дейін жүргізу
menu-keeping = Мерзімдер
menu-acts = Актілер
menu-carriers = Жеткізгіштер
keeping-lead = Жазбалар тіркелімдегі нөмірі бойынша, есімсіз көрсетіледі. Тіркелім әр мерзімді күніне бір рет есептейді; ештеңе өздігінен жойылмайды.
open-record = Жазбаны ашу
record-of = Жазба
need-registry-number = Тіркелімдегі нөмірді тізімдердегідей енгізіңіз
due-title = Орындалуы керек
due-none = Бүгін мерзімі біткен жазба жоқ.
review-title = Қаралуы керек
review-none = Бүгін адамның қарауын күтіп тұрған ештеңе жоқ.
blocked-title = Бұғатталған
blocked-none = Бұғатталған жазба жоқ.
rows-not-shown = { $n ->
   *[other] Ең ұзын тізімнің тағы { $n } жазбасы көрсетілмеген
}
to-do = Не істеу керек
do-by = Қай күнге дейін
to-look-at = Нені қарау керек
overdue = мерзімі өтті
overdue-line = Мерзімі өтті: орындалуы тиіс күн өтіп кетті.
duty-archive = Акт бойынша мұрағатқа беру
duty-destroy = Акт бойынша жою
duty-return = Материалды қайтару
review-birth-incomplete = Туған күні толық емес, ал мерзім содан есептеледі
review-living-past-hundred = Адамның жасы жүзден асар еді: қайтыс болғаны туралы жазба бар ма?
review-case-solved = Із қатысты қылмыс ашылды
review-conviction-changed = Үкім өзгерді: шешім керек
review-relative-silent = Бес жыл хабар жоқ: келісім күшінде ме?
review-birth-unknown = Туған күні жоқ: мерзімнің соңын есептеу мүмкін емес
review-block-overdue = Бұғаттауды қайта қарау мерзімі өтті
stage-draft = Жоба
stage-registered = Тіркелген
stage-withheld = Пайдаланудан шығарылған
stage-due-for-archive = Базадағы мерзімі бітті, мұрағатқа беріледі
stage-due = Мерзімі бітті, актісін күтеді
stage-archived = Мұрағатта
stage-archived-due = Мұрағатта, мерзімі бітті
stage-destroyed = Жойылған
state-depersonalised = иесіздендірілген
state-blocked-until = бұғатталған, қайта қарау күні:

# Ұсыныстар
proposals-title = Екінші адамды күтеді
proposals-none = Күтіп тұрған ұсыныс жоқ.
proposal = Ұсынылды
proposal-unblock = Бұғаттауды алу
proposal-depersonalise = Иесіздендіру
proposal-repersonalise = Иесіздендіруді алып тастау
proposal-retrieve = Мұрағаттан алу
proposed-by-unit = Бөлімше
agree = Келісу
turn-down = Қабылдамау
waits-for-second = Сіздікі: басқа қызметкер жауап береді
retrieval-lead = Басқа бөлімшенің қызметкері келіскеннен кейін екеуінің әрқайсысы он күн ішінде контейнерді осы жерде аша алады. Осы беттің мекенжайын сақтап қойыңыз. Әр ашу — журналдағы жазба.
retrieval-open = Контейнерді ашу
retrieved-title = Мұрағаттағы жазба
retrieved-lead = Екі қызметкердің тапсырмасымен ашылды. Базаға ештеңе қайтарылған жоқ.
retrieved-nobody = Контейнерде ешкім аталмаған: жазба иесіздендірілген болатын.
image-kind = Сурет

# Жазбаның өмірі
in-database-until = Базада қай күнге дейін
archive-until = Мұрағатта қай күнге дейін
destroy-from = Жойылатын күні
no-end-because = Мерзім соңы әзірге жоқ, себебі
joined-until = Адаммен қай күнге дейін қосылған
open-living-citizen = келісіммен тіркелген тірі азамат
open-living-past-hundred = жүз жыл өтсе де, қайтыс болғаны жазылмаған
open-event-annulled = мерзімді аяқтаған оқиға жойылған
open-missing-person = туысы әлі табылған жоқ
open-until-profile = профиль әлі алынған жоқ
open-criminal-case = қылмыстық іс шешеді
open-to-be-returned = материал қайтарылуы керек
open-birth-unknown = туған күнін анықтау керек
term-word-kept = Сақталады
term-word-archive = Мұрағатқа
term-word-due = Мерзімі бітті
term-word-open = Сақталады, соңы әзірге жоқ
term-kept = Базадағы соңғы заңды күн — { $date }.
term-archive = Базадағы соңғы заңды күн { $date } болды: жазба акт бойынша мұрағатқа беріледі.
term-due = Жазба акт бойынша жойылады; бұл үшін бірінші күн { $date } болды.
term-open = Ешбір оқиға соңын белгілеген жоқ: жазба сондай оқиғаға дейін сақталады.
events = Оқиғалар
events-none = Оқиға жазылмаған.
event = Оқиға
event-of-person = адамға қатысты, оның барлық жазбасы үшін
event-of-record = осы жазбаға қатысты
event-noted = Жазылған
event-by-feed = азаматтық хал актілерінің легі
event-annulment = Күшін жою
event-annulled-on = күші жойылған күні
annul = Күшін жою
annul-event = Осы оқиғаның күшін жою
annul-reference = Негізін жойған шешім
event-kind = Не болды
event-date = Заңды күні
event-date-hint = Азаматтық хал жазбасының немесе шешім күшіне енген күн
event-death-established = Қайтыс болғаны анықталды
event-declared-dead = Сот қайтыс болған деп жариялады
event-missing = Сот хабарсыз кеткен деп таныды
event-citizenship-lost = Азаматтықтан айырылды немесе шықты
event-acquittal-final = Ақтау үкімі күшіне енді
event-identified = Мәйіт танылды
event-located = Хабарсыз кеткен адам табылды
event-case-closed-no-event-or-crime = Іс тоқтатылды: оқиға немесе қылмыс құрамы жоқ
event-profile-obtained = Материалдан профиль алынды
event-consent-withdrawal-granted = Келісімді қайтарып алу қанағаттандырылды
event-destruction-ordered = Соттың немесе прокурордың жою туралы нұсқауы
event-conviction-changed = Үкім ақтаудан басқаша өзгерді
event-case-solved = Із қатысты қылмыс ашылды
event-sample-failed = Соңғы қайталама үлгі профиль бермеді
event-consent-confirmed = Туысы келісімін растады
event-annulled = Күші жойылды
what-can-be-done = Сіз не істей аласыз
deeds-none = Сіздің рөліңіз қазір бұл жазбаны тек оқиды.
takes-two = екі қызметкер керек
deed-reference = Негізі, нөмірі бойынша
deed-block = Бұғаттау
deed-block-lead = Жазбамен бәрі бірден тоқтайды: іздеу, қарау, беру, жою (9-бап 2-тармақ).
deed-block-button = Жазбаны бұғаттау
deed-review = Бұғаттауды қайта қарау
deed-review-lead = Бұзушылық әлі жойылған жоқ: бұғаттау келесі қайта қарауға дейін, ең көбі отыз күнге созылады (9-бап 2-тармақ).
deed-review-button = Бұғаттауды ұзарту
deed-unblock = Бұғаттауды алу
deed-unblock-lead = Тексерудің жазылған нәтижесімен сіз ұсынасыз; талаптарды бұзбаған екінші қызметкер келіседі (9-бап 2-тармақ).
deed-unblock-button = Бұғаттауды алуды ұсыну
deed-withhold = Пайдаланудан шығару
deed-withhold-lead = Жазба шешімге немесе жаңа үкімге дейін ешбір іздеуге кірмейді (10-бап 4-тармақ, 23-бап 3-тармақ).
deed-withhold-button = Жазбаны шығару
deed-restore = Пайдалануға қайтару
deed-restore-lead = Негізі — сіз атаған шешім немесе жаңа үкім (10-бап 4-тармақ, 23-бап 3-тармақ).
deed-restore-button = Жазбаны қайтару
deed-event = Оқиғаны жазу
deed-event-lead = Оқиға мерзімді бастайды, жылжытады немесе аяқтайды (15-бап, 29-бап). Адамға қатысты оқиға оның барлық жазбасына әсер етеді.
deed-event-button = Оқиғаны жазу
deed-depersonalise = Иесіздендіру
deed-depersonalise-lead = Адаммен байланыс үзіледі; басқа бөлімшенің екінші кілт ұстаушысы келіседі (9-бап 1-тармақ).
deed-depersonalise-button = Иесіздендіруді ұсыну
deed-repersonalise = Иесіздендіруді алып тастау
deed-repersonalise-lead = Байланыс бір мақсат үшін сіз атаған күнге дейін қосылады; басқа бөлімшенің екінші кілт ұстаушысы келіседі (9-бап 1-тармақ).
deed-repersonalise-button = Байланысты қосуды ұсыну
deed-retrieve = Мұрағаттан алу
deed-retrieve-lead = Бір жазба, тапсырма бойынша, басқа бөлімшенің екінші қызметкерімен (15-бап 2-тармақ). Базаға ештеңе қайтпайды.
deed-retrieve-button = Алуды ұсыну
review-by = Қай күнге дейін қайта қарау
review-by-hint = Бүгіннен бастап ең көбі отыз күн
joined-until-hint = Бүгіннен бастап ең көбі отыз күн
unblock-result = Тексерудің жазылған нәтижесі
unblock-result-hint = Оның нөмірі
unblock-violator = Талаптарды бұзған қызметкер
unblock-violator-hint = Есептік жазбасының нөмірі, қорытындыда аталса ғана

# Актілер
acts-lead = Акт жоюды немесе мұрағатқа беруді тапсырады. Үш не одан көп мүшелі комиссия қол қояды, басқа адам — басшы бекітеді, содан кейін орындалады.
acts-none = Акт жасалмаған.
act-number = Акт
act-orders = Не тапсырылған
act-destruction = Жою
act-archive = Мұрағатқа беру
act-title-destruction = Жою туралы акт
act-title-archive = Мұрағатқа беру туралы акт
act-drawn-up-on = Жасалған күні
act-records = Жазба саны
act-author = Жасаған
act-method = Жою тәсілі
act-method-hint = Қалай орындалатыны, 64 таңбаға дейін
act-carrier = Жеткізгіш
act-carrier-hint = Жазбалар соған көшіріледі
act-drawn-up = Комиссияның қолын күтеді
act-signed = Қол қойылды, басшыны күтеді
act-approved = Бекітілді, орындауға болады
act-executing = Орындалып жатыр
act-executed = Орындалды
act-withdrawn = Қайтарып алынды
draw-up-destruction = Жою туралы акт жасау
draw-up-archive = Беру туралы акт жасау
draw-up-destruction-lead = Тек мерзімі біткен және бұғатталмаған жазбалар ұсынылған. Акт жасау оларда әзірге ештеңені өзгертпейді.
draw-up-archive-lead = Тек базадағы мерзімі біткен және бұғатталмаған жазбалар ұсынылған. Акт жасау оларда әзірге ештеңені өзгертпейді.
draw-up-button = Актіні жасау
due-none-for-act = Органыңызда мұндай акт жасалатын жазба жоқ.
act-choose-records = Акт жазбалары
act-commission = Комиссия
act-commission-hint = { $n ->
   *[other] Кемінде { $n } мүше. Актіні бекітуші комиссияға кірмейді және оны жасамаған.
}
rows-next-act = { $n ->
   *[other] Тағы { $n } жазба келесі актіге кіреді
}
act-records-of = { $n ->
   *[other] { $n } жазба
}
act-signed-bytes = Қол қойылатын мәтін, байтпа-байт
act-signed-bytes-lead = Акт жасалғаннан кейін бұл мәтін өзгермейді; әр қолтаңба соның астында.
act-signatures = Қолтаңбалар
act-member = Комиссия мүшесі
act-head = Басшы, бекітеді
act-head-other = жасаушы да, мүше де емес
act-awaited = әлі жоқ
act-signed-at = қол қойылды:
missing-members = { $n ->
   *[other] { $n } комиссия мүшесінің қолы
}
missing-approval = басшының бекітуі
missing-execution = орындау
missing-receipts = қоймалардың белгілері: қайта орындаңыз
passphrase = Қол қою кілтіңіздің құпия сөз тіркесі
need-passphrase = Қол қою кілтіңіздің құпия сөз тіркесін енгізіңіз
act-sign = Мүше ретінде қол қою
act-sign-lead = Актіні және оның тізімін оқығаныңызды растайсыз.
act-sign-button = Актіге қол қою
act-approve = Басшы ретінде бекіту
act-approve-lead = Осыдан кейін актіні орындауға болады.
act-approve-button = Актіні бекіту
act-execute = Орындау
act-execute-lead = Барлық қолтаңба тағы бір рет тексеріледі, содан кейін жазбалар әр қоймадан алынып тасталады да, әрқайсысы не табатынын айтады.
act-execute-button = Актіні орындау
sure-destroy = { $n ->
   *[other] Тізімді оқыдым: { $n } жазба жойылады, оны қайтару мүмкін емес.
}
sure-archive = { $n ->
   *[other] Тізімді оқыдым: { $n } жазба базадан мұрағатқа кетеді және қайтып келмейді.
}
need-execute-sure = Жазбалар тізімін оқығаныңызды растаңыз
act-withdraw = Қайтарып алу
act-withdraw-lead = Оның жазбаларының мерзімі біткен күйінде қалады, басқа актіге кіре алады.
sure-withdraw = Осы актіні барлық қолтаңбасымен қайтарып аламын.
need-withdraw-sure = Актіні қайтарып алатыныңызды растаңыз
act-withdraw-button = Актіні қайтарып алу
receipts-title = Әр қойма не дейді
receipts-lead = Алып тастағаннан кейін әр қоймадан актінің әр жазбасы ізделді.
act-executed-at = Орындалды:
receipt-store = Қойма
receipt-removed = Алып тасталды
receipt-found = Кейін табылғаны
receipt-left = қалды
store-identity = Жеке деректер
store-biometrics = Биометрия
store-links = Байланыстар
store-gallery = Жадтағы іздеу
store-keys-identity = Кілттер: жеке деректер
store-keys-biometrics = Кілттер: биометрия
store-keys-links = Кілттер: байланыстар

# Мұрағат жеткізгіштері
carriers-title = Мұрағат жеткізгіштері
carriers-lead = Оқылуы екі жылда бір рет тексеріледі, он жылда бір рет қайта қаралады.
carriers-none = Жеткізгіш енгізілмеген.
carrier-label = Белгісі
carrier-label-hint = Жеткізгіштегідей
carrier-place = Орны
carrier-place-hint = Қайда сақталады
carrier-custodian = Жауапты адам
carrier-custodian-hint = Оған кім жауап береді
carrier-since = Енгізілген күні
carrier-test-by = Оқылуын қай күнге дейін тексеру
carrier-review-by = Қай күнге дейін қайта қарау
carrier-not-tested = Әлі оқылмаған
carrier-readable = Бәрі оқылды:
carrier-unreadable = Бәрі оқылмады:
carrier-destroyed = Жойылған күні:
carrier-test = Оқып тексеру
carrier-review = Қайта қарау
carrier-enter = Жеткізгішті енгізу
carrier-all-read = әр контейнер оқылды және өзгермеген.
carrier-not-read = { $n ->
   *[other] { $n } контейнер оқылмады немесе өзгерген.
}

# Қызметкерлердің қол қою кілттері
signing-key = Қол қою кілті
key-none = жоқ
key-since = қашаннан:
key-set = Кілт беру
key-hex = Ашық кілт немесе сертификаттың SHA-256 мәні, 64 он алтылық цифр
key-form = Түрі
key-ed25519 = Ашық кілт (Ed25519)
key-cms = Сертификат (CMS)
key-save = Кілтті тіркеу

# Нысанда не дұрыс емес
wrong-reference = Нөмірді енгізіңіз: 1-ден 64-ке дейін әріп, цифр, бос орын және / - .
wrong-result = Тексерудің жазылған нәтижесінің нөмірін енгізіңіз
wrong-violator = Қызметкердің есептік жазбасының нөмірін енгізіңіз немесе бос қалдырыңыз
wrong-review-by = Бүгіннен бастап отыз күн ішіндегі күнді енгізіңіз
wrong-until = Бүгіннен бастап отыз күн ішіндегі күнді енгізіңіз
wrong-date = Бар және келген күнді енгізіңіз: оқиға болғаннан кейін жазылады
wrong-records = Кемінде бір жазба таңдаңыз; бәрі органыңыз жоятын қоймадан, әрқайсысы бір рет
wrong-commission = Органыңыздан қолданыстағы есептік жазбасы бар кемінде үш мүшені таңдаңыз
wrong-method = Тәсілді енгізіңіз: 1-ден 64-ке дейін әріп, цифр, бос орын және / - .
wrong-carrier = Бар және оқылатын жеткізгішті таңдаңыз
wrong-custodian = Жеткізгішке кім жауап беретінін таңдаңыз
wrong-label = Белгіні енгізіңіз: 1-ден 64-ке дейін әріп, цифр, бос орын және / - .
wrong-place = Орнын енгізіңіз: 1-ден 64-ке дейін әріп, цифр, бос орын және / - .
wrong-secret = Құпия сөз тіркесі кілтіңізді ашпайды немесе бұл машинада сіздің кілтіңіз жоқ
wrong-signature = Кілтіңіз тіркелмеген немесе енді жарамайды: оны әкімші тіркейді
wrong-key = Дәл 64 он алтылық цифр енгізіңіз
