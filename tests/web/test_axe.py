"""axe-core finds nothing moderate or graver on a page, in either language, light and dark, on a desk and on a phone."""

from pathlib import Path

import pytest

from mahdar.web.pages import PAGES
from tests.web.browsing import PHONE, address_of, tab

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
GRAVE = ("moderate", "serious", "critical")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious(chromium, served, language, scheme):
    # axe is put into the page past its content security policy, here alone.
    with tab(chromium, served, bypass_csp=True, color_scheme=scheme) as one:
        if scheme == "dark":
            one.page.set_viewport_size(PHONE)
        faults = []
        for page in PAGES:
            assert one.page.goto(address_of(page, language)).status == 200, page.name
            one.page.add_script_tag(path=AXE)
            told = one.page.evaluate("options => axe.run(document, options)", OPTIONS)
            faults += [
                f"{page.name}: {fault['id']} ({fault['impact']}) {node['html'][:160]} {node['failureSummary'][:200]}"
                for fault in told["violations"]
                if fault["impact"] in GRAVE
                for node in fault["nodes"][:2]
            ]
    assert not faults, "\n".join(faults)
