# Что стоит вокруг каждой бумаги
sample = ОБРАЗЕЦ, НЕ ПРОВЕРЕНО
number-line = №{"\u00A0"}{ $number } · { $date }
law-line = Закон Республики Казахстан от 30 декабря 2016 года «О дактилоскопической и геномной регистрации», { $articles }
template-line = Форма { $code }, версия { $version } · образец, не проверено: ни форма, ни её слова не утверждены
articles = { $n ->
    [one] ст.{"\u00A0"}{ $list }
    [few] ст.{"\u00A0"}{ $list }
   *[other] ст.{"\u00A0"}{ $list }
}
code-heading = Код подлинности
code-square = QR-код для проверки этой бумаги: { $code }
code-how-certificate = Проверить свидетельство может каждый: отсканируйте квадрат, либо введите код на странице регистра «Свидетельства», либо спросите в любом пункте регистрации. В ответе нет ни имени, ни отпечатка.
code-how-paper = Чтобы проверить эту бумагу, обратитесь в орган, который её выдал. До дефиса стоит номер записи журнала регистра, после него — начало SHA-256 того, что хранится в регистре; орган сверяет и то и другое с регистром. В коде нет ни имени, ни отпечатка.
replaced-note = � стоит вместо знака, которого нет в шрифте этой бумаги. Регистр хранит текст таким, каким он был записан.
signed-on = Подписано электронной подписью { $date }
signature-digest = Дайджест подписи: { $digest }
signature-room = подпись, дата
issued-by = Выдал
decided-by = Решение принял
drawn-up-by = Составил
sent-by = Направил
answered-by = Ответил
appeal-heading = Как обжаловать
appeal-text = Действия (бездействие) органа и его должностных лиц можно обжаловать в порядке, установленном законами (ст. 37): вышестоящему должностному лицу или органу, прокурору либо в суд. В жалобе можно указать номер и код этой бумаги; подать её может и представитель.

# Люди
person-name = Фамилия, имя, отчество
person-born = Дата рождения
person-iin = ИИН
person-document = Документ
given-to = Выдано
addressee = Кому
place = Место
asked-on = Дата запроса
identity-proof = Личность подтверждена

# Регистрация
registration-kind = Вид регистрации
registration-basis = Основание
registered-on = Дата регистрации
registered-by = Зарегистрировал
registry-number = Регистрационный номер
kept-database = Хранится в базе данных до
kept-archive = Затем в архиве до
kept-open = даты ещё нет: срок начинается с события, которое называет Закон

# Столбцы таблиц
column-row = №
column-basis = Код
column-basis-words = Основание регистрации
column-registered = Регист{"\u00AD"}рация
column-counted-from = Срок считается с
column-requirement = Правило
column-last-day = Последний день
column-date = Дата
column-purpose = Цель
column-outcome = Итог
column-body = Орган
column-unit = Подразделение
column-article = Статья
column-what = Что учтено
column-destroyed = Что уничтожено
column-act = Акт
column-approved = Утверждён
column-executed = Исполнен
column-receipts = Квитанций
column-entry = Запись
column-item = Объект
column-seal = Пломба
column-material = Материал
column-selected = Отобран
column-profile = Профиль получен
row-total = Всего
