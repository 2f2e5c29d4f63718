"""The spool: nothing is lost, nothing reprints by itself, a copy says that it is one."""

import pytest

from pos.domain.errors import Refused
from pos.domain.papers.paper import Document, Text
from pos.till import printing, selling
from pos.till.paying import checkout
from pos.till.ports import PrintResult
from tests.till.scene import ARIA, Scene

NO_PAPER = PrintResult("not_started", "printer.paper_out")
WHO_KNOWS = PrintResult("unknown", "printer.no_answer")


def sell(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_exact(scene.counter))


def is_copy(document: Document) -> bool:
    return isinstance(document.blocks[0], Text) and "재발행" in document.blocks[0].text


def test_what_did_not_start_waits_and_prints_once_there_is_paper(scene: Scene) -> None:
    scene.printer.answers = [NO_PAPER]
    sell(scene)
    stopped = printing.stopped_at(scene.counter)
    assert stopped is not None and (stopped.state, stopped.code) == ("waiting", "printer.paper_out")
    scene.play(printing.work(scene.counter))
    assert [is_copy(paper) for paper in scene.printer.papers] == [False]
    assert scene.codes() == [] and scene.rig.shelf.jobs() == ()


def test_what_nobody_knows_stops_the_queue_until_a_person_has_looked(scene: Scene) -> None:
    scene.printer.answers = [WHO_KNOWS]
    sell(scene)
    sell(scene)
    scene.play(printing.work(scene.counter))
    assert len(scene.printer.papers) == 1 and scene.codes() == ["paper.unknown"]
    assert scene.printer.drawer_opened == 2
    scene.play(printing.it_was_printed(scene.counter))
    assert [is_copy(paper) for paper in scene.printer.papers] == [False, False]
    assert scene.codes() == []


def test_printed_again_after_a_doubt_it_is_a_copy_and_an_entry(scene: Scene) -> None:
    scene.printer.answers = [WHO_KNOWS]
    sell(scene)
    scene.play(printing.print_again(scene.counter))
    assert [is_copy(paper) for paper in scene.printer.papers] == [False, True]
    assert scene.kinds()[-1] == "Reprinted"


def test_a_customer_who_wants_no_paper(scene: Scene) -> None:
    scene.printer.answers = [NO_PAPER]
    sell(scene)
    scene.play(printing.leave_it(scene.counter))
    assert scene.printer.papers == [] and scene.rig.shelf.jobs() == ()


def test_paper_that_cannot_be_made_is_said_and_tried_again(scene: Scene) -> None:
    with scene.rig.database.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET name = 'hidden' WHERE name = 'boutique'")
    sell(scene)
    stopped = printing.stopped_at(scene.counter)
    assert stopped is not None and (stopped.state, stopped.code) == ("waiting", "till.no_boutique")
    with scene.rig.database.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET name = 'boutique' WHERE name = 'hidden'")
    scene.play(printing.print_again(scene.counter))
    assert len(scene.printer.papers) == 1


def test_a_reprint_is_a_copy(scene: Scene) -> None:
    sell(scene)
    scene.play(printing.reprint(scene.counter))
    assert [is_copy(paper) for paper in scene.printer.papers] == [False, True]
    assert scene.kinds()[-1] == "Reprinted"


def test_there_is_nothing_to_reprint_before_the_first_sale(scene: Scene) -> None:
    with pytest.raises(Refused, match=r"sale\.none"):
        scene.play(printing.reprint(scene.counter))
    with pytest.raises(Refused, match=r"paper\.nothing_waiting"):
        scene.play(printing.print_again(scene.counter))


def test_a_till_that_died_while_printing_asks_and_does_not_print_again(scene: Scene) -> None:
    from pos.till.ports import Job

    sell(scene)
    assert scene.counter.last_sale is not None
    sale = scene.counter.last_sale.id
    commit = scene.counter.commit_of(jobs=(Job("job-x", "receipt", sale),))
    scene.rig.store.commit(commit)
    scene.rig.store.set_job(Job("job-x", "receipt", sale, "sent"))
    scene.dies_and_starts_again()
    assert len(scene.printer.papers) == 1
    assert "paper.unknown" in scene.codes()
