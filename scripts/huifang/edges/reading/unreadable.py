"""What cannot be read, said so that the sender knows what to do."""


class Unreadable(Exception):
    """The file cannot be read as a workbook: the reason, and what the sender should do."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason, advice)  # both, so that it survives being sent between processes
        self.reason = reason
        self.advice = advice


class NotTakenOut(Unreadable):
    """A member that cannot be taken out of its mail or archive."""
