"""The words of a command line."""

HOISTED = ("--config", "--workspace", "--db", "--now", "--option")  # the global options that take a value


def hoisted(words: list[str]) -> list[str]:
    """The command line with global options moved to the front, so that they may stand anywhere before ``--``."""
    front: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        name = word.partition("=")[0]
        if word == "--":
            rest += words[index:]
            break
        if name in HOISTED:
            pair = words[index : index + 1] if "=" in word else words[index : index + 2]
            front += pair
            index += len(pair)
            continue
        rest.append(word)
        index += 1
    return front + rest
