"""Two people who do something in one case at the same moment."""

import threading
from collections.abc import Callable

from netwerkberaad.foundation.core.errors import DomainError
from tests.rooms.story import Story, Work


def at_once(
    story: Story, act: Callable[[Work, int], object], *, refused: list[DomainError] | None = None
) -> None:
    """Two units of work at the same moment. On SQLite the second waits before it begins; that is its way."""
    together = threading.Barrier(2)
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            with story.work() as work:
                if story.store.engine.dialect.name != "sqlite":
                    together.wait()
                act(work, number)
        except DomainError as error:
            (errors if refused is None else refused).append(error)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
