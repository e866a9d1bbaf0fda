import gzip
import ipaddress
import time

import pytest

from mahdar.cli.messages import Messages
from mahdar.errors import InputError
from mahdar.pages import SetAside, fetching, reports_in
from mahdar.pages.fetching import AGENT, is_public
from mahdar.pages.watching import Unwritten, news_of, report_at
from mahdar.record import Report
from tests.pages.html_set import made_pages
from tests.pages.local_web import PUBLIC, Web

PAGES = {page.name: page for page in made_pages()}


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
        "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:0:7f00:1::", "fec0::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_of_ones_own_network_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
def test_loopback_in_any_spelling_is_refused_before_a_connection(url, monkeypatch):
    def connect(*_):
        raise AssertionError("a connection was made")

    monkeypatch.setattr(fetching, "connect", connect)
    with pytest.raises(InputError, match=r"not public|no such host"):
        fetching.Fetcher(connect=connect).fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/x", "gopher://a.example/", "http://user:pw@a.example/", "http://a.example:22/",
        "http://a.example:6379/", "data:text/html,x", "http:///x", "http://a.example:99999/", "http://[::1", "//a.example/",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_refused(web, url):
    with pytest.raises(InputError, match="not an address that is fetched"):
        web.fetcher().fetch(url)
    assert web.looked_up == web.connected == []


def test_a_page_is_fetched_with_a_name_and_read(web):
    web.page("a.example/story", PAGES["wordpress-0"].data, Content_Type="text/html; charset=utf-8")
    report = report_at("http://a.example/story", web.fetcher(), lambda note: None)
    assert report.title == PAGES["wordpress-0"].report.title
    assert all(headers["User-Agent"] == AGENT for _, headers in web.asked)
    assert [key for key, _ in web.asked] == ["a.example/robots.txt", "a.example/story"]


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(web):
    web.page("a.example/story", b"x")
    web.names["a.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    fetcher = web.fetcher()
    assert fetcher.fetch("http://a.example/story").data == b"x"
    assert web.connected == [PUBLIC, PUBLIC]  # one look-up for each question, and no other
    assert len(web.looked_up) == 2
    with pytest.raises(InputError, match="not public"):
        fetcher.fetch("http://a.example/story")
    assert len(web.connected) == 2


def test_one_private_address_among_public_ones_is_enough_to_refuse(web):
    web.names["a.example"] = [PUBLIC, "10.0.0.5"]
    with pytest.raises(InputError, match="not public"):
        web.fetcher().fetch("http://a.example/")
    assert web.connected == []


@pytest.mark.parametrize(
    "target", ["http://inner.example/", "http://127.0.0.1/", "file:///etc/passwd", "http://a.example:22/"]
)
def test_each_redirect_is_checked_anew(web, target):
    web.names["inner.example"] = ["192.168.0.1"]
    web.names["127.0.0.1"] = ["127.0.0.1"]
    web.page("a.example/go", status=302, Location=target)
    with pytest.raises(InputError, match=r"not public|not an address"):
        web.fetcher().fetch("http://a.example/go")
    assert set(web.connected) == {PUBLIC}
    assert [key for key, _ in web.asked] == ["a.example/robots.txt", "a.example/go"]


def test_redirects_are_followed_and_end(web):
    web.page("a.example/1", status=301, Location="/2")
    web.page("a.example/2", status=302, Location="http://b.example/3?q=خبر")
    web.page("b.example/3?q=%D8%AE%D8%A8%D8%B1", b"there")
    answer = web.fetcher().fetch("http://a.example/1")
    assert (answer.data, answer.url) == (b"there", "http://b.example/3?q=%D8%AE%D8%A8%D8%B1")
    web.page("a.example/loop", status=302, Location="/loop")
    with pytest.raises(InputError, match="redirects"):
        web.fetcher().fetch("http://a.example/loop")


def test_what_stops_behind_a_redirect_names_the_place(web):
    web.page("a.example/1", status=301, Location="http://b.example/خبر")
    web.page("b.example/robots.txt", b"User-agent: *\nDisallow: /\n")
    with pytest.raises(InputError) as raised:
        web.fetcher().fetch("http://a.example/1")
    assert raised.value.where == "http://b.example/خبر"
    assert raised.value.remedy == "a redirect led to http://b.example/خبر"
    aside = report_at("http://a.example/1", web.fetcher(), lambda _: None)
    assert aside.where == "http://a.example/1"
    assert str(aside.error).endswith("a redirect led to http://b.example/خبر")
    assert "قادت إحالة إلى http://b.example/خبر" in Messages("ar").error(aside.error)


def test_a_redirect_to_a_page_without_a_report_names_it(web):
    web.page("a.example/1", status=301, Location="/")
    web.page("a.example/", b"<html><body><a href=/2>x</a></body></html>")
    aside = report_at("http://a.example/1", web.fetcher(), lambda _: None)
    assert aside.error.remedy.endswith("a redirect led to http://a.example/")
    web.page("a.example/%D8%AE%D8%A8%D8%B1", b"<html><body><a href=/2>x</a></body></html>")
    aside = report_at("http://a.example/خبر", web.fetcher(), lambda _: None)
    assert "redirect" not in str(aside.error)


def test_robots_txt_is_kept_to(web):
    web.page(
        "a.example/robots.txt", b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n\nUser-agent: other\nDisallow: /\n"
    )
    web.page("a.example/open", b"x")
    fetcher = web.fetcher()
    fetcher.fetch("http://a.example/open")
    fetcher.fetch("http://a.example/open")
    assert len(web.slept) == 1
    assert 6 < web.slept[0] <= 7
    with pytest.raises(InputError, match=r"robots\.txt forbids"):
        fetcher.fetch("http://a.example/private/1")
    web.page("b.example/robots.txt", status=503)
    with pytest.raises(InputError, match=r"robots\.txt forbids"):
        web.fetcher().fetch("http://b.example/")


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_without_end_is_left(web, monkeypatch, packed):
    monkeypatch.setattr(fetching, "LONGEST_PAGE", 1_000_000)
    data = b"x" * 3_000_000
    more = {"Content_Encoding": "gzip"} if packed else {}
    web.page("a.example/", gzip.compress(data) if packed else data, **more)
    with pytest.raises(InputError, match="longer than 1 MB"):
        web.fetcher().fetch("http://a.example/")


def test_a_server_that_drips_is_left(web, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.6)

    def drip(handler):
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for i in range(100):
                handler.wfile.write(f"X-{i}: y\r\n".encode())
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    web.page("a.example/robots.txt", b"")
    web.page("a.example/", drip)
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"cannot be fetched|slower than"):
        web.fetcher().fetch("http://a.example/")
    assert time.monotonic() - begun < 5


