"""Calendar files (iCalendar, RFC 5545), read and written."""

from cscli.clock.ics.events import CalendarEvent, ShiftEvent, ics_text, read_events, told_in

__all__ = ["CalendarEvent", "ShiftEvent", "ics_text", "read_events", "told_in"]
