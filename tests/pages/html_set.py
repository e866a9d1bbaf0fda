"""Pages as the Arab press makes them, of our own writing: 26 styles with three reports each, and what is on them.

``python -m tests.pages.html_set FOLDER`` writes them out, gold beside them, to look at in a browser.
"""

import html
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mahdar.arabic.dates import hijri_day
from tests.pages.invented_reports import COMMENTS, MENU, RAIL, REPORTS, Written

LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
EGYPT = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
MAGHREB = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
HIJRI = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
]


@dataclass(frozen=True)
class Made:
    """A page and what is on it."""

    name: str
    data: bytes
    url: str | None
    report: Written
    body: str


def ymd(report: Written) -> tuple[int, int, int]:
    year, month, day = map(int, report.day.split("-"))
    return year, month, day


def weekday(report: Written) -> str:
    from datetime import date

    return DAYS[date(*ymd(report)).weekday()]


def hijri(report: Written) -> str:
    from datetime import date

    from hijridate import Gregorian

    there = Gregorian(*ymd(report)).to_hijri()
    assert hijri_day(there.year, there.month, there.day) == date(*ymd(report))
    return f"{there.day} {HIJRI[there.month - 1]} {there.year} هـ"


def eastern(text: str) -> str:
    return text.translate({ord(str(d)): chr(0x660 + d) for d in range(10)})


def menu(tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f'<li><a href="/s/{i}">{name}</a></li>' for i, name in enumerate(MENU)) + f"</{tag}>"


def rail(teasers: bool = False) -> str:
    return "".join(
        f'<div class="item"><h4><a href="/n/{i}">{title}</a></h4>' + (f"<p>{lead}</p>" if teasers else "") + "</div>"
        for i, (title, lead) in enumerate(RAIL)
    )


def paragraphs(report: Written, tag: str = "p", sub: str = "h3", attributes: str = "") -> str:
    out = []
    for i, paragraph in enumerate(report.paragraphs):
        if i in report.subheads:
            out.append(f"<{sub}>{report.subheads[i]}</{sub}>")
        out.append(f"<{tag}{attributes}>{html.escape(paragraph, quote=False)}</{tag}>")
    return "\n".join(out)


def lines(report: Written) -> list[str]:
    found = []
    for i, paragraph in enumerate(report.paragraphs):
        if i in report.subheads:
            found.append(report.subheads[i])
        found.append(paragraph)
    return found


