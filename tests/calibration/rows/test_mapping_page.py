"""Check that the mapping in the documentation is valid."""

import re
from pathlib import Path

from calibration.rows.mapping import load

PAGE = Path(__file__).parents[3] / "docs" / "calibration.md"


def test_the_mapping_of_the_documentation_is_a_mapping(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "vores.yaml").write_text(text, encoding="utf-8")
    mapping = load(tmp_path / "vores.yaml")
    assert next(iter(mapping.steps)) == "støttekontaktperson"
    assert mapping.columns["household_id"] == ["Familienr"]
    assert mapping.columns["start"] == ["Startdato"]
