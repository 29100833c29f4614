"""Calendars as programs export them, made of the lines of their events, and what their walls show."""

from datetime import datetime

BERLIN = "TZID=Europe/Berlin"
NIGHT = f"DTSTART;{BERLIN}:20261005T220000\nDTEND;{BERLIN}:20261006T060000\n"

wall = datetime.fromisoformat


def event(body: str) -> str:
    return f"BEGIN:VEVENT\n{body.strip()}\nEND:VEVENT\n"


def calendar(*bodies: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(map(event, bodies))}END:VCALENDAR\n"


def walls(events) -> list[str]:
    """Start and end of events as they are read on the wall."""
    return [f"{e.start:%d %H:%M} - {e.end:%d %H:%M}" for e in events]
