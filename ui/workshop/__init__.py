"""The facilitator's desk and the results of a workshop."""
