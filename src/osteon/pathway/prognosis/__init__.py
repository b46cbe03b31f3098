"""Published prognostic scores of people with bone metastases, and cohorts to read them against. No number for one person."""
