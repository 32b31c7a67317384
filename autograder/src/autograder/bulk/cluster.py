"""Grade on more machines than one: chunks go to the workers of a Dask cluster, and what becomes of them comes back here.

The workers must see the same files as this machine, under the same paths, and have the same versions installed. Nothing but this process
writes to the gradebook or moves a graded folder to its place, so a chunk that was graded twice, since a worker was lost, is recorded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Protocol
from uuid import uuid4

from autograder.bulk import fitness
from autograder.bulk.kinds import Misuse, Outcome, Places
from autograder.bulk.work import Chunk
from autograder.bulk.workers import Workers

CONNECTING = 10
"""Seconds to wait for a scheduler, and for its first worker."""
PATIENCE = 30
"""Seconds without news, or without any worker, after which somebody must look."""
AHEAD = 3
"""Chunks handed out for each thread of the cluster: one is graded while the next is on its way and the last one's outcome on its way back."""


class Crew(Protocol):
    """Workers that take chunks and may die over them."""

    @property
    def under_way(self) -> int:
        """How many chunks are handed out and not back yet."""

    def start(self, chunk: Chunk) -> None:
        """Hand out a chunk."""

    def has_room(self) -> bool:
        """Return whether another chunk may be handed out."""

    def next(self) -> tuple[Chunk, list[Outcome] | None]:
        """Wait for a chunk to be done; None stands for one whose workers died, each in its turn."""


def on(address: str, places: Places) -> Workers:
    """Return the workers of a cluster.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``tcp://grading.example.org:8786``.
    places : Places
        Folders that every worker must see.
    """

    def work(chunks: Iterable[Chunk]) -> Iterator[list[Outcome]]:
        seen = _left_to_be_seen(places)
        with _connected(address) as client:
            _refuse_unfit(client, seen)
            yield from share_out(chunks, _Cluster(client, seen))

    return work


def share_out(chunks: Iterable[Chunk], crew: Crew) -> Iterator[list[Outcome]]:
    """Hand out chunks while there is room, and yield what became of each, in the order of being done.

    A chunk over which worker after worker dies is set aside, and looked into when nothing else is under way: only then is it sure that the
    workers die over this one. It is halved until the one submission is found that nobody can grade.
    """
    suspects: list[Chunk] = []
    for chunk in chunks:
        crew.start(chunk)
        while not crew.has_room():
            yield from _sorted_out(*crew.next(), suspects)
    while crew.under_way:
        yield from _sorted_out(*crew.next(), suspects)
    while suspects:
        crew.start(suspects.pop())
        chunk, outcomes = crew.next()
        if outcomes is None and len(chunk.tasks) > 1:
            suspects.extend(_halves(chunk))
        else:
            yield [_deadly(chunk)] if outcomes is None else outcomes


def _sorted_out(chunk: Chunk, outcomes: list[Outcome] | None, suspects: list[Chunk]) -> Iterator[list[Outcome]]:
    if outcomes is None:
        suspects.append(chunk)
    else:
        yield outcomes


def _halves(chunk: Chunk) -> list[Chunk]:
    middle = len(chunk.tasks) // 2
    return [replace(chunk, tasks=part) for part in (chunk.tasks[middle:], chunk.tasks[:middle])]


def _deadly(chunk: Chunk) -> Outcome:
    what = "every worker that tried to grade it was stopped, perhaps since it needs more memory than a worker has"
    return Outcome(
        chunk.tasks[0].student, "failed", what=what, mend="grade on this machine, without --scheduler, or look at it"
    )


