"""The people a clinic cares for: contact, measures, allergies, medicines, their own sign-in."""
