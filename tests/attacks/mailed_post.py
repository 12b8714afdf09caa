"""The post of a replay whose mail really travels."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from pathlib import Path

from netwerkberaad.demo.post import Post
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.messages.mail import message_id
from netwerkberaad.foundation.vault import Store
from tests.smtp import SmtpServer


class MailedPost(Post):
    """The post of the replay with a real mail server: letters are read where they arrived."""

    def __init__(self, store: Store, settings: Settings, smtp: SmtpServer) -> None:
        super().__init__(store, settings)
        self._smtp = smtp
        self._arrived: dict[str, str] = {}
        self._read_files: set[Path] = set()

    def _letter(self, key: str) -> str:
        wanted = message_id(key, "noreply@localhost").partition("@")[0]
        if wanted not in self._arrived:
            for path in sorted(set(self._smtp._folder.glob("*.eml")) - self._read_files):
                self._read_files.add(path)
                data = path.read_bytes().partition(b"\n")[2]
                mail = message_from_bytes(data, EmailMessage, policy=mail_policy)
                body = mail.get_body(("plain",))
                name = str(mail["Message-ID"]).partition("@")[0]
                self._arrived[name] = str(body.get_content()) if body is not None else ""
        return self._arrived.get(wanted, "")  # a posted letter is read by nobody here
