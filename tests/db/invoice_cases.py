"""What the database refuses of invoices: one statement for every rule, against the rows of ``conftest.ROWS``.

Invoice 1 is a draft with a line for entry 3, invoice 2 is issued and partly paid, invoice 3 is a draft of a credit note
for it.
"""

DRAFT = "INSERT INTO invoices (client_id, series_id, currency) VALUES ({}, {}, 'EUR')"
LINE = (
    "INSERT INTO invoice_line_items (invoice_id, position, kind, project_id, task_id, description, quantity, rate,"
    " tax_rate_id, amount, credits_line_id) VALUES ({}, {}, 'EXTRA', {}, {}, 'Extra', 1, 0, {}, 0, {})"
)
LINK = "INSERT INTO invoiced_entries (entry_id, invoice_id, line_item_id, seconds) VALUES ({}, {}, {}, 0)"
TAX = "INSERT INTO invoice_taxes (invoice_id, tax_rate_id, net_amount, discount_amount, tax_amount) VALUES ({}, {}, {}, {}, {})"
PAYMENT = "INSERT INTO payments (invoice_id, amount, currency, paid_on) VALUES ({}, {}, {}, '2026-03-12')"
SHARE = "INSERT INTO invoice_links (invoice_id, token) VALUES ({}, {})"
AGAIN = (
    "INSERT INTO recurring_invoices ({}client_id, owner_id, name, every, anchor_day, next_on, then_do, with_hours, lines)"
    " VALUES ({}{}, {}, 'Again', 'WEEK', 1, '2026-03-01', 'DRAFT', true, '[]')"
)
RUN = "INSERT INTO recurring_runs (recurring_id, due_on) VALUES ({}, '{}')"
ISSUE = (
    "UPDATE invoices SET status = 'ISSUED', number = '{0}', number_year = 2026, number_sequence = {1},"
    " issued_at = now(), invoice_date = '2026-03-11', due_date = '2026-03-25', line_items = '{{}}',"
    " line_items_sha256 = sha256('') WHERE invoice_id = {2}"
)
NEXT = "UPDATE number_counters SET last_number = 2 WHERE counter_id = 1"
VOID = "UPDATE invoices SET status = 'VOID', voided_at = now() WHERE invoice_id = {}"
COUNTED = {
    "invoices_net_amount": "UPDATE invoices SET net_amount = {} WHERE invoice_id = 1",
    "invoices_discount_amount": "UPDATE invoices SET discount_amount = {} WHERE invoice_id = 1",
    "invoices_tax_amount": "UPDATE invoices SET tax_amount = {} WHERE invoice_id = 1",
    "invoice_line_items_quantity": "UPDATE invoice_line_items SET quantity = {} WHERE kind = 'EXTRA'",
    "invoice_line_items_rate": "UPDATE invoice_line_items SET rate = {}",
    "invoice_line_items_amount": "UPDATE invoice_line_items SET amount = {}",
    "invoice_line_items_discount_percent": "UPDATE invoice_line_items SET discount_percent = {}",
    "invoice_taxes_net_amount": "UPDATE invoice_taxes SET net_amount = {}",
    "invoice_taxes_discount_amount": "UPDATE invoice_taxes SET discount_amount = {}",
    "invoice_taxes_tax_amount": "UPDATE invoice_taxes SET tax_amount = {}",
    "tax_rates_rate": "UPDATE tax_rates SET rate = {}",
    "organisation_payment_terms_days": "UPDATE organisation SET payment_terms_days = {}",
    "clients_payment_terms_days": "UPDATE clients SET payment_terms_days = {}",
}
LONG = {
    "invoices_notes": ("notes", 5001),
    "invoices_void_reason": ("void_reason", 1001),
    "invoice_line_items_unit": ("unit", 21),
    "tax_rates_note": ("note", 501),
    "payments_method": ("method", 61),
    "payments_note": ("note", 1001),
    "organisation_bank_name": ("bank_name", 201),
    "organisation_invoice_notes": ("invoice_notes", 5001),
    "clients_address": ("address", 1001),
    "clients_tax_id": ("tax_id", 101),
    "clients_email": ("email", 321),
}

