import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

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
def mahdar(tmp_path):
    """Run the real command line in `tmp_path`; nothing of the user's own is touched."""

    def run(*arguments, stdin=None, env=None, **options):
        done = subprocess.run(
            command(*arguments), cwd=tmp_path, env=environment(tmp_path, **(env or {})), input=stdin,
            capture_output=True, timeout=60, check=False, **options,
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def command(*arguments):
    return [sys.executable, "-m", "mahdar", *map(str, arguments)]


def environment(home, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAHDAR_", "LC_", "LANG", "XDG_", "COLUMNS"))}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", **more}


def write_lines(path, n, text=TEXT):
    path.write_text("".join(json.dumps({"id": f"r{i}", "text": f"{text} {i}"}) + "\n" for i in range(n)), "utf-8")
    return path
