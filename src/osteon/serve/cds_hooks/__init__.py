"""CDS Hooks 2.0: what an EHR asks when a chart is opened or an order is signed, and the cards that answer.

Dictionaries in, dictionaries out. Nothing here decides anything about a patient: a card is a finding of the review.
"""
