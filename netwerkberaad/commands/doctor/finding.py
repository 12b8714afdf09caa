"""What a look at an installation can find."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or only deserves a look; why that matters, and what to do. Ids and numbers, no content."""

    what: str
    why: str
    do: str
    wrong: bool = True

    def told(self) -> str:
        """As the terminal shows it."""
        return f"{'WRONG' if self.wrong else 'look '}  {self.what}\n       why: {self.why}\n       do:  {self.do}"
