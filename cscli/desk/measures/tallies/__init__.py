"""What the measures of each kind count."""
