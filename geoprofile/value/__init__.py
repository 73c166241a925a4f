"""What a customer is expected to buy and to bring: models, a plain baseline, and how well each foretold."""
