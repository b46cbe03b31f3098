"""What is handed on about one patient on paper: a letter for the team, and one in plain words for the patient.

Neither says anything that the review does not say.
"""
