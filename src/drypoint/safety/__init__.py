"""Screen a person, review a plan, triage what follows: declared rules in, findings out."""
