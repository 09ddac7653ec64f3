"""Write new workbooks so that nothing of them is left elsewhere, and a disk that refuses is told as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlsxwriter.exceptions import FileCreateError

from scenarios.running.temporary_folder import temporary_folder

_TEXTS_AS_THEY_ARE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""A cell that begins with = is a text that somebody wrote, and no formula."""


@contextmanager
def workbook_options() -> Iterator[dict[str, Any]]:
    """Give the options of XlsxWriter with which a workbook is to be written; raises OSError as open does.

    Its parts lie in a folder that is removed at the end, or by the next run where this one is killed.
    """
    with temporary_folder() as folder:
        try:
            yield {**_TEXTS_AS_THEY_ARE, "tmpdir": str(folder)}
        except FileCreateError as error:
            raise error.args[0] from error
