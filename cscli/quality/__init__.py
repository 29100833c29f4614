"""IS IT FIT TO SEND: checks over a reply before anybody sees it."""
