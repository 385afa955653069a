"""The pages of Drypoint: translation between people and the record. No clinical rule lives here."""
