"""Real mail servers of the tests' own: Dovecot for IMAP and Postfix for SMTP, on loopback, in a temporary folder."""

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PASSWORD = "geheim und lang"  # noqa: S105 - of servers that live for one test
DOVECOT_24 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
mail_driver = maildir
mail_path = {folder}/mail/%{{user | username}}/Maildir
ssl = {ssl}
ssl_server_cert_file = {folder}/server.pem
ssl_server_key_file = {folder}/server.key
auth_allow_cleartext = yes
passdb passwd-file {{
  passwd_file_path = {folder}/users
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {folder}/mail/%{{user | username}}
  }}
}}
"""
DOVECOT_23 = """
mail_location = maildir:{folder}/mail/%n/Maildir
ssl = {ssl}
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n
}}
"""
DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 0
mail_max_userip_connections = 100
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    """A port on which nothing listens, out of the range from which the system gives ports to all who ask for any.

    Each worker of a test run has ports of its own, as a server takes a while from here to listening.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    for port in random.sample(range(20_000 + worker % 8, 32_000, 8), 200):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    pytest.fail("no port is free")


def required(program: str, package: str) -> str:
    """The path of a server's program; without it the test is skipped, but never where CI is set."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not found:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed: apt-get install {package}")
        pytest.skip(f"{program} is not installed: apt-get install {package}")
    return found


def _owner() -> tuple[str, str]:
    """Who the servers run as: nobody where the tests run as root, else who runs the tests."""
    if os.geteuid() == 0:
        return "nobody", "nogroup"
    import grp

    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


class Dovecot:
    """An IMAP server with a mailbox for each user; mails are files in its Maildirs."""

    def __init__(self, folder: Path, users: tuple[str, ...], certificate=None) -> None:
        self._program, self.folder = required("dovecot", "dovecot-imapd"), folder
        self.port, self.tls_port = free_port(), free_port()
        self.user, self.group = _owner()
        version = subprocess.run([self._program, "--version"], capture_output=True, check=True, text=True).stdout
        template = DOVECOT_23 if version.startswith("2.3") else DOVECOT_24
        if certificate:
            certificate.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
            certificate.private_key_pem.write_to_path(folder / "server.key")
        told = {
            "folder": folder, "user": self.user, "group": self.group, "port": self.port, "tls_port": self.tls_port,
            "ssl": "yes" if certificate else "no",
        }  # fmt: skip
        text = template.format(**told) + DOVECOT.format(**told)
        if not certificate:
            text = "\n".join(line for line in text.splitlines() if not line.startswith("ssl_")).replace(
                f"  inet_listener imaps {{\n    port = {self.tls_port}\n    ssl = yes\n  }}", ""
            )
        (folder / "dovecot.conf").write_text(text + "\n")
        (folder / "users").write_text("".join(f"{name}:{{PLAIN}}{PASSWORD}:::::: \n" for name in users))
        (folder / "run").mkdir()
        for name in users:
            for part in ("cur", "new", "tmp"):
                (self.maildir(name) / part).mkdir(parents=True, exist_ok=True)
        self._own()
        self.start()

    def maildir(self, user: str) -> Path:
        return self.folder / "mail" / user / "Maildir"

    def deliver(self, user: str, mails, *, folder: str = "", first: int = 0) -> None:
        """Put mails into a mailbox, as a delivery agent does."""
        place = self.maildir(user) / (f".{folder}" if folder else "")
        for part in ("cur", "new", "tmp"):
            (place / part).mkdir(parents=True, exist_ok=True)
        for number, raw in enumerate(mails, start=first):
            name = f"{int(time.time())}.M{number:07}P{os.getpid()}.test"
            (place / "tmp" / name).write_bytes(raw)
            (place / "tmp" / name).rename(place / "new" / name)
        self._own()

    def _own(self) -> None:
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{self.user}:{self.group}", self.folder], check=True)

    def start(self) -> None:
        command = [self._program, "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, self._process, self.folder / "dovecot.log")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


def wait_for(port: int, process=None, log: Path | None = None) -> None:
    """Wait until a server listens."""
    for _ in range(200):
        with socket.socket() as probe:
            listens = probe.connect_ex(("127.0.0.1", port)) == 0
        if process is not None and process.poll() is not None:
            break
        if listens:
            return
        time.sleep(0.05)
    told = log.read_text(errors="replace") if log and log.exists() else ""
    pytest.fail(f"nothing listens on {port}: {told[-2000:]}")


@contextmanager
def short_folder(name: str):
    """A folder whose path leaves room for sockets (100 characters), in memory where there is some."""
    memory = Path("/dev/shm")  # noqa: S108 - files there are never written to a disk: many small ones come and go
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    with tempfile.TemporaryDirectory(prefix=name, dir=memory if has_room else "/tmp") as folder:  # noqa: S108 - short
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def dovecot(*users: str, certificate=None):
    """A running IMAP server."""
    with short_folder("dc") as folder:
        server = Dovecot(folder, users, certificate)
        try:
            yield server
        finally:
            server.stop()


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
