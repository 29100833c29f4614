"""What a run knows and shows of each subject: gathered from the rooms, for the commands."""
