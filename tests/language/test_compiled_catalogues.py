"""Where a catalogue can be kept nowhere, what is made of it is gone with the process."""

import os
import subprocess
import sys
from pathlib import Path

from tests.started import ROOT

SAYS = """
import sys
from pathlib import Path
from language import catalogues
nowhere = Path(sys.argv[1])
catalogues._cache_folder = lambda: nowhere
catalogues.lend_to_libraries("da")
print(catalogues.catalogue("da").gettext("1 fault"), *Path(sys.argv[2]).iterdir())
"""


def test_nothing_is_left_of_a_catalogue_that_can_be_kept_nowhere(tmp_path: Path) -> None:
    blocked, temporary = tmp_path / "a file", tmp_path / "tmp"
    blocked.write_text("", encoding="utf-8")
    temporary.mkdir()
    process = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", SAYS, str(blocked), str(temporary)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, folder = process.stdout.strip().rsplit(" ", 1)
    assert said == "1 fejl"
    assert folder.startswith(f"{temporary}/trappe-")
    assert [*temporary.iterdir()] == []
