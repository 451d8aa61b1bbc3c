"""The one error that a user sees: what is wrong, where, and what to do about it."""


class PipelineError(Exception):
    """A fault that a user can mend; shown as one line, without a traceback.

    Parameters
    ----------
    where: the file (or setting) at fault, as the user would name it.
    problem: what is wrong with it.
    remedy: what to do.

    """

    def __init__(self, where: object, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
        self.where, self.problem, self.remedy = str(where), problem, remedy

    def __reduce__(self) -> tuple[type["PipelineError"], tuple[str, str, str]]:
        """Let it pass between processes whole."""
        return type(self), (self.where, self.problem, self.remedy)
