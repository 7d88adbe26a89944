"""What goes wrong, in a sentence a person can act on, each with its exit code.

A bad row is data and becomes an issue; only a bad run raises one of these.
"""


class FolkmootError(Exception):
    """Anything Folkmoot says to a person instead of a traceback.

    `what` says what is wrong and where; `next_step` says what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(f"{what} {next_step}")
        self.what = what
        self.next_step = next_step


class WorkspaceError(FolkmootError):
    """The folder is not a workspace, or cannot be read or written."""

    exit_code = 3


class ConfigError(FolkmootError):
    """`folkmoot.toml` does not parse, or names something that does not exist."""

    exit_code = 4


class SourceError(FolkmootError):
    """A file that was named cannot be taken in at all, as it is no table."""

    exit_code = 5


class BuildBusyError(FolkmootError):
    """Another build of the same workspace is under way."""

    exit_code = 6


class BuildFailedError(FolkmootError):
    """A build stopped before it was sealed; the last good build still stands."""

    exit_code = 7


class NoBuildError(FolkmootError):
    """No sealed build can answer: there is none yet, or another version made it."""

    exit_code = 8


class NoDataError(FolkmootError):
    """Nothing in the sources is dated on or before the date asked for."""

    exit_code = 9


class NotFoundError(FolkmootError):
    """The council, contract, source or opportunity asked for is not in this build."""

    exit_code = 10


class RefusedError(FolkmootError):
    """A decision could not be kept as it was given, or was taken meanwhile by another."""

    exit_code = 11

    def __init__(self, what: str, next_step: str, *, field: str = "") -> None:
        super().__init__(what, next_step)
        self.field = field
        """The field of the form at fault, or empty where it is no single one."""


class PaperError(FolkmootError):
    """A PDF cannot be made here: the libraries that lay out its text are missing."""

    exit_code = 13


class SurveyError(FolkmootError):
    """A survey cannot be weighted, estimated or divided as it was declared."""

    exit_code = 14


class DisclosureError(FolkmootError):
    """A table cannot be published without giving a person away."""

    exit_code = 12


class SurveyFileError(SurveyError):
    """A survey file is not as it must be; each fault is named with its line."""

    exit_code = 16


class PublicationError(SurveyError):
    """A survey's report lacks something that it may not be published without."""

    exit_code = 15


class ForgottenError(SurveyError):
    """The answers of a survey were deleted, as promised: nothing is worked out again."""

    exit_code = 17
