"""What customers say of the desk: the surveys that they were sent, and the ratings that they gave."""
