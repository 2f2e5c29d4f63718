"""The two tones differ, are short, and are never played on top of themselves."""

import io
import wave
from pathlib import Path

from pytestqt.qtbot import QtBot

from pos.ui.tones import RATE, Tone, Tones, find_player, sound_of


def milliseconds(tone: Tone) -> int:
    with wave.open(io.BytesIO(sound_of(tone))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE)
        return int(sound.getnframes() * 1000 // RATE)


def test_both_are_short_and_the_bad_one_is_longer(qtbot: QtBot) -> None:
    assert 40 < milliseconds("good") < 120
    assert milliseconds("good") * 2 < milliseconds("bad") < 600


def test_each_plays_its_own_file(qtbot: QtBot) -> None:
    played: list[bytes] = []
    tones = Tones(lambda path: played.append(path.read_bytes()))
    tones.play("good")
    tones.play("bad")
    assert played == [sound_of("good"), sound_of("bad")]


def test_a_burst_is_not_fifty_tones_at_once(qtbot: QtBot) -> None:
    played: list[Path] = []
    tones = Tones(played.append)
    for _ in range(50):
        tones.play("good")
    assert len(played) < 50


def test_nobody_hears_a_screen_that_is_not_there(qtbot: QtBot) -> None:
    assert find_player() is None
    Tones().play("bad")


def test_a_machine_with_a_player_uses_it(qtbot: QtBot, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    program = tmp_path / "aplay"
    program.write_text(f'#!/bin/sh\ncp "$1" "{heard}"\n')
    program.chmod(0o700)
    player = find_player({"aplay": str(program)})
    assert player is not None
    player(program)
    qtbot.waitUntil(lambda: heard.exists() and heard.read_bytes() == program.read_bytes())
