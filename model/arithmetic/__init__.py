"""Arithmetic whose last digit is the same on every processor.

The libraries below numpy, scipy and Python choose at run time among variants for the processor at hand:
linear algebra adds in another order, exp and log come with and without fused operations. So whatever a result
rests on is worked out here, from + - x / and square roots alone, which IEEE 754 rounds in one way only, and
added in an order that stands in the code. `compiling` keeps machine code on the disk; `scalars`,
`gamma_scalars`, `beta_scalars` and `normal_scalars` are functions of single numbers for compiled code;
`functions` has the same of arrays, `products` and `systems` linear algebra, `random` random numbers of given
distributions, `search` roots and least points.
"""