def ld(report: Written, **more: object) -> str:
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": report.title,
        "datePublished": f"{report.day}T{report.clock}:00+03:00", "dateModified": "2024-02-02T00:00:00+03:00",
        "author": {"@type": "Person", "name": report.byline},
        "publisher": {"@type": "Organization", "name": report.outlet}, **more,
    }  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def wordpress(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html dir="rtl" lang="ar"><head><meta charset="UTF-8"><title>{r.title} - {r.outlet}</title>
<meta property="og:title" content="{html.escape(r.title)}"><meta property="og:site_name" content="{r.outlet}">
<meta property="article:published_time" content="{r.day}T{r.clock}:00+00:00"><meta property="article:modified_time" content="2024-01-01T00:00:00+00:00">
<link rel="canonical" href="https://news.example/{y}/{m:02}/{d:02}/post-77/"><style>p{{margin:0}}</style></head>
<body class="rtl post-template single"><header id="masthead"><nav class="main-navigation">{menu()}</nav></header>
<div id="primary"><main><article id="post-77" class="post-77 post hentry"><header class="entry-header"><h1 class="entry-title">{r.title}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{r.day}T{r.clock}:00+00:00">{d} {EGYPT[m - 1]}، {y}</time></span> <span class="author vcard">بواسطة {r.byline}</span></div></header>
<div class="entry-content">{paragraphs(r)}
<div class="sharedaddy sd-sharing-enabled"><h3>شارك هذا الموضوع:</h3><ul><li>فيس بوك</li><li>تويتر</li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>مرتبط</h3>{rail(True)}</div></div>
<footer class="entry-footer">الوسوم: <a href="/t/1">أمن</a>, <a href="/t/2">العراق</a></footer></article>
<div id="comments" class="comments-area"><h2>رأيان على “{r.title}”</h2><ol class="comment-list"><li><p>{COMMENTS[0]}</p></li><li><p>{COMMENTS[1]}</p></li></ol>
<div id="respond"><h3>اترك تعليقاً</h3><form><p>لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *</p></form></div></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2>أحدث المقالات</h2>{rail()}</section></aside>
<footer><p>جميع الحقوق محفوظة © 2024 {r.outlet}</p></footer></body></html>"""


def joomla(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html lang="ar-aa" dir="rtl"><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><base href="http://news.example/"/>
<meta name="author" content="Super User"><title>{r.title} | {r.outlet}</title></head><body>
<div id="topmenu">{menu()}</div><div class="breadcrumbs"><span>أنت هنا: </span><a href="/">الرئيسية</a> » <a href="/s">سياسة</a></div>
<div class="item-page"><h2 itemprop="name"><a href="/1">{r.title}</a></h2>
<dl class="article-info"><dt>التفاصيل</dt><dd class="createdby">كتب بواسطة: {r.byline}</dd><dd class="published">نشر بتاريخ: {weekday(r)}, {d:02} {LEVANT[m - 1]} {y} {r.clock}</dd><dd class="hits">الزيارات: 1482</dd></dl>
<ul class="actions"><li class="print-icon"><a href="#">طباعة</a></li><li class="email-icon"><a href="#">إرسال</a></li></ul>
{paragraphs(r)}
<ul class="pager pagenav"><li class="previous"><a href="/p">السابق</a></li><li class="next"><a href="/n">التالي</a></li></ul></div>
<div class="moduletable"><h3>الأكثر قراءة</h3>{rail()}</div><div id="footer">جميع الحقوق محفوظة {r.outlet} 2024</div></body></html>"""


def drupal(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} | {r.outlet}</title>
<meta name="generator" content="Drupal 7"><meta property="og:site_name" content="{r.outlet}"></head><body class="node-type-article">
<div id="page"><div class="region region-navigation">{menu()}</div><h1 class="page-title" id="page-title">{r.title}</h1>
<div class="region region-content"><div class="node node-article"><span class="submitted">أضيف بواسطة <span class="username">{r.byline}</span> في {weekday(r)}, {d:02}/{m:02}/{y} - {r.clock}</span>
<div class="field field-name-field-image"><img src="x.jpg" alt="صورة"></div>
<div class="field field-name-body"><div class="field-items"><div class="field-item even" property="content:encoded">{paragraphs(r)}</div></div></div>
<div class="field field-name-field-tags"><div class="field-label">الكلمات الدلالية: </div><a href="/t/1">الحدود</a> <a href="/t/2">الأمن</a></div></div></div>
<div class="region region-sidebar-second"><div class="block"><h2>آخر الأخبار</h2>{rail(True)}</div></div></div></body></html>"""


def asp_tables(r: Written) -> str:
    y, m, d = ymd(r)
    text = "<br><br>".join(lines(r))
    return f"""<HTML dir=rtl><HEAD><META http-equiv=Content-Type content="text/html; charset=windows-1256"><TITLE>{r.outlet} - {r.title}</TITLE></HEAD>
<BODY bgColor=#ffffff topmargin=0><TABLE width=780 align=center cellpadding=0><TR><TD colspan=3><IMG src="top.gif"></TD></TR>
<TR><TD colspan=3 bgcolor=#003366><FONT color=white><a href=default.asp>الرئيسية</a> | <a href=p.asp>سياسة</a> | <a href=s.asp>رياضة</a></FONT></TD></TR>
<TR><TD width=150 valign=top><TABLE>{"".join(f"<TR><TD><A href=n.asp?id={i}>{t}</A></TD></TR>" for i, (t, _) in enumerate(RAIL))}</TABLE></TD>
<TD width=480 valign=top><FONT size=5 color=#990000><B>{r.title}</B></FONT><BR><FONT size=2>{d}/{m}/{y}</FONT><HR>
<P align=justify><FONT face="Simplified Arabic" size=4>{text}</FONT></P><A href=print.asp>نسخة للطباعة</A> <A href=mail.asp>أرسل إلى صديق</A></TD>
<TD width=150 valign=top>عدد القراء: 3410</TD></TR><TR><TD colspan=3 align=center>جميع الحقوق محفوظة لـ {r.outlet} 2010</TD></TR></TABLE></BODY></HTML>"""


def amp(r: Written) -> str:
    return f"""<!doctype html><html ⚡ lang="ar" dir="rtl"><head><meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js"></script>
<title>{r.title}</title><link rel="canonical" href="https://www.news.example/story/8812">{ld(r)}<style amp-custom>body{{font:16px}}</style></head>
<body><amp-sidebar id="s" layout="nodisplay">{menu()}</amp-sidebar><header class="top"><a href="/">{r.outlet}</a></header>
<article><h1>{r.title}</h1><div class="meta"><span>{r.byline}</span> | <time>{r.day.replace("-", "/")} {r.clock}</time></div>
<amp-img src="a.jpg" width="600" height="400"></amp-img><div class="story-body">{paragraphs(r)}<amp-ad width="300" height="250" type="x">إعلان</amp-ad></div></article>
<section class="related"><h3>اقرأ أيضا</h3>{rail(True)}</section></body></html>"""


def print_page(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<html dir="rtl"><head><meta charset="utf-8"><title>{r.outlet} :: نسخة للطباعة :: {r.title}</title></head><body onload="window.print()">
<div align="center"><img src="logo.png" alt="{r.outlet}"></div><h1>{r.title}</h1><div>{weekday(r)} {d:02} {LEVANT[m - 1]} {y} - {r.clock}</div><hr>
<div id="body">{"<br/><br/>".join(lines(r))}</div><hr><div>طبعت هذه الصفحة من موقع {r.outlet}</div></body></html>"""


def rails(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{r.title}</title><meta name="application-name" content="{r.outlet}">
<meta property="og:title" content="{html.escape(r.title)}"></head><body><div class="ticker"><span>عاجل</span>{rail()}</div><nav>{menu()}</nav>
<div class="container"><div class="col-8"><div class="article"><h1>{r.title}</h1><div class="date">{d} {EGYPT[m - 1]} {y} | {r.clock}</div>
<div class="text">{paragraphs(Written(r.title, r.paragraphs[:2], r.day, r.clock, r.outlet, r.byline, r.place))}
<div class="read-also"><b>اقرأ أيضاً</b><ul><li><a href="/1">{RAIL[0][0]}</a></li><li><a href="/2">{RAIL[1][0]}</a></li></ul></div>
{"".join(f"<h3>{r.subheads[i]}</h3><p>{p}</p>" if i in r.subheads else f"<p>{p}</p>" for i, p in enumerate(r.paragraphs) if i > 1)}</div></div></div>
<div class="col-4"><h3>الأكثر قراءة</h3>{rail(True)}<h3>الأكثر تعليقا</h3>{rail(True)}</div></div></body></html>"""


def infinite(r: Written) -> str:
    others = [o for o in REPORTS if o is not r][:2]

    def item(o: Written) -> str:
        oy, om, od = ymd(o)
        return f'<div class="post-item"><h1 class="post-title">{o.title}</h1><span class="post-date">{od:02}-{om:02}-{oy}, {o.clock}</span><div class="post-body">{paragraphs(o)}</div></div>'

    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} – {r.outlet}</title>
<meta property="og:title" content="{html.escape(r.title)}"/><meta property="og:site_name" content="{r.outlet}"/></head><body><nav>{menu()}</nav>
<div id="infinite">{item(r)}{"".join(map(item, others))}</div><div class="loader">تحميل المزيد</div></body></html>"""


def infinite_articles(r: Written) -> str:
    others = [o for o in REPORTS if o is not r][3:6]

    def item(o: Written) -> str:
        return f'<article class="story"><h2>{o.title}</h2><time datetime="{o.day}T{o.clock}">{o.day}</time>{paragraphs(o)}</article>'

    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} | {r.outlet}</title>{ld(r)}</head>
<body><nav>{menu()}</nav><main>{item(r)}{"".join(map(item, others))}</main></body></html>"""


def comments(r: Written) -> str:
    y, m, d = ymd(r)
    many = "".join(
        f'<div class="c"><b>زائر {i}</b> <i>منذ {i + 2} أيام</i><p>{c}</p></div>' for i, c in enumerate(COMMENTS * 5)
    )
    return f"""<html><head><meta charset="utf-8"><title>{r.outlet} | {r.title}</title></head><body dir="rtl"><div id="hd">{menu()}</div>
<div id="main"><h2 class="title">{r.title}</h2><p class="info">تاريخ النشر : {d}-{m}-{y} الساعة {r.clock} | عدد المشاهدات 512</p><div id="content">{paragraphs(r)}</div>
<div id="c"><h3>التعليقات (15)</h3>{many}<h3>أضف تعليقك</h3><form><input name=n><textarea>اكتب تعليقك هنا</textarea></form></div></div></body></html>"""


def cookie_wall(r: Written) -> str:
    wall = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا وتخصيص المحتوى والإعلانات. بالاستمرار في التصفح فإنك توافق على سياسة الخصوصية الخاصة بنا."
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title}</title>{ld(r)}</head><body>
<div class="cookie-consent modal" role="dialog"><p>{wall}</p><p>{wall}</p><button>موافق</button><button>إدارة الخيارات</button></div>
<div class="site"><h1>{r.title}</h1><p class="byline">{r.byline}</p><div class="article__content">{paragraphs(r)}</div>
<div class="newsletter-box"><h4>اشترك في النشرة البريدية</h4><p>تصلك أهم الأخبار صباح كل يوم إلى بريدك الإلكتروني من دون إعلانات مزعجة.</p></div></div></body></html>"""


def divs(r: Written) -> str:
    y, m, d = ymd(r)
    body = "".join(f"<div>{p}</div><div>&nbsp;</div>" for p in lines(r))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{r.title} :: {r.outlet}</title></head><body dir="rtl"><div><a href="/">الرئيسية</a> &gt; <a href="/p">محليات</a></div>
<div><div><div><h1>{r.title}</h1></div><div>{weekday(r)} {eastern(f"{d}/{m}/{y}")}</div><div>{body}</div></div>
<div><div>شارك</div><a href="#">فيسبوك</a> <a href="#">تويتر</a> <a href="#">واتساب</a></div></div></body></html>"""


def spans(r: Written) -> str:
    body = "".join(
        f'<p class="MsoNormal" dir="RTL"><span lang="AR-IQ" style="font-size:14pt"><b></b>{p[:40]}<o:p></o:p></span><span>{p[40:]}</span></p>'
        for p in lines(r)
    )
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html xmlns:o="urn:x" dir="rtl"><head><meta charset="utf-8"><title>{r.title} - {r.outlet}</title><meta property="og:site_name" content="{r.outlet}"></head>
<body>{menu()}<div class="news-details"><h1>{r.title}</h1><small>{d:02} {LEVANT[m - 1]} {y}</small>{body}</div></body></html>"""


def blogger(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html dir='rtl' xmlns='http://www.w3.org/1999/xhtml'><head><meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/><title>{r.outlet}: {r.title}</title>
<meta content='{html.escape(r.outlet)}' property='og:site_name'/><meta content='{html.escape(r.title)}' property='og:title'/></head><body><div class='tabs'>{menu()}</div>
<div class='blog-posts hfeed'><h2 class='date-header'><span>{weekday(r)}، {d} {EGYPT[m - 1]} {y}</span></h2><div class='post hentry'><h3 class='post-title entry-title'>{r.title}</h3>
<div class='post-body entry-content'><div dir="rtl" style="text-align: right;">{"<br /><br />".join(lines(r))}</div></div><div class='post-footer'>مرسلة بواسطة {r.byline} في {r.clock} ليست هناك تعليقات: إرسال بالبريد الإلكتروني</div></div></div>
<div class='sidebar section'><h2>أرشيف المدونة</h2>{rail()}</div></body></html>"""


def agency(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<html lang="ar"><head><meta charset="utf-8"><title>{r.outlet} - {r.title}</title><meta name="publisher" content="{r.outlet}"/><meta name="DC.date.issued" content="{r.day}"/></head><body>
<table class="layout" width="100%"><tr><td class="menu">{menu()}</td></tr><tr><td><div class="NewsTitle">{r.title}</div><div class="NewsDate">{weekday(r)} {hijri(r)} الموافق {d} {EGYPT[m - 1]} {y} م</div>
<div class="NewsBody">{paragraphs(r)}<p>// انتهى //</p><p>{eastern(r.clock)} ت م</p></div></td></tr><tr><td>{rail()}</td></tr></table></body></html>"""


def hijri_page(r: Written) -> str:
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} | {r.outlet}</title><meta property="og:site_name" content="{r.outlet}"></head><body>
<nav>{menu()}</nav><section class="details"><h1>{r.title}</h1><div class="news-date">{weekday(r)} {hijri(r)} - {r.clock}</div><div class="desc">{paragraphs(r)}</div>
<div class="tags">الكلمات المفتاحية: <a href="/1">السعودية</a></div></section></body></html>"""


def url_date(r: Written) -> str:
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title}</title><meta property="og:site_name" content="{r.outlet}"><meta property="og:title" content="{html.escape(r.title)}"></head>
<body><header><div class="today">الجمعة 27 تشرين الثاني 2026</div>{menu()}</header><main><h1>{r.title}</h1><div class="content">{paragraphs(r)}</div></main></body></html>"""


def schema_graph(r: Written) -> str:
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": r.outlet}, {"@type": ["NewsArticle"], "headline": r.title, "datePublished": f"{r.day}T{r.clock}:00Z", "author": [{"name": r.byline}], "publisher": {"name": r.outlet}, "articleBody": " ".join(r.paragraphs)}]}  # fmt: skip
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} | سياسة | {r.outlet}</title><script type='application/ld+json'>{json.dumps(graph)}</script></head><body>
<div class="topbar">{menu()}</div><div class="wrap sidebar-left"><div class="post-with-share"><h1>{r.title}</h1><div class="lead-wrap">{paragraphs(r)}</div></div></div>
<div class="most-read">{rail(True)}</div></body></html>"""


def microdata(r: Written) -> str:
    return f"""<!DOCTYPE html><html dir="rtl" lang="ar"><head><meta charset="utf-8"><title>{r.title} - {r.outlet}</title><meta name="twitter:title" content="{html.escape(r.title)}"></head><body>{menu()}