def test_without_fetch_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(fetching, "resolve", lambda *_: pytest.fail("a name was looked up"))
    (item,) = reports_in(["https://a.example/story"])
    assert item.error.found == "an address of the web"
    assert "--fetch" in item.error.remedy


class State:
    def __init__(self):
        self.feeds, self.urls = {}, set()

    def feed_headers(self, url):
        return self.feeds.get(url, (None, None))

    def keep_feed_state(self, url, *, etag, modified):
        self.feeds[url] = (etag, modified)

    def fetched(self, urls):
        return self.urls & set(urls)

    def note_fetched(self, url):
        self.urls.add(url)


def feed(*links, content=""):
    items = "".join(
        f"<item><title>خبر</title><link>{link}</link><description>موجز.</description>{content}</item>" for link in links
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="c"><channel><title>الضفاف</title>{items}</channel></rss>'.encode()


def test_a_feed_is_followed_and_goes_on_where_it_ended(web):
    state = State()
    for n, name in enumerate(("wordpress-0", "joomla-0", "divs-0")):
        web.page(f"a.example/{n}", PAGES[name].data)
    web.page("a.example/feed", feed("http://a.example/0", "http://a.example/1", "http://a.example/gone"), ETag='"v1"')
    first = list(news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None))
    assert [type(item) for item in first] == [Report, Report, SetAside]
    web.asked.clear()
    assert list(news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None)) == []
    assert [key for key, _ in web.asked] == ["a.example/robots.txt", "a.example/feed"]
    web.page("a.example/feed", feed("http://a.example/2", "http://a.example/0"), ETag='"v2"')
    third = list(news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None))
    assert [item.title for item in third] == [PAGES["divs-0"].report.title]


def test_a_stopped_round_is_taken_up(web):
    state = State()
    for n, name in enumerate(("wordpress-0", "joomla-0")):
        web.page(f"a.example/{n}", PAGES[name].data)
    web.page("a.example/feed", feed("http://a.example/0", "http://a.example/1"), ETag='"v1"')
    round_ = news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None)
    next(round_)
    next(round_)
    round_.close()
    rest = list(news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None))
    assert [item.title for item in rest] == [PAGES["joomla-0"].report.title]


