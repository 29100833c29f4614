"""Replies per second of one process: ``Renderer`` beside two bare loops of Jinja2 and Babel over the same letters.

The bare loops know the finished letter as one Jinja2 template, made here from the same files: subject, salutation,
paragraphs, closing. One formats each row's values with Babel's functions, as its manual has it; the other keeps
Babel's parsed patterns. All three get the same typed values, different in every row, and must write the same text.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
import pytz
from babel import Locale, dates, numbers

from cscli.cli.context import Desk
from cscli.markets.language import Channel, Register
from cscli.markets.person import Person
from cscli.replies.intent import ValueType
from cscli.replies.render import Renderer
from cscli.replies.template import spelled
from cscli.replies.values import Money, parse_values, recorded
from cscli.replies.voice import Sender, Voice

NAME = "Kim Muster"
SENDER = Sender(shop="Nordlicht Store", agent="Li Wei")
START, NOON = date(2026, 11, 22), datetime(2026, 11, 22, 12, tzinfo=UTC)
CASES = {  # situation -> the values that every row has
    "shipping-delay": ("order_number", "new_date", "old_date", "delay_reason", "goodwill", "tracking_link", "next_update_date"),
    "refund-issued": ("order_number", "refund_amount", "refund_date", "payment_method", "reference_number"),
    "where-is-my-order": ("order_number", "carrier", "tracking_number", "last_scan_at", "last_scan_place", "delivery_to"),
}
MARKETS = {"DE": "de_DE", "FR": "fr_FR", "JP": "ja_JP"}
"""


def placeholder() -> None:
    """."""
