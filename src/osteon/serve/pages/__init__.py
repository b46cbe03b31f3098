"""What people see in a browser. Each page is made on the server, works without scripts, by keyboard, on a phone and on paper."""
