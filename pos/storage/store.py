"""Writing: one transaction a commit, and an answer that can be believed whatever the disk said about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from pos.domain.calendar import KST
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import EpochOpened
from pos.domain.journal import Entry
from pos.storage import benefits, member_changes, members, numbers, photographs, recipients, settling, staff, taking
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import Head, Writer, behind_until, entries, read_head
from pos.storage.refusing import refuse_what_is_done
from pos.till.ports import KICKS, Commit, Draft, Job

_SAVE_DRAFT = "INSERT OR REPLACE INTO draft (id, held_at, body) VALUES (?, ?, ?)"
_DROP_DRAFT = "DELETE FROM draft WHERE id = ?"
_ADD_JOB = "INSERT INTO job (id, kind, subject, state, code) VALUES (?, ?, ?, ?, ?)"
_SET_JOB = "UPDATE job SET kind = ?, state = ?, code = ? WHERE id = ?"
_KEEP = "INSERT OR IGNORE INTO kept_paper (kind, id, body) VALUES ('z', ?, ?)"
_IS_PAPER = f"kind NOT IN ({', '.join(repr(kind) for kind in KICKS)})"
_draft_bytes = msgspec.json.Encoder()


class SqlStore:
    """The till's database for writing; used on the disk lane only. Implements `pos.till.ports.Store`."""

    def __init__(self, database: Database, *, till: str, key: Ed25519PrivateKey) -> None:
        self._database, self._till = database, till
        self._writer = Writer(till, key)
        self._head: Head | None = None
        self._is_in_doubt = False
        self._behind_until: int | None = None

    def commit(self, commit: Commit) -> tuple[Entry, ...]:
        """See `pos.till.ports.Store.commit`."""
        head = self._head or self._look_up_head()
        self._refuse_behind(commit, head)
        self._head = None
        after, written = head, tuple[Entry, ...]()
        try:
            with self._database.write() as connection:
                cursor = cursor_of(connection)
                refuse_what_is_done(cursor, commit.facts)
                after, written = self._write(cursor, head, commit)
                settling.follow(connection, commit.facts, till=self._till)
                if commit.learned is not None:
                    members.take_in(connection, (commit.learned.member,))
                    benefits.take_in(connection, (commit.learned.dossier,))
        except Unavailable:
            if not self._is_there(written):
                raise
        self._head = after
        if commit.forget:
            self._leave_no_trace()
        return written

    def _refuse_behind(self, commit: Commit, head: Head) -> None:
        """Where the mall holds more than this journal, whatever is written here would stand in place of that."""
        if self._behind_until is None:
            with self._database.read() as connection:
                self._behind_until = behind_until(connection)
        goes_on = any(isinstance(fact, EpochOpened) for fact in commit.facts)
        if self._behind_until and commit.facts and not goes_on:
            raise Refused("till.behind", count=max(0, self._behind_until - head.seq))
        if goes_on:
            self._behind_until = None

    @contextmanager
    def appending(self) -> Iterator[Connection]:
        """A transaction in which somebody else writes the journal on; where it ends is looked up anew after it."""
        self._look_up_head()
        self._head = self._behind_until = None
        with self._database.write() as connection:
            yield connection

    def _leave_no_trace(self) -> None:
        """The write-ahead log still holds what was destroyed: move it into the file, where it is written over."""
        with suppress(Unavailable):  # it was destroyed; the log goes with the next idle moment
            self._database.checkpoint()

    def set_job(self, job: Job) -> None:
        """See `pos.till.ports.Store.set_job`. What is over is gone, so that the queue stays as short as it looks."""
        if job.state in ("done", "dropped"):
            self._run("DELETE FROM job WHERE id = ?", (job.id,))
        else:
            self._run(_SET_JOB, (job.kind, job.state, job.code, job.id))

    def drop_stale_jobs(self) -> None:
        """See `pos.till.ports.Store.drop_stale_jobs`."""
        self._run(f"UPDATE job SET state = 'unknown', code = 'till.stopped' WHERE state = 'sent' AND {_IS_PAPER}")
        self._run(f"UPDATE job SET state = 'dropped' WHERE state IN ('sent', 'waiting') AND NOT {_IS_PAPER}")
        self._run("DELETE FROM job WHERE state IN ('done', 'dropped')")

    def keep_paper(self, shift: str, body: bytes) -> None:
        """See `pos.till.ports.Store.keep_paper`."""
        self._run(_KEEP, (shift, body))

    def _write(self, rows: Any, head: Head, commit: Commit) -> tuple[Head, tuple[Entry, ...]]:
        after, written = self._writer.append(rows, head, commit.facts, who=commit.who, at=commit.at, day=commit.day)
        recipients.follow(rows, commit)
        numbers.follow(rows, commit)
        staff.follow(rows, commit, written)
        photographs.keep(rows, commit.photographs)
        taking.look_at(rows, commit.facts)
        member_changes.follow(rows, commit, (after.epoch, after.seq))
        if commit.drop is not None:
            rows.execute(_DROP_DRAFT, (commit.drop,))
        if commit.save is not None:
            rows.execute(_SAVE_DRAFT, _draft_row(commit.save))
        if commit.jobs:
            rows.executemany(_ADD_JOB, [(job.id, job.kind, job.subject, job.state, job.code) for job in commit.jobs])
        return after, written

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> None:
        with self._database.write() as connection:
            connection.exec_driver_sql(statement, values)

    def _look_up_head(self) -> Head:
        """Where the chain on the disk stands; what was in doubt is there by then, or was never written."""
        if self._is_in_doubt:
            self._database.reopen()
        try:
            with self._database.read() as connection:
                head = read_head(connection)
        except Unavailable as error:
            if self._is_in_doubt:
                raise Unavailable("disk.unknown") from error
            raise
        self._is_in_doubt = False
        return head

    def _is_there(self, written: tuple[Entry, ...]) -> bool:
        """An error from COMMIT means unknown, not failed: open the file anew and look. See `Store.commit`."""
        self._database.reopen()
        if not written:
            return False
        last = written[-1]
        try:
            with self._database.read() as connection:
                found = entries(connection, self._till, "epoch = ? AND seq = ?", (last.epoch, last.seq))
        except Unavailable as error:
            self._is_in_doubt = True
            raise Unavailable("disk.unknown") from error
        return bool(found) and found[0].hash == last.hash


def _draft_row(draft: Draft) -> tuple[object, ...]:
    held_at = draft.held_at.astimezone(KST).isoformat() if draft.held_at else ""
    return draft.basket.id, held_at, _draft_bytes.encode(draft)
