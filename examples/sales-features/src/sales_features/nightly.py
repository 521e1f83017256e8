"""The nightly job, as a python_wheel_task starts it."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sales_features.calendar import calendar_features
from sales_features.customers import customer_features
from sales_features.revenue import rolling_revenue

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def main() -> None:
    """Read the orders, write one row of features for each customer."""
    arguments = _arguments()
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    features = nightly_features(spark.table(arguments.orders), arguments.day)
    features.write.mode("overwrite").saveAsTable(arguments.features)


def nightly_features(orders: DataFrame, day: date) -> DataFrame:
    """Customers' behaviour, their latest revenue windows, and the calendar of `day`."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    newest_first = Window.partitionBy("customer_id").orderBy(F.col("ordered_on").desc())
    revenue = rolling_revenue(orders.where(F.col("ordered_on") <= F.lit(day)))
    latest = revenue.withColumn("n", F.row_number().over(newest_first)).where("n = 1").drop("n")
    features = customer_features(orders, day).join(latest, "customer_id")
    for name, value in vars(calendar_features(day)).items():
        features = features.withColumn(name, F.lit(value))
    return features


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sales-features", description=main.__doc__)
    parser.add_argument("orders", help="table to read")
    parser.add_argument("features", help="table to write")
    yesterday = date.today() - timedelta(days=1)
    parser.add_argument("day", nargs="?", type=date.fromisoformat, default=yesterday)
    return parser.parse_args()
