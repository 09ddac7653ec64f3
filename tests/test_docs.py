"""What the README shows works as it stands there."""

import re
from pathlib import Path

import click
from click.testing import CliRunner

from cli import main
from scenarios.reading.load import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_scenario_of_the_readme_is_a_scenario(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n# min_kommune.yaml\n(.*?)```", README, flags=re.DOTALL)
    file = tmp_path / "kommune.yaml"
    file.write_text(text, encoding="utf-8")
    study = load(file)
    assert study.scenario.municipality.name == "Vores kommune"
    assert list(study.cases) == ["opfølgning"]


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"^trappe ([\w-]+)", README, flags=re.MULTILINE))
    assert named == set(main.commands)


def test_every_target_of_the_readme_is_in_the_makefile() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(re.findall(r"^make (\w+)", README, flags=re.MULTILINE)) <= set(targets)


def test_every_page_that_the_readme_points_to_is_there() -> None:
    pages = re.findall(r"\]\((docs/[^)]+)\)", README)
    assert pages
    assert all((ROOT / page).is_file() for page in pages)


def test_every_command_has_an_example_of_itself_in_the_language_asked_for_last() -> None:
    groups = {name: group for name, group in main.commands.items() if isinstance(group, click.Group)}
    inner = [(name, command) for name, group in groups.items() for command in group.commands]
    for names in [*((name,) for name in main.commands if name not in groups), *inner]:
        for lang, example in (
            ("en", "Example: trappe"),
            ("da", "Eksempel: trappe"),
            ("en", "Example: trappe"),
        ):
            result = CliRunner().invoke(main, [*names, "--help"], env={"TRAPPE_LANG": lang})
            assert result.exit_code == 0
            assert f"{example} {' '.join(names)}" in result.output
