"""Words that have no place here: where packages come from is the machine's affair, nothing is for later."""

import re

from tests.tooling.repository import ROOT, project_files, python_files, text_of

# Written in pieces, so that this file does not hold them itself.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("debian", "org"),
        ("ubuntu", "com"),
        ("conda", "anaconda"),
    )
)
FOR_LATER = (
    "TO" + "DO",
    "FIX" + "ME",
    "NotImplemented" + "Error",
    "pytest.mark." + "skip",
    "pytest." + "skip(",
)
UNEXPLAINED = re.compile(
    r"#\s*(?:no" + r"qa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?|type:\s*ig" + r"nore(?:\[[\w, -]*\])?)\s*$",
    re.MULTILINE,
)


def test_no_file_names_a_registry() -> None:
    found = [
        (str(path.relative_to(ROOT)), host)
        for path in project_files()
        for host in REGISTRY_HOSTS
        if host in (text_of(path) or "")
    ]
    assert not found


def test_nothing_is_left_for_later() -> None:
    found = [
        (str(path.relative_to(ROOT)), word)
        for path in python_files("pos", "tests", "benchmarks")
        for word in FOR_LATER
        if word in path.read_text(encoding="utf-8")
    ]
    assert not found


def test_whoever_silences_a_check_says_why() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in python_files("pos", "tests", "benchmarks")
        for match in UNEXPLAINED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
