"""A real SMTP server of the tests' own: Postfix, on loopback, in a temporary folder."""

import os
import pwd
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from dovecot_server import Dovecot
from mail_servers import free_port, required, short_folder, wait_for

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.shop.test
mydestination =
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{folder}/etc/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_mailbox_limit = 0
transport_maps = texthash:{folder}/etc/transport
in_flow_delay = 0
delay_warning_time = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
"""
MASTER_CF = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """An SMTP server that puts mail into the Maildirs of a Dovecot.

    ``boxes`` gives a user by address or ``@domain``, ``relays`` the port to which mail to a domain goes on.
    Postfix is started by root alone.
    """

    def __init__(self, folder: Path, boxes: dict[str, str], mailboxes: Dovecot, relays: dict[str, int]) -> None:
        self._program, self.folder, self.port = required("postfix", "postfix"), folder, free_port()
        self._as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if self._as_root and subprocess.run([*self._as_root, "true"], capture_output=True, check=False).returncode:
            if os.environ.get("CI"):
                pytest.fail("Postfix is started by root, and sudo asks for a password")
            pytest.skip("Postfix is started by root")
        daemons = next(path for path in ("/usr/lib/postfix/sbin", "/usr/libexec/postfix") if Path(path).is_dir())
        owner = pwd.getpwnam(mailboxes.user)
        told = {
            "folder": folder, "daemons": daemons, "port": self.port, "mail": mailboxes.folder / "mail",
            "uid": owner.pw_uid, "gid": owner.pw_gid, "domains": ", ".join({box.rpartition("@")[2] for box in boxes}),
        }  # fmt: skip
        etc = folder / "etc"
        etc.mkdir()
        for name in ("queue", "data"):
            (folder / name).mkdir()
        (etc / "main.cf").write_text(MAIN_CF.format(**told))
        (etc / "master.cf").write_text(MASTER_CF.format(**told))
        (etc / "boxes").write_text("".join(f"{box} {user}/Maildir/\n" for box, user in boxes.items()))
        (etc / "transport").write_text("".join(f"{name} smtp:[127.0.0.1]:{port}\n" for name, port in relays.items()))
        subprocess.run([*self._as_root, "chown", "-R", "root:root", folder], check=True)
        subprocess.run([*self._as_root, "chown", "postfix", folder / "data"], check=True)
        self._run("start")
        wait_for(self.port, log=folder / "postfix.log")

    def stop(self) -> None:
        self._run("stop")
        if self._as_root:
            subprocess.run([*self._as_root, "rm", "-rf", *self.folder.glob("*")], check=False)

    def _run(self, verb: str) -> None:
        command = [*self._as_root, self._program, "-c", str(self.folder / "etc"), verb]
        done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=120)
        assert done.returncode == 0, done.stderr + done.stdout


@contextmanager
def postfix(boxes: dict[str, str], mailboxes: Dovecot, relays: dict[str, int]):
    """A running SMTP server; arguments as in ``Postfix``."""
    required("postfix", "postfix")
    with short_folder("pf") as folder:
        server = Postfix(folder, boxes, mailboxes, relays)
        try:
            yield server
        finally:
            server.stop()
