"""The contract as it was released, and as it is: each release is a folder with its document and its recorded story.

`python -m tests.contract.releases` makes a release of the contract as it stands, and refuses where that breaks an
earlier one. What is released is never written over.
"""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from pos.domain.facts import Fact
from pos.mall.chain import Mall
from pos.mall.openapi import document
from tests.contract.compat import Json, breaks
from tests.contract.story import Recording, record
from tests.mall.tills import FixedClock

HERE = Path(__file__).parent
RELEASES = HERE / "v1"
ACCEPTED = RELEASES / "accepted.toml"


def folders() -> list[Path]:
    """The releases there are, oldest first."""
    return sorted((one for one in RELEASES.iterdir() if one.is_dir()), key=lambda one: int(one.name))


def schema_of(folder: Path) -> Json:
    """The document of a release."""
    read: Json = json.loads((folder / "contract.json").read_bytes())
    return read


def recording_of(folder: Path) -> Recording:
    """The story of a release."""
    return msgspec.json.decode((folder / "story.json").read_bytes(), type=Recording)


def todays() -> Json:
    """The contract as it stands, with the facts that journals carry as bytes."""
    read: Json = json.loads(document())
    (facts,), schemas = msgspec.json.schema_components((Fact,), ref_template="#/components/schemas/{name}")
    read["components"]["schemas"] |= json.loads(json.dumps(schemas))
    return read | {"x-facts": facts}


def accepted() -> dict[str, str]:
    """What is known to break for tills of before, and the reason why it is so all the same."""
    read: dict[str, Any] = tomllib.loads(ACCEPTED.read_text("utf-8"))
    return {one["what"]: one["reason"] for one in read.get("accepted", ())}


def main() -> None:
    """Make a release."""
    now = todays()
    broken = [one for folder in folders() for one in breaks(schema_of(folder), now) if one not in accepted()]
    if broken:
        sys.exit("\n".join(["this breaks what is released:", *broken]))
    folder = RELEASES / str(max([int(one.name) for one in folders()], default=0) + 1)
    with tempfile.TemporaryDirectory() as room:
        clock = FixedClock()
        mall = Mall(f"sqlite:///{room}/mall.db", clock=clock)
        told = record(mall, clock)
        mall.close()
    folder.mkdir(parents=True)
    (folder / "contract.json").write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "story.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")


if __name__ == "__main__":
    main()
