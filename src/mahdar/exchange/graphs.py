"""Networks: who met whom and who promised whom what, as GraphML and GEXF, over all reports as the linking found it.

Nodes are persons, bodies, states and places. An edge `met` stands for all engagements of two that were held, the same
engagement in many reports once (`mutual`: it has no direction); `promised` leads from who is to give to whom it is for.
`weight` counts engagements or chains of commitments, `years` are those that are known. What is kept in memory are the
pairs, not the reports.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

from mahdar.archive.findings import STATE, Named
from mahdar.exchange.running import Export
from mahdar.exchange.texts import plain

MET, PROMISED = "met", "promised"


@dataclass(slots=True)
class Tie:
    """What joins two: how often, of which kinds, and when."""

    weight: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    days: set[str] = field(default_factory=set)

    def attributes(self, relation: str) -> dict[str, Any]:
        """As attributes of an edge."""
        years = sorted({day[:4] for day in self.days})
        return {
            "relation": relation, "mutual": relation == MET, "weight": self.weight, "years": " ".join(years),
            "first": min(self.days, default=""), "last": max(self.days, default=""),
            "kinds": " ".join(f"{kind}:{n}" for kind, n in sorted(self.kinds.items())),
        }  # fmt: skip


@dataclass(slots=True)
class Network:
    """Nodes by id, and ties by relation and the two ids."""

    nodes: dict[str, Named] = field(default_factory=dict)
    ties: dict[tuple[str, str, str], Tie] = field(default_factory=dict)

    def add(self, relation: str, a: Named, b: Named, kind: str, day: str | None) -> None:
        """Count one engagement or chain."""
        self.nodes |= {a.entity: a, b.entity: b}
        tie = self.ties.setdefault((relation, a.entity, b.entity), Tie())
        tie.weight += 1
        tie.kinds[kind] += 1
        if day:
            tie.days.add(day)

    def edges(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The edges in one order, with their attributes."""
        for (relation, a, b), tie in sorted(self.ties.items()):
            yield a, b, tie.attributes(relation)

    def named(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The nodes in one order, with their attributes."""
        for id_, named in sorted(self.nodes.items()):
            kind = "state" if id_.startswith(STATE) else id_.partition("/")[0]
            yield id_, {"label": named.name, "name_en": named.name_en, "kind": kind}


_NODE = {"label": "string", "name_en": "string", "kind": "string"}
_EDGE = {
    "relation": "string", "mutual": "boolean", "weight": "integer", "years": "string", "first": "string",
    "last": "string", "kinds": "string",
}  # fmt: skip


def network(export: Export) -> Network:
    """The network of what is wanted."""
    found = Network()
    for event in export.counted("events", export.stream.events()):
        if event.status == "held":
            day = event.date or None
            for a, b in combinations(sorted(set(event.who), key=lambda one: one.entity), 2):
                found.add(MET, a, b, event.kind, day)
    for chain in export.counted("chains", export.stream.chains()):
        day = min((step.day for step in chain.steps if step.day), default=None)
        sides = _once(chain.givers), _once(chain.takers)
        for giver in sorted(sides[0] - sides[1], key=lambda one: one.entity):
            for taker in sorted(sides[1] - sides[0], key=lambda one: one.entity):
                found.add(PROMISED, giver, taker, chain.area, day)
    return found


def _once(side: list[Named]) -> set[Named]:
    """A side of a chain, a state that stands there as a place as well once."""
    states = {named.name for named in side if named.entity.startswith(STATE)}
    return {named for named in side if named.entity.startswith(STATE) or named.name not in states}


def write_graphml(export: Export) -> None:
    """Write GraphML, as yEd, igraph, NetworkX and Gephi read it."""
    found = network(export)
    export.counts.update(nodes=len(found.nodes), edges=len(found.ties))
    with export.path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        file.write(f"<desc>{_escaped(json.dumps(export.about, ensure_ascii=False))}</desc>\n")
        for of, keys in (("node", _NODE), ("edge", _EDGE)):
            for name, type_ in keys.items():
                kind = "int" if type_ == "integer" else type_
                file.write(f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
        file.write('<graph edgedefault="directed">\n')
        for id_, values in found.named():
            file.write(f"<node id={_attribute(id_)}>{_data('node', values)}</node>\n")
        for n, (a, b, values) in enumerate(found.edges()):
            ends = f"source={_attribute(a)} target={_attribute(b)}"
            file.write(f'<edge id="e{n}" {ends}>{_data("edge", values)}</edge>\n')
        file.write("</graph>\n</graphml>\n")


def _data(of: str, values: dict[str, Any]) -> str:
    return "".join(f'<data key="{of}_{name}">{_escaped(_text(value))}</data>' for name, value in values.items())


def write_gexf(export: Export) -> None:
    """Write GEXF 1.3, as Gephi reads it."""
    found = network(export)
    export.counts.update(nodes=len(found.nodes), edges=len(found.ties))
    with export.path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
        about = _escaped(json.dumps(export.about, ensure_ascii=False))
        file.write(f"<meta><creator>Mahdar</creator><description>{about}</description></meta>\n")
        file.write('<graph defaultedgetype="directed">\n')
        _declare(file, "node", [name for name in _NODE if name != "label"])
        _declare(file, "edge", [name for name in _EDGE if name != "weight"])
        file.write("<nodes>\n")
        for id_, values in found.named():
            label = _attribute(values.pop("label"))
            file.write(f"<node id={_attribute(id_)} label={label}>{_values(values)}</node>\n")
        file.write("</nodes>\n<edges>\n")
        for n, (a, b, values) in enumerate(found.edges()):
            ends = f"source={_attribute(a)} target={_attribute(b)}"
            weight = values.pop("weight")
            file.write(
                f'<edge id="{n}" {ends} weight="{weight}" label="{values["relation"]}">{_values(values)}</edge>\n'
            )
        file.write("</edges>\n</graph>\n</gexf>\n")


def _declare(file: TextIO, of: str, names: list[str]) -> None:
    types = _NODE if of == "node" else _EDGE
    file.write(f'<attributes class="{of}">')
    file.writelines(f'<attribute id="{name}" title="{name}" type="{types[name]}"/>' for name in names)
    file.write("</attributes>\n")


def _values(values: dict[str, Any]) -> str:
    some = "".join(f'<attvalue for="{name}" value={_attribute(_text(value))}/>' for name, value in values.items())
    return f"<attvalues>{some}</attvalues>"


def _text(value: Any) -> str:  # noqa: ANN401 -- an attribute
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attribute(text: str) -> str:
    return quoteattr(plain(text))


def _escaped(text: str) -> str:
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
