"""What patients report themselves: symptoms in a diary or a questionnaire, red flags among them, and alerts that somebody answers."""
