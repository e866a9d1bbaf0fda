"""Records of sample reports of the package, written by hand: what reading finds may change, these do not."""

from mahdar.record import Commitment, Engagement, Incident, Party, Record, Statement
from mahdar.samples import sample_reports
from mahdar.who.scene import Scene, Told

REPORTS = {report.id: report for report in sample_reports()}
RIYADH, KIRKUK, COUNCIL = "05-riyadh-visit-signing-hijri", "09-kirkuk-car-bomb", "10-security-council-orders"


def scene(record):
    report = REPORTS[record.doc]
    return Scene(Told(record, report.date, record.source, report.text))


def span(doc, words):
    start = REPORTS[doc].text.index(words)
    return start, start + len(words)


def _record(doc, parties, **parts):
    return Record(doc=doc, reader="by hand", published=REPORTS[doc].date, parties=parties, **parts)


def riyadh():
    def at(words):
        return span(RIYADH, words)

    return _record(
        RIYADH,
        [
            Party(id="karoui", type="PER", names=["الحبيب الشريف القروي", "القروي"], role="وزير الدفاع التونسي"),
            Party(id="prince", type="PER", names=["عبدالمحسن بن تركي بن فهد"], role="وزير الداخلية السعودي"),
            Party(id="sa", type="GPE", names=["المملكة العربية السعودية", "السعودية"]),
            Party(id="tn", type="GPE", names=["تونس"]),
            Party(id="riyadh", type="GPE", names=["الرياض"], of="sa"),
            Party(id="base", type="LOC", names=["قاعدة الملك سلمان الجوية"], of="sa"),
        ],
        engagements=[
            Engagement(kind="visit", who=["karoui"], host="sa", date="2016-05-28", place="riyadh",
                       span=at("وصل وزير الدفاع التونسي")),
            Engagement(kind="meeting", who=["karoui", "prince"], host="prince", date="2016-05-29", place="riyadh",
                       topics=["bilateral", "counter_terrorism"], span=at("والتقى القروي اليوم في الرياض")),
            Engagement(kind="signing", who=["karoui", "prince"], date="2016-05-29", topics=["security"],
                       span=at("وقّع الجانبان ثلاث اتفاقيات")),
            Engagement(kind="visit", who=["karoui"], date="2016-05-30", place="base", status="planned",
                       span=at("يزور وزير الدفاع التونسي غدا")),
        ],
        statements=[
            Statement(who=["karoui"], form="indirect", act="thank", span=at("شكره لخادم الحرمين الشريفين")),
            Statement(who=["karoui"], form="indirect", span=at("القوات التونسية فككت 17 خلية إرهابية")),
            Statement(who=["prince"], form="indirect", act="promise", span=at("المملكة ستقدم لتونس 48 مدرعة")),
        ],
        commitments=[
            Commitment(kind="pledge", from_=["prince"], to=["tn"], area="arms", quantity="48 مدرعة",
                       span=at("ستقدم لتونس 48 مدرعة ومنحة")),
        ],
    )  # fmt: skip


def kirkuk():
    def at(words):
        return span(KIRKUK, words)

    return _record(
        KIRKUK,
        [
            Party(id="chief", type="PER", names=["سردار جلال البرزنجي"], role="قائد شرطة كركوك", of="kirkuk"),
            Party(id="governor", type="PER", names=["آزاد قادر"], role="محافظ كركوك", of="kirkuk"),
            Party(id="qaeda", type="ORG", names=["تنظيم القاعدة"]),
            Party(id="iraq", type="GPE", names=["العراق"]),
            Party(id="kirkuk", type="GPE", names=["كركوك"], of="iraq"),
            Party(id="government", type="ORG", names=["الحكومة الاتحادية"], of="iraq"),
            Party(id="mission", type="ORG", names=["بعثة الأمم المتحدة في العراق"]),
        ],
        statements=[
            Statement(who=["chief"], form="indirect", act="accuse", span=at("تنظيم القاعدة بالوقوف وراء الهجوم")),
            Statement(who=["governor"], form="indirect", act="condemn", span=at('الهجوم "الإرهابي"')),
            Statement(who=["governor"], form="indirect", act="ask", span=at("الحكومة الاتحادية بإرسال ٥٠٠ عنصر إضافي")),
            Statement(who=["mission"], form="indirect", act="ask", span=at("القوى السياسية إلى الحوار")),
            Statement(who=[], form="indirect", act="ask", span=at("إن بين القتلى خمسة")),
        ],
        commitments=[
            Commitment(kind="request", from_=["governor"], to=["government"], area="protection",
                       span=at("وطالب الحكومة الاتحادية بإرسال ٥٠٠ عنصر إضافي لحماية المدينة")),
            Commitment(kind="refusal", from_=["government"], to=["governor"], area="protection", status="denied",
                       span=at("لم تستجب لطلب مماثل")),
            Commitment(kind="delivered", from_=["government"], area="humanitarian", span=at("أرسلت ٤ سيارات إسعاف")),
        ],
        incidents=[
            Incident(type="ASSAULT", mode="explosives", to=[], date="2013-06-09", place="kirkuk", killed=17, injured=42,
                     span=at("انفجار سيارة مفخخة")),
            Incident(type="ASSAULT", mode="explosives", who=["qaeda"], date="2013-05-22", place="kirkuk", killed=9,
                     span=at("تفجيراً مماثلاً")),
        ],
    )  # fmt: skip


def council():
    def at(words):
        return span(COUNCIL, words)

    return _record(
        COUNCIL,
        [
            Party(id="pm", type="PER", names=["ناصر عبد الرزاق الجميلي"],
                  role="رئيس مجلس الوزراء القائد العام للقوات المسلحة", of="iraq"),
            Party(id="council", type="ORG", names=["المجلس الوزاري للأمن الوطني"], of="iraq"),
            Party(id="spokesman", type="PER", names=["وليد صبري الحمداني"], role="الناطق باسم القائد العام"),
            Party(id="forces", type="ORG", names=["القوات الأمنية"], of="iraq"),
            Party(id="iraq", type="GPE", names=["العراق"]),
            Party(id="baghdad", type="GPE", names=["بغداد"], of="iraq"),
        ],
        engagements=[
            Engagement(kind="session", who=["council", "pm"], host="pm", date="2019-11-05", place="baghdad",
                       topics=["security"], span=at("ترأس رئيس مجلس الوزراء")),
        ],
        commitments=[
            Commitment(kind="request", from_=["pm"], to=["forces"], area="protection",
                       span=at("وحث رئيس مجلس الوزراء الأجهزة الأمنية على حماية المتظاهرين")),
            Commitment(kind="pledge", from_=["iraq"], area="politics", status="conditional", condition="إن طلب منه",
                       span=at("العراق لن يكون طرفاً في أي محور")),
        ],
        incidents=[
            Incident(type="COERCE", mode="arrest", who=["forces"], date="2019-10", span=at("ألقت القبض على 64 متسللاً")),
            Incident(type="SANCTION", mode="discontinue", who=["council"], span=at("يرفض رفضاً قاطعاً")),
        ],
    )  # fmt: skip


def all_of_them():
    return [riyadh(), kirkuk(), council()]
