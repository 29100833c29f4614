"""A real IMAP server of the tests' own: Dovecot, on loopback, in a temporary folder."""

import os
import pwd
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from mail_servers import free_port, required, short_folder, wait_for

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


@contextmanager
def dovecot(*users: str, certificate=None):
    """A running IMAP server."""
    with short_folder("dc") as folder:
        server = Dovecot(folder, users, certificate)
        try:
            yield server
        finally:
            server.stop()
