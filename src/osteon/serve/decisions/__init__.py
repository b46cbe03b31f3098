"""What people decided on findings: accepted, already done, not for this patient, later. The verdict stays; where it stands changes."""
