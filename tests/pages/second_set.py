"""A second set of pages, written before its styles were tried on the reader: 14 styles with two reports each.

``python -m tests.pages.second_set FOLDER`` writes them out as ``html_set`` does.
"""

import html
import json
import sys
from collections.abc import Callable, Iterator

from tests.pages.html_set import (
    EGYPT,
    ENGLISH,
    LEVANT,
    Made,
    eastern,
    encoded,
    ld,
    lines,
    menu,
    paragraphs,
    rail,
    weekday,
    write_out,
    ymd,
)
from tests.pages.invented_reports import COMMENTS, RAIL, REPORTS, Written

LONG = (
    Written(
        "الحكومة اللبنانية تقر خطة لترميم مرفأ طرابلس والبنك الأوروبي يشترط الشفافية",
        (
            "أقر مجلس الوزراء اللبناني في جلسة عقدها أمس برئاسة رئيس الحكومة فؤاد الصباغ خطة لترميم مرفأ طرابلس على ثلاث مراحل تمتد حتى نهاية عام 2027.",
            "وقال وزير الأشغال هادي المر بعد الجلسة إن كلفة المرحلة الأولى تبلغ 46 مليون دولار، ثلثها من موازنة الوزارة والباقي من قرض أوروبي.",
            "في المقابل اشترطت ممثلة البنك الأوروبي للإعمار أنيتا فالكنر نشر عقود التلزيم كاملة قبل صرف الدفعة الأولى.",
            "وسألت الصحيفة رئيس لجنة المرفأ عن تأخر المناقصة، فأجاب: «لم يتقدم إلينا سوى عارضين، وأحدهما لم يستوف الشروط الفنية».",
            "وأضاف أن اللجنة ستعيد فتح باب العروض لمدة 21 يوما.",
            "إلى ذلك نفذ عمال المرفأ اعتصاما أمام مبنى الإدارة مطالبين بدفع رواتب متأخرة منذ شهرين.",
            "وتعهد المر بدفع المتأخرات قبل عيد الفطر، وطلب من المعتصمين فتح البوابة الرئيسية أمام الشاحنات.",
            "وكانت ثلاث سفن محملة بالقمح قد انتظرت خارج الحوض أكثر من أسبوع.",
        ),
        "2024-03-26",
        "08:05",
        "جريدة المرسى",
        "ليال فرنجية",
        "بيروت",
        {3: "المناقصة", 5: "اعتصام العمال"},
    ),
    Written(
        "مقتل جنديين في انفجار عبوة شرقي الموصل",
        (
            "قتل جنديان وأصيب ثالث بجروح في انفجار عبوة ناسفة استهدفت دوريتهم شرقي الموصل، حسبما أفاد مصدر أمني.",
            "ولم تعلن أي جهة مسؤوليتها عن التفجير.",
        ),
        "2017-11-06",
        "17:20",
        "نينوى برس",
        "يونس الحمداني",
        "الموصل",
    ),
    Written(
        "المغرب وإسبانيا يستأنفان اجتماعات اللجنة العليا بعد انقطاع دام سبع سنوات",
        (
            "الرباط: استأنف المغرب وإسبانيا اجتماعات اللجنة العليا المشتركة بعد انقطاع دام سبع سنوات، بمشاركة 11 وزيرا من كل جانب.",
            "ووقع الجانبان تسع عشرة اتفاقية في مجالات النقل والماء والهجرة.",
            "وصرح وزير الخارجية المغربي سعيد بنكيران العلوي بأن بلاده «تنتظر التزاما واضحا بإعادة فتح المعبرين التجاريين».",
            "من ناحيتها قالت الناطقة باسم الحكومة الإسبانية لوثيا مونتيرو إن مدريد خصصت 800 مليون أورو لتمويل مشاريع الشركات في المملكة.",
            "وانتقد حزب معارض في البرلمان الإسباني غياب ملف الصيد البحري عن جدول الأعمال.",
            "وسيعقد الاجتماع القادم في إشبيلية خلال النصف الثاني من العام المقبل، بحسب البيان الختامي.",
        ),
        "2023-02-02",
        "19:45",
        "يومية الأطلس",
        "إدريس المنصوري",
        "الرباط",
    ),
    Written(
        "الأمم المتحدة: نزوح 14 ألف أسرة من ريف حماة خلال عشرة أيام",
        (
            "دمشق - قالت الأمم المتحدة إن 14 ألف أسرة نزحت من ريف حماة الشمالي خلال عشرة أيام بسبب القصف، محذرة من نقص الخيام والمياه.",
            "وأفاد منسق الشؤون الإنسانية لارس بيترسن بأن 37 في المئة من النازحين أطفال دون العاشرة.",
            "ودعا بيترسن جميع الأطراف إلى السماح بدخول قافلة من 50 شاحنة متوقفة عند معبر باب الهوى.",
            "ونفى مصدر عسكري استهداف المدنيين، قائلا إن العمليات موجهة ضد مقرات المسلحين.",
            "ووعدت النرويج بتقديم سبعة ملايين دولار لبرنامج الغذاء العالمي.",
        ),
        "2019-05-09",
        "21:10",
        "صوت العاصي",
        "ربى الكيلاني",
        "دمشق",
    ),
)


