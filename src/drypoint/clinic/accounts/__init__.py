"""Who works where: sign-ins, clinics, memberships, credentials, what a clinic has accepted and set."""
