"""Exercise by the places of the metastases, falls, rehabilitation."""