def test_a_sitemap_leads_to_its_pages(web):
    state = State()
    web.page(
        "a.example/map.xml",
        b'<?xml version="1.0"?><sitemapindex><sitemap><loc>http://a.example/m1.xml</loc></sitemap></sitemapindex>',
    )
    web.page(
        "a.example/m1.xml", b"<urlset><url><loc>http://a.example/0</loc><lastmod>2021-04-09</lastmod></url></urlset>"
    )
    web.page("a.example/0", PAGES["amp-0"].data)
    (report,) = news_of(["http://a.example/map.xml"], state, web.fetcher(), lambda note: None)
    assert report.title == PAGES["amp-0"].report.title


def test_a_compressed_sitemap_is_read(web):
    listed = b"<urlset><url><loc>http://a.example/0</loc></url></urlset>"
    web.page("a.example/map.xml.gz", gzip.compress(listed), Content_Type="application/gzip")
    web.page("a.example/bad.xml.gz", gzip.compress(listed)[:9] + b"no")
    web.page("a.example/0", PAGES["amp-0"].data)
    feeds = ["http://a.example/map.xml.gz", "http://a.example/bad.xml.gz"]
    report, bad = news_of(feeds, State(), web.fetcher(), lambda note: None)
    assert report.title == PAGES["amp-0"].report.title
    assert bad.error.found.startswith("a damaged gzip")


def test_a_compressed_sitemap_does_not_swell_without_end(web):
    web.page("a.example/map.xml.gz", gzip.compress(b"<urlset>" + bytes(40_000_000)))
    (item,) = news_of(["http://a.example/map.xml.gz"], State(), web.fetcher(), lambda note: None)
    assert item.error.found == "longer than 16 MB"


def test_of_many_sitemaps_those_that_changed_last_are_read_and_the_list_is_asked_each_time(web):
    listed = "".join(
        f"<sitemap><loc>http://a.example/m{n}.xml</loc><lastmod>20{10 + n}-01-01</lastmod></sitemap>" for n in range(25)
    )
    web.page("a.example/map.xml", f"<sitemapindex>{listed}</sitemapindex>".encode(), ETag='"same"')
    for n in range(25):
        web.page(f"a.example/m{n}.xml", b"<urlset></urlset>", ETag=f'"{n}"')
    state = State()
    for _ in range(2):
        web.asked.clear()
        assert list(news_of(["http://a.example/map.xml"], state, web.fetcher(), lambda note: None)) == []
        maps = [key for key, _ in web.asked if key.startswith("a.example/m") and key != "a.example/map.xml"]
        assert maps == [f"a.example/m{n}.xml" for n in range(24, 4, -1)]


def test_a_page_whose_server_failed_is_tried_again_though_the_feed_is_the_same(web):
    state = State()
    web.page("a.example/0", b"", status=503)
    web.page("a.example/feed", feed("http://a.example/0"), ETag='"v1"')
    (item,) = news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None)
    assert item.error.found == "the server answers 503"
    web.page("a.example/0", PAGES["amp-0"].data)
    (report,) = news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None)
    assert report.title == PAGES["amp-0"].report.title
    assert list(news_of(["http://a.example/feed"], state, web.fetcher(), lambda note: None)) == []
    assert state.feeds["http://a.example/feed"][0] == '"v1"'


def test_what_a_round_notes_is_written_when_its_reports_are_safe(web):
    state = State()
    for n, name in enumerate(("wordpress-0", "joomla-0")):
        web.page(f"a.example/{n}", PAGES[name].data)
    web.page("a.example/feed", feed("http://a.example/0", "http://a.example/1"), ETag='"v1"')
    unwritten = Unwritten(state)
    assert len(list(news_of(["http://a.example/feed"], unwritten, web.fetcher(), lambda note: None))) == 2
    assert not state.urls
    assert list(news_of(["http://a.example/feed"], unwritten, web.fetcher(), lambda note: None)) == []
    unwritten.write()
    assert state.urls == {"http://a.example/0", "http://a.example/1"}
    assert state.feeds == {"http://a.example/feed": ('"v1"', None)}


def test_the_links_of_a_feed_are_no_way_into_the_network(web):
    web.names["inner.example"] = ["10.0.0.1"]
    web.page("a.example/feed", feed("http://inner.example/admin", "file:///etc/passwd"))
    items = list(news_of(["http://a.example/feed"], State(), web.fetcher(), lambda note: None))
    assert [item.error.found for item in items] == ["an address that is not public"]
    assert set(web.connected) == {PUBLIC}
