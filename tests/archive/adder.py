"""A process that adds invented reports and tells their ids once committed: ``adder ARCHIVE COUNT BATCH``."""

import sys

from mahdar.archive import Archive, content_hash

from .invented import READER, pair


def tell(*lines):
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main(path, count, batch):
    pairs = [pair(n) for n in range(count)]
    with Archive(path) as archive:
        known = archive.known_hashes([content_hash(report.text) for report, _ in pairs], READER)
        rest = [(report, record) for report, record in pairs if content_hash(report.text) not in known]
        tell("begun")
        archive.add_many(rest, batch=batch, committed=lambda ids: tell(*ids))
    tell("done")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
