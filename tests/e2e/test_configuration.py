"""Settings from a file, the environment and options, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import project
from tests.e2e.jobs import OLD, pinning, plant, writes
from tests.e2e.program import Program, error_of

_FILE = 'store = "/Workspace/Shared/from-file"\nallow = "patch"\n'


def _store_and_allow(program: Program, *options: str | Path) -> tuple[str, str]:
    plan = program.document("plan", *options)
    uri: str = plan["release"]["uri"]
    allow: str = plan["policy"]["allow"]
    return uri.rsplit("/", 1)[0], allow


def test_options_win_over_the_environment_which_wins_over_the_file(
    apparate: Program, release: Path
) -> None:
    (apparate.folder / "apparate.toml").write_text(_FILE)
    plain = apparate.without("APPARATE_STORE")
    environment = plain.knowing(APPARATE_STORE="/Shared/from-environment", APPARATE_ALLOW="major")

    from_file = _store_and_allow(plain, release)
    from_environment = _store_and_allow(environment, release)
    from_options = _store_and_allow(environment, release, "--store", "/Shared/o", "--allow=minor")

    assert from_file == ("/Workspace/Shared/from-file", "patch")
    assert from_environment == ("/Workspace/Shared/from-environment", "major")
    assert from_options == ("/Workspace/Shared/o", "minor")


def test_a_variable_that_is_empty_is_not_set(apparate: Program, release: Path) -> None:
    (apparate.folder / "apparate.toml").write_text(_FILE)
    empty = apparate.knowing(APPARATE_STORE="", APPARATE_ALLOW="", APPARATE_PRE="")

    assert _store_and_allow(empty, release) == ("/Workspace/Shared/from-file", "patch")


def test_a_variable_that_looks_like_a_setting_is_noted(apparate: Program, release: Path) -> None:
    slip = apparate.knowing(APPARATE_ALOW="patch", APPARATE_STATUS="done")

    noted, quiet = slip("plan", release), slip("plan", release, "-q")

    assert (noted.returncode, quiet.stderr) == (0, "")
    assert noted.stderr == "note: APPARATE_ALOW is not read; did you mean APPARATE_ALLOW?\n"


def test_a_variable_that_is_wrong_is_named(apparate: Program, release: Path) -> None:
    said = error_of(apparate.knowing(APPARATE_ALLOW="huge")("plan", release), 1)

    assert (said.what, said.where) == ("allow cannot be 'huge'", "APPARATE_ALLOW")
    assert said.hint == "one of: patch, minor, major"


def test_the_projects_pyproject_counts_wherever_the_command_is_called(
    apparate: Program, tmp_path: Path
) -> None:
    settings = '[tool.apparate]\nstore = "/Workspace/Shared/mine"\nallow = "patch"\n'
    folder = project(tmp_path / "sales", settings=settings)
    plain = apparate.without("APPARATE_STORE")

    expected = ("/Workspace/Shared/mine", "patch")
    assert _store_and_allow(plain.inside(tmp_path / "elsewhere"), folder) == expected
    assert _store_and_allow(plain.inside(folder)) == expected


def test_the_nearest_apparate_toml_wins_over_pyproject(apparate: Program, tmp_path: Path) -> None:
    folder = project(tmp_path / "a" / "b", settings='[tool.apparate]\nallow = "major"\n')
    (tmp_path / "a" / "apparate.toml").write_text(_FILE)

    assert _store_and_allow(apparate.without("APPARATE_STORE"), folder) == (
        "/Workspace/Shared/from-file",
        "patch",
    )


def test_for_a_built_file_the_current_folder_counts(
    apparate: Program, release: Path, tmp_path: Path
) -> None:
    (release.parent / "apparate.toml").write_text('allow = "major"\n')
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "apparate.toml").write_text(_FILE)
    below = apparate.without("APPARATE_STORE").inside(tmp_path / "here" / "below")

    assert _store_and_allow(below, release) == ("/Workspace/Shared/from-file", "patch")


def test_config_names_a_file_instead(apparate: Program, release: Path) -> None:
    (apparate.folder / "apparate.toml").write_text('allow = "major"\n')
    (apparate.folder / "other.toml").write_text(_FILE)

    assert _store_and_allow(
        apparate.without("APPARATE_STORE"), release, "--config", "other.toml"
    ) == ("/Workspace/Shared/from-file", "patch")


def test_rules_hold_named_jobs_and_later_rules_win(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    (apparate.folder / "apparate.toml").write_text(
        '[[rules]]\njobs = ["finance-*"]\nallow = "patch"\nreason = "month-end close"\n'
        '[[rules]]\njobs = ["finance-free"]\nallow = "minor"\n'
    )
    for name in ("finance-close", "finance-free", "sales"):
        sandbox.add_job(pinning(name, OLD))

    plan = apparate.document("plan", release)

    pins = {each["name"]: each["pins"][0] for each in plan["dependents"]}
    assert pins["finance-close"]["decision"] == "hold"
    said = f"{pins['finance-close']['explanation']} {pins['finance-close']['hint']}"
    assert "month-end close" in said
    assert pins["finance-free"]["decision"] == pins["sales"]["decision"] == "upgrade"


def test_max_dependents_from_the_file(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    (apparate.folder / "apparate.toml").write_text("max_dependents = 1\n")
    plant(sandbox, 2)

    error_of(apparate("upload-and-update", release), 5)
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ('stor = "/Shared/x"\n', "unknown setting: stor", "did you mean store?"),
        ('alow = "minor"\nzero-major = "strict"\n', "alow, zero-major", "allow, zero_major"),
        ('[[rules]]\njob = ["a"]\n', "rules[0]: job", "jobs"),
        ('allow = "huge"\n', "allow", None),
        ("max_dependents = -1\n", "max_dependents", None),
        ('max_dependents = "many"\n', "max_dependents", None),
        ("allow =\n", "TOML", None),
        ("\xff", "TOML", None),
    ],
)
def test_a_wrong_configuration_is_one_error_that_names_the_file(
    apparate: Program, sandbox: Sandbox, release: Path, text: str, words: str, hint: str | None
) -> None:
    (apparate.folder / "apparate.toml").write_bytes(text.encode("latin-1"))

    said = error_of(apparate("upload-and-update", release), 1)

    assert words in said.what
    assert said.where is not None
    assert "apparate.toml" in said.where
    assert hint is None or (said.hint is not None and hint in said.hint)
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("ALLOW", "huge"), ("MAX_DEPENDENTS", "many"), ("PRE", "perhaps"), ("INDEX_PINS", "yes")],
)
def test_a_wrong_variable_is_named(
    apparate: Program, sandbox: Sandbox, release: Path, name: str, text: str
) -> None:
    said = error_of(apparate("plan", release, **{f"APPARATE_{name}": text}), 1)

    assert name.lower() in said.text.lower()
    assert sandbox.journal() == []


def test_an_unknown_setting_in_pyproject_names_the_table(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    folder = project(tmp_path / "sales", settings='[tool.apparate]\nstroe = "/Shared/x"\n')

    said = error_of(apparate("plan", folder), 1)

    assert said.where is not None
    assert "pyproject.toml" in said.where
    assert "tool.apparate" in said.where
    assert said.hint == "did you mean store?"
    assert sandbox.journal() == []


def test_without_a_store_the_error_says_how_to_name_one(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    said = error_of(apparate.without("APPARATE_STORE")("plan", release), 1)

    assert "store" in said.what
    assert said.hint is not None
    assert "/Workspace/Shared/libraries" in said.hint
    assert sandbox.journal() == []
