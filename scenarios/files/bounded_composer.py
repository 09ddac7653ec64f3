"""Compose YAML within budgets: whoever writes a small file may not take our time and memory with it."""

from typing import Any

from ruamel.yaml.composer import Composer
from ruamel.yaml.error import StreamMark
from ruamel.yaml.events import AliasEvent

MOST_VALUES = 200_000
"""Keys and values of a file; 15,000 children listed one by one are as many."""
MOST_ALIASES = 1_000
"""Each is a fault; more of them say nothing new."""


class OverBudgetError(Exception):
    """More stands in a file than is read: the kind of that fault, where it begins, what is allowed."""

    def __init__(self, kind: str, mark: StreamMark, allowed: int) -> None:
        super().__init__(kind)
        self.kind = kind
        self.mark = mark
        self.allowed = allowed


class BoundedComposer(Composer):
    """A composer that counts its nodes, and notes where aliases stand: a tree shows what they stand for."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False
        self.values = 0
        self.aliases: list[StreamMark] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node; raises OverBudgetError for one too many."""
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            self.aliases.append(event.start_mark)
            if len(self.aliases) > MOST_ALIASES:
                raise OverBudgetError("too_many_aliases", event.start_mark, MOST_ALIASES)
        self.values += 1
        if self.values > MOST_VALUES:
            raise OverBudgetError("too_many_values", event.start_mark, MOST_VALUES)
        return super().compose_node(parent, index)
