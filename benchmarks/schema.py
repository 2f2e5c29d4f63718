"""The mall asked thousands of times what its document allows and what it does not: `python -m benchmarks.schema 500`.

Not a measurement: it ends at the first answer that is not as the document says, and otherwise tells how many it asked.
"""

from __future__ import annotations

import sys

from tests.mall.fuzzing import Fuzzed, fuzz, modes, operations


def main(examples: int) -> None:
    """Ask each operation so many times, in either way."""
    asked = 0
    for name, operation in operations().items():
        with Fuzzed() as fuzzed:
            for mode in modes(operation):
                fuzz(fuzzed, operation, mode=mode, examples=examples)
                asked += examples
        print(f"{name}: as the document says")
    print(f"{asked} questions, no failure, no other answer")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
