# Әр беттің жақтауы
skip = Мазмұнға өту
menu = Басты мәзір
language = Тіл
sign-out = Шығу
foot-law = Қазақстан Республикасының 2016 жылғы 30 желтоқсандағы «Дактилоскопиялық және геномдық тіркеу туралы» Заңы. Осы беттердегі әр әрекет — журналдағы жазба.
foot-demo = Көрсетілім: мұндағы есімдердің бәрі ойдан шығарылған; нысандар мен сөздер бекітілмеген.
motto = Саусақ іздерінің ұлттық тіркелімі. Әр жауап өз бабын атайды, оны жылдар өткен соң да тексеруге болады.
menu-cases = Істер
menu-candidates = Үміткерлер
menu-verify = Растау
menu-identify = Анықтау
menu-record = Жазбалар
menu-certificate = Куәліктер
menu-ledger = Журнал
menu-officers = Қызметкерлер
errors-title = Түзету қажет
go-home = Бірінші бетке
continue = Жалғастыру
compare = Салыстыру
print = Басып шығару
state = Күйі
next-action = Келесі әрекет
when = Қашан
who = Кім
act = Әрекет
purpose = Мақсат
outcome = Нәтиже
role = Рөл
body = Орган
score = Баға
actor-system = тіркелімнің өзі

# Рөлдер, органдар, мақсаттар
role-operator = Оператор
role-examiner = Дактилоскопия сарапшысы
role-prosecutor = Прокурор
role-administrator = Әкімші
role-supervisor = Келісуші, екінші адам
role-head = Бөлімше басшысы
role-archivist = Мұрағатшы
role-data-protection = Деректерді қорғауға жауапты адам
role-system = Тіркелімнің өзі
body-IAB = Ішкі істер органдары
body-AGD = Геномдық тіркеудің уәкілетті бөлімшесі
body-ADD = Жою жөніндегі уәкілетті бөлімше
body-MFA = Шет елдегі мекеме
body-NSB = Ұлттық қауіпсіздік органдары
body-TRB = Көлік саласындағы уәкілетті орган
body-FEB = Сот сараптамасы органдары
body-LFE = Лицензиясы бар сот сарапшысы
body-INV = Анықтау және тергеу органдары
body-PRO = Прокуратура органдары
body-SVC = Келісім бойынша қызмет көрсететін ұйым
purpose-registration = Тіркеу
purpose-P1 = Жеке басын растау
purpose-P2 = Белгісіз адамның жеке басын анықтау
purpose-P3 = Шетелдіктерді бақылау
purpose-P4 = Жеке адамның, қоғамның және мемлекеттің қауіпсіздігі
purpose-border = Шекарадағы тексеру
purpose-subject-access = Адам өзі туралы мәлімет сұрайды
purpose-supervision = Қадағалау
purpose-administration = Әкімшілендіру
purpose-keeping = Жазбаны соңына дейін заңды жүргізу

# Саусақтар
finger-right-thumb = Оң бас бармақ
finger-right-index = Оң сұқ саусақ
finger-right-middle = Оң ортан саусақ
finger-right-ring = Оң аты жоқ саусақ
finger-right-little = Оң шынашақ
finger-left-thumb = Сол бас бармақ
finger-left-index = Сол сұқ саусақ
finger-left-middle = Сол ортан саусақ
finger-left-ring = Сол аты жоқ саусақ
finger-left-little = Сол шынашақ
missing-amputated = Жоқ
missing-temporary-damage = Жараланған
missing-unrecordable = Өрнек оқылмайды
missing-bandaged = Таңулы
hand-map = Он саусақтың картасы
hand-left = Сол қол
hand-right = Оң қол
hand-empty = Бос
finger = Саусақ
fingers = Саусақтар

