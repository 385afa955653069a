"""Setting fees, and issuing, replacing and voiding superbills."""
