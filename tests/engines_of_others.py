"""A package with two engines that say where texts would go, and a watch over all that a process looks up."""

PLUGIN = """
import json, os
from cscli.translation.engines.engine import Answer, Profile, Quality

class Away:
    name, host = "away", "away.example"

    def __init__(self, surroundings):
        self.profile = Profile(name=self.name, host=self.host)

    def quality(self, source, target):
        return Quality.DRAFT

    def translate(self, job):
        with open(os.environ["AWAY_SAW"], "a", encoding="utf-8") as saw:
            saw.writelines(json.dumps([self.name, text]) + "\\n" for text in job.texts)
        return tuple(Answer(text="Wo ist heute mein Paket?") for _ in job.texts)

    def close(self):
        pass

class Beyond(Away):
    name, host = "beyond", "beyond.example"
"""
ENTRIES = """[cscli.engines]
away = away_engines:Away
beyond = away_engines:Beyond
"""

# A process that notes every name it looks up and every address it connects to, reaches none, and asks again at once.
WATCH = """
import os, socket, time
time.sleep = lambda _: None
def noted(call):
    def watched(*args, **more):
        where = args[1][0] if call == "connect" and isinstance(args[1], tuple) else args[0] if call != "connect" else ""
        if where not in ("", "127.0.0.1", "::1", "localhost"):
            with open(os.environ["WATCHED"], "a", encoding="utf-8") as book:
                book.write(f"{where}\\n")
            raise socket.gaierror(socket.EAI_NONAME, "no such name in a test")
        return real[call](*args, **more)
    return watched
real = {"connect": socket.socket.connect, "getaddrinfo": socket.getaddrinfo, "gethostbyname": socket.gethostbyname}
socket.socket.connect = noted("connect")
socket.getaddrinfo = noted("getaddrinfo")
socket.gethostbyname = noted("gethostbyname")
"""