REFUSED = [
    *[(f"ck_{name}", sql.format(number)) for name, sql in COUNTED.items()
      for number in ("-1", "'NaN'") if number == "-1" or not name.endswith("_days")],
    *[(f"ck_{name}", f"UPDATE {name.removesuffix('_' + column)} SET {column} = repeat('x', {length})")
      for name, (column, length) in LONG.items()],
    *[(f"ck_{table}_name", f"UPDATE {table} SET name = {name}") for table in ("tax_rates", "number_series")
      for name in ("' '", "repeat('x', 101)")],
    *[(f"ck_{table}_currency", f"UPDATE {table} SET currency = 'eur'") for table in ("invoices", "payments")],
    *[(f"ck_{table}_country", f"UPDATE {table} SET country = '{code}'") for table in ("organisation", "clients")
      for code in ("de", "DEU", "D")],
    *[(f"pk_{table}", f"UPDATE {table} SET {key} = 1") for table, key in {
        "tax_rates": "tax_rate_id", "number_series": "series_id", "number_counters": "counter_id",
        "invoices": "invoice_id", "invoice_line_items": "line_item_id", "invoice_taxes": "invoice_tax_id"}.items()],
    ("pk_payments", "INSERT INTO payments (payment_id, invoice_id, amount, currency, paid_on)"
                    " VALUES (1, 2, 1, 'EUR', '2026-03-12')"),
    ("pk_invoiced_entries", LINK.format(3, 1, 1)),
    ("ck_organisation_iban", "UPDATE organisation SET iban = 'DE89 3704 0044 0532 0130 00'"),
    ("ck_organisation_bic", "UPDATE organisation SET bic = 'COBADEFFX'"),
    ("ck_tax_rates_reverse_charge_is_zero", "UPDATE tax_rates SET is_reverse_charge = true WHERE tax_rate_id = 1"),
    ("ck_tax_rates_default_in_use", "UPDATE tax_rates SET archived_at = now() WHERE tax_rate_id = 1"),
    ("uq_tax_rates_name", "UPDATE tax_rates SET name = 'vat 19' WHERE tax_rate_id = 2"),
    ("uq_tax_rates_default", "UPDATE tax_rates SET is_default = true"),
    ("tg_tax_rates_stays", "UPDATE tax_rates SET rate = 16 WHERE tax_rate_id = 1"),
    ("tg_tax_rates_stays", "UPDATE tax_rates SET is_reverse_charge = true WHERE tax_rate_id = 2"),
    *[("ck_number_series_pattern", f"UPDATE number_series SET pattern = '{pattern}'")
      for pattern in ("", "2026", "{YYYY}", "{NNN", "{NN}-{NN}", "{MM}-{NN}", "x" * 57 + "{NN}")],
    ("ck_number_series_kind", "UPDATE number_series SET kind = 'OFFER' WHERE series_id = 2"),
    ("uq_number_series_name", "UPDATE number_series SET name = 'INVOICES' WHERE series_id = 2"),
    ("uq_number_series_default", "INSERT INTO number_series (kind, name, pattern, is_default)"
                                 " VALUES ('INVOICE', 'More', '{N}', true)"),
    ("ck_number_counters_first_number", "UPDATE number_counters SET first_number = 0 WHERE counter_id = 2"),
    ("ck_number_counters_last_number", "UPDATE number_counters SET last_number = first_number - 2"),
    ("ck_number_counters_year", "INSERT INTO number_counters (series_id, year, last_number) VALUES (1, 26, 0)"),
    ("uq_number_counters_series_id_year", "INSERT INTO number_counters (series_id, year, last_number) VALUES (1, 2026, 0)"),
    ("fk_number_counters_series_id", "INSERT INTO number_counters (series_id, year, last_number) VALUES (99, 2026, 0)"),
    ("tg_number_counters_counts", NEXT),
    ("tg_number_counters_counts", "UPDATE number_counters SET last_number = 0 WHERE counter_id = 1"),
    ("tg_number_counters_counts", "INSERT INTO number_counters (series_id, year, last_number) VALUES (1, 2027, 3)"),
    ("fk_clients_tax_rate_id", "UPDATE clients SET tax_rate_id = 99"),
    ("ck_invoices_kind", "UPDATE invoices SET kind = 'OFFER' WHERE invoice_id = 1"),
    ("ck_invoices_status", "UPDATE invoices SET status = 'PAID' WHERE invoice_id = 2"),
    ("ck_invoices_numbered_when_issued", "UPDATE invoices SET number = 'mine' WHERE invoice_id = 1"),
    ("ck_invoices_numbered_when_issued", "UPDATE invoices SET line_items = NULL WHERE invoice_id = 2"),
    ("ck_invoices_dated_when_issued", "UPDATE invoices SET due_date = NULL WHERE invoice_id = 2"),
    ("ck_invoices_voided_at", "UPDATE invoices SET status = 'VOID' WHERE invoice_id = 2"),
    ("ck_invoices_voided_at", "UPDATE invoices SET voided_at = now() WHERE invoice_id = 2"),
    ("ck_invoices_sent_at", "UPDATE invoices SET sent_at = now() WHERE invoice_id = 1"),
    ("ck_invoices_due_date", "UPDATE invoices SET invoice_date = '2026-03-12', due_date = '2026-03-11' WHERE invoice_id = 1"),
    ("ck_invoices_period", "UPDATE invoices SET period_start = '2026-03-12', period_end = '2026-03-11' WHERE invoice_id = 1"),
    ("ck_invoices_period", "UPDATE invoices SET period_start = '2026-03-12', period_end = NULL WHERE invoice_id = 1"),
    ("ck_invoices_terms_days", "UPDATE invoices SET terms_days = -1 WHERE invoice_id = 1"),
    ("ck_invoices_credits_id", "UPDATE invoices SET credits_id = 2 WHERE invoice_id = 1"),
    ("ck_invoices_credits_id", "UPDATE invoices SET credits_id = NULL WHERE invoice_id = 3"),
    ("ck_invoices_number", "UPDATE invoices SET number = repeat('x', 61) WHERE invoice_id = 2"),
    ("ck_invoices_line_items_sha256", "UPDATE invoices SET line_items_sha256 = 'short' WHERE invoice_id = 2"),
    ("ck_invoices_discount_percent", "UPDATE invoices SET discount_percent = 100.01 WHERE invoice_id = 1"),
    ("ck_invoices_within_net",
     "UPDATE invoices SET discount_amount = 96, total_amount = 17.05 WHERE invoice_id = 1"),
    ("ck_invoices_total_amount", "UPDATE invoices SET total_amount = 113.06 WHERE invoice_id = 1"),
    ("uq_invoices_number", ISSUE.format("2026-0001", 2, 1)),
    ("uq_invoices_series_id_number_year_number_sequence", ISSUE.format("2026-1", 1, 1)),
    ("uq_invoices_replaces_id", "INSERT INTO invoices (client_id, series_id, currency, replaces_id)"
                                " VALUES (1, 1, 'EUR', 2), (1, 1, 'EUR', 2)"),
    ("fk_invoices_client_id", DRAFT.format(99, 1)),
    ("fk_invoices_series_id", DRAFT.format(1, 2)),
    ("fk_invoices_number_year", ISSUE.format("2027-1", 1, 1).replace("number_year = 2026", "number_year = 2027")),
    ("fk_invoices_project_id", "UPDATE invoices SET project_id = 99 WHERE invoice_id = 1"),
    ("fk_invoices_replaces_id", "UPDATE invoices SET replaces_id = 99 WHERE invoice_id = 1"),
    ("fk_invoices_credits_id", "UPDATE invoices SET credits_id = 99 WHERE invoice_id = 3"),
    ("tg_invoices_stays", "UPDATE invoices SET notes = 'More' WHERE invoice_id = 2"),
    ("tg_invoices_stays", "UPDATE invoices SET due_date = due_date + 1 WHERE invoice_id = 2"),
    ("tg_invoices_stays", "UPDATE invoices SET line_items = '{\"total\"\\: 1}' WHERE invoice_id = 2"),
    ("tg_invoices_stays", "UPDATE invoices SET status = 'DRAFT', number = NULL, number_year = NULL, number_sequence = NULL,"
                          " issued_at = NULL, line_items = NULL, line_items_sha256 = NULL WHERE invoice_id = 2"),
    ("tg_invoices_kept", "DELETE FROM invoices WHERE invoice_id = 2"),
    ("tg_invoices_adds_up", "UPDATE invoices SET net_amount = 96, total_amount = 114.05 WHERE invoice_id = 1"),
    ("tg_invoices_adds_up", "UPDATE invoices SET tax_amount = 0, total_amount = 95 WHERE invoice_id = 1"),
    ("tg_invoices_adds_up", "UPDATE invoice_line_items SET amount = 94.99 WHERE line_item_id = 1"),
    ("tg_invoices_adds_up", "UPDATE invoice_line_items SET tax_rate_id = NULL WHERE line_item_id = 1"),
    ("tg_invoices_adds_up", "UPDATE invoice_line_items SET quantity_seconds = 3601 WHERE line_item_id = 1"),
    ("tg_invoices_adds_up", "UPDATE invoice_taxes SET tax_amount = 18 WHERE invoice_id = 1"),
    ("tg_invoices_adds_up", "DELETE FROM invoice_taxes WHERE invoice_id = 1"),
    ("tg_invoices_adds_up", "DELETE FROM invoiced_entries"),
    ("tg_invoices_adds_up", f"WITH counted AS ({NEXT}) {ISSUE.format('2026-0002', 2, 4)}"),
    ("tg_invoices_gapless", f"WITH counted AS ({NEXT.replace('2', '3', 1)}) {ISSUE.format('2026-0003', 3, 1)}"),
    ("tg_invoices_gapless", ISSUE.format("2026-0002", 2, 1)),
    ("tg_invoices_void_holds_nothing", VOID.format(2)),
    ("tg_invoices_credited_within", f"{ISSUE.format('CN-2026-1', 1, 3)}"),
    ("ck_invoice_line_items_kind", "UPDATE invoice_line_items SET kind = 'GIFT' WHERE kind = 'EXTRA'"),
    ("ck_invoice_line_items_description", "UPDATE invoice_line_items SET description = ' '"),
    ("ck_invoice_line_items_description", "UPDATE invoice_line_items SET description = repeat('x', 1001)"),
    ("ck_invoice_line_items_position", "UPDATE invoice_line_items SET position = 0 WHERE line_item_id = 1"),
    ("ck_invoice_line_items_quantity_kind", "UPDATE invoice_line_items SET quantity = 1 WHERE kind = 'TIME'"),
    ("ck_invoice_line_items_quantity_kind", "UPDATE invoice_line_items SET quantity = NULL WHERE kind = 'EXTRA'"),
    ("ck_invoice_line_items_quantity_kind", "UPDATE invoice_line_items SET kind = 'FIXED' WHERE kind = 'TIME'"),
    ("ck_invoice_line_items_quantity_seconds", "UPDATE invoice_line_items SET quantity_seconds = -1 WHERE kind = 'TIME'"),
    ("ck_invoice_line_items_discount_percent", "UPDATE invoice_line_items SET discount_percent = 100.0001"),
    ("ck_invoice_line_items_work_has_project",
     "UPDATE invoice_line_items SET project_id = NULL, task_id = NULL WHERE kind = 'TIME'"),
    ("ck_invoice_line_items_task_has_project", LINE.format(1, 2, "NULL", 1, 1, "NULL")),
    ("uq_invoice_line_items_invoice_id_position", LINE.format(1, 1, "NULL", "NULL", 1, "NULL")),
    ("fk_invoice_line_items_invoice_id", LINE.format(99, 1, "NULL", "NULL", 1, "NULL")),
    ("fk_invoice_line_items_invoice_id", "DELETE FROM invoices WHERE invoice_id = 1"),
    ("fk_invoice_line_items_project_id", LINE.format(1, 2, 99, "NULL", 1, "NULL")),
    ("fk_invoice_line_items_task", LINE.format(1, 2, 1, 2, 1, "NULL")),
    ("fk_invoice_line_items_tax_rate_id", LINE.format(1, 2, "NULL", "NULL", 99, "NULL")),
    ("fk_invoice_line_items_credits_line_id", LINE.format(3, 2, "NULL", "NULL", 1, 99)),
    ("tg_invoice_line_items_on_insert", LINE.format(2, 2, "NULL", "NULL", "NULL", "NULL")),
    ("tg_invoice_line_items_on_update", "UPDATE invoice_line_items SET amount = 99 WHERE line_item_id = 2"),
    ("tg_invoice_line_items_on_update", "UPDATE invoice_line_items SET invoice_id = 3, position = 9 WHERE line_item_id = 2"),
    ("tg_invoice_line_items_on_delete", "DELETE FROM invoice_line_items WHERE line_item_id = 2"),
    ("tg_invoice_taxes_on_insert", TAX.format(2, 1, 0, 0, 0)),
    ("tg_invoice_taxes_on_update", "UPDATE invoice_taxes SET net_amount = 99 WHERE invoice_id = 2"),
    ("tg_invoice_taxes_on_delete", "DELETE FROM invoice_taxes WHERE invoice_id = 2"),
    ("ck_invoice_taxes_within_net", TAX.format(1, 2, 1, 2, 0)),
    ("ck_invoice_taxes_untaxed", TAX.format(1, "NULL", 1, 0, 1)),
    ("uq_invoice_taxes_invoice_id_tax_rate_id", TAX.format(1, 1, 0, 0, 0)),
    ("uq_invoice_taxes_invoice_id_tax_rate_id", TAX.format(2, "NULL", 0, 0, 0)),
    ("fk_invoice_taxes_invoice_id", TAX.format(99, 1, 0, 0, 0)),
    ("fk_invoice_taxes_tax_rate_id", TAX.format(1, 99, 0, 0, 0)),
    ("ck_invoiced_entries_seconds", "UPDATE invoiced_entries SET seconds = -1"),
    ("fk_invoiced_entries_entry_id", LINK.format(99, 1, 1)),
    ("fk_invoiced_entries_line_item_id", LINK.format(4, 1, 2)),
    ("tg_invoiced_entries_fits", LINK.format(1, 1, 1).replace("(1,", "(2,")),
    ("tg_invoiced_entries_fits", LINK.format(4, 1, 1)),
    ("tg_invoiced_entries_stays", "UPDATE invoiced_entries SET seconds = 1"),
    ("tg_invoiced_entries_on_insert", f"WITH counted AS ({NEXT}) {ISSUE.format('2026-0002', 2, 1)};" + LINK.format(1, 1, 1)),
    ("tg_invoiced_entries_on_delete", f"WITH counted AS ({NEXT}) {ISSUE.format('2026-0002', 2, 1)};"
                                      "DELETE FROM invoiced_entries"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET end_time = end_time + interval '1 s' WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET start_time = start_time - interval '1 s' WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET project_id = 2, task_id = NULL WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET task_id = NULL WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET hourly_rate = 96 WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET is_billable = false WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_stays", "UPDATE time_entries SET user_id = 1 WHERE entry_id = 3"),
    ("tg_time_entries_invoiced_kept", "DELETE FROM time_entries WHERE entry_id = 3"),
    ("ck_payments_amount", PAYMENT.format(2, 0, "'EUR'")),
    ("ck_payments_amount", PAYMENT.format(2, "'NaN'", "'EUR'")),
    ("fk_payments_invoice_id", PAYMENT.format(99, 1, "'EUR'")),
    ("tg_payments_within", PAYMENT.format(2, 60.01, "'EUR'")),
    ("tg_payments_within", PAYMENT.format(2, -40.01, "'EUR'")),
    ("tg_payments_within", PAYMENT.format(2, 1, "'USD'")),
    ("tg_payments_within", PAYMENT.format(1, 1, "'EUR'")),
    ("tg_payments_within", PAYMENT.format(3, 1, "'EUR'")),
    ("pk_invoice_links", "INSERT INTO invoice_links (link_id, invoice_id, token) VALUES (1, 4, repeat('u', 43))"),
    ("ck_invoice_links_token", SHARE.format(4, "repeat('u', 39)")),
    ("fk_invoice_links_invoice_id", SHARE.format(99, "repeat('u', 43)")),
    ("uq_invoice_links_token", SHARE.format(4, "repeat('t', 43)")),
    ("uq_invoice_links_invoice_id_live", SHARE.format(2, "repeat('u', 43)")),
    ("pk_recurring_invoices", AGAIN.format("recurring_id, ", "1, ", 1, 1)),
    ("fk_recurring_invoices_client_id", AGAIN.format("", "", 99, 1)),
    ("fk_recurring_invoices_owner_id", AGAIN.format("", "", 1, 99)),
    *[(f"ck_recurring_invoices_{name}", f"UPDATE recurring_invoices SET {change}") for name, change in (
        ("name", "name = ' '"), ("name", "name = repeat('x', 201)"), ("every", "every = 'DAY'"),
        ("then_do", "then_do = 'PAY'"), ("anchor_day", "anchor_day = 0"), ("anchor_day", "anchor_day = 32"),
        ("lines", "lines = '{}'"), ("bills_something", "with_hours = false"))],
    ("pk_recurring_runs", "INSERT INTO recurring_runs (run_id, recurring_id, due_on) VALUES (1, 1, '2026-04-01')"),
    ("uq_recurring_runs_recurring_id_due_on", RUN.format(1, "2026-03-01")),
    ("fk_recurring_runs_recurring_id", RUN.format(99, "2026-03-01")),
    ("ck_recurring_runs_problem", "UPDATE recurring_runs SET problem = repeat('x', 2001)"),
    ("tg_payments_stays", "UPDATE payments SET amount = 41"),
]  # fmt: skip

BEHIND_ANOTHER = {
    "uq_number_series_series_id_kind": (
        "ALTER TABLE number_series DROP CONSTRAINT pk_number_series CASCADE",
        "INSERT INTO number_series (series_id, kind, name, pattern) VALUES (1, 'INVOICE', 'Second', '{N}')",
    ),
    "uq_invoice_line_items_invoice_id_line_item_id": (
        "ALTER TABLE invoice_line_items DROP CONSTRAINT pk_invoice_line_items CASCADE",
        "INSERT INTO invoice_line_items (line_item_id, invoice_id, position, kind, description, quantity, rate, amount)"
        " VALUES (1, 1, 2, 'EXTRA', 'Second', 1, 0, 0)",
    ),
}
"""What nothing reaches before what stands in front of it is taken away."""
