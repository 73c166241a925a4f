"""Scores of prospects: a scorecard that can be read, a model beside it, how far both may be trusted."""