# Сандар
count-persons = { $n ->
    [one] { $n } адам
   *[other] { $n } адам
}
count-cases = { $n ->
    [one] { $n } іс
   *[other] { $n } іс
}
count-registered = { $n ->
    [one] { $n } адам тіркелген
   *[other] { $n } адам тіркелген
}
count-low = { $n ->
    [one] { $n } іздің сапасы ең төменгі шектен төмен: қол мүмкіндік берсе, қайта алыңыз
   *[other] { $n } іздің сапасы ең төменгі шектен төмен: қол мүмкіндік берсе, қайта алыңыз
}
count-minutiae = { $n ->
    [one] { $n } жеке белгі
   *[other] { $n } жеке белгі
}
count-pairs = { $n ->
    [one] { $n } сәйкес белгі
   *[other] { $n } сәйкес белгі
}
count-candidates = { $n ->
    [one] Салыстыруға { $n } үміткер
   *[other] Салыстыруға { $n } үміткер
}
count-candidates-waiting = { $n ->
    [one] { $n } ұқсас жазба табылды; іздерді екі сарапшы салыстырады
   *[other] { $n } ұқсас жазба табылды; іздерді екі сарапшы салыстырады
}
count-fingers-compared = { $n ->
    [one] { $n } саусақ салыстырылды
   *[other] { $n } саусақ салыстырылды
}
checked-against = { $n ->
    [one] Тіркелген { $n } адаммен салыстырылды.
   *[other] Тіркелген { $n } адаммен салыстырылды.
}
searched-people = { $n ->
    [one] Тіркелген { $n } адаммен салыстырылды.
   *[other] Тіркелген { $n } адаммен салыстырылды.
}

# Сәтсіздіктер
entry-written = Бұл жауап журналға жазылды, жазба
fail-refused-title = Заң бұған рұқсат бермейді
fail-refused-lead = Сұрау қабылданбады, ештеңе өзгерген жоқ.
fail-refused-todo = Қасындағы негізді оқып, онда айтылғанды істеңіз. Жауап қате деп ойласаңыз, жазба нөмірін прокурорға айтыңыз.
fail-form-title = Нысан оқылмады
fail-form-lead = Онда бірдеңе күткендей емес; ештеңе жазылған жоқ.
fail-form-todo = Қайтып оралып, түзетіп, қайта жіберіңіз.
fail-print-title = Бұл сурет жарамайды
fail-print-lead = Суреттен саусақ ізі оқылмады; ештеңе жазылған жоқ.
fail-print-todo = Қайтып оралып, саусақты қайта алыңыз.
fail-missing-title = Мұндай бет жоқ
fail-missing-lead = Сіз сұраған бет немесе жазба жоқ, не оны білу сізге берілмеген.
fail-missing-todo = Мекенжайды тексеріңіз немесе бірінші беттен бастаңыз.
fail-state-title = Қазір бұлай істеуге болмайды
fail-state-lead = Іс бұл қадамда емес; ештеңе өзгерген жоқ.
fail-state-todo = Іске оралыңыз: келесі қадам сонда көрсетілген.
fail-conflict-title = Біреу бұрын үлгерді
fail-conflict-lead = Іс осы арада өзгерген; сіздің өзгерісіңіз жазылған жоқ.
fail-conflict-todo = Істі қайта ашып, қайта шешіңіз.
fail-disk-title = Диск толды
fail-disk-lead = Ештеңе жазылған жоқ.
fail-disk-todo = Әкімшіге айтыңыз: тіркеу үшін алдымен орын босату керек.
fail-csrf-title = Бұл нысан біздің беттен келген жоқ
fail-csrf-lead = Сізді қорғау үшін ол қабылданбады; ештеңе өзгерген жоқ.
fail-csrf-todo = Бетті қайта ашыңыз, сұралса кіріңіз де, қайталаңыз.
fail-gone-title = Бұл жауап алынып тасталды
fail-gone-lead = Жаңа іздер мен жауаптар он бес минут қана, тек жадта сақталады.
fail-gone-todo = Растауды, анықтауды немесе қарауды қайталаңыз.
fail-large-title = Бірден тым көп
fail-large-lead = 20 файлдан артық емес, әрқайсысы 32 МиБ-қа, бәрі 64 МиБ-қа дейін; ештеңе жазылған жоқ.
fail-large-todo = Файлдардың санын немесе көлемін азайтыңыз. 500 ppi саусақ суреті 1 МиБ-тан әлдеқайда аз.
fail-broken-title = Бізде бірдеңе бұзылды
fail-broken-lead = Кінә сізде емес. Ештеңе жартылай жазылған жоқ.
fail-broken-todo = Қайталап көріңіз; көмектеспесе, уақытын әкімшіге айтыңыз. Құқықтар жоғалмайды: істі қағазға жазып қойып, кейін қайталаңыз.
