"""What the commands are compared with: programs that are each started as a process of their own."""
