"""Recency, frequency and spending of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from pyspark.sql import DataFrame


def customer_features(orders: DataFrame, as_of: date) -> DataFrame:
    """How each customer bought, up to and with `as_of`; later orders are not looked at.

    Args:
        orders: `customer_id`, `ordered_on` (a date), `amount`.
        as_of: the day from which one looks back.

    Returns:
        `customer_id`, `recency_days`, `frequency` (days with an order), `mean_order_value`.
    """
    from pyspark.sql import functions as F

    known = orders.where(F.col("ordered_on") <= F.lit(as_of))
    return known.groupBy("customer_id").agg(
        F.datediff(F.lit(as_of), F.max("ordered_on")).alias("recency_days"),
        F.countDistinct("ordered_on").alias("frequency"),
        F.avg("amount").alias("mean_order_value"),
    )
