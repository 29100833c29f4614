"""Mail that is fetched from servers by IMAP."""
