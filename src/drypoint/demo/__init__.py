"""The demo clinic: fictional people at every stage of the way, made through the record's own actions.

Every person, name, number and word is invented. ``docs/reference/demo.md`` says which published figures the
simulation draws on and which numbers are only ours.
"""
