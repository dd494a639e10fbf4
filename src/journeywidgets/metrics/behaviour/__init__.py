"""What people did: how many go on, how long it takes, who stays, where they go instead."""
