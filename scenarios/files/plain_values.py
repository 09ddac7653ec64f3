"""Make a tree of plain Python values, as if they had been written in a YAML file."""

import re
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import RepresenterError, SafeRepresenter

from scenarios.files.faults import Fault, ScenarioError, Spot
from scenarios.files.yaml_tree import Located, read_text


def tree_of(values: Any, name: str) -> Located:
    """Return the tree of values; what is wrong with one is placed where it would stand in a file.

    Numbers of numpy are numbers. Raises ScenarioError for what no file can hold, such as a function.
    """
    yaml, text = YAML(typ="safe", pure=True), StringIO()
    yaml.allow_unicode, yaml.default_flow_style, yaml.width = True, False, 120
    yaml.Representer = _Representer
    try:
        yaml.dump({"value": _plain(values)}, text)
    except RepresenterError as error:
        spot = Spot(file=name, line=1, column=1)
        raise ScenarioError([Fault(spot=spot, kind="not_yaml", found=str(error.args[0]))]) from error
    tree, faults = read_text(text.getvalue(), name)
    if tree is None or faults:
        raise ScenarioError(faults)
    return tree.entries["value"]


class _Representer(SafeRepresenter):
    """Writes numbers so that nobody can read them as other numbers."""

    def represent_float(self, data: float) -> Any:
        """Return the number; 12.345 becomes 12.3450, which is no number of thousands."""
        node = super().represent_float(data)
        if re.fullmatch(r"-?\d+\.\d{3}", node.value):
            node.value += "0"
        return node

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  a file of ours has none
        """Write what stands in two places twice."""
        return True


_Representer.add_representer(float, _Representer.represent_float)


def _plain(values: Any) -> Any:
    if isinstance(values, dict):
        return {key: _plain(value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [_plain(value) for value in values]
    return values.item() if hasattr(values, "item") else values
