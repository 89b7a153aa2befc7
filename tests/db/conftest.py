"""One row in every table, written in plain SQL, so that each test breaks exactly one rule."""

import pytest
from sqlmodel import Session

ROWS = """
INSERT INTO organisation (organisation_id, name, currency, timezone) VALUES (1, 'Harbour', 'EUR', 'Europe/Berlin');
INSERT INTO users (user_id, name, email, role, timezone) OVERRIDING SYSTEM VALUE VALUES
    (1, 'Ada', 'ada@harbour.example', 'ADMIN', 'Europe/Berlin'),
    (2, 'Mira', 'mira@harbour.example', 'EMPLOYEE', 'Asia/Tokyo');
INSERT INTO sessions (session_id, token_hash, user_id, expires_at, stay)
    VALUES (1, sha256('secret'), 1, now() + interval '1 hour', false);
INSERT INTO sign_in_failures (failure_id, account, address) VALUES (1, 'digest', '192.0.2.1');
INSERT INTO invitations (invitation_id, token_hash, user_id, invited_by, expires_at)
    VALUES (1, sha256('invited'), 2, 1, now() + interval '1 day');
INSERT INTO clients (client_id, name, currency) VALUES (1, 'Opal', 'EUR');
INSERT INTO projects (project_id, client_id, name, billing_type, currency, color, is_public) VALUES
    (1, 1, 'Portal', 'HOURLY', 'EUR', 'blue', true),
    (2, NULL, 'Admin', 'NON_BILLABLE', 'EUR', 'slate', true);
INSERT INTO project_members (member_id, project_id, user_id) VALUES (1, 1, 2);
INSERT INTO project_user_rates (rate_id, project_id, user_id, hourly_rate) VALUES (1, 1, 2, 95);
INSERT INTO tasks (task_id, project_id, name) VALUES (1, 1, 'Wireframes'), (2, 2, 'Books');
INSERT INTO time_entries
    (entry_id, user_id, project_id, task_id, start_time, end_time, is_billable, hourly_rate, rate_source, currency)
    VALUES (1, 2, 1, 1, '2026-03-11 09:00Z', '2026-03-11 10:00Z', true, 95, 'PROJECT_USER', 'EUR'),
           (2, 1, NULL, NULL, '2026-03-11 09:00Z', NULL, false, 0, 'NONE', 'EUR'),
           (3, 2, 1, 1, '2026-02-02 09:00Z', '2026-02-02 10:00Z', true, 95, 'PROJECT_USER', 'EUR'),
           (4, 2, 1, 1, '2026-02-03 09:00Z', '2026-02-03 10:00Z', true, 80, 'MANUAL', 'EUR');
INSERT INTO favourites (favourite_id, user_id, description, project_id, task_id) VALUES (1, 2, 'Wireframes', 1, 1);
INSERT INTO saved_filters (filter_id, user_id, name, query) VALUES (1, 2, 'Unbilled', 'project=1');
INSERT INTO tax_rates (tax_rate_id, name, rate, is_default) VALUES (1, 'VAT 19', 19, true), (2, 'Exempt', 0, false);
INSERT INTO number_series (series_id, kind, name, pattern, is_default) VALUES
    (1, 'INVOICE', 'Invoices', '{YYYY}-{NNNN}', true), (2, 'CREDIT_NOTE', 'Credit notes', 'CN-{YYYY}-{N}', true);
INSERT INTO number_counters (counter_id, series_id, year, last_number) VALUES (1, 1, 2026, 1), (2, 2, 2026, 0);
INSERT INTO invoices (invoice_id, client_id, series_id, currency, net_amount, tax_amount, total_amount) VALUES
    (1, 1, 1, 'EUR', 95, 18.05, 113.05), (2, 1, 1, 'EUR', 100, 0, 100), (4, 1, 1, 'EUR', 0, 0, 0);
INSERT INTO invoices (invoice_id, kind, credits_id, client_id, series_id, currency, net_amount, total_amount)
    VALUES (3, 'CREDIT_NOTE', 2, 1, 2, 'EUR', 101, 101);
INSERT INTO invoice_line_items (line_item_id, invoice_id, position, kind, project_id, task_id, description,
                                quantity_seconds, quantity, rate, tax_rate_id, amount) VALUES
    (1, 1, 1, 'TIME', 1, 1, 'Wireframes', 3600, NULL, 95, 1, 95),
    (2, 2, 1, 'EXTRA', NULL, NULL, 'Hosting', NULL, 2, 50, NULL, 100),
    (3, 3, 1, 'EXTRA', NULL, NULL, 'Too much', NULL, 1, 101, NULL, 101);
INSERT INTO invoice_taxes (invoice_tax_id, invoice_id, tax_rate_id, net_amount, discount_amount, tax_amount)
    VALUES (1, 1, 1, 95, 0, 18.05), (2, 2, NULL, 100, 0, 0), (3, 3, NULL, 101, 0, 0);
INSERT INTO invoiced_entries (entry_id, invoice_id, line_item_id, seconds) VALUES (3, 1, 1, 3600);
UPDATE invoices SET status = 'ISSUED', number = '2026-0001', number_year = 2026, number_sequence = 1, issued_at = now(),
    invoice_date = '2026-03-11', due_date = '2026-03-25', line_items = '{}', line_items_sha256 = sha256('{}')
    WHERE invoice_id = 2;
INSERT INTO payments (payment_id, invoice_id, amount, currency, paid_on) VALUES (1, 2, 40, 'EUR', '2026-03-12');
INSERT INTO invoice_files (file_id, invoice_id, sha256, object_key, size_bytes, published_at)
    VALUES (1, 2, sha256('pdf'), 'invoices/2/x.pdf', 3, now());
INSERT INTO mails (mail_id, invoice_id, kind, recipients, subject, message_id, days_after_due)
    VALUES (1, 2, 'REMINDER', 'opal@opal.example', 'Reminder', '<one@harbour.example>', 3);
INSERT INTO job_failures (job_id, error, failed_at) VALUES (1, 'The store is away', now());
INSERT INTO invoice_links (link_id, invoice_id, token) VALUES (1, 2, repeat('t', 43));
INSERT INTO recurring_invoices (recurring_id, client_id, owner_id, name, every, anchor_day, next_on, then_do, with_hours, lines)
    VALUES (1, 1, 1, 'Retainer', 'MONTH', 1, '2026-04-01', 'DRAFT', true, '[]');
INSERT INTO recurring_runs (run_id, recurring_id, due_on, invoice_id) VALUES (1, 1, '2026-03-01', 2);
INSERT INTO audit_log (audit_id, subject_type, subject_id, action, actor_id, after)
    VALUES (1, 'clients', 1, 'CREATE', 1, '{"name": "Opal"}');
"""
KEYS = {
    "users": "user_id",
    "sessions": "session_id",
    "sign_in_failures": "failure_id",
    "invitations": "invitation_id",
    "clients": "client_id",
    "projects": "project_id",
    "project_members": "member_id",
    "project_user_rates": "rate_id",
    "tasks": "task_id",
    "time_entries": "entry_id",
    "favourites": "favourite_id",
    "saved_filters": "filter_id",
    "tax_rates": "tax_rate_id",
    "number_series": "series_id",
    "number_counters": "counter_id",
    "invoices": "invoice_id",
    "invoice_line_items": "line_item_id",
    "invoice_taxes": "invoice_tax_id",
    "payments": "payment_id",
    "invoice_files": "file_id",
    "mails": "mail_id",
    "invoice_links": "link_id",
    "recurring_invoices": "recurring_id",
    "recurring_runs": "run_id",
    "audit_log": "audit_id",
}


@pytest.fixture
def filled(session: Session) -> Session:
    """A session in which every table has a row."""
    known = "".join(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), 1000);" for table, key in KEYS.items())
    session.connection().exec_driver_sql(ROWS + known + "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;")
    return session
