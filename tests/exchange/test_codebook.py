"""docs/codebook.md is what the types and tables say, and no field of the record is left out."""

from pathlib import Path

import pytest

from mahdar import record
from mahdar.arabic.phrases import rows
from mahdar.exchange import codebook
from mahdar.exchange.layout import ROOM, tables

PAGE = Path(__file__).parents[2] / "docs" / "codebook.md"
#: Fields that stand in no table: what they are good for are offsets into the text and the reader's own bookkeeping.
ELSEWHERE = {"Party": {"id"}, "Report": {"page", "path"}}


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == codebook.page(), "python -m mahdar.exchange.codebook > docs/codebook.md"


@pytest.mark.parametrize("table", [table for table in tables().values() if table.noun], ids=lambda table: table.name)
def test_every_field_of_a_record_has_a_column(table):
    noun = getattr(record, table.noun)
    fields = {field.alias or name for name, field in noun.model_fields.items()} - ELSEWHERE.get(table.noun, set())
    sources = {column.source for column in table.columns}
    assert fields <= {source.partition(".")[2] for source in sources if source.startswith(f"{table.noun}.")} | (
        {"text"} if table.noun == "Report" else set()
    )


def test_every_column_is_described_and_its_source_is_there():
    for table in tables().values():
        for column in table.columns:
            assert column.holds.endswith(".")
            noun, _, field = column.source.partition(".")
            if field:
                names = {f.alias or name for name, f in getattr(record, noun).model_fields.items()}
                assert field in names, column.source
            else:
                assert column.source in ("archive", "linking", "review"), (table.name, column)
            assert column.codes or column.type != "code" or column.name in ("dated_by", "review", "status"), column


def test_no_column_is_described_in_vain():
    told = {(table, name) for table, name, *_ in rows(ROOM, "columns.tsv")}
    own = {(table.name, column.name) for table in tables().values() for column in table.columns}
    assert {place for place in told if place[0] != "*"} <= own
    assert {name for table, name in told if table == "*"} <= {name for _, name in own}
