"""Who shares an archive, how they show who they are, and what they may do."""

import time
from statistics import median

import pytest

from mahdar.archive import Archive, accounts, backup, kept
from mahdar.archive.accounts import CHECKED_FOR, LONGEST_WAIT, ROLES, acts, allowed, form_key, require
from mahdar.errors import InputError, NotAllowed, UnknownAccount

from .invented import dump, pair

MOMENT = "2016-01-17T08:00:00+00:00"


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that the archive goes by."""

    def set_to(moment):
        monkeypatch.setattr(kept, "now", lambda: f"2016-01-{moment}+00:00")

    set_to("17T08:00:00")
    return set_to


@pytest.fixture
def desk(archive):
    desk = archive.accounts()
    desk.add("Huda", "admin", by="setup")
    desk.add("سالم", "reviewer", by="Huda")
    return desk


def test_without_accounts_nobody_logs_in(archive):
    assert not archive.accounts().needed()
    require(None, "withdraw")


def test_an_account_is_made_changed_and_disabled(archive, desk):
    assert desk.needed()
    assert [(a.name, a.role, a.made_by) for a in desk.all()] == [
        ("Huda", "admin", "setup"),
        ("سالم", "reviewer", "Huda"),
    ]
    assert desk.set_role("سالم", "reader", by="Huda").role == "reader"
    assert desk.disable("سالم", by="Huda").disabled_at
    assert desk.enable("سالم", by="Huda").disabled_at is None
    told = [(line.by, line.object, line.detail) for line in archive.upkeep().audit(act="users")]
    assert told[::-1] == [
        ("setup", "Huda", "added as admin"), ("Huda", "سالم", "added as reviewer"),
        ("Huda", "سالم", "reviewer to reader"), ("Huda", "سالم", "disabled"), ("Huda", "سالم", "enabled"),
    ]  # fmt: skip


def test_what_is_refused(archive, desk):
    for name, role, match in (
        ("Huda", "reader", "there is an account"),
        ("x", "king", "no such role"),
        ("", "reader", "no name"),
    ):
        with pytest.raises(InputError, match=match):
            desk.add(name, role, by="Huda")
    for act in (lambda: desk.disable("Huda", by="Huda"), lambda: desk.set_role("Huda", "reader", by="Huda")):
        with pytest.raises(InputError, match="the last admin"):
            act()
    with pytest.raises(UnknownAccount, match="no account of that name"):
        desk.new_token("nobody", by="Huda")
    with pytest.raises(UnknownAccount, match="no such token"):
        desk.revoke("nothing", by="Huda")


def test_the_first_account_is_an_admin(archive):
    with pytest.raises(InputError, match="the first account; expected an admin"):
        archive.accounts().add("Huda", "reader", by="Huda")
    assert not archive.accounts().needed()


def test_a_token_shows_who_one_is(archive, desk, empty_place):
    token = desk.new_token("سالم", label="laptop", by="Huda")
    assert desk.verify(token, origin="192.0.2.7").name == "سالم"
    (line,) = desk.tokens("سالم")
    assert (line.account, line.label, line.used_at is not None) == ("سالم", "laptop", True)
    assert token not in repr(dump(empty_place))
    assert token.split("_", 2)[2] not in repr(dump(empty_place))
    assert "$argon2id$" in repr(dump(empty_place))


def test_tokens_that_do_not_hold_are_all_refused_alike(archive, desk, clock):
    good = desk.new_token("سالم", by="Huda")
    old = desk.new_token("سالم", days=1, by="Huda")
    revoked = desk.new_token("سالم", by="Huda")
    desk.revoke(desk.tokens()[0].id, by="Huda")
    desk.add("ليث", "reader", by="Huda")
    disabled = desk.new_token("ليث", by="Huda")
    desk.disable("ليث", by="Huda")
    clock("18T09:00:00")
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    unknown = "mahdar_" + "a" * 10 + "_" + "x" * 43
    said = set()
    for n, token in enumerate([old, revoked, disabled, wrong, unknown, "", "x" * 5000, "mahdar_\ud800_x"]):
        with pytest.raises(NotAllowed) as caught:
            desk.verify(token, origin=f"192.0.2.{n}")
        said.add(str(caught.value))
    assert said == {"the token does not hold; ask an admin for a new one"}
    assert desk.verify(good).name == "سالم"


def test_a_check_takes_as_long_for_an_unknown_token(archive, desk):
    good = desk.new_token("سالم", by="Huda")
    wrong, unknown = good[:-3] + "AAA", "mahdar_" + "a" * 10 + good[17:]
    accounts._nobodys_hash()

    def seconds(token, n):
        begun = time.perf_counter()
        with pytest.raises(NotAllowed):
            desk.verify(token, origin=f"{token} {n}")
        return time.perf_counter() - begun

    some, others = ([seconds(token, n) for n in range(7)] for token in (wrong, unknown))
    assert median(some) / 2 < median(others) < median(some) * 2


def test_who_fails_often_waits(archive, desk, clock, monkeypatch):
    good = desk.new_token("سالم", by="Huda")
    checked = []
    monkeypatch.setattr(accounts, "_matches", lambda hashed, secret: checked.append(secret) or secret in good)

    def fail():
        with pytest.raises(NotAllowed) as caught:
            desk.verify("mahdar_" + "a" * 10 + "_" + "x" * 43, origin="192.0.2.7")
        return caught.value.found

    assert [fail() for _ in range(6)] == ["the token does not hold"] * 5 + ["too many failed tries"]
    assert len(checked) == 5, "nothing is worked out for one who has to wait"
    with pytest.raises(NotAllowed, match="too many"):
        desk.verify(good, origin="192.0.2.7")
    assert desk.verify(good, origin="192.0.2.8").name == "سالم", "others need not wait"
    waits = []
    for n in range(14):
        waits.append(desk.wait("192.0.2.7"))
        clock(f"17T{9 + n:02d}:00:00")
        fail()
    assert waits == [min(2**n, LONGEST_WAIT) for n in range(14)]
    clock("19T08:00:00")
    assert desk.verify(good, origin="192.0.2.7").name == "سالم"
    assert desk.wait("192.0.2.7") == 0
    assert fail() == "the token does not hold", "counting begins anew after one that held"


@pytest.fixture
def hashed(monkeypatch):
    """What Argon2 was asked, and the time that tokens are remembered by."""
    asked, now = [], [1000.0]
    matches = accounts._matches
    monkeypatch.setattr(accounts, "_matches", lambda *told: asked.append(told[1]) or matches(*told))
    monkeypatch.setattr(accounts, "monotonic", lambda: now[0])
    monkeypatch.setattr(accounts, "_checked", accounts._Checked())
    return asked, now


def test_a_token_is_hashed_once_in_a_while(archive, desk, hashed):
    asked, now = hashed
    token, other = desk.new_token("سالم", by="Huda"), desk.new_token("Huda", by="Huda")
    for _ in range(3):
        assert archive.accounts().verify(token, origin="192.0.2.7").name == "سالم"
        assert archive.accounts().verify(other, origin="192.0.2.7").name == "Huda"
    assert len(asked) == 2
    now[0] += CHECKED_FOR - 1
    desk.verify(token)
    assert len(asked) == 2
    now[0] += 2
    desk.verify(token)
    assert len(asked) == 3
    assert token.split("_", 2)[2] not in repr(vars(accounts._checked))


def test_only_the_secret_that_held_is_remembered(archive, desk, hashed):
    asked, _ = hashed
    token, other = desk.new_token("سالم", by="Huda"), desk.new_token("Huda", by="Huda")
    desk.verify(token)
    wrong = token[:-3] + ("AAA" if not token.endswith("AAA") else "BBB")
    mixed = token[:18] + other[18:]
    for n, bad in enumerate([wrong, wrong, mixed]):
        with pytest.raises(NotAllowed):
            desk.verify(bad, origin=f"192.0.2.{n}")
    assert len(asked) == 4, "what does not hold is hashed each time"


@pytest.mark.parametrize("how", ["revoked", "disabled", "expired"])
def test_a_remembered_token_ends_at_once(archive, desk, clock, how, hashed):
    token = desk.new_token("سالم", days=1, by="Huda")
    assert desk.verify(token).name == "سالم"
    if how == "revoked":
        desk.revoke(desk.tokens("سالم")[0].id, by="Huda")
    elif how == "disabled":
        desk.disable("سالم", by="Huda")
    else:
        clock("18T09:00:00")
    with pytest.raises(NotAllowed, match="does not hold"):
        desk.verify(token)
    assert len(hashed[0]) == 2, "and that takes as long as for a wrong secret"


def test_few_tokens_are_remembered(monkeypatch):
    monkeypatch.setattr(accounts, "_matches", lambda hashed, secret: hashed == secret)
    monkeypatch.setattr(accounts, "CHECKED_MOST", 3)
    checked = accounts._Checked()
    assert all(checked.matches(str(n), str(n)) for n in range(9))
    assert list(checked._known) == ["6", "7", "8"]


def test_a_clock_that_is_set_back_locks_nobody_out(archive, desk, clock):
    good = desk.new_token("سالم", days=30, by="Huda")
    secret, _ = desk.open_session(good)
    for _ in range(5):
        with pytest.raises(NotAllowed):
            desk.verify("x", origin="192.0.2.7")
    clock("15T08:00:00")
    assert desk.wait("192.0.2.7") == 0
    assert desk.verify(good, origin="192.0.2.7").name == "سالم"
    assert desk.session(secret).name == "سالم"


def test_a_session_ends(archive, desk, clock):
    token = desk.new_token("سالم", by="Huda")
    secret, account = desk.open_session(token)
    assert account.name == "سالم"
    assert desk.session(secret) == account
    assert desk.session(secret + "x") is None
    assert desk.session("") is None
    for hour in range(9, 20):
        clock(f"17T{hour:02d}:59:00")
        assert (desk.session(secret) is not None) == True  # noqa: E712
    clock("17T20:00:00")
    assert desk.session(secret) is None, "after twelve hours"
    other, _ = desk.open_session(token)
    clock("17T22:00:01")
    assert desk.session(other) is None, "not used for two hours"
    third, _ = desk.open_session(token)
    desk.close_session(third)
    assert desk.session(third) is None


@pytest.mark.parametrize("how", ["disable", "revoke"])
def test_a_session_ends_with_its_account_or_token(archive, desk, how):
    token = desk.new_token("سالم", by="Huda")
    secret, _ = desk.open_session(token)
    assert desk.session(secret).name == "سالم"
    desk.disable("سالم", by="Huda") if how == "disable" else desk.revoke(desk.tokens()[0].id, by="Huda")
    assert desk.session(secret) is None
    desk.enable("سالم", by="Huda")
    assert desk.session(secret) is None


def test_what_a_form_carries_is_not_the_secret():
    assert form_key("a") != form_key("b")
    assert len(form_key("a")) == 64


@pytest.mark.parametrize("act", acts())
def test_a_role_may_do_what_those_below_it_may(act):
    may = [allowed(role, act) for role in ROLES]
    assert may == sorted(may)
    assert may[-1]


def test_roles(archive, desk):
    assert not allowed("reader", "decide")
    assert allowed("reviewer", "decide")
    assert not allowed("reviewer", "withdraw")
    require(desk.get("Huda"), "withdraw")
    with pytest.raises(NotAllowed, match=r"a reviewer may not do that \(withdraw\); expected the role admin"):
        require(desk.get("سالم"), "withdraw")
    desk.disable("سالم", by="Huda")
    with pytest.raises(NotAllowed):
        require(desk.get("سالم"), "search")
    with pytest.raises(KeyError):
        allowed("admin", "no such act")


def test_a_decision_is_in_the_audit_log(archive):
    from mahdar.ledger import relink

    archive.add_many([pair(n) for n in range(3)])
    relink(archive)
    one, other = [e["id"] for e in archive.linking().found()["persons"]][:2]
    archive.linking().decide("different", one, other, by="Huda", why="two cards")
    archive.linking().undo(1, by="سالم", why="one card")
    told = [(line.by, line.act, line.object, line.detail) for line in archive.upkeep().audit()]
    assert told == [("سالم", "decide", "decision 2", "undo"), ("Huda", "decide", "decision 1", "different")]


def test_a_backup_has_accounts_and_no_sessions(place, other_place, tmp_path):
    with Archive(place) as archive:
        desk = archive.accounts()
        desk.add("Huda", "admin", by="Huda")
        token = desk.new_token("Huda", by="Huda")
        secret, _ = desk.open_session(token)
    backup.backup(place, tmp_path / "x.mahdar")
    backup.restore(tmp_path / "x.mahdar", other_place)
    with Archive(other_place) as other:
        assert other.accounts().session(secret) is None
        assert other.accounts().verify(token).name == "Huda"
        assert other.upkeep().audit_broken_at() is None
