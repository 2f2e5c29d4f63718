"""Letting the connection go while somebody is still being asked where the mall is."""

import socket
import threading

import pytest

from pos.domain.errors import Unavailable
from pos.sync.wire import Limits, Wire


def test_a_name_that_is_still_being_looked_up_holds_up_no_closing(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        go_on.wait(20)
        ended.set()
        raise socket.gaierror

    wire = Wire("http://localhost:1", Limits(connect=0.05, whole=0.1))
    try:
        with monkeypatch.context() as without_names:
            without_names.setattr(socket, "getaddrinfo", hang)
            with pytest.raises(Unavailable):
                wire.ask(dict, "GET", "/")
        wire.close()
        assert not ended.is_set(), "whoever closes the till would wait for it, and so would its screen"
    finally:
        go_on.set()
        ended.wait(20)
