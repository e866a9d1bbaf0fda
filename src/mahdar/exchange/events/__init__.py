"""Events in the codings that the field reads: records go in, rows of PLOVER, POLECAT, NGEC, CAMEO and GDELT come out.

`coding` makes PLOVER events of a report's record, `merging` one event of what many reports tell, `plover`, `polecat`,
`ngec`, `cameo` and `gdelt` write them down, each with what it loses; `codes` and `sectors` have the codes of states
and actors. The other way, `outside` reads events of others and `comparing` sets them beside Mahdar's.
"""
