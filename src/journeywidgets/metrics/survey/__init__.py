"""Answers to questions: shares, means and scores by stage, from counts that any engine adds up."""
