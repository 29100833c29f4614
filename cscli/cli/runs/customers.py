"""What a run shows of customers: who is worth most, and all that is known of one."""

from typing import TYPE_CHECKING

from cscli.cli.door.run import Run
from cscli.errors import UsageError, not_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cscli.cli.door.result import Result
    from cscli.cli.views.case.payload import CaseRow
    from cscli.cli.views.customer.card import CustomerClock, CustomerRating, WritePermission
    from cscli.cli.views.customer.payload import CustomerHistory
    from cscli.cli.views.customer.ranking import ValuedCustomer
    from cscli.desk.customers.consents import ContactConsent
    from cscli.desk.customers.customers import Customer

_NEWEST = 5  # messages and ratings


def ranked_result(
    run: Run, by: str, *, text: str, market: str, dates: tuple[str, str], currency: str, limit: int
) -> "Result[tuple[ValuedCustomer, ...]]":
    """Customers who ordered, the best first.

    Args:
        run: the run.
        by: the name of a ranking.
        text: words that a customer must have.
        market: the code of their market, or empty.
        dates: the first and the last date of the orders that count, as typed.
        currency: what is compared, as typed.
        limit: how many at most.

    Raises:
        UsageError: there is no such ranking or currency, what was typed is not a date, or the last comes before
            the first.
    """
    from cscli.cli.runs.past import date_named
    from cscli.cli.views.customer.ranking import customers_ranked
    from cscli.desk.customers.value import OrderScope, RankedBy, ranked_customers
    from cscli.markets.currency import currency_code

    if by.casefold() not in list(RankedBy):
        raise not_one_of("order of customers", by, list(RankedBy))
    since, until = (date_named(run, name, typed) for name, typed in zip(("since", "until"), dates, strict=True))
    if until and until < since[: len(until)]:
        raise UsageError(f"--until {until} comes before --since {since}.", code="bad-value", hint="Swap them.")
    found = ranked_customers(
        run.record, RankedBy(by.casefold()), OrderScope(market=market, since=since, until=until), text=text,
        currency=currency_code(currency), home=run.catalog().market(market).currency if market else "", limit=limit,
    )  # fmt: skip
    return customers_ranked(found)


def customer_result(run: Run, typed: str) -> "Result[CustomerHistory]":
    """All that the desk knows of a customer.

    Raises:
        NotFoundError: there is none.
        UnavailableError: the record cannot be read.
    """
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.audit import note_read
    from cscli.cli.runs.contact import salutation_of
    from cscli.cli.views.customer.card import SHOWN_ORDERS, KnownCustomer, customer_card
    from cscli.desk.customers.consents import consents_of, holding
    from cscli.desk.customers.customers import contacts_of, customer_called
    from cscli.desk.customers.value import CustomerValue, values_of
    from cscli.desk.log import newest_interactions
    from cscli.desk.orders.orders import listed_orders
    from cscli.record.rows import customers as customer_table

    record, who = run.record, customer_called(run.record, typed)
    note_read(run, who.key, "customer show")
    consents = holding(consents_of(record, who.key))
    known = KnownCustomer(
        who=who, contacts=contacts_of(record, who.key), clock=_clock(run, who),
        addressed=salutation_of(run, who, who.market, who.language, who.channel),
        may_write=tuple(_permissions(run, who, consents)), consents=consents,
        value=values_of(record, [who.key]).get(who.key, CustomerValue()),
        orders=listed_orders(record, customer=who.key, limit=SHOWN_ORDERS), cases=_cases(run, who.key),
        ratings=tuple(_ratings(run, who.key)),
        said=newest_interactions(record, {"customer": who.key}, limit=_NEWEST),
        undeliverable=tuple(
            (row["address"], row["undeliverable_at"], row["undeliverable"])
            for row in customer_table.undeliverable_of(record, who.key)
        ),
    )  # fmt: skip

    def history() -> "CustomerHistory":
        from cscli.cli.views.customer.payload import history_of

        return history_of(known, run.today)

    return customer_card(known, run.today, own_clock(run), history)


def _cases(run: Run, key: str) -> "tuple[CaseRow, ...]":
    """The cases of a customer: open ones first, with their targets; the newest first."""
    from cscli.record.rows import cases as case_table

    rows = case_table.of_customer(run.record, key)
    if not rows:
        return ()
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.payload import case_row
    from cscli.desk.cases.case import cases_of

    found = cases_of(run.record, (row["number"] for row in rows), run.now).values()
    live = [one for one in found if one.is_live]
    targets = RunPolicies(run).targets_of(live) if live else {}
    ordered = sorted(found, key=lambda one: (not one.is_live, -one.number))
    return tuple(case_row(one, targets.get(one.number, ())) for one in ordered)


def _ratings(run: Run, key: str) -> "Iterator[CustomerRating]":
    """What the customer answered to surveys, the newest first."""
    from datetime import datetime

    from cscli.cli.views.customer.card import CustomerRating
    from cscli.record.rows.ratings import of_customer

    for row in of_customer(run.record, key, _NEWEST):
        yield CustomerRating(
            kind=row["kind"], score=row["score"], case=row["case_number"], comment=row["comment"],
            translation=row["translation"], answered_at=datetime.fromisoformat(row["answered_at"]),
        )  # fmt: skip


def _clock(run: Run, who: "Customer") -> "CustomerClock | None":
    """The customer's local time; None where their market is not known."""
    from cscli.cli.views.customer.card import CustomerClock
    from cscli.clock.zones import local

    if who.market not in run.catalog().market_codes():
        return None
    zones = run.catalog().market(who.market).zones
    zone = who.zone or zones[0]
    return CustomerClock(who.market, zone, not who.zone and len(zones) > 1, local(run.now, zone))


def _permissions(run: Run, who: "Customer", consents: "Sequence[ContactConsent]") -> "Iterator[WritePermission]":
    """Whether the customer may be written to now, by channel and purpose, as their market and they themselves say."""
    from cscli.cli.runs.contact import Contacts
    from cscli.cli.views.customer.card import WritePermission
    from cscli.clock.market_hours import CHANNELS, PURPOSES, REPLY, Decision
    from cscli.clock.zones import utc

    contacts = Contacts(run)
    home = contacts.home(who.market, who.market, who.zone)
    said = {(one.channel, one.purpose): one for one in consents if one.purpose != REPLY}
    for channel in CHANNELS:
        for purpose in PURPOSES:
            answer = contacts.answer(home, channel, purpose, said.get((channel, purpose)))
            if answer is None:
                return
            yield WritePermission(
                channel, purpose, answer.decision is Decision.ALLOWED, str(answer.decision),
                None if answer.until is None else utc(answer.until), answer.reason,
            )  # fmt: skip
