"""Chats that WhatsApp exported: files whose form follows the language and the settings of a phone."""
