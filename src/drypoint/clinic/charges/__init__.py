"""What a visit is billed as: fees, diagnosis codes, superbills."""
