"""What the database refuses of files, mails and failures: one statement for every rule, against ``conftest.ROWS``."""

FILE = (
    "INSERT INTO invoice_files (file_id, invoice_id, sha256, object_key, size_bytes, published_at)"
    " VALUES ({}, {}, sha256('two'), 'invoices/x', 3, now())"
)
MAIL = (
    "INSERT INTO mails (mail_id, invoice_id, kind, recipients, subject, message_id, asked_by, days_after_due)"
    " VALUES ({}, {}, 'REMINDER', 'opal@opal.example', 'Reminder', {}, {}, {})"
)
TWO = "'<two@harbour.example>'"

REFUSED = [
    *[("ck_organisation_reminder_days", f"UPDATE organisation SET reminder_days = '{days}'")
      for days in ("{1,2,3,4,5,6}", "{NULL}", "{-31}", "{366}")],
    ("pk_invoice_files", FILE.format(1, 1)),
    ("fk_invoice_files_invoice_id", FILE.format(2, 99)),
    ("uq_invoice_files_invoice_id", FILE.format(2, 2)),
    ("ck_invoice_files_sha256", "UPDATE invoice_files SET sha256 = 'short'"),
    ("ck_invoice_files_size_bytes", "UPDATE invoice_files SET size_bytes = 0"),
    *[("ck_invoice_files_object_key", f"UPDATE invoice_files SET object_key = {key}")
      for key in ("' '", "repeat('x', 501)")],
    ("pk_mails", MAIL.format(1, 2, TWO, "NULL", "NULL")),
    ("fk_mails_invoice_id", MAIL.format(2, 99, TWO, "NULL", "NULL")),
    ("fk_mails_asked_by", MAIL.format(2, 2, TWO, 99, "NULL")),
    ("uq_mails_message_id", MAIL.format(2, 2, "'<one@harbour.example>'", "NULL", "NULL")),
    ("uq_mails_invoice_id_days_after_due", MAIL.format(2, 2, TWO, "NULL", 3)),
    ("ck_mails_kind", "UPDATE mails SET kind = 'SPAM', days_after_due = NULL"),
    ("ck_mails_days_after_due", "UPDATE mails SET kind = 'SEND'"),
    *[("ck_mails_recipients", f"UPDATE mails SET recipients = {text}") for text in ("' '", "repeat('x', 2001)")],
    *[("ck_mails_subject", f"UPDATE mails SET subject = {text}") for text in ("' '", "repeat('x', 301)")],
    *[("ck_mails_one_line", f"UPDATE mails SET subject = 'Hello' || chr({code}) || 'Bcc: eve@evil.example'")
      for code in (10, 13)],
    ("ck_mails_body", "UPDATE mails SET body = repeat('x', 20001)"),
    ("ck_mails_error", "UPDATE mails SET error = repeat('x', 1001)"),
    ("ck_mails_outcome", "UPDATE mails SET sent_at = now(), failed_at = now()"),
    ("ck_mails_tries", "UPDATE mails SET tries = -1"),
    ("pk_job_failures", "INSERT INTO job_failures (job_id, error, failed_at) VALUES (1, 'Again', now())"),
    *[("ck_job_failures_error", f"UPDATE job_failures SET error = {text}") for text in ("' '", "repeat('x', 1001)")],
]  # fmt: skip
