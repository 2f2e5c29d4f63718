"""Scanners that type against people who type: a code is caught whole, and nothing typed by a person is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.devices.emulators.scanner import keystrokes
from pos.devices.scanner.wedge import GAP_MS, KeyEvent, Platform, WedgeCatcher

PAD = {"0": 90, "1": 87, "2": 88, "3": 89, "4": 83, "5": 84, "6": 85, "7": 79, "8": 80, "9": 81}
PAD_ENTER, RETURN = 104, 36


def watch(events: tuple[KeyEvent, ...], platform: Platform = "x11") -> tuple[list[str], list[KeyEvent]]:
    """The codes that are caught, and the keys that reach a widget, with a timer that is always in time."""
    catcher = WedgeCatcher(platform)
    codes: list[str] = []
    reached: list[KeyEvent] = []
    for event in events:
        if (due := catcher.due_ms) is not None and event.at_ms >= due:
            reached += catcher.expire(due)
        verdict = catcher.take(event)
        reached += verdict.replay
        if verdict.fate == "through":
            reached.append(event)
        if verdict.fate == "caught":
            codes.append(verdict.code)
    if (due := catcher.due_ms) is not None:
        reached += catcher.expire(due)
    assert catcher.due_ms is None
    return codes, reached


def typed(keys: list[int], *, gap_ms: int, start_ms: int = 0, hold_ms: int = 40) -> tuple[KeyEvent, ...]:
    """A person pressing keys."""
    events = []
    for place, key in enumerate(keys):
        at = start_ms + place * gap_ms
        events += [KeyEvent(key, at, ticket=place), KeyEvent(key, at + hold_ms, is_press=False, ticket=place)]
    return tuple(sorted(events, key=lambda event: event.at_ms))


@pytest.mark.parametrize("platform", ["x11", "windows"])
@pytest.mark.parametrize("suffix", ["enter", "tab"])
@pytest.mark.parametrize("gap_ms", [0, 1, 2, 10, GAP_MS])
@pytest.mark.parametrize("code", ["8801234567893", "ABC-abc/1.2", "https://a.kr/?m=1_2&x=%20", "]C1AB12", "1234"])
def test_a_scan_is_caught_and_no_key_of_it_reaches_a_widget(
    code: str, gap_ms: int, suffix: str, platform: Platform
) -> None:
    codes, reached = watch(keystrokes(code, gap_ms=gap_ms, suffix=suffix, platform=platform), platform)
    assert codes == [code]
    shift = 50 if platform == "x11" else 42
    assert {event.scan_code for event in reached} <= {shift}  # alone it types nothing


def test_a_burst_of_fifty_in_a_second() -> None:
    wanted = [f"88012345678{number % 7:02d}" for number in range(50)]
    events: tuple[KeyEvent, ...] = ()
    for place, code in enumerate(wanted):
        events += keystrokes(code, start_ms=place * 20, gap_ms=1)
    codes, reached = watch(events)
    assert codes == wanted
    assert not reached


def test_after_a_busy_moment_times_of_events_count_and_not_the_clock() -> None:
    catcher = WedgeCatcher()
    verdicts = [catcher.take(event) for event in keystrokes("8801234567893", start_ms=1_000, gap_ms=3)]
    assert [verdict.code for verdict in verdicts if verdict.fate == "caught"] == ["8801234567893"]


@pytest.mark.parametrize("gap_ms", [0, 5, 20, 60, 200])
@pytest.mark.parametrize("end", [PAD_ENTER, RETURN])
def test_the_number_pad_always_goes_through(gap_ms: int, end: int) -> None:
    events = typed([PAD[digit] for digit in "50000"] + [end], gap_ms=gap_ms)
    codes, reached = watch(events)
    assert not codes
    assert reached == list(events)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*range(10, 23), *range(24, 50), 65, 36, 23]), st.integers(GAP_MS + 1, 400)),
        max_size=30,
    ),
    st.integers(1, 300),
)
def test_what_a_person_types_arrives_in_order_and_whole(keys: list[tuple[int, int]], hold_ms: int) -> None:
    at, events = 0, []
    for place, (key, gap) in enumerate(keys):
        at += gap
        events += [
            KeyEvent(key, at, ticket=place),
            KeyEvent(key, at + min(hold_ms, gap - 1), is_press=False, ticket=place),
        ]
    events.sort(key=lambda event: (event.at_ms, event.is_press))
    codes, reached = watch(tuple(events))
    assert not codes
    presses = [event for event in events if event.is_press]
    assert [event for event in reached if event.is_press] == presses
    assert sorted(event.ticket for event in reached) == sorted(event.ticket for event in events)


def test_a_key_held_down_is_no_scan() -> None:
    events = [KeyEvent(19, 0)] + [KeyEvent(19, 500 + 30 * n, is_repeat=True) for n in range(9)]
    events += [KeyEvent(19, 780, is_press=False), KeyEvent(RETURN, 790)]
    codes, reached = watch(tuple(events))
    assert not codes
    assert reached == events


def test_three_keys_and_enter_are_no_scan() -> None:
    events = keystrokes("123")
    codes, reached = watch(events)
    assert not codes
    assert reached == list(events)


def test_a_scan_without_an_end_is_given_back() -> None:
    events = keystrokes("8801234567893", suffix="")
    codes, reached = watch(events)
    assert not codes
    assert reached == list(events)


def test_a_person_typing_just_before_and_after_a_scan_loses_nothing() -> None:
    before = typed([24], gap_ms=0, start_ms=0, hold_ms=30)
    scan = keystrokes("8801234567893", start_ms=100)
    after = typed([10, RETURN], gap_ms=100, start_ms=200)
    codes, reached = watch(before + scan + after)
    assert codes == ["8801234567893"]
    assert reached == [*before, *after]


def test_a_key_it_does_not_know_ends_the_hope_of_a_scan() -> None:
    f9 = KeyEvent(75, 9)
    events = (*keystrokes("12345", suffix=""), f9)
    codes, reached = watch(events)
    assert not codes
    assert reached == list(events)


def test_a_stream_of_keys_without_end_is_not_kept_for_ever() -> None:
    events = keystrokes("1" * 2_000, gap_ms=1)
    _, reached = watch(events)
    assert len(reached) > 500


def test_the_release_of_a_later_press_is_not_eaten() -> None:
    scan = tuple(event for event in keystrokes("88012345") if event.is_press)  # a scanner that never lets go
    person = typed([RETURN, 17], gap_ms=100, start_ms=500)
    codes, reached = watch(scan + person)
    assert codes == ["88012345"]
    assert reached == list(person)
