"""Mails go out through a real server: encrypted, with a password, refused, and cut off mid-way."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests import factories, proxy
from tests.ports import free_port
from tests.proxy import Fault
from tests.worker.conftest import PATIENCE, states, work_off
from tests.worker.post_office import PostOffice
from timetrack import db
from timetrack.documents import publish
from timetrack.domain import jobs, mails, payments
from timetrack.domain.invoices import files, reading, voiding
from timetrack.domain.mails import Mailed, MailState
from timetrack.models import Invoice, Mail

ROOT = Path(__file__).resolve().parents[2]
WORDS = {"to": "otto@opal.example", "subject": "Rechnung für Öl", "body": "Hallo Otto,\n\nanbei.\n"}
Issue = Callable[[], Invoice]
pytestmark = pytest.mark.usefixtures("impatient")


def test_an_invoice_arrives_with_its_pdf(issue: Issue, post_office: PostOffice) -> None:
    invoice, asked = issue(), sent(issue)
    work_off()
    (taken,) = post_office.taken
    told = mailed(asked)
    assert (told.state, told.mail.tries, told.mail.error) == (MailState.SENT, 1, "")
    assert (taken["To"], taken["Subject"]) == ("otto@opal.example", "Rechnung für Öl")
    assert (taken["From"], taken["Message-ID"]) == ("Harbour Studio <billing@harbour.example>", asked.message_id)
    assert taken.get_body().get_content().splitlines() == ["Hallo Otto,", "", "anbei."]  # type: ignore[union-attr]
    (pdf,) = taken.iter_attachments()
    assert (pdf.get_content_type(), pdf.get_filename()) == ("application/pdf", f"{told.number}.pdf")
    assert pdf.get_content() == fresh(asked.invoice_id)
    assert invoice.invoice_id != asked.invoice_id
    assert read(asked.invoice_id).sent_at is not None
    assert read(invoice.invoice_id).sent_at is None


def test_without_a_server_a_mail_is_kept_and_goes_out_when_somebody_tries_again(
    issue: Issue, request: pytest.FixtureRequest
) -> None:
    asked = sent(issue)
    work_off()
    assert mailed(asked).state is MailState.NO_SMTP
    assert states(jobs.SEND) == ["succeeded"]
    office: PostOffice = request.getfixturevalue("post_office")
    again(asked)
    work_off()
    assert (mailed(asked).state, len(office.taken)) == (MailState.SENT, 1)


def test_a_refused_address_is_told_and_not_tried_again(issue: Issue, post_office: PostOffice) -> None:
    post_office.refuses["otto@opal.example"] = "550 No such user"
    asked = sent(issue)
    work_off()
    told = mailed(asked)
    assert (told.state, told.mail.tries) == (MailState.FAILED, 1)
    assert "550 No such user" in told.mail.error
    assert read(asked.invoice_id).sent_at is None
    post_office.refuses.clear()
    again(asked)
    work_off()
    assert mailed(asked).state is MailState.SENT


def test_one_refused_address_of_two_is_named(issue: Issue, post_office: PostOffice) -> None:
    post_office.refuses["gone@opal.example"] = "550 No such user"
    asked = sent(issue, to="otto@opal.example, gone@opal.example")
    work_off()
    told = mailed(asked)
    assert told.state is MailState.SENT
    assert "gone@opal.example was refused: No such user" in told.mail.error


def test_a_server_that_is_busy_is_asked_again(issue: Issue, post_office: PostOffice) -> None:
    post_office.refuses["otto@opal.example"] = "451 Come back later"
    asked = sent(issue)
    work_off(lambda: mailed(asked).mail.tries >= 2)
    assert mailed(asked).state is MailState.WAITING
    assert "451 Come back later" in mailed(asked).mail.error
    post_office.refuses.clear()
    work_off()
    assert (mailed(asked).state, len(post_office.taken)) == (MailState.SENT, 1)


def test_a_wrong_password_is_told_and_tried_until_it_is_mended(
    issue: Issue, post_office: PostOffice, setting: Callable[[str, str], None]
) -> None:
    right = os.environ["SMTP_URL"]
    setting("SMTP_URL", right.replace("s%40cret", "wrong"))
    asked = sent(issue)
    work_off(lambda: "password" in mailed(asked).mail.error)
    assert mailed(asked).state is MailState.WAITING
    setting("SMTP_URL", right)
    work_off()
    assert mailed(asked).state is MailState.SENT


def test_a_certificate_that_nobody_vouches_for_gets_no_password(
    issue: Issue, post_office: PostOffice, clean_environment: pytest.MonkeyPatch
) -> None:
    clean_environment.delenv("SSL_CERT_FILE")
    asked = sent(issue)
    work_off(lambda: "certificate" in mailed(asked).mail.error.lower())
    assert post_office.taken == []


def test_a_server_that_is_away_gets_every_mail_when_it_is_back(
    issue: Issue, post_office: PostOffice, setting: Callable[[str, str], None]
) -> None:
    with proxy.wire(post_office.port) as wire:
        wire.fault = Fault.REFUSES
        setting("SMTP_URL", os.environ["SMTP_URL"].replace(str(post_office.port), str(wire.port)))
        asked = [sent(issue) for _ in range(5)]
        work_off(lambda: all(mailed(one).mail.error for one in asked))
        assert {mailed(one).state for one in asked} == {MailState.WAITING}
        wire.fault = Fault.NONE
        work_off()
    assert {mailed(one).state for one in asked} == {MailState.SENT}
    assert sorted(taken["Message-ID"] for taken in post_office.taken) == sorted(one.message_id for one in asked)


def test_a_lost_answer_is_the_one_case_of_two_mails_and_they_are_one_message(
    issue: Issue, post_office: PostOffice
) -> None:
    post_office.loses_the_answer = True
    asked = sent(issue)
    work_off()
    assert mailed(asked).state is MailState.SENT
    assert [taken["Message-ID"] for taken in post_office.taken] == [asked.message_id] * 2
    assert len({bytes(taken.get_payload()[1].get_content()) for taken in post_office.taken}) == 1


def test_a_worker_killed_before_the_server_answers_sends_nothing_twice(
    database: str, issue: Issue, post_office: PostOffice, setting: Callable[[str, str], None]
) -> None:
    right = os.environ["SMTP_URL"]
    with proxy.wire(post_office.port) as wire:
        wire.fault = Fault.HANGS
        setting("SMTP_URL", right.replace(str(post_office.port), str(wire.port)))
        asked = sent(issue)
        worker = subprocess.Popen([sys.executable, "-m", "timetrack", "worker"], cwd=ROOT, env=os.environ)
        try:
            wait_for(lambda: wire.asked > 0)
        finally:
            worker.kill()
            worker.wait()
    setting("SMTP_URL", right)
    work_off()
    assert (mailed(asked).state, len(post_office.taken)) == (MailState.SENT, 1)


def test_two_workers_send_a_mail_once(issue: Issue, post_office: PostOffice) -> None:
    asked = sent(issue)
    with db.transaction() as session:
        jobs.enqueue(session, jobs.SEND, mail_id=asked.mail_id)
    work_off()
    assert (len(post_office.taken), states(jobs.SEND)) == (1, ["succeeded", "succeeded"])


def test_what_was_declared_void_meanwhile_is_not_sent(issue: Issue, post_office: PostOffice) -> None:
    asked = sent(issue)
    with db.transaction() as session:
        voiding.void(session, factories.lead(session), invoice_id=asked.invoice_id, reason="Wrong")
    work_off()
    assert (mailed(asked).state, post_office.taken) == (MailState.FAILED, [])
    assert "was declared void meanwhile" in mailed(asked).mail.error


def test_a_reminder_of_what_was_paid_meanwhile_is_not_sent(issue: Issue, post_office: PostOffice) -> None:
    asked = sent(issue, is_reminder=True)
    with db.transaction() as session:
        payments.record_payment(session, factories.lead(session), invoice_id=asked.invoice_id, amount=Decimal(100))
    work_off()
    assert (mailed(asked).state, post_office.taken) == (MailState.FAILED, [])


def test_a_mail_goes_out_while_the_store_is_away(
    issue: Issue, post_office: PostOffice, setting: Callable[[str, str], None]
) -> None:
    setting("S3_BUCKET", "none")
    setting("S3_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    setting("S3_ACCESS_KEY", "x")
    setting("S3_SECRET_KEY", "x")
    asked = sent(issue)
    work_off(lambda: mailed(asked).state is MailState.SENT)
    (pdf,) = post_office.taken[0].iter_attachments()
    assert pdf.get_content() == fresh(asked.invoice_id)


def test_the_server_of_the_tests_takes_no_mail_unencrypted(post_office: PostOffice) -> None:
    with smtplib.SMTP("127.0.0.1", post_office.port) as client:
        assert client.docmd("MAIL", "FROM:<eve@evil.example>")[0] == 530


def sent(issue: Issue, **words: Any) -> Mail:
    invoice = issue()
    with db.transaction() as session:
        return mails.send_invoice(session, factories.lead(session), invoice_id=invoice.invoice_id, **WORDS | words)


def again(asked: Mail) -> None:
    with db.transaction() as session:
        mails.retry_mail(session, factories.lead(session), mail_id=asked.mail_id)


def mailed(asked: Mail) -> Mailed:
    with db.reading() as session:
        (found,) = mails.mails_of(session, factories.lead(session), invoice_id=asked.invoice_id)
        return found


def read(invoice_id: int) -> Invoice:
    with db.reading() as session:
        return reading.visible_invoice(session, factories.lead(session), invoice_id=invoice_id).invoice


def fresh(invoice_id: int) -> bytes:
    with db.reading() as session:
        wanted = files.printable(session, invoice_id=invoice_id)
    assert wanted is not None
    return publish.rendered(wanted)


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
