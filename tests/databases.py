"""A PostgreSQL of our own for tests: a cluster in a folder that is thrown away, on a socket, for as long as we run.

`server()` is None where there is none to be had, and `WHY_NOT` then says why. The programs are looked for in
MAHDAR_POSTGRESQL (a folder), in PATH and where Debian has them. PostgreSQL refuses to run as root, so root lends it to
the user postgres, or else nobody.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

#: Why `server()` is None.
WHY_NOT = []
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=50", "shared_buffers=64MB",
         "listen_addresses=", "max_wal_size=4GB", "autovacuum=on")  # fmt: skip
_numbers = count(1)


class Server:
    """A running PostgreSQL."""

    def __init__(self, programs):
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="mahdar-pg-", dir="/tmp"))
        self.user = _user()
        if self.user != pwd.getpwuid(os.getuid()).pw_name:
            shutil.chown(self.folder, self.user)
        initdb = [
            "initdb",
            "-D",
            self.data,
            "-U",
            self.user,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        done = self.run(*initdb)
        if done.returncode:
            raise RuntimeError(f"initdb: {done.stderr.strip() or done.stdout.strip()}")
        self.start()
        self.sql("CREATE DATABASE mahdar STRATEGY FILE_COPY", self.address(database="postgres"))
        self.sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")

    @property
    def data(self):
        return self.folder / "data"

    def command(self, program, *arguments):
        line = [str(self.programs / program), *map(str, arguments)]
        if os.getuid():
            return line
        entry = pwd.getpwnam(self.user)
        ids = [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
        # It ends when we end, however we end.
        return ["setpriv", *ids, "--pdeathsig", "TERM", *line]

    def run(self, program, *arguments):
        line = self.command(program, *arguments)
        return subprocess.run(line, cwd="/tmp", capture_output=True, text=True, check=False)

    def start(self):
        settings = [part for setting in _FAST for part in ("-c", setting)]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            self.command("postgres", "-D", self.data, "-k", self.folder, *settings), cwd="/tmp", stdout=log, stderr=log
        )
        log.close()
        for _ in range(300):
            if self.run("pg_isready", "-q", "-h", self.folder, "-U", self.user).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"postgres does not start: {(self.folder / 'log').read_text('utf-8', 'replace')[-500:]}")

    def stop(self, how="immediate"):
        self.run("pg_ctl", "stop", "-D", self.data, "-m", how, "-w")
        self.process.wait(30)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, schema=None, database="mahdar"):
        found = f"postgresql://{self.user}@/{database}?host={self.folder}"
        return f"{found}&options=-csearch_path%3D{schema},public" if schema else found

    def new_schema(self):
        """The address of an empty schema, which is as good as an empty database and made in a tenth of the time."""
        name = f"test_{next(_numbers)}"
        self.sql(f"CREATE SCHEMA {name}")
        return self.address(name)

    def new_database(self, options=""):
        """The address of an empty database."""
        name = f"mahdar_{next(_numbers)}"
        self.sql(f"CREATE DATABASE {name} {options}")
        return self.address(database=name)

    def sql(self, statements, address=None):
        """Run statements; several as a script."""
        import psycopg

        with psycopg.connect(address or self.address(), autocommit=True) as connection:
            connection.execute(statements)

    def forget(self, address):
        """Remove a schema of `new_schema`."""
        self.sql(f"DROP SCHEMA IF EXISTS {schema_of(address)} CASCADE")


def schema_of(address):
    return address.partition("search_path%3D")[2].partition(",")[0]


def _user():
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs():
    """The folder that initdb and postgres are in."""
    named = os.environ.get("MAHDAR_POSTGRESQL")
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    some = [Path(named)] if named else [*([Path(found).resolve().parent] if found else []), *debian]
    needed = ("initdb", "postgres", "pg_ctl", "pg_isready")
    return next((folder for folder in some if all((folder / program).exists() for program in needed)), None)


@cache
def server():
    """The server of this process, started at the first call; None where there can be none (see `WHY_NOT`)."""
    programs = _programs()
    if programs is None:
        WHY_NOT.append("no PostgreSQL here: apt-get install postgresql, or name the folder with MAHDAR_POSTGRESQL")
        return None
    if find_spec("psycopg") is None:
        WHY_NOT.append("psycopg is not installed: pip install 'psycopg[binary]'")
        return None
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        WHY_NOT.append("root cannot run PostgreSQL, and there is no setpriv to step down with")
        return None
    try:
        started = Server(programs)
    except (OSError, RuntimeError) as error:
        WHY_NOT.append(f"PostgreSQL cannot be started: {error}")
        return None
    atexit.register(started.remove)
    return started
