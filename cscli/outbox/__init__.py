"""What leaves the desk: addressed, composed or translated, checked, recorded. No text takes another way out."""
