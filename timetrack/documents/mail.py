"""A mail as it travels: addresses, text, and the PDF attached. Pure."""

import re
from email.message import EmailMessage
from email.policy import SMTP

from timetrack.models import Mail


def compose(mail: Mail, *, sender: str, number: str, pdf: bytes) -> EmailMessage:
    """The message of ``mail``, whose id and date are its own, so that sending it again sends the same."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.recipients
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated" if mail.asked_by is None else "no"
    message.set_content(mail.body + "\n")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{_file_name(number)}.pdf")
    return message


def _file_name(number: str) -> str:
    return re.sub(r"[^\w.-]+", "-", number).strip("-.") or "invoice"
