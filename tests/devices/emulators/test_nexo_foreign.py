"""A nexo client from npm that is not ours pays at the emulated terminal, and opens what the driver sealed."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos.devices.emulators.nexo import POI_ID, EmulatedNexoTerminal
from pos.devices.emulators.nexo_seal import TerminalKey
from pos.devices.terminal.nexo.seal import Seal
from tests.devices.terminal.nexo_bench import KEY, NoonClock

FOREIGN = Path(__file__).parents[2] / "foreign"
# The client believes no certificate under another name.
NAME = f"{POI_ID}.test.terminal.adyen.com"

# It knows port 8443 only, and the emulator's port is the kernel's choice.
SCRIPT = """
const https = require('https');
const { request } = https;
const told = JSON.parse(require('fs').readFileSync(0, 'utf8'));
https.request = options => request({ ...options, port: told.port });
const { Client, Config, TerminalLocalAPI } = require('@adyen/api-library');
const config = new Config({
    apiKey: 'none', environment: 'TEST', terminalApiLocalEndpoint: 'https://127.0.0.1',
    certificatePath: told.certificate,
});
const terminal = new TerminalLocalAPI(new Client({ config }));
const [KeyIdentifier, KeyVersion, Passphrase] = told.key;
const key = { AdyenCryptoVersion: 1, KeyIdentifier, KeyVersion, Passphrase };
const answers = [];
const ask = async questions => {
    for (const SaleToPOIRequest of questions) {
        answers.push(await terminal.request({ SaleToPOIRequest }, key).catch(error => ({ error: String(error) })));
    }
    console.log(JSON.stringify(answers));
};
ask(told.questions);
"""

OPENING = """
const NexoCrypto = require('@adyen/api-library/lib/src/security/nexoCrypto').default;
const told = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const [KeyIdentifier, KeyVersion, Passphrase] = told.key;
console.log(new NexoCrypto().decrypt(told.sealed, { AdyenCryptoVersion: 1, KeyIdentifier, KeyVersion, Passphrase }));
"""


def run(script: str, told: dict[str, object]) -> str:
    """What the script says, told these facts."""
    node = shutil.which("node")
    assert node, "installer/setup.sh test installs node"
    finished = subprocess.run(
        [node, "-e", script],
        cwd=FOREIGN,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture
def terminal() -> Iterator[EmulatedNexoTerminal]:
    with EmulatedNexoTerminal(NoonClock(), key=TerminalKey(*KEY), name=NAME) as made:
        yield made
        assert not made.failures


def ask(terminal: EmulatedNexoTerminal, *questions: dict[str, object], key: object = KEY) -> list[dict[str, Any]]:
    """What the client got for its questions."""
    told = {"port": terminal.port, "certificate": str(terminal.certificate), "key": key, "questions": questions}
    answers: list[dict[str, Any]] = json.loads(run(SCRIPT, told))
    return answers


def question(kind: str, service: str, body: dict[str, object]) -> dict[str, object]:
    header = {
        "MessageClass": "Service",
        "MessageCategory": kind,
        "MessageType": "Request",
        "ServiceID": service,
        "SaleID": "till",
        "POIID": POI_ID,
        "ProtocolVersion": "3.0",
    }
    return {"MessageHeader": header, f"{kind}Request": body}


def payment(service: str, amount: int = 21_600) -> dict[str, object]:
    sale = {"SaleTransactionID": {"TransactionID": f"of {service}", "TimeStamp": "2025-02-10T03:00:00.000Z"}}
    amounts = {"Currency": "KRW", "RequestedAmount": amount}
    return question("Payment", service, {"SaleData": sale, "PaymentTransaction": {"AmountsReq": amounts}})


def status(service: str, kind: str = "Payment") -> dict[str, object]:
    reference = {"MessageCategory": kind, "SaleID": "till", "ServiceID": service, "POIID": POI_ID}
    body = {"MessageReference": reference, "ReceiptReprintFlag": False}
    return question("TransactionStatus", f"S{service}{kind[0]}", body)


def reversal(service: str, number: dict[str, str], amount: int) -> dict[str, object]:
    original = {"POITransactionID": number}
    body = {"OriginalPOITransaction": original, "ReversalReason": "MerchantCancel", "ReversedAmount": amount}
    return question("Reversal", service, body)


def test_it_pays_asks_what_became_of_it_and_takes_it_back(terminal: EmulatedNexoTerminal) -> None:
    paid, found, missing = ask(terminal, payment("P1"), status("P1"), status("P2"))
    said = paid["SaleToPOIResponse"]["PaymentResponse"]
    assert said["Response"]["Result"] == "Success"
    assert said["PaymentResult"]["AmountsResp"] == {"Currency": "KRW", "AuthorizedAmount": 21_600}
    repeated = found["SaleToPOIResponse"]["TransactionStatusResponse"]["RepeatedMessageResponse"]
    body = repeated["RepeatedResponseMessageBody"]["PaymentResponse"]
    assert body["PaymentResult"]["PaymentAcquirerData"]["ApprovalCode"] == "30000001"
    assert missing["SaleToPOIResponse"]["TransactionStatusResponse"]["Response"]["ErrorCondition"] == "NotFound"
    part, rest, more = ask(
        terminal,
        reversal("R1", said["POIData"]["POITransactionID"], 6_500),
        reversal("R2", said["POIData"]["POITransactionID"], 15_100),
        reversal("R3", said["POIData"]["POITransactionID"], 1),
    )
    for answer, result in ((part, "Success"), (rest, "Success"), (more, "Failure")):
        assert answer["SaleToPOIResponse"]["ReversalResponse"]["Response"]["Result"] == result
    assert terminal.payments == [("of P1", 21_600)] and terminal.charged == {}


def test_it_is_declined_and_hears_of_the_terminal_s_state(terminal: EmulatedNexoTerminal) -> None:
    terminal.then("cancel", "host_down")
    cancelled, unreached, state = ask(
        terminal, payment("P1"), payment("P2"), question("Diagnosis", "D1", {"HostDiagnosisFlag": True})
    )
    told = [one["SaleToPOIResponse"]["PaymentResponse"]["Response"] for one in (cancelled, unreached)]
    assert [one["ErrorCondition"] for one in told] == ["Cancel", "UnreachableHost"]
    assert state["SaleToPOIResponse"]["DiagnosisResponse"]["POIStatus"]["GlobalStatus"] == "OK"


def test_what_is_called_off_arrives_and_has_no_answer(terminal: EmulatedNexoTerminal) -> None:
    reference = {"MessageCategory": "Payment", "SaleID": "till", "ServiceID": "P9", "POIID": POI_ID}
    body: dict[str, object] = {"AbortReason": "MerchantAbort", "MessageReference": reference}
    (answer,) = ask(terminal, question("Abort", "A1", body))
    assert "error" in answer, "this client expects one"
    assert [one["body"] for one in terminal.brain.asked] == [body]


def test_another_passphrase_moves_no_money(terminal: EmulatedNexoTerminal) -> None:
    (answer,) = ask(terminal, payment("P1"), key=(KEY[0], KEY[1], "another"))
    assert "error" in answer
    assert terminal.payments == []


def test_it_opens_what_the_driver_sealed() -> None:
    clear = '{"SaleToPOIRequest":{"커피":"한 잔"}}'
    sealed = msgspec.json.decode(msgspec.json.encode(Seal(*KEY).close(b"{}", clear.encode())))
    assert run(OPENING, {"sealed": sealed, "key": KEY}).strip() == clear
