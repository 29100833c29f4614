"""Rosters: who works when, and who is needed, as YAML, a table or a calendar."""

from cscli.clock.roster.agents import Agent, Demand, Roster
from cscli.clock.roster.roster import read_demand, read_roster

__all__ = ["Agent", "Demand", "Roster", "read_demand", "read_roster"]
