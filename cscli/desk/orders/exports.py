"""What the columns of order tables mean: our own headings, and those of the exports of shop systems.

Each field names the headings that may hold it, the best first; of several that are filled in a row the first counts.
Headings are folded as ``tables.headings.folded`` does. They are those that the systems write in their English exports.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from cscli.errors import not_one_of
from cscli.tables.headings import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExport:
    """The export of a shop system.

    ``signs`` are sets of headings, one of which every file of it has. ``home`` is the language whose readers decide
    what a ``$`` means. ``totals_differ``: rows of an order may have totals of their own, and the first is the order's.
    ``footer``: a row with a single filled cell says something about the file.
    """

    name: str
    fields: Mapping[str, tuple[str, ...]]
    signs: tuple[frozenset[str], ...] = ()
    home: str = ""
    totals_differ: bool = False
    footer: bool = False


_OWN: Final = OrderExport(
    name="",
    fields={
        "number": ("order_number", "order.number", "number", "order", "order_id", "order.id", "order_no", "id"),
        "customer": ("customer", "customer.key", "customer_key", "customer_id", "customer.id", "customer_number"),
        "email": ("email", "customer.email", "customer_email", "e_mail", "mail", "email_address"),
        "phone": ("phone", "customer.phone", "customer_phone", "telephone", "phone_number"),
        "name": ("name", "customer.name", "customer_name", "full_name"),
        "given": ("given", "customer.given", "first_name", "given_name", "customer.first_name"),
        "family": ("family", "customer.family", "last_name", "family_name", "surname", "customer.last_name"),
        "company": ("company", "customer.company", "company_name"),
        "market": ("market", "customer.market"),
        "status": ("status", "order_status", "order.status"),
        "placed": ("placed", "order_date", "ordered_at", "order.date", "created_at", "created", "date", "placed_at"),
        "promised_from": ("promised_from", "delivery_from"),
        "promised": ("promised", "delivery_to", "promised_date", "expected", "due", "delivery_date", "due_date"),
        "shipped": ("shipped", "ship_date", "shipped_at", "shipped_on", "dispatched"),
        "delivered": ("delivered", "delivered_at", "delivered_on"),
        "carrier": ("carrier", "shipping_carrier", "tracking.carrier"),
        "tracking_number": ("tracking_number", "tracking", "tracking.number", "tracking_no"),
        "tracking_link": ("tracking_link", "tracking_url", "tracking.link", "tracking.url"),
        "total": ("total", "order_total", "total.amount", "amount", "grand_total"),
        "currency": ("currency", "currency_code", "total.currency"),
        "payment_method": ("payment_method", "payment"),
        "address": ("address", "shipping_address"),
        "street": ("street", "address_1", "address1", "shipping_address.street", "shipping_address_1"),
        "street_2": ("address_2", "address2", "shipping_address_2"),
        "city": ("city", "shipping_city", "shipping_address.city"),
        "state": ("state", "province", "shipping_state", "shipping_address.state"),
        "postcode": ("postcode", "zip", "postal_code", "shipping_postcode", "shipping_address.postcode"),
        "country": ("country_code", "country", "shipping_country", "shipping_address.country"),
        "link": ("link", "order_link", "order.link"),
        "item": ("item", "item_name", "product", "product_name", "article", "title"),
        "sku": ("sku", "item_sku", "product_sku"),
        "quantity": ("quantity", "qty", "item_quantity", "count"),
        "price": ("price", "item_price", "unit_price"),
        "items": ("items", "articles", "line_items"),
    },
)
_SHOPIFY: Final = OrderExport(
    name="shopify",
    signs=(frozenset(("name", "lineitem_name")), frozenset(("name", "financial_status"))),
    fields={
        "number": ("name",),
        "email": ("email",), "phone": ("phone", "shipping_phone", "billing_phone"),
        "name": ("billing_name", "shipping_name"),
        "company": ("billing_company",),
        "status": ("fulfillment_status",), "payment_status": ("financial_status",), "cancelled_at": ("cancelled_at",),
        "placed": ("created_at",), "paid_at": ("paid_at",), "shipped": ("fulfilled_at",),
        "total": ("total",), "currency": ("currency",), "payment_method": ("payment_method",),
        "street": ("shipping_address1", "shipping_street"), "street_2": ("shipping_address2",),
        "city": ("shipping_city",), "state": ("shipping_province",), "postcode": ("shipping_zip",),
        "country": ("shipping_country", "billing_country"),
        "item": ("lineitem_name",), "sku": ("lineitem_sku",), "quantity": ("lineitem_quantity",),
        "price": ("lineitem_price",),
    },
)  # fmt: skip
_WOOCOMMERCE: Final = OrderExport(
    name="woocommerce",
    signs=(frozenset(("order_number", "order_total_amount")), frozenset(("order_number", "email_(billing)"))),
    fields={
        "number": ("order_number",),
        "email": ("email_(billing)",), "phone": ("phone_(billing)",),
        "given": ("first_name_(billing)", "first_name_(shipping)"),
        "family": ("last_name_(billing)", "last_name_(shipping)"),
        "company": ("company_(billing)",),
        "status": ("order_status",), "placed": ("order_date",), "paid_at": ("paid_date",),
        "shipped": ("completed_date",),
        "total": ("order_total_amount",), "currency": ("order_currency", "currency"),
        "payment_method": ("payment_method_title", "payment_method"),
        "street": ("address_1&2_(shipping)", "address_1&2_(billing)", "address_1_(shipping)"),
        "street_2": ("address_2_(shipping)",), "city": ("city_(shipping)", "city_(billing)"),
        "state": ("state_code_(shipping)", "state_code_(billing)"),
        "postcode": ("postcode_(shipping)", "postcode_(billing)"),
        "country": ("country_code_(shipping)", "country_code_(billing)"),
        "carrier": ("tracking_provider",), "tracking_number": ("tracking_number",), "tracking_link": ("tracking_link",),
        "item": ("item_name", "name"), "sku": ("sku",), "quantity": ("quantity", "quantity_(_refund)"),
        "price": ("item_cost",),
    },
)  # fmt: skip
_AMAZON: Final = OrderExport(
    name="amazon",
    signs=(frozenset(("amazon_order_id",)), frozenset(("order_id", "order_item_id"))),
    fields={
        "number": ("amazon_order_id", "order_id"),
        "email": ("buyer_email",), "phone": ("buyer_phone_number", "ship_phone_number"),
        "name": ("buyer_name", "recipient_name"),
        "status": ("order_status",),
        "placed": ("purchase_date",), "shipped": ("shipment_date",), "paid_at": ("payments_date",),
        "promised_from": ("delivery_start_date", "earliest_delivery_date"),
        "promised": ("delivery_end_date", "latest_delivery_date", "estimated_arrival_date"),
        "currency": ("currency",), "carrier": ("carrier",), "tracking_number": ("tracking_number",),
        "street": ("ship_address_1",), "street_2": ("ship_address_2",), "city": ("ship_city",),
        "state": ("ship_state",), "postcode": ("ship_postal_code",), "country": ("ship_country",),
        "item": ("product_name",), "sku": ("sku",), "quantity": ("quantity_purchased", "quantity", "quantity_shipped"),
        "price_of_all": ("item_price",),
    },
)  # fmt: skip
_EBAY: Final = OrderExport(
    name="ebay",
    signs=(frozenset(("sales_record_number",)),),
    home="en-US",
    totals_differ=True,
    footer=True,
    fields={
        "number": ("order_number",),
        "email": ("buyer_email",), "phone": ("ship_to_phone", "post_to_phone"),
        "name": ("buyer_name", "ship_to_name", "post_to_name"),
        "placed": ("sale_date",), "paid_at": ("paid_on_date",),
        "shipped": ("shipped_on_date", "posted_on_date", "dispatched_on_date"),
        "promised_from": ("minimum_estimated_delivery_date",), "promised": ("maximum_estimated_delivery_date",),
        "total": ("total_price",), "payment_method": ("payment_method",), "tracking_number": ("tracking_number",),
        "street": ("ship_to_address_1", "post_to_address_1"), "street_2": ("ship_to_address_2", "post_to_address_2"),
        "city": ("ship_to_city", "post_to_city"),
        "state": ("ship_to_state", "ship_to_county", "post_to_state", "post_to_county"),
        "postcode": ("ship_to_zip", "ship_to_postcode", "post_to_postcode"),
        "country": ("ship_to_country", "post_to_country", "buyer_country"),
        "item": ("item_title",), "sku": ("custom_label", "custom_label_(sku)", "item_number"),
        "quantity": ("quantity",), "price": ("sold_for",),
    },
)  # fmt: skip
EXPORTS: Final = {one.name: one for one in (_SHOPIFY, _WOOCOMMERCE, _AMAZON, _EBAY)}
FIELDS: Final = tuple(_OWN.fields)


def export_of(columns: Collection[str], said: str = "") -> OrderExport:
    """The export that a table is of: the one that somebody named, else the one whose headings it has, else our own.

    Raises:
        UsageError: no export has the name.
    """
    if said:
        if said.casefold() not in EXPORTS:
            raise not_one_of("export", said, tuple(EXPORTS))
        return EXPORTS[said.casefold()]
    headings = {folded(column) for column in columns}
    return next((one for one in EXPORTS.values() if any(signs <= headings for signs in one.signs)), _OWN)
