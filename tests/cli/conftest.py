import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from mahdar.cli import main

TEXT = "التقى وزير النقل سامر الحلواني نظيره الأردني رامي الخوري في عمّان، وأكد أن التعاون سيستمر."


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def shell(tmp_path):
    """Run the real command line in `tmp_path`, as a process of its own; nothing of the user's is touched."""

    def run(*arguments, stdin=b"", env=None, **options):
        done = subprocess.run(
            command(*arguments), cwd=tmp_path, env=environment(tmp_path, **(env or {})), input=stdin,
            capture_output=True, timeout=60, check=False, **options,
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def mahdar(tmp_path, monkeypatch, capfdbinary):
    """Run the command line in `tmp_path` within this process, which takes a tenth of the time."""

    def run(*arguments, stdin=b"", env=None):
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            for name in os.environ.keys() - environment(tmp_path).keys():
                patch.delenv(name)
            for name, value in environment(tmp_path, **(env or {})).items():
                patch.setenv(name, value)
            patch.setattr("sys.argv", ["mahdar", *map(str, arguments)])
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            with pytest.raises(SystemExit) as left:
                main()
        out, err = capfdbinary.readouterr()
        return Done(left.value.code, out.decode(), err.decode())

    return run


def command(*arguments):
    return [sys.executable, "-m", "mahdar", *map(str, arguments)]


def environment(home, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAHDAR_", "LC_", "LANG", "XDG_", "COLUMNS"))}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", **more}


def write_lines(path, n, text=TEXT):
    path.write_text("".join(json.dumps({"id": f"r{i}", "text": f"{text} {i}"}) + "\n" for i in range(n)), "utf-8")
    return path