def twelve(report: Written) -> str:
    hour, minute = map(int, report.clock.split(":"))
    return f"{(hour - 1) % 12 + 1:02}:{minute:02} {'صباحاً' if hour < 12 else 'مساءً'}"


def next_app(r: Written) -> str:
    y, m, d = ymd(r)
    first, rest = lines(r)[0], lines(r)[1:]
    state = {"props": {"pageProps": {"post": {"title": r.title, "content": "".join(f"<p>{p}</p>" for p in lines(r)), "date": f"{r.day}T{r.clock}:00Z"}, "related": [{"title": t, "excerpt": e} for t, e in RAIL]}}, "page": "/[type]/[slug]"}  # fmt: skip
    more = f'<div class="more-on" role="region"><h2 class="more-on__heading">اقرأ أيضا</h2><span class="screen-reader-text">list of 2 items</span><ul><li><article><a href="/n/1"><h3>{RAIL[0][0]}</h3></a></article></li><li><article><a href="/n/2"><h3>{RAIL[3][0]}</h3></a></article></li></ul><span class="screen-reader-text">end of list</span></div>'
    body = "".join(f"<p>{p}</p>" + (more if i == 0 else "") for i, p in enumerate(rest))
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charSet="utf-8"/><title>{r.title} | {r.outlet}</title><meta name="title" content="{html.escape(r.title)}"/><meta property="og:site_name" content="{r.outlet}"/>
<meta property="og:description" content="{html.escape(first)}"/><meta name="publishedDate" content="{r.day}T{r.clock}:00"/>{ld(r)}</head><body><div id="__next"><div class="sc-bdVaJa"><a class="bypass-block" href="#main-content-area">تجاوز إلى المحتوى</a>
<header class="site-header container"><nav class="site-header__nav css-1x">{menu()}</nav><a class="header-live">بث مباشر</a></header><main id="main-content-area" class="main-content-area css-9kz"><div class="breadcrumbs"><a href="/news">أخبار</a><span>|</span><a href="/where">سياسة</a></div>
<header class="article-header"><h1>{r.title}</h1><p class="article__subhead"><em>{first}</em></p></header><figure class="article-featured-image"><img alt=""/><figcaption>جانب من اللقاء (الفرنسية)</figcaption></figure>
<div class="article-info-block css-ti04u9"><div class="article-dates"><div class="date-simple css-1yjq2zp"><span class="screen-reader-text">Published On {d} {ENGLISH[m - 1][:3]} {y}</span><span aria-hidden="true">{d}/{m}/{y}</span></div></div><div class="article-share">انقر هنا للمشاركة على وسائل التواصل الاجتماعي</div></div>
<div class="wysiwyg wysiwyg--all-content css-ibbk12" aria-live="polite">{body}</div><div class="article-source">المصدر : وكالات</div></main>
<aside class="trending-articles"><h2>الأكثر قراءة</h2>{rail()}</aside></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script></body></html>"""


def state_only(r: Written) -> str:
    state = {"props": {"pageProps": {"article": {"headline": r.title, "body": "".join(f"<p>{p}</p>" for p in lines(r)), "publishDate": f"{r.day}T{r.clock}:00.000Z"}, "site": {"name": r.outlet}}}}  # fmt: skip
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"/><title>{r.title} | {r.outlet}</title><meta property="og:title" content="{html.escape(r.title)}"/><meta property="og:site_name" content="{r.outlet}"/>
<meta property="article:published_time" content="{r.day}T{r.clock}:00Z"/></head><body><noscript>يرجى تفعيل جافا سكريبت لعرض هذه الصفحة</noscript><div id="__next"><div class="skeleton"><div class="skeleton-line"></div><div class="skeleton-line"></div></div></div>
<script id="__NEXT_DATA__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script><script src="/_next/static/chunks/main.js" async=""></script></body></html>"""


