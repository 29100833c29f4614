"""What belongs to this machine and not to the shared record: consents, pauses of engines, bulk runs, drafts."""
