"""The record. Each app: models, actions (writes), queries (reads). Pages and commands call those."""
