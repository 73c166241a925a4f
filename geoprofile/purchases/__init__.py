"""What customers bought: order lines read, summed up by customer, scored by recency, frequency and amount."""
