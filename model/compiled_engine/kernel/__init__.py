"""Run replications on arrays alone: the functions compiled to machine code, and their tables.

Every function here is compiled by Numba and sees a world only as the tables of `layout`, which
`model.compiled_engine.lowering` fills. The meaning is that of `model.simpy_engine.engine`; read that first.
"""
