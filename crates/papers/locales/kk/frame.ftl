# Әр қағаздың айналасында тұратын сөздер
sample = ҮЛГІ, ТЕКСЕРІЛМЕГЕН
number-line = №{"\u00A0"}{ $number } · { $date }
law-line = Қазақстан Республикасының 2016 жылғы 30 желтоқсандағы «Дактилоскопиялық және геномдық тіркеу туралы» Заңы, { $articles }
template-line = { $code } нысаны, { $version }-нұсқа · үлгі, тексерілмеген: нысан да, оның сөздері де бекітілмеген
articles = { $n ->
    [one] { $list }-бап
   *[other] { $list }-баптар
}
code-heading = Шынайылық коды
code-square = Осы қағазды тексеруге арналған QR-код: { $code }
code-how-certificate = Куәлікті кез келген адам тексере алады: шаршыны сканерлеңіз, не кодты тіркелімнің «Куәліктер» бетіне енгізіңіз, не кез келген тіркеу орнынан сұраңыз. Жауапта аты да, ізі де жоқ.
code-how-paper = Осы қағазды тексеру үшін оны берген органға жүгініңіз. Сызықшаға дейін тіркелім журналы жазбасының нөмірі, одан кейін тіркелімде сақталған мәтіннің SHA-256 мәнінің басы тұр; орган екеуін де тіркеліммен салыстырады. Кодта аты да, ізі де жоқ.
replaced-note = � белгісі осы қағаздың қарпінде жоқ таңбаның орнында тұр. Тіркелім мәтінді жазылған күйінде сақтайды.
signed-on = Электрондық қолтаңба қойылған күн: { $date }
signature-digest = Қолтаңба дайджесі: { $digest }
signature-room = қолы, күні
issued-by = Берген
decided-by = Шешім қабылдаған
drawn-up-by = Жасаған
sent-by = Жіберген
answered-by = Жауап берген
appeal-heading = Қалай шағымдануға болады
appeal-text = Орган мен оның лауазымды адамдарының әрекетіне (әрекетсіздігіне) заңдарда белгіленген тәртіппен шағымдануға болады (37-бап): жоғары тұрған лауазымды адамға немесе органға, прокурорға не сотқа. Шағымда осы қағаздың нөмірі мен кодын көрсетуге болады; оны өкіл де бере алады.

# Адамдар
person-name = Тегі, аты, әкесінің аты
person-born = Туған күні
person-iin = ЖСН
person-document = Құжат
given-to = Кімге берілді
addressee = Кімге
place = Орны
asked-on = Сұрау күні
identity-proof = Жеке басы қалай расталды

# Тіркеу
registration-kind = Тіркеу түрі
registration-basis = Негізі
registered-on = Тіркелген күні
registered-by = Тіркеген орган
registry-number = Тіркеу нөмірі
kept-database = Дерекқорда сақталатын соңғы күн
kept-archive = Содан кейін мұрағатта соңғы күн
kept-open = күні әлі жоқ: мерзім Заңда аталған оқиғадан басталады

# Кестелердің бағандары
column-row = №
column-basis = Коды
column-basis-words = Тіркеу негізі
column-registered = Тіркелген күні
column-counted-from = Мерзімнің басы
column-requirement = Ереже
column-last-day = Соңғы күні
column-date = Күні
column-purpose = Мақсаты
column-outcome = Нәтижесі
column-body = Орган
column-unit = Бөлімше
column-article = Бабы
column-what = Не есепке алынды
column-destroyed = Не жойылды
column-act = Акт
column-approved = Бекітілді
column-executed = Орындалды
column-receipts = Түбіртек саны
column-entry = Жазба
column-item = Нысан
column-seal = Пломба
column-material = Материал
column-selected = Алынған күні
column-profile = Профиль алынды
row-total = Барлығы
