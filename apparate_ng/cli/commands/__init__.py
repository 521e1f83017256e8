"""What each command takes: options and help, light to import; what it does stands in `runs`."""
