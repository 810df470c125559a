"""Why a matching cannot be computed: codes and values, never sentences."""


class MatchingError(Exception):
    """The input of a matching contradicts itself or its contract.

    Attributes:
        code: Stable name of the reason: the argument, a dot and what is wrong with it.
        params: What a message needs to say it clearly, such as the two people of a lock.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
