"""From prospects to a score: trained, judged, told on a page, and applied to others."""

from geoprofile.recipes.scoring.apply import ApplyReport, apply_score
from geoprofile.recipes.scoring.flow import ScoreResult, train_score

__all__ = ["ApplyReport", "ScoreResult", "apply_score", "train_score"]
