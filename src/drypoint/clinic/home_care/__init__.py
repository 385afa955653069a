"""What the person does at home, and what the clinic tells where advice on it differs."""
