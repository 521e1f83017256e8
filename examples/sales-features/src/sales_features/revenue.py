"""Revenue over rolling windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, WindowSpec

WINDOWS_DAYS = (7, 28, 91)


def rolling_revenue(orders: DataFrame, windows_days: Sequence[int] = WINDOWS_DAYS) -> DataFrame:
    """Revenue of each customer and day, and its sums over the days up to and with that day.

    Args:
        orders: `customer_id`, `ordered_on` (a date), `amount`.
        windows_days: lengths of the windows.

    Returns:
        `customer_id`, `ordered_on`, `revenue`, and `revenue_<n>d` for each window.
    """
    from pyspark.sql import functions as F

    daily = orders.groupBy("customer_id", "ordered_on").agg(F.sum("amount").alias("revenue"))
    for days in windows_days:
        daily = daily.withColumn(f"revenue_{days}d", F.sum("revenue").over(_window(days)))
    return daily


def _window(days: int) -> WindowSpec:
    """The last `days` days of one customer; by date, since not every day has an order.

    Days are counted, not hours: where clocks change, a day has 23 or 25 of them.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    number_of_day = F.datediff(F.col("ordered_on"), F.lit("1970-01-01"))
    ordered = Window.partitionBy("customer_id").orderBy(number_of_day)
    return ordered.rangeBetween(1 - days, Window.currentRow)
