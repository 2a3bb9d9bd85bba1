"""The page for reviewers: what is wrong, where each number comes from, what it was before."""

from reportkit.rendering.review.changes import NOBODY, changes_since
from reportkit.rendering.review.page import review_page

__all__ = ["NOBODY", "changes_since", "review_page"]
