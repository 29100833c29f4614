"""What a customer's words say of themselves."""

from cscli.cli.door.run import Run


def language_heard(run: Run, text: str, stored: str) -> str:
    """The language of what a customer said or read: as detected, else the stored one."""
    from cscli.reading.language import UNKNOWN, Detector
    from cscli.text import base_tag

    served = run.settings.items("languages") or run.catalog().language_tags()
    found = Detector(served).detect(text).language
    is_stored = base_tag(stored) == found  # the stored tag may name a region, too
    return stored if found == UNKNOWN or is_stored else found