<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">{r.title}</h1><meta itemprop="datePublished" content="{r.day} {r.clock}"><span itemprop="author">{r.byline}</span>
<div itemprop="publisher" itemscope><meta itemprop="name" content="{r.outlet}"></div><div itemprop="articleBody">{paragraphs(r)}</div></div><div class="footer">{rail(True)}</div></body></html>"""


def repeated(r: Written) -> str:
    y, m, d = ymd(r)
    twice = lines(r)
    twice = [*twice, twice[-1]] if len(twice) % 2 else twice
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} - {r.outlet}</title></head><body><ul class="nav">{menu()}</ul>
<div class="inner"><h1>{r.title}</h1><h5>نشر في: {d} {MAGHREB[m - 1]} {y}</h5><h3>{r.title}</h3><div class="article-text">{"".join(f"<p>{p}</p>" for p in lines(r))}</div><p class="src">{r.title}</p></div></body></html>"""


def list_items(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><meta property="og:site_name" content="{r.outlet}"><title>{r.title}</title></head><body><div class="menu">{menu()}</div>
<div class="page"><h1>{r.title}</h1><div class="time">{r.clock} - {d:02}/{m:02}/{y}</div><div class="news"><p>{lines(r)[0]}</p><ul class="points">{"".join(f"<li>{p}</li>" for p in lines(r)[1:])}</ul></div></div></body></html>"""


def captions(r: Written) -> str:
    figure = '<figure><img src="p.jpg"><figcaption>صورة أرشيفية من لقاء سابق بين المسؤولين في العاصمة (وكالات)</figcaption></figure>'
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} | {r.outlet}</title><meta name="pubdate" content="{r.day}T{r.clock}:00+0300"></head><body><nav>{menu()}</nav>
<article><h1>{r.title}</h1><div class="author-name">{r.byline}</div>{figure}<div class="rich-text">{paragraphs(r)}</div><blockquote class="twitter-tweet"><a href="https://t.example/1">تغريدة</a></blockquote></article></body></html>"""


def iso_page(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6"><title>{r.title}</title></head><body dir="rtl"><center><h2>{r.outlet}</h2></center><a href="/">الرئيسية</a>
<h1>{r.title}</h1><i>{d}-{m}-{y}</i><p>{"<p>".join(lines(r))}<hr>جميع الحقوق محفوظة {r.outlet}</body></html>"""


def mojibake(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<html><head><meta charset="utf-8"><title>{r.title} - {r.outlet}</title></head><body dir="rtl"><div class="nav">{menu()}</div><h1>{r.title}</h1><div class="date">{y}-{m:02}-{d:02} {r.clock}</div><div class="body">{paragraphs(r)}</div></body></html>"""


def broken(r: Written) -> str:
    y, m, d = ymd(r)
    return f"""<html><head><title>{r.title} | {r.outlet}</title><meta charset=utf-8></head><body dir=rtl><table><tr><td><div class=menu>{menu()}</td></div><tr><td><h1>{r.title}<span></h1></td>
<td><p>آخر تحديث: {d} {LEVANT[m - 1]} {y}<div class=t><p>{"</b><p>".join(lines(r))}</font></div></table></center></body>"""


def quotes(r: Written) -> str:
    y, m, d = ymd(r)
    body = "".join(f"<p>{html.escape(p).encode('ascii', 'xmlcharrefreplace').decode()}</p>" for p in lines(r))
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{r.title} &raquo; {r.outlet}</title></head><body><div id="menu">{menu()}</div>
<div class="single"><h1>{r.title}</h1><div class="meta"><i class="icon"></i> <span>{ENGLISH[m - 1]} {d}, {y}</span> <span>0 تعليق</span> <span>3 دقائق قراءة</span></div><div class="single-content">{body}</div></div></body></html>"""


STYLES: dict[str, tuple[Callable[[Written], str], str, str | None]] = {
    "wordpress": (wordpress, "utf-8", None),
    "joomla": (joomla, "utf-8", None),
    "drupal": (drupal, "utf-8", None),
    "asp": (asp_tables, "cp1256", "http://www.news.example/details.asp?id=33"),
    "amp": (amp, "utf-8", None),
    "print": (print_page, "utf-8", None),
    "rails": (rails, "utf-8", None),
    "infinite": (infinite, "utf-8", None),
    "articles": (infinite_articles, "utf-8", None),
    "comments": (comments, "utf-8", None),
    "cookies": (cookie_wall, "utf-8", None),
    "divs": (divs, "utf-8", None),
    "word": (spans, "utf-8", None),
    "blogger": (blogger, "utf-8", None),
    "agency": (agency, "utf-8", None),
    "hijri": (hijri_page, "utf-8", None),
    "url": (url_date, "utf-8", "https://news.example/{y}/{m:02}/{d:02}/story-5"),
    "graph": (schema_graph, "utf-8", None),
    "microdata": (microdata, "utf-8", None),
    "repeated": (repeated, "utf-8", None),
    "points": (list_items, "utf-8", None),
    "captions": (captions, "utf-8", None),
    "iso": (iso_page, "iso8859_6", None),
    "mojibake": (mojibake, "twice", None),
    "broken": (broken, "utf-8", None),
    "entities": (quotes, "utf-8", None),
}
#: Reports to a style.
EACH = 3


def encoded(text: str, encoding: str) -> bytes:
    if encoding == "twice":
        return text.encode().decode("latin-1").encode()
    if encoding == "iso8859_6":
        text = text.replace("–", "-")
    return text.encode(encoding, "xmlcharrefreplace")


def made_pages() -> Iterator[Made]:
    """All pages, in a fixed order."""
    for k, (name, (make, encoding, url)) in enumerate(STYLES.items()):
        for j in range(EACH):
            report = REPORTS[(k * 5 + j * 4) % len(REPORTS)]
            y, m, d = ymd(report)
            address = url.format(y=y, m=m, d=d) if url else None
            body = "\n\n".join(lines(report))
            if encoding == "iso8859_6":
                body = body.replace("–", "-")
            yield Made(f"{name}-{j}", encoded(make(report), encoding), address, report, body)


def write_out(folder: str, pages: Iterator[Made]) -> None:
    """Write `pages` to `folder`, each with its gold beside it."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (place / f"{page.name}.html").write_bytes(page.data)
        gold = {"title": page.report.title, "date": page.report.day, "outlet": page.report.outlet, "body": page.body}
        (place / f"{page.name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    write_out(sys.argv[1], made_pages())
