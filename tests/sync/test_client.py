"""The wire: whatever is at the other end, it ends in time and in words of ours."""

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.journal import START
from pos.mall.serve import RunningMall
from pos.sync.client import MallClient, enrol, health
from pos.sync.contract import Push, TillName
from pos.sync.wire import Limits
from tests.mall.tills import NAME, SEED, FixedClock, Till
from tests.sync.servers import WrongServer, answers, answers_http, drips, floods, never_answers

QUICK = Limits(connect=0.5, whole=0.5, answer_bytes=100_000)
PATIENT = Limits(connect=5.0, whole=60.0, answer_bytes=100_000)
KEY = Ed25519PrivateKey.generate()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n"


def failure(url: str, *, limits: Limits = PATIENT) -> TillError:
    """What asking for the feed there ends in."""
    with (
        MallClient(url, name=NAME, key=KEY, clock=FixedClock(), limits=limits) as client,
        pytest.raises(TillError) as error,
    ):
        client.feed(0)
    return error.value


def failure_of(act: object, *, limits: Limits = PATIENT) -> TillError:
    with WrongServer(act) as server:  # type: ignore[arg-type] # one of the acts in servers.py
        return failure(server.url, limits=limits)


@pytest.mark.parametrize(
    "act",
    [
        answers(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        answers(b"\x16\x03\x01\x02\x00" * 20),
        answers_http(b"<html>Welcome to the guest network</html>"),
        answers_http(b""),
        answers_http(b"[]"),
        answers_http(b'{"cursor":"seven"}'),
        answers_http(b'{"products":[{"code":"A"}]}'),
        answers_http(b"\xff\xfe"),
        answers_http(b'{"cursor":1,"newer":' + b"[" * 90_000),
        answers_http(b'{"code":' + b"[" * 90_000, status="409 Conflict"),
        answers_http(b"", status="302 Found", headers="Location: http://127.0.0.1/login\r\n"),
        answers_http(b"no", status="404 Not Found"),
        answers_http(b"{}", status="418 I'm a teapot"),
    ],
)
def test_what_is_not_the_malls_answer_is_garbage(act: object) -> None:
    error = failure_of(act)
    assert isinstance(error, Unavailable)
    assert error.code == "mall.garbage"


@pytest.mark.parametrize("act", [answers(b""), answers(OK + b'{"cursor":'), answers(b"HTTP/1.1 200 OK\r\nConte")])
def test_an_answer_that_breaks_off_never_came(act: object) -> None:
    assert failure_of(act).code == "mall.unreachable"


@pytest.mark.parametrize(
    "act",
    [never_answers, drips(b"HTTP/1.1 200 OK\r\nX: ", b"x"), drips(OK, b" "), drips(b"", b"H")],
    ids=["silence", "dripping head", "dripping body", "dripping status"],
)
def test_an_answer_has_to_be_whole_in_time(act: object) -> None:
    error = failure_of(act, limits=QUICK)
    assert isinstance(error, Unavailable)
    assert error.code == "mall.slow"


def test_an_answer_has_to_be_of_a_size() -> None:
    error = failure_of(floods(OK))
    assert (error.code, error.facts) == ("mall.too_large", {"most": 100_000})


def test_a_mall_that_is_off_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    assert failure(url).code == "mall.unreachable"


def test_a_mall_that_does_not_pick_up_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, contextlib.ExitStack() as queue:
        for _ in range(4):  # what waits in front fills its queue, and the next is not even refused
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        assert failure(url, limits=Limits(connect=0.2, whole=60.0)).code == "mall.unreachable"


@pytest.mark.parametrize("status", ["429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable"])
def test_a_mall_with_too_much_to_do_is_busy(status: str) -> None:
    error = failure_of(answers_http(b"<html>", status=status))
    assert isinstance(error, Unavailable)
    assert error.code == "mall.busy"


def problem(code: str, status: int, /, **facts: object) -> object:
    body = json.dumps({"type": "x", "title": "x", "status": status, "code": code, "facts": facts}).encode()
    return answers_http(body, status=f"{status} x")


@pytest.mark.parametrize(
    "code", ["journal.broken", "mall.unknown_till", "mall.revoked", "mall.signature", "mall.clock", "mall.behind"]
)
def test_the_malls_refusals_keep_their_code_and_facts(code: str) -> None:
    error = failure_of(problem(code, 409, seq=2, how="hash"))
    assert isinstance(error, Refused)
    assert (error.code, error.facts) == (code, {"seq": 2, "how": "hash"})


def test_a_refusal_of_a_newer_mall_is_a_refusal() -> None:
    error = failure_of(problem("journal.untidy", 409))
    assert isinstance(error, Refused)
    assert (error.code, error.facts) == ("mall.refused", {"cause": "journal.untidy"})


def test_a_bug_of_the_malls_is_no_refusal() -> None:
    assert failure_of(problem("mall.failed", 500)).code == "mall.busy"


def test_facts_cannot_pass_for_the_code() -> None:
    error = failure_of(problem("journal.broken", 409, code="x", self="y", seq=1))
    assert (error.code, error.facts) == ("journal.broken", {"seq": 1})


@pytest.mark.parametrize(
    "url",
    [
        *("", "mall", "ftp://127.0.0.1/", "http://", "http://[::1", "http://127.0.0.1:x"),
        *("https://192.168.0.256", "https://메일..kr", "https://xn--", "https://mall.example/\n"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Refused, match=r"mall\.address"):
        health(url)


def test_only_this_machine_is_spoken_to_in_the_clear() -> None:
    with pytest.raises(Refused, match=r"mall\.not_secure"):
        health("http://mall.example")


# --- against the real mall -------------------------------------------------------------------------------------


@pytest.fixture
def mall(tmp_path: Path) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as running:
        running.mall.seed(SEED)
        yield running


@pytest.fixture
def client(mall: RunningMall) -> Iterator[MallClient]:
    enrolled = enrol(mall.url, mall.mall.invite(NAME), KEY)
    with MallClient(mall.url, name=enrolled.name, key=KEY, clock=FixedClock()) as opened:
        yield opened


def test_a_till_enrols_pushes_and_is_fed(mall: RunningMall, client: MallClient) -> None:
    till = Till(mall.mall, FixedClock())
    till.key = KEY
    till.sell(3)
    answer = client.push(Push(1, 1, tuple(till.journal)))
    assert (answer.next, answer.head) == (4, till.journal[-1].hash)
    assert mall.mall.entries(NAME) == tuple(till.journal)
    assert [product.code for product in client.feed(0).products] == ["ARIA", "CUP"]


def test_a_repeat_of_the_enrolment_gets_the_same(mall: RunningMall) -> None:
    code = mall.mall.invite(TillName("SEL01", "2"))
    assert enrol(mall.url, code, KEY) == enrol(mall.url, code, KEY)
    with pytest.raises(Refused, match=r"enrol\.code"):
        enrol(mall.url, code, Ed25519PrivateKey.generate())


def test_the_wire_outlives_the_malls_restart(mall: RunningMall, client: MallClient) -> None:
    before = client.feed(0)
    mall.stop()
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        client.feed(0)
    mall.start()
    assert client.feed(0) == before


def test_a_lost_answer_is_out_of_reach_and_was_taken_in(mall: RunningMall, client: MallClient) -> None:
    till = Till(mall.mall, FixedClock())
    till.key = KEY
    till.sell()
    mall.faults.lost_answers = 1
    push = Push(1, 1, tuple(till.journal))
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        client.push(push)
    assert mall.mall.entries(NAME) == tuple(till.journal)
    assert client.push(push).next == 2


@pytest.mark.parametrize(
    ("fault", "on", "off", "code"),
    [
        ("down", True, False, "mall.unreachable"),
        ("garbage", True, False, "mall.garbage"),
        ("lost_requests", 1, 0, "mall.unreachable"),
    ],
)
def test_each_fault_is_felt_and_passes(
    mall: RunningMall, client: MallClient, fault: str, on: int, off: int, code: str
) -> None:
    setattr(mall.faults, fault, on)
    push = Push(1, 1, ())
    with pytest.raises(Unavailable, match=code):
        client.push(push)
    setattr(mall.faults, fault, off)
    assert client.push(push).head == START


def test_a_slow_mall_is_felt(mall: RunningMall, client: MallClient) -> None:
    mall.faults.delay_seconds = 30.0
    with (
        MallClient(mall.url, name=NAME, key=KEY, clock=FixedClock(), limits=QUICK) as hasty,
        pytest.raises(Unavailable, match=r"mall\.slow"),
    ):
        hasty.feed(0)
    mall.faults.delay_seconds = 0.0
    assert client.feed(0).products
