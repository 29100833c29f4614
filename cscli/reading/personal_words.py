# ruff: noqa: RUF001, SIM905, ISC004, E501 - signs of many scripts are the data here; long rows are split
"""The words around names and in addresses, in the languages of the desk; phrases are parted by bars."""

from typing import Final

GREETINGS: Final = (
    "dear|hi|hello|hey|good morning|good afternoon|good evening|greetings"
    "|hallo|liebe|lieber|guten tag|guten morgen|guten abend|sehr geehrte|sehr geehrter|moin|grüezi|servus"
    "|bonjour|cher|chère|salut|bonsoir|hola|estimado|estimada|querido|querida|buenos días|buenas tardes|buenas noches"
    "|ciao|gentile|caro|cara|buongiorno|buonasera|salve|egregio|olá|oi|prezado|prezada|bom dia|boa tarde|boa noite"
    "|caro senhor|estimada|hoi|beste|geachte|goedemorgen|goedemiddag|dag|hej|hejsan|god morgon|bästa|tjena"
    "|dzień dobry|szanowny|szanowna|witam|cześć|drogi|droga|merhaba|merhabalar|sayın|selam|iyi günler"
    "|здравствуйте|привет|добрый день|добрый вечер|доброе утро|уважаемый|уважаемая|дорогой|дорогая"
    "|вітаю|добрий день|доброго дня|шановний|шановна|привіт|مرحبا|مرحباً|أهلا|أهلاً|عزيزي|عزيزتي|السلام عليكم"
    "|שלום|היי|הי|לכבוד|नमस्ते|प्रिय|नमस्कार|สวัสดี|สวัสดีค่ะ|สวัสดีครับ|เรียน|xin chào|kính gửi|chào|thân gửi"
    "|halo|hai|selamat pagi|selamat siang|selamat sore|yth.|kepada"
)
TITLES: Final = (
    "mr|mr.|mrs|mrs.|ms|ms.|miss|dr|dr.|prof.|herr|herrn|frau|monsieur|madame|mademoiselle|m.|mme|sr.|sra.|srta.|don"
    "|doña|señor|señora|signor|signora|sig.|sig.ra|senhor|senhora|meneer|mevrouw|dhr.|mevr.|pan|pani|panie|panu"
    "|bay|bayan|господин|госпожа|г-н|г-жа|пан|пані|السيد|السيدة|الأستاذ|الأستاذة|מר|גברת|גב'|श्री|श्रीमती|सुश्री"
    "|คุณ|anh|chị|ông|bà|bapak|ibu|bpk.|pak|bu"
)
MY_NAME_IS: Final = (
    "my name is|ich heiße|ich heisse|mein name ist|je m'appelle|je m’appelle|mon nom est|me llamo|mi nombre es"
    "|mi chiamo|il mio nome è|o meu nome é|meu nome é|chamo-me|me chamo|ik heet|mijn naam is|jag heter|mitt namn är"
    "|nazywam się|mam na imię|benim adım|adım|ismim|меня зовут|мене звати|мене звуть|اسمي|שמי|קוראים לי|मेरा नाम"
    "|ชื่อ|tôi tên là|tên tôi là|mình tên là|nama saya|제 이름은"
)
CLOSINGS: Final = (
    "best|best regards|kind regards|regards|warm regards|sincerely|yours|yours sincerely|yours faithfully|cheers|thanks"
    "|thank you|many thanks|mit freundlichen grüßen|mit freundlichem gruß|freundliche grüße|viele grüße|liebe grüße"
    "|beste grüße|schöne grüße|mfg|lg|vg|gruß|danke|vielen dank|besten dank|cordialement|bien cordialement|merci"
    "|sincères salutations|bien à vous|saludos|un saludo|saludos cordiales|atentamente|gracias|muchas gracias"
    "|cordiali saluti|distinti saluti|saluti|grazie|cumprimentos|com os melhores cumprimentos|atenciosamente|obrigado"
    "|obrigada|abraços|met vriendelijke groet|met vriendelijke groeten|groeten|groetjes|bedankt|alvast bedankt"
    "|med vänliga hälsningar|vänliga hälsningar|hälsningar|mvh|tack|tack på förhand|pozdrawiam|z poważaniem|dziękuję"
    "|serdecznie pozdrawiam|saygılarımla|saygılar|teşekkürler|teşekkür ederim|iyi çalışmalar|с уважением|спасибо"
    "|заранее спасибо|з повагою|дякую|щиро дякую|مع التحية|مع خالص التحية|شكرا|شكراً|تحياتي|בברכה|תודה|תודה רבה"
    "|धन्यवाद|सादर|ขอบคุณค่ะ|ขอบคุณครับ|ขอบคุณ|ด้วยความเคารพ|trân trọng|cảm ơn|xin cảm ơn|hormat saya|salam|terima kasih"
    "|此致|谢谢|敬上|祝好|よろしくお願いいたします|よろしくお願いします|宜しくお願い致します|敬具|감사합니다|감사드립니다"
)
# What follows a greeting or a closing and is nobody's name.
NOT_NAMES: Final = frozenset(
    "team support customer customers service sir madam sirs all everyone everybody there friend friends folks shop store"
    " company damen herren damen/herren zusammen kunde kundin kundenservice kundendienst leute freunde client cliente"
    " clientes clients madame monsieur messieurs mesdames equipo servicio atención amigo amigos señor señora señores"
    " servizio assistenza signori signora signore gentili equipe equipa suporte senhor senhora senhores klant team"
    " klantenservice heer mevrouw meneer allemaal kund kundtjänst alla kliencie klientko państwo pani pan panie zespół"
    " drodzy müşteri müşterimiz ekip arkadaşlar yetkili клиент клиентка покупатель коллеги друзья команда господа"
    " клієнт клієнтка команда друзі служба عميلنا عميلتنا العميل فريق الدعم سيدي سيدتي לקוח לקוחה יקר יקרה צוות ग्राहक"
    " महोदय महोदया ลูกค้า ทีมงาน bạn quý anh/chị pelanggan tim kakak admin order and the my we your i it this please"
    " thank thanks can could would where when what why how is are do does have has sent from von de".split()
)
_NAMED = r"[^,\n\d]{3,40}"
ADDRESSES: Final = (
    r"(?<!\w)\d{1,5}[A-Za-z]?,? (?:[A-Z][\w'.-]{0,24} ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|"
    r"Boulevard|Blvd|Court|Close|Square|Terrace|Crescent)(?!\w)\.?",
    r"(?<!\w)[A-ZÄÖÜ][\w.-]{0,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|gracht|"
    r"kade|dijk|gatan|vägen|gränd|torget) ?\d{1,4} ?[a-zA-Z]?(?!\w)",
    rf"(?i:(?<!\w)\d{{1,4}}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|impasse|allée|quai) {_NAMED})",
    rf"(?i:(?<!\w)(?:calle|c/|avenida|av\.|plaza|paseo|rua|travessa|largo|via|viale|piazza|corso|ul\.|ulica|ул\.|улица|"
    rf"вул\.|вулиця|проспект|пр-т|jalan|jl\.|đường|phố) ?{_NAMED},? ?(?:n[º°.]? ?|nr ?|д\. ?|дом |буд\. ?)?\d{{1,4}}"
    r"(?!\w))",
    r"(?<!\w)\w{2,24} (?:Mahallesi|Mah\.|Caddesi|Cad\.|Sokak|Sokağı|Sok\.)[^\n,]{0,30}?(?:No:? ?)?\d{1,4}(?!\w)",
    "[\u3400-\u9fff]{2,20}(?:路|街|道|巷|弄)\\d{1,5}(?:号|號)(?:[\u3400-\u9fff\\d-]{0,12}(?:室|楼|樓|单元))?",
    "[\u3400-\u9fff]{2,4}(?:都|道|府|県)[\u3400-\u9fff\u3040-\u30ff]{1,12}(?:市|区|町|村)[^\\s、。,]{0,20}?\\d[\\d丁目番地号-]{0,16}",
    "[\uac00-\ud7af]{1,10}(?:시|도) [\uac00-\ud7af ]{1,20}(?:로|길) ?\\d{1,4}(?:-\\d{1,4})?",
)
