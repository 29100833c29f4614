"""Orders as shops and market places export them: what the columns mean. The headings are those of their own exports.

An order with several items comes as several rows. Where only the first says who bought it, there is one reply for each
order and the other rows are skipped. Columns that somebody added to an export are variables, as in any table.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The export of one system; of several columns for one thing the first that is filled is taken.

    ``once`` are columns that only the first row of an order fills. ``families`` are beginnings and ends of headings
    that are the export's own, ``others`` are whole headings.
    """

    name: str
    number: tuple[str, ...]
    market: tuple[str, ...]
    customer: Mapping[str, tuple[str, ...]]
    total: tuple[str, ...]
    currency: tuple[str, ...] = ()
    item: str = ""
    once: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    others: frozenset[str] = field(default_factory=frozenset)

    @property
    def says(self) -> str:
        """What a person should know of how such a table is read."""
        return f"{self.name}: one reply for each order; the rows of its further items are skipped" if self.once else ""

    def owns(self, column: str) -> bool:
        """Whether a column is the export's own, so that it is read here or ignored."""
        read = (
            *self.number,
            *self.market,
            *self.total,
            *self.currency,
            *(c for cs in self.customer.values() for c in cs),
        )
        return (
            column in self.others
            or column in read
            or any(column.startswith(part) or column.endswith(part) for part in self.families)
        )

    def is_of(self, columns: Collection[str]) -> bool:
        """Whether a table has the column with the order's number."""
        return any(column in columns for column in self.number)

    def order_of(self, cells: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """The order of a row: what it says of the row, fields of the customer, and variables."""
        customer = {name: found for name, columns in self.customer.items() if (found := _first(cells, columns))}
        number, total, currency = (_first(cells, columns) for columns in (self.number, self.total, self.currency))
        values = {"order_number": number} if number else {}
        if total:
            values["order_total"] = f"{total} {currency}".strip()
        market = _first(cells, self.market)
        return {"key": number, "market": market, "currency": currency}, customer, values

    def is_further_item(self, cells: Mapping[str, Any], columns: Collection[str]) -> bool:
        """Whether a row is a further item of an order: it names the order and an item, and nothing of the order's."""
        told = [column for column in self.once if column in columns]
        named = _first(cells, self.number) and self.item in cells
        return bool(told and named) and not any(column in cells for column in told)


SHOPIFY: Final = Export(
    name="Shopify's orders", number=("Name",), market=("Shipping Country", "Billing Country"), total=("Total",),
    currency=("Currency",), item="Lineitem name", once=("Financial Status", "Currency", "Subtotal", "Total"),
    customer={
        "name": ("Shipping Name", "Billing Name"), "email": ("Email",),
        "phone": ("Phone", "Shipping Phone", "Billing Phone"),
    },
    families=("Lineitem ", "Billing ", "Shipping ", "Payment ", "Tax "),
    others=frozenset((
        "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Subtotal",
        "Shipping", "Taxes", "Discount Code", "Discount Amount", "Created at", "Notes", "Note Attributes",
        "Cancelled at", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID", "Id",
        "Tags", "Risk Level", "Source", "Receipt Number", "Duties", "Next Payment Due At", "Fulfillment Date",
    )),
)  # fmt: skip
WOOCOMMERCE: Final = Export(
    name="WooCommerce's orders", number=("Order Number", "order_number", "Order ID", "order_id"),
    market=("Country Code (Shipping)", "Country Code (Billing)", "shipping_country", "billing_country"),
    total=("Order Total Amount", "order_total"), currency=("Order Currency", "Currency", "order_currency"),
    customer={
        "given": ("First Name (Shipping)", "First Name (Billing)", "shipping_first_name", "billing_first_name"),
        "family": ("Last Name (Shipping)", "Last Name (Billing)", "shipping_last_name", "billing_last_name"),
        "email": ("Email (Billing)", "billing_email", "customer_email"), "phone": ("Phone (Billing)", "billing_phone"),
    },
    item="Item Name", once=("Order Status", "Order Total Amount", "Email (Billing)"),
    families=(
        " (Billing)", " (Shipping)", "billing_", "shipping_", "Item ", "line_item_", "Order ", "Cart ", "Coupon",
        "Discount ", "Quantity", "Shipping ", "Payment ", "Total ",
    ),
    others=frozenset((
        "Customer Note", "SKU", "Item #", "status", "order_date", "paid_date", "date", "shipping_total", "tax_total",
        "fee_total", "cart_discount", "order_discount", "discount_total", "order_subtotal", "payment_method",
        "payment_method_title", "transaction_id", "customer_ip_address", "customer_user_agent", "customer_id",
        "customer_user", "customer_note", "order_key", "currency", "Name", "Product Variation", "Image URL",
    )),
)  # fmt: skip
AMAZON: Final = Export(
    name="Amazon's order report", number=("order-id", "amazon-order-id"), market=("ship-country",),
    total=("item-price",), currency=("currency",),
    customer={
        "name": ("recipient-name", "buyer-name"), "email": ("buyer-email",),
        "phone": ("ship-phone-number", "buyer-phone-number"),
    },
    families=(
        "item-", "ship-", "shipping-", "delivery-", "order-", "buyer-", "bill-", "gift-", "is-", "earliest-", "latest-",
        "tax-", "-date",
    ),
    others=frozenset((
        "sku", "asin", "product-name", "quantity-purchased", "quantity-shipped", "quantity-to-ship", "quantity",
        "sales-channel", "fulfillment-channel", "purchase-order-number", "price-designation", "merchant-order-id",
        "days-past-promise", "number-of-items", "promotion-ids", "cpf", "url", "recipient-name",
    )),
)  # fmt: skip
EBAY: Final = Export(
    name="eBay's orders", number=("Order Number", "Order number", "Sales Record Number"),
    market=("Ship To Country", "Buyer Country", "Ship to country"), total=("Total Price", "Order Total"),
    currency=("Transaction currency", "Currency"),
    customer={
        "name": ("Ship To Name", "Buyer Name", "Buyer name"), "email": ("Buyer Email",),
        "phone": ("Ship To Phone",),
    },
    item="Item Title", once=("Buyer Username", "Total Price"),
    families=(
        "Ship To ", "Ship to ", "Buyer ", "Item ", "eBay ", "Shipping ", "Payment ", "Sale ", "Global Shipping ",
        "Click and Collect", "Feedback ", "Order ", " Date", " date", "Tax ", "Sold ",
    ),
    others=frozenset((
        "Custom Label", "Custom Label (SKU)", "Quantity", "Sold For", "Paid On Date", "PayPal Transaction ID",
        "Tracking Number", "Transaction ID", "Variation Details", "My Item Note", "Private Notes", "Discount",
        "Sold Via Promoted Listings", "Seller Collected Tax", "Electronic Waste Recycling Fee", "Status",
    )),
)  # fmt: skip
EXPORTS: Final = {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE, "amazon": AMAZON, "ebay": EBAY}


def _first(cells: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return next((found for column in columns if (found := str(cells.get(column, "")).strip())), "")
