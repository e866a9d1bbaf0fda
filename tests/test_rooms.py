"""Which room may import which; read from the source, so that nothing has to be run."""

import ast
from pathlib import Path

import pytest

import mahdar

HOUSE = Path(mahdar.__file__).parent
#: Rooms depend downward only. `errors` and `version` are open to all; rooms to come are listed already.
MAY_IMPORT = {
    "errors": set(),
    "extras": set(),
    "version": set(),
    "arabic": set(),
    "record": set(),
    "entitylist": {"arabic"},
    "tagger": {"arabic"},
    "reading": {"arabic", "tagger", "record", "entitylist"},
    "pages": {"arabic", "record"},
    "archive": {"arabic", "record", "entitylist"},
    "who": {"arabic", "record", "archive", "entitylist"},
    "ledger": {"arabic", "record", "pages", "archive", "who", "entitylist"},
    "evaluate": {"arabic", "record"},
    "engine": {"reading", "pages", "archive", "record"},
    "scale": {"arabic", "record", "pages", "archive", "who", "ledger", "engine"},
    "exchange": {"arabic", "record", "entitylist", "archive", "who", "ledger", "wording", "minutes"},
    "web": {
        "arabic",
        "record",
        "pages",
        "reading",
        "archive",
        "who",
        "ledger",
        "engine",
        "exchange",
        "wording",
        "minutes",
    },
    "samples": {"record"},
    "wording": {"arabic"},
    "minutes": {"arabic", "record", "archive", "who", "wording"},
}
OPEN = {"errors", "extras", "version"}
#: The command line and the front door see everything.
LEAVES = {"cli", "__init__", "__main__"}


def room_of(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [node.module or ""] if node.module != "mahdar" else [f"mahdar.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("mahdar.")}
    return found


SOURCES = sorted(HOUSE.rglob("*.py"))


def test_every_room_is_in_the_table():
    assert {room_of(path) for path in SOURCES} - LEAVES <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_rooms_import_downward_only(path):
    room = room_of(path)
    if room not in LEAVES:
        assert imports_of(path) <= MAY_IMPORT[room] | OPEN | {room}


def test_the_table_has_no_circles():
    done: set[str] = set()
    while len(done) < len(MAY_IMPORT):
        free = {room for room, below in MAY_IMPORT.items() if room not in done and below <= done}
        assert free, "rooms import each other in a circle"
        done |= free


def test_a_forbidden_import_is_seen(tmp_path):
    source = tmp_path / "x.py"
    source.write_text("from mahdar.archive import Archive\nimport mahdar.cli\nfrom mahdar import engine\n")
    assert imports_of(source) == {"archive", "cli", "engine"}
