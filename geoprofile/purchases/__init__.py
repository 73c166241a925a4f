"""What customers bought: order lines read, summed up by customer, scored by recency, frequency and amount."""

from geoprofile.purchases.columns import ORDER_ROLES, OrderColumns
from geoprofile.purchases.days import PurchaseDays
from geoprofile.purchases.grid import Segment, Segments, assign_segments, load_segments
from geoprofile.purchases.ids import plain_ids
from geoprofile.purchases.orders_reading import OrdersReading
from geoprofile.purchases.reading import read_orders
from geoprofile.purchases.scores import ScoreCuts, fit_cuts, load_cuts, save_cuts, score_customers
from geoprofile.purchases.segment_tables import grid_table, published, segment_table
from geoprofile.purchases.sentences import cautions, frequency_labels, reading_sentences, recency_labels
from geoprofile.purchases.summary import category_shares, customer_summary
from geoprofile.purchases.variables import category_variables

__all__ = [
    "ORDER_ROLES",
    "OrderColumns",
    "OrdersReading",
    "PurchaseDays",
    "ScoreCuts",
    "Segment",
    "Segments",
    "assign_segments",
    "category_shares",
    "category_variables",
    "cautions",
    "customer_summary",
    "fit_cuts",
    "frequency_labels",
    "grid_table",
    "load_cuts",
    "load_segments",
    "plain_ids",
    "published",
    "read_orders",
    "reading_sentences",
    "recency_labels",
    "save_cuts",
    "score_customers",
    "segment_table",
]
