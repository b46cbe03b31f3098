"""The rule machinery: trees, three-valued evaluation, explanation, checks. It knows no medicine and no file format."""
