"""Whom to call, why and when: facts, obligations, demands of the rules, and the batch that follows from them."""
