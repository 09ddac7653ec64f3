"""Name the assumptions of a scenario: each entry of `assumptions`, and each number with its own source."""

from collections.abc import Mapping
from typing import Any

from scenarios.files.faults import Fault
from scenarios.files.yaml_tree import Located, Scalar
from scenarios.format.assumptions import Assumption
from scenarios.reading.age_borders import named_by
from scenarios.reading.number_marks import number_marks


class AssumptionNames:
    """The names of assumptions: one for each number that carries its own source, one meaning in all cases."""

    def __init__(self, together: Mapping[str, tuple[str, ...]]) -> None:
        self.together = together
        self.meaning: dict[Scalar, tuple[str, Any]] = {}
        """By assumption: the case where it came first, and what it says."""

    def collect(self, tree: Located, case: str) -> tuple[Located, list[Fault]]:
        """Return the tree of a case with every such number under `assumptions`, and the faults of names.

        A number is named after where it stands; in a case that says something else there, after the case too.
        One that a case has from those it consists of keeps its name: it is the same number, drawn once. So
        are the parts of one whose age band has been divided.
        """
        moved: dict[Scalar, Located] = {}
        value: dict[Scalar, Located] = {
            key: node if key in ("assumptions", "cases") else self._move(node, str(key), case, moved)
            for key, node in tree.entries.items()
        }
        known = tree.get("assumptions") or Located(value={}, spot=tree.spot)
        faults = []
        if isinstance(known.value, dict):
            for name, node in known.entries.items():
                if name in moved:
                    faults.append(Fault(spot=known.keys[name], kind="reserved_name", found=str(name)))
                elif not self._means(name, node, case):
                    other = self.meaning[name][0] or "@baseline"
                    faults.append(
                        Fault(spot=known.keys[name], kind="assumption_twice", key=str(name), allowed=other)
                    )
            spots = {name: node.spot for name, node in moved.items()}
            value["assumptions"] = Located(
                value={**known.value, **moved}, spot=known.spot, keys={**known.keys, **spots}
            )
        return Located(value=value, spot=tree.spot, keys={**tree.keys, "assumptions": known.spot}), faults

    def _means(self, name: Scalar, node: Located, case: str) -> bool:
        """Return whether `name` means what it meant in the cases before, if it was there."""
        plain = node.plain()
        return bool(self.meaning.setdefault(name, (case, plain))[1] == plain)

    def _is_free(self, name: str, node: Located, case: str, moved: dict[Scalar, Located]) -> bool:
        """Return whether a number may be called by a name: no other is, here or in the cases before."""
        other = moved.get(name)
        return (other is None or other.plain() == node.plain()) and self._means(name, node, case)

    def _move(self, node: Located, path: str, case: str, moved: dict[Scalar, Located]) -> Located:
        if isinstance(node.value, list):
            items = [self._move(item, f"{path}.{i}", case, moved) for i, item in enumerate(node.value)]
            return Located(value=items, spot=node.spot)
        if not isinstance(node.value, dict):
            return node
        if _carries_source(node.value):
            marks = number_marks(node)
            path = named_by(marks) or path
            own = f"cases.{case}.{path}"
            parts = [f"cases.{part}.{path}" for part in self.together.get(case, ())]
            known = [path, *(name for name in parts if name in self.meaning)]
            name = next((name for name in known if self._is_free(name, node, case, moved)), own)
            self.meaning.setdefault(name, (case, node.plain()))
            moved[name] = node
            return Located(value=name, spot=node.spot, marks=marks)
        value = {key: self._move(item, f"{path}.{key}", case, moved) for key, item in node.value.items()}
        return Located(value=value, spot=node.spot, keys=node.keys)


def _carries_source(value: dict[Scalar, Located]) -> bool:
    return (
        bool(value) and {*value} <= {*Assumption.model_fields} and bool({*value} & {"value", "distribution"})
    )
