"""Training on published cases: what a member of staff guessed, palpated on paper and answered. No patient."""
