"""Rosters: who works when, and who is needed, as YAML, a table or a calendar."""

from cscli.clock.roster.agents import Agent, Demand, Roster
from cscli.clock.roster.roster import read_demand, read_roster
from cscli.clock.roster.rotation import Override, Rotation

__all__ = ["Agent", "Demand", "Override", "Roster", "Rotation", "read_demand", "read_roster"]