def vbulletin(r: Written) -> str:
    y, m, d = ymd(r)

    def post(n: int, who: str, when: str, text: str, heading: str = "") -> str:
        return f"""<!-- post #{n} --><div id="edit{n}" style="padding:0px 0px 6px 0px"><table class="tborder" id="post{n}" cellpadding="6" cellspacing="1" border="0" width="100%" align="center"><tr><td class="thead" style="font-weight:normal"><a name="post{n}"></a>{when}</td><td class="thead" align="left">&nbsp;#<a href="showpost.php?p={n}"><strong>{n - 4400}</strong></a>&nbsp;</td></tr>
<tr valign="top"><td class="alt2" width="175"><div id="postmenu_{n}"><a class="bigusername" href="member.php?u=7">{who}</a></div><div class="smallfont">عضو نشيط</div><div class="smallfont"><div>تاريخ التسجيل: Mar 2008</div><div>الدولة: العراق</div><div>المشاركات: 1,204</div></div></td>
<td class="alt1" id="td_post_{n}">{heading}<div id="post_message_{n}">{text}</div><div>__________________<br />اللهم احفظ بلادنا وسائر بلاد المسلمين</div></td></tr></table></div><!-- / post #{n} -->"""

    head = f'<div class="smallfont"><img class="inlineimg" src="icon1.gif" alt="افتراضي" border="0" /><strong>{r.title}</strong></div><hr size="1" style="color:#D1D1E1" />'
    text = "<br /><br />".join(f'<font size="4">{p}</font>' for p in lines(r))
    posts = post(4401, r.byline, f"{d:02}-{m:02}-{y}, {twelve(r)}", text, head)
    posts += post(4402, "ابو محمد", f"{d:02}-{m:02}-{y + 1}, 01:12 صباحاً", "مشكور اخي على نقل الخبر وجزاك الله خيرا")
    posts += post(
        4403,
        "نسمة",
        f"{d:02}-{m:02}-{y + 1}, 03:40 مساءً",
        f'<div style="margin:20px"><div class="smallfont">اقتباس:</div><table><tr><td class="alt2">{lines(r)[0]}</td></tr></table></div>{COMMENTS[1]}',
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml" dir="rtl" lang="ar"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256" /><meta name="generator" content="vBulletin 3.8.4" />
<title>{r.title} - {r.outlet}</title></head><body><table class="tborder"><tr><td class="alt1"><span class="navbar"><a href="index.php">{r.outlet}</a></span> <span class="navbar">&gt; <a href="forumdisplay.php?f=2">الأقسام العامة</a></span> <span class="navbar">&gt; <a href="forumdisplay.php?f=9">المنتدى السياسي</a></span></td><td class="alt2">اسم العضو <input name="u" value="اسم العضو" /> كلمة المرور</td></tr></table>
<div id="posts">{posts}</div><table><tr><td class="smallfont">« <a href="showthread.php?goto=nextoldest">الموضوع السابق</a> | <a href="showthread.php?goto=nextnewest">الموضوع التالي</a> »</td></tr></table>
<div class="smallfont" align="center">الساعة الآن <span class="time">04:55 مساءً</span>.</div><div align="center">Powered by vBulletin® Version 3.8.4<br />Copyright ©2000 - 2011, Jelsoft Enterprises Ltd.</div><div class="smallfont">جميع ما يطرح في المنتدى لا يعبر بالضرورة عن رأي الإدارة وإنما يعبر عن رأي كاتبه</div></body></html>"""


def frontpage(r: Written) -> str:
    y, m, d = ymd(r)
    body = "\n".join(
        f'<p dir="rtl" align="right"><font face="Arabic Transparent" size="4">{p}</font></p>' for p in lines(r)
    )
    return f"""<html><head><meta http-equiv="Content-Language" content="ar-sa"><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><meta name="GENERATOR" content="Microsoft FrontPage 4.0"><meta name="ProgId" content="FrontPage.Editor.Document"><title>New Page 1</title></head>
<body background="bg.gif" link="#0000FF" vlink="#800080"><div align="center"><center><table border="0" width="90%" cellspacing="0"><tr><td width="100%" bgcolor="#008000"><p align="center"><font color="#FFFFFF" size="6"><b>{r.outlet}</b></font></p></td></tr></table></center></div>
<p align="center"><a href="index.htm">الصفحة الرئيسية</a>&nbsp;&nbsp; <a href="news.htm">الأخبار</a>&nbsp;&nbsp; <a href="articles.htm">المقالات</a>&nbsp;&nbsp; <a href="guest.htm">سجل الزوار</a></p><hr color="#008000">
<p dir="rtl" align="center"><b><font size="5" color="#FF0000">{r.title}</font></b></p><p dir="rtl" align="center"><font size="2" color="#0000FF">{weekday(r)} {y}/{m}/{d}</font></p>
{body}
<p align="center"><a href="news.htm"><img border="0" src="back.gif" alt="عودة"></a></p><p align="center"><font size="1">أنت الزائر رقم <!--webbot bot="HitCounter" --></font></p><p align="center"><font size="2">جميع الحقوق محفوظة لـ{r.outlet} 2003</font></p></body></html>"""


def sharepoint(r: Written) -> str:
    y, m, d = ymd(r)
    body = "".join(
        f'<p dir="rtl" class="ms-rteElement-P" style="text-align:justify"><span class="ms-rteThemeForeColor-2-0" style="font-size:12pt">\u200b{p}</span></p>'
        for p in lines(r)
    )
    return f"""<!DOCTYPE html><html lang="ar-sa" dir="rtl"><head><meta name="GENERATOR" content="Microsoft SharePoint" /><meta http-equiv="Content-type" content="text/html; charset=utf-8" /><title>
	المركز الإعلامي - {r.title}
</title></head><body><form method="post" action="/ar/MediaCenter/Pages/news.aspx" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" value="{"dDwtMTY4" * 300}" /></div>
<div id="s4-ribbonrow" style="display:none">استعراض إجراءات الموقع</div><div id="s4-workspace"><div id="s4-bodyContainer"><div class="ms-dialogHidden">يتم حالياً إيقاف تشغيل الحركة. <a href="#">تشغيل الحركة</a></div><div id="DeltaTopNavigation"><div class="noindex ms-core-listMenu-horizontalBox">{menu()}</div></div><div class="site-name"><img alt="{r.outlet}" src="/logo.png" /></div>
<div id="contentBox" aria-relevant="all" aria-live="polite"><div id="DeltaPlaceHolderMain"><a id="mainContent" tabindex="-1"></a><div class="news-detail"><h2 class="PageTitle"><div id="ctl00_PlaceHolderMain_ctl01_label" style="display:none">العنوان</div><div id="ctl00_PlaceHolderMain_ctl01__ControlWrapper_TextField" class="ms-rtestate-field" style="display:inline">{r.title}</div></h2>
<div class="date">\u200f\u200f{eastern(f"{d:02}")}/\u200f{eastern(f"{m:02}")}/\u200f{eastern(str(y))} م</div><div class="ms-rtestate-notify ms-rtestate-read"></div><div id="ctl00_PlaceHolderMain_ctl03__ControlWrapper_RichHtmlField" class="ms-rtestate-field" style="display:inline" aria-labelledby="ctl00_label">{body}</div>
<div class="news-list-link"><a href="/all">عرض جميع الأخبار</a></div></div></div></div><div id="footer">آخر تحديث للموقع: 12/10/2025 03:15 م<br />حقوق النشر محفوظة © {r.outlet}<br />أفضل تصفح للموقع بدقة 1024×768</div></div></div></form></body></html>"""


def live_blog(r: Written) -> str:
    y, m, d = ymd(r)
    hour = int(r.clock[:2])
    entries = "".join(
        f'<li class="liveblog-entry" id="e{i}"><div class="entry-time"><time datetime="{r.day}T{(hour - i) % 24:02}:30:00Z">قبل {i + 1} ساعة</time></div><div class="entry-text"><p>{p}</p></div><div class="entry-share"><button>مشاركة</button><button>نسخ الرابط</button></div></li>'
        for i, p in enumerate(lines(r)[1:])
    )
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>تغطية مباشرة.. {r.title} - {r.outlet}</title><meta property="og:title" content="{html.escape(r.title)}"><meta property="og:site_name" content="{r.outlet}"><script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": r.title, "datePublished": f"{r.day}T{r.clock}:00Z", "coverageStartTime": f"{r.day}T00:00:00Z"}, ensure_ascii=False)}</script></head>
<body><div class="app"><nav>{menu()}</nav><section class="live-header"><span class="badge">مباشر</span><h1>{r.title}</h1><div>{d} {EGYPT[m - 1]} {y}</div><div class="live-summary"><p>{lines(r)[0]}</p></div></section><div class="live-tools"><label>التحديث التلقائي</label><input type="checkbox"> <span>{len(lines(r)) - 1} تحديثات</span></div>
<ul class="liveblog-entries">{entries}</ul><button class="load-more">تحميل المزيد من التحديثات</button><div class="sidebar"><h3>مواضيع ذات صلة</h3>{rail()}</div></div></body></html>"""


def pdf_page(r: Written) -> str:
    y, m, d = ymd(r)
    rows, top = [], 180
    for paragraph in lines(r):
        words, row = paragraph.split(), ""
        for word in words:
            if len(row) + len(word) > 70:
                rows.append((top, row.strip()))
                row, top = "", top + 22
            row += word + " "
        rows.append((top, row.strip()))
        top += 40
    body = "\n".join(f'<p style="position:absolute;top:{t}px;left:96px;white-space:nowrap" class="ft02">{html.escape(s)}</p>' for t, s in rows)  # fmt: skip
    return f"""<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="" xml:lang=""><head><title>khabar_{y}{m:02}.pdf</title><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/><meta name="generator" content="pdftohtml 0.36"/>
<style type="text/css"><!-- p {{margin: 0; padding: 0;}} .ft00{{font-size:28px;font-family:Times;color:#000000;}} .ft01{{font-size:13px;}} .ft02{{font-size:18px;}} --></style></head><body bgcolor="#A0A0A0" vlink="blue" link="blue"><div id="page1-div" style="position:relative;width:892px;height:1262px;"><img width="892" height="1262" src="khabar001.png" alt="background image"/>
<p style="position:absolute;top:40px;left:600px;white-space:nowrap" class="ft01">{r.outlet}</p><p style="position:absolute;top:40px;left:96px;white-space:nowrap" class="ft01">{weekday(r)} {d} {LEVANT[m - 1]} {y}</p><p style="position:absolute;top:110px;left:200px;white-space:nowrap" class="ft00"><b>{r.title}</b></p>
{body}
<p style="position:absolute;top:1210px;left:440px;white-space:nowrap" class="ft01">1</p></div></body></html>"""


def newsletter(r: Written) -> str:
    y, m, d = ymd(r)
    cell = "font-family:Tahoma,Arial,sans-serif;font-size:16px;line-height:28px;color:#333;text-align:right;padding:8px 24px"
    body = "".join(f'<tr><td style="{cell}" dir="rtl">{p}</td></tr>' for p in lines(r))
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>{r.title}</title><!--[if mso]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body style="margin:0;padding:0;background:#f4f4f4"><div style="display:none;max-height:0;overflow:hidden">{r.paragraphs[0][:80]}&#847; &zwnj; &nbsp; &#847; &zwnj; &nbsp;</div><center><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0" style="background:#fff">
<tr><td align="center" style="font-size:12px"><a href="https://mail.example/v?u=1">لا تظهر الرسالة بشكل صحيح؟ اعرضها في المتصفح</a></td></tr><tr><td align="center"><img src="logo.png" width="200" alt="{r.outlet}"/></td></tr><tr><td align="center" style="font-size:13px;color:#999">نشرة {r.outlet} | {weekday(r)}، {d} {EGYPT[m - 1]} {y}</td></tr>
<tr><td style="font-size:26px;font-weight:bold;text-align:right;padding:16px 24px" dir="rtl">{r.title}</td></tr>{body}<tr><td align="center"><a href="https://mail.example/c?x=9" style="background:#b00;color:#fff;padding:12px">اقرأ على الموقع</a></td></tr>
<tr><td style="font-size:12px;color:#999" align="center">وصلتك هذه الرسالة لأنك مشترك في نشرتنا البريدية. <a href="https://mail.example/unsub">إلغاء الاشتراك</a> | <a href="https://mail.example/prefs">تعديل التفضيلات</a><br/>© 2024 {r.outlet}. جميع الحقوق محفوظة.</td></tr></table></td></tr></table></center></body></html>"""


def telegram(r: Written) -> str:
    y, m, d = ymd(r)
    text = "<br><br>".join(lines(r))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title><meta content="width=device-width, initial-scale=1.0" name="viewport"/><link href="css/style.css" rel="stylesheet"/><script src="js/script.js" type="text/javascript"></script></head><body onload="CheckLocation();"><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
{r.outlet}
       </div></div></div><div class="page_body chat_page"><div class="history"><div class="message service" id="message-1"><div class="body details">{d} {ENGLISH[m - 1]} {y}</div></div>
<div class="message default clearfix" id="message4021"><div class="pull_left userpic_wrap"><div class="userpic userpic3" style="width: 42px; height: 42px"><div class="initials" style="line-height: 42px">و</div></div></div><div class="body"><div class="pull_right date details" title="{d:02}.{m:02}.{y} {r.clock}:00 UTC+03:00">
{r.clock}
       </div><div class="from_name">
{r.outlet}
       </div><div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img class="photo" src="photos/photo_1_thumb.jpg"/></a></div><div class="text">
<strong>{r.title}</strong><br><br>{text}<br><br><a href="https://t.me/example">t.me/example</a>
       </div><span class="reactions"><span class="reaction"><span class="emoji">👍</span><span class="count">31</span></span></span></div></div></div></div></div></body></html>"""


def inner_page(r: Written, scheme: str = "") -> str:
    y, m, d = ymd(r)
    return f"""<div id="wrapper"><div id="header"><a href="{scheme}/"><img alt="{r.outlet}"></a><div id="date_now">السبت 1 كانون الثاني 2022</div></div><div id="menu">{menu()}</div><div id="content"><div class="news_title"><h1>{r.title}</h1></div><div class="news_info">نشر بتاريخ {weekday(r)} {d} {LEVANT[m - 1]} {y} الساعة {r.clock} بتوقيت بغداد</div>
<div class="news_text">{paragraphs(r)}</div><div class="news_share">شارك الخبر: <a href="{scheme}/f">Facebook</a> <a href="{scheme}/t">Twitter</a></div></div><div id="left"><div class="block_title">آخر الأخبار</div>{rail(True)}</div><div id="copy">كل الحقوق محفوظة © {r.outlet} 2010 - 2022</div></div>"""


def wayback(r: Written) -> str:
    base = "https://web.archive.org/web/20220103101500/http://www.news.example"
    return f"""<!DOCTYPE html><html dir="rtl" lang="ar"><head><script type="text/javascript" src="https://web-static.archive.org/_static/js/bundle-playback.js" charset="utf-8"></script><script>__wm.init("https://web.archive.org/web");__wm.wombat("http://www.news.example/n/5","20220103101500","https://web.archive.org/","web","https://web-static.archive.org/_static/","1641204900");</script><!-- End Wayback Rewrite JS Include -->
<meta charset="utf-8"><title>{r.title} - {r.outlet}</title><link rel="canonical" href="{base}/n/5"></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" lang="en" style="display:none;direction:ltr;" toolbar-mode="auto"><div id="wm-ipp" style="position:fixed"><div id="wm-ipp-inside"><div id="wm-toolbar"><div id="wm-logo"><a href="/web/" title="Wayback Machine home page">Wayback Machine</a></div>
<div class="c"><form class="u" target="_top" method="get" action="/web/submit"><input type="text" name="url" id="wmtbURL" value="http://www.news.example/n/5"><input type="submit" value="Go"></form><div><table><tr class="m"><td class="b">Dec</td><td class="c" id="displayMonthEl" title="You are here: 10:15:00 Jan 03, 2022">JAN</td><td class="f">Feb</td></tr><tr class="d"><td class="b">02</td><td class="c" id="displayDayEl">03</td><td class="f">04</td></tr><tr class="y"><td class="b">2021</td><td class="c" id="displayYearEl">2022</td><td class="f">2023</td></tr></table></div><div class="s"><a class="t" href="/web/20220103*/x">14 captures</a><div class="r" title="Timespan for captures of this URL">05 Mar 2019 - 11 Dec 2023</div></div></div><div id="wm-capinfo">COLLECTED BY Organization: Alexa Crawls. Starting in 1996, Alexa Internet has been donating their crawl data to the Internet Archive.</div></div></div></div></div><!-- END WAYBACK TOOLBAR INSERT -->
{inner_page(r, base)}</body></html><!--
     FILE ARCHIVED ON 10:15:00 Jan 03, 2022 AND RETRIEVED FROM THE
     INTERNET ARCHIVE ON 09:12:44 Nov 02, 2025.
     JAVASCRIPT APPENDED BY WAYBACK MACHINE, COPYRIGHT INTERNET ARCHIVE.
-->"""


def google_cache(r: Written) -> str:
    return f"""<!DOCTYPE html><html dir="rtl"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><base href="http://www.news.example/n/5"><title>{r.outlet} | {r.title}</title></head><body><style>#bN015htcoyT__google-cache-hdr{{background:#f8f9fa}}</style><div id="bN015htcoyT__google-cache-hdr"><div><span>هذه هي ذاكرة التخزين المؤقت في Google للصفحة <a href="http://www.news.example/n/5">http://www.news.example/n/5</a>. وهي لقطة للصفحة كما ظهرت في 3 كانون الثاني (يناير) 2022 10:22:33 غرينتش. ربما تكون <a href="http://www.news.example/n/5">الصفحة الحالية</a> قد تغيرت خلال هذه الفترة. <a href="http://support.example/">معرفة المزيد</a>.</span></div>
<div><span><b>الإصدار الكامل</b></span><span><a href="http://cache.example/txt">إصدار النص فقط</a></span><span><a href="http://cache.example/src">عرض المصدر</a></span></div><span>نصيحة: للعثور على عبارة البحث في هذه الصفحة بسرعة، اضغط على Ctrl+F أو على ⌘-F واستخدم شريط البحث.</span></div><div style="position:relative;">
{inner_page(r)}</div></body></html>"""


def dimofinf(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml" dir="rtl" lang="ar"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256" /><meta name="generator" content="Dimofinf 4.0.0" /><title>{r.title} - {r.outlet}</title></head><body>
<div id="htmlbody"><div class="d_header">{menu()}</div><div class="listing"><a href="index.php">{r.outlet}</a> &gt; <a href="news.php?action=listnewsm&amp;id=1">الأخبار</a> &gt; <a href="#">أخبار محلية</a></div><div class="d_news"><h1 class="title">{r.title}</h1>
<div class="d_tools"><a title="زيادة حجم الخط">زيادة حجم الخط</a> <a>مسح</a> <a>إنقاص حجم الخط</a> <a>حفظ</a> <a>إرسال لصديق</a> <a>طباعة</a></div><div class="d_pic"><img src="contents/newspic/5.jpg" alt="{r.title}" /></div><div class="d_date">{d:02}-{m:02}-{y} {twelve(r)}</div><div id="articlebody" class="details"><div align="justify">{r.outlet} - {r.byline} :<br />{"<br />".join(lines(r))}</div></div>
<div class="d_rate">تقييم <b>1.08/10</b> (37 صوت)</div><div>بواسطة : {r.byline}</div><div class="d_stat"> 12 | 0 | 2,310</div><div class="dim_social">خدمات المحتوى <a>Tweet</a> <a>أضف محتوى إلى Google</a></div></div>
<div id="comments"><div class="head">التعليقات ( 2 )</div><div class="comment"><b>#1</b> <i>ابو فهد</i> <span>{d:02}-{m:02}-{y} 11:40 مساءً</span><p>{COMMENTS[0]}</p></div><div class="comment"><b>#2</b> <i>متابع</i><p>{COMMENTS[2]}</p></div></div><div class="right_block"><div class="title">جديد الأخبار</div>{rail()}</div><div class="foot">Powered by Dimofinf cms Version 4.0.0 Copyright© Dimensions Of Information Inc.<br />جميع الحقوق محفوظة لصحيفة {r.outlet}</div></div></body></html>"""


def wiki(r: Written) -> str:
    y, m, d = ymd(r)
    body = paragraphs(r, sub="h2")
    return f"""<!DOCTYPE html><html class="client-nojs" lang="ar" dir="rtl"><head><meta charset="UTF-8"/><title>{r.title} - {r.outlet}</title><meta name="generator" content="MediaWiki 1.41.0"/></head><body class="skin-vector mediawiki rtl sitedir-rtl ns-0"><div id="mw-page-base" class="noprint"></div><div id="content" class="mw-body" role="main"><div id="siteNotice"></div><h1 id="firstHeading" class="firstHeading"><span class="mw-page-title-main">{r.title}</span></h1>
<div id="bodyContent" class="vector-body"><div id="siteSub" class="noprint">من {r.outlet}، المصدر الإخباري الحر الذي تستطيع الكتابة فيه.</div><a class="mw-jump-link" href="#mw-head">اذهب إلى التنقل</a><div id="mw-content-text" class="mw-body-content" dir="rtl" lang="ar"><div class="mw-parser-output"><p><strong class="published"><span id="publishDate" class="value-title" title="{r.day}">{weekday(r)} {d} {EGYPT[m - 1]} {y}</span></strong></p>
<div class="thumb tright"><div class="thumbinner"><div class="thumbcaption">خريطة المنطقة</div></div></div>{body.replace("</h2>", '<span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/w?action=edit">عدل</a><span class="mw-editsection-bracket">]</span></span></h2>')}
<div class="plainlinks mw-sources"><h2><span class="mw-headline" id="مصادر">مصادر</span></h2><ul><li><cite>{RAIL[0][0]}. وكالة، {d} {EGYPT[m - 1]} {y}</cite></li></ul></div><div class="printfooter">مجلوبة من «https://wiki.example/w/index.php?title=x&amp;oldid=84»</div></div></div><div id="catlinks" class="catlinks"><div class="mw-normal-catlinks"><a href="/c">تصنيفات</a>: <ul><li><a href="/c/1">{d} {EGYPT[m - 1]} {y}</a></li><li><a href="/c/2">سياسة وصراعات</a></li></ul></div></div></div></div>
<div id="mw-navigation">{menu()}</div><footer id="footer"><ul><li>آخر تعديل لهذه الصفحة كان يوم 14 مارس 2024، الساعة 20:11.</li><li>النصوص منشورة برخصة المشاع الإبداعي.</li></ul></footer></body></html>"""


def cards(r: Written) -> str:
    y, m, d = ymd(r)
    extras = [
        '<div class="ads-in"><small>إعلان</small><ins class="adsbygoogle"></ins></div>',
        f'<p><strong>اقرأ أيضًا: <a href="/n/3">{RAIL[2][0]}</a></strong></p>',
        '<div class="google-news"><a href="https://gn.example">تابعنا على جوجل نيوز ليصلك كل جديد</a></div>',
        f'<p style="text-align:center"><a href="/n/4">{RAIL[4][0]}</a></p>',
    ]
    parts = [f"<p>{p}&nbsp;</p>" + (extras[i % 4] if i < 4 else "") for i, p in enumerate(lines(r))]
    return f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><meta name="csrf-token" content="Zx81"><title>{r.outlet} | {r.title}</title><meta property="og:site_name" content="{r.outlet}"><meta name="twitter:title" content="{html.escape(r.title)}"></head><body><div id="app"><div class="navbar navbar-expand-lg"><div class="container">{menu()}</div></div><div class="marquee"><b>عاجل</b>{rail()}</div>
<div class="container"><div class="row"><div class="col-md-8"><div class="card border-0"><div class="card-header"><div class="category"><a href="/c/2">محليات</a></div><h1 class="card-title">{r.title}</h1><div class="d-flex justify-content-between"><div><i class="fa fa-user"></i> كتب: {r.byline}</div><div><i class="fa fa-clock"></i> {weekday(r)} {d}/{EGYPT[m - 1]}/{y} - {twelve(r)}</div><div><i class="fa fa-eye"></i> 2.1k مشاهدة</div></div></div><img class="card-img-top lazy" data-src="1.jpg" alt="{r.title}">
<div class="card-body article-desc" id="detail">{"".join(parts)}</div><div class="card-footer"><div class="tags-list"><a href="/t/1"># محليات</a> <a href="/t/2"># أخبار اليوم</a></div><div class="share">شارك <a>واتس آب</a> <a>تيليجرام</a></div></div></div><div class="card"><div class="card-header">موضوعات متعلقة</div><div class="row">{"".join(f'<div class="col-6"><a href="/n/{i}"><h5>{t}</h5></a><small>{d} {EGYPT[m - 1]} {y + 1}</small></div>' for i, (t, _) in enumerate(RAIL))}</div></div></div>
<div class="col-md-4"><div class="card"><div class="card-header">الأكثر مشاهدة</div>{rail(True)}</div></div></div></div><footer class="bg-dark"><p>{r.outlet} جريدة يومية سياسية مستقلة تصدر منذ عام 1998</p><p>تصميم وتطوير شركة البرمجيات</p></footer></div></body></html>"""


STYLES: dict[str, tuple[Callable[[Written], str], str, str | None]] = {
    "next": (next_app, "utf-8", "https://www.news.example/news/{y}/{m}/{d}/slug-of-it"),
    "state": (state_only, "utf-8", None),
    "vbulletin": (vbulletin, "cp1256", "http://www.forum.example/vb/showthread.php?t=8123"),
    "frontpage": (frontpage, "cp1256", None),
    "sharepoint": (sharepoint, "utf-8", None),
    "live": (live_blog, "utf-8", None),
    "pdf": (pdf_page, "utf-8", None),
    "newsletter": (newsletter, "utf-8", None),
    "telegram": (telegram, "utf-8", None),
    "wayback": (wayback, "utf-8", "https://web.archive.org/web/20220103101500/http://www.news.example/n/5"),
    "cache": (google_cache, "utf-8", None),
    "dimofinf": (dimofinf, "cp1256", None),
    "wiki": (wiki, "utf-8", None),
    "cards": (cards, "utf-8", None),
}
#: Reports to a style: one of the long ones, one of the first set.
EACH = 2


def made_pages() -> Iterator[Made]:
    """All pages, in a fixed order."""
    for k, (name, (make, encoding, url)) in enumerate(STYLES.items()):
        for j, report in enumerate((LONG[k % len(LONG)], REPORTS[(k * 5 + 2) % len(REPORTS)])):
            y, m, d = ymd(report)
            address = url.format(y=y, m=m, d=d) if url else None
            yield Made(f"{name}-{j}", encoded(make(report), encoding), address, report, "\n\n".join(lines(report)))


if __name__ == "__main__":
    write_out(sys.argv[1], made_pages())