class _Cluster:
    """The crew of a Dask cluster."""

    def __init__(self, client: Any, seen: Path) -> None:
        self._client = client
        self._seen = seen
        self._handed_out: dict[str, tuple[Chunk, Any]] = {}
        self._done: SimpleQueue[Any] = SimpleQueue()

    @property
    def under_way(self) -> int:
        return len(self._handed_out)

    def start(self, chunk: Chunk) -> None:
        future = self._client.submit(
            fitness.graded_there, chunk, self._seen, fitness.versions(), key=f"grade-{uuid4().hex}", pure=False
        )
        self._handed_out[future.key] = chunk, future
        future.add_done_callback(self._done.put)

    def has_room(self) -> bool:
        threads: int = sum(self._client.nthreads().values())
        return self.under_way < AHEAD * max(threads, 1)

    def next(self) -> tuple[Chunk, list[Outcome] | None]:
        while True:
            future = self._next_done()
            try:
                outcomes = self._outcomes(future)
            except TimeoutError:
                # Its worker was lost before the outcome was fetched; it is graded anew elsewhere.
                future.add_done_callback(self._done.put)
                continue
            chunk, _ = self._handed_out.pop(future.key)
            return chunk, outcomes

    def _next_done(self) -> Any:
        while True:
            try:
                return self._done.get(timeout=PATIENCE)
            except Empty:
                _wait_for_worker(self._client, PATIENCE, self._students())

    def _outcomes(self, future: Any) -> list[Outcome] | None:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - importing it takes a second

        if future.status == "cancelled":
            raise Misuse("The scheduler is gone. Start it again, and run the same command to go on.")
        if future.status != "error":
            outcomes: list[Outcome] = future.result(timeout=PATIENCE)
            return outcomes
        error = future.exception(timeout=PATIENCE)
        if isinstance(error, KilledWorker):
            return None
        raise Misuse(_refusal("A worker", _told(error)))

    def _students(self) -> str:
        """Return who is being graded, for the one who looks for what stops the workers."""
        students = [task.student for chunk, _ in self._handed_out.values() for task in chunk.tasks]
        return f" Among those being graded are {', '.join(map(repr, students[:5]))}." if students else ""


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    from distributed import Client, Security  # noqa: PLC0415 - importing them takes a second

    security: Any = Security()  # type: ignore[no-untyped-call]
    if address.startswith("tls:") and security.get_connection_args("client")["ssl_context"] is None:
        raise Misuse(
            f"{address} asks for certificates, and Dask's settings name none for this machine. Set distributed.comm.tls, as "
            "docs/grading-at-scale.md tells."
        )
    try:
        client: Any = Client(address, timeout=CONNECTING, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise Misuse(
            f"No scheduler answers at {address}: {error}. Start one with `dask scheduler`, which prints its address, and workers "
            "with `dask worker ADDRESS --nthreads 1`."
        ) from None
    try:
        _wait_for_worker(client, CONNECTING)
        yield client
    except OSError as error:
        raise Misuse(
            f"The scheduler at {address} is gone: {error}. Start it again, and run the same command to go on."
        ) from None
    finally:
        client.close()


def _wait_for_worker(client: Any, seconds: float, students: str = "") -> None:
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError:
        raise Misuse(
            f"The cluster has no worker. Start one with `dask worker ADDRESS --nthreads 1`, then run the same command.{students}"
        ) from None


def _left_to_be_seen(places: Places) -> Path:
    """Leave a file where graded folders are laid aside; only a worker with the same disk sees it."""
    places.work.mkdir(parents=True, exist_ok=True)
    seen = places.work / uuid4().hex
    seen.touch()
    return seen


def _refuse_unfit(client: Any, seen: Path) -> None:
    """Ask the scheduler and every worker that is there; a worker that comes later is asked with its first chunk."""
    try:
        lacks = client.run_on_scheduler(fitness.other_versions, fitness.versions())
    except Exception as error:  # noqa: BLE001 - what fails to be sent there fails in many ways
        lacks = _told(error)
    told = {"The scheduler": lacks}
    if not lacks:
        asked = client.run(fitness.lacking, seen, fitness.versions(), on_error="return")
        told = {f"The worker {worker}": answer for worker, answer in asked.items()}
    for who, answer in told.items():
        if answer:
            raise Misuse(_refusal(who, answer if isinstance(answer, str) else _told(answer)))


def _refusal(who: str, lacks: str) -> str:
    return f"{who} can't be used: {lacks}. Mend that, start it again, and run the same command."


def _told(error: BaseException) -> str:
    if isinstance(error, fitness.Unfit):
        return str(error)
    if isinstance(error, ImportError):
        return f"it has not all installed that this machine has ({error})"
    return f"{type(error).__name__}: {error}"
