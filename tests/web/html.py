"""HTML as the tests look at it."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Tree(HTMLParser):
    """Collects tags with their attributes, and the text; `broken` are tags that close what is not open."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tags, self.broken, self._open = [], [], []
        self.texts = []
        self.feed(source)
        self.close()
        self.broken += self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open[-1] != tag:
            self.broken.append(tag)
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


class Links(HTMLParser):
    """Collects links: their words and where they lead."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.all, self._href, self._texts = [], None, []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._href, self._texts = dict(attrs).get("href"), []

    def handle_data(self, data):
        self._texts.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._href is not None:
            self.all.append((" ".join(" ".join(self._texts).split()), self._href))
            self._href = None

    def called(self, *words):
        """Where the first link leads that has all these words."""
        return next(href for text, href in self.all if all(word in text for word in words))
