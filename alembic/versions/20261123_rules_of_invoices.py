"""The rules of invoices that no column can state: what stays, what adds up, and that numbers have no gaps.

Each is a trigger whose name begins with tg_ and stands as the constraint in the error; its hint is what a person reads.

Revision ID: 20261123_rules_of_invoices
Revises: 20261123_invoices
"""

from alembic import op

revision = "20261123_rules_of_invoices"
down_revision = "20261123_invoices"
branch_labels = None
depends_on = None

REFUSE = """
CREATE FUNCTION refuse_by(rule text, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'restrict_violation', CONSTRAINT = rule, HINT = sentence;
END $$
"""

INVOICED_ENTRY_STAYS = """
CREATE FUNCTION invoiced_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place text;
BEGIN
    SELECT coalesce('invoice ' || i.number, format('draft %s for %s', i.invoice_id, c.name)) INTO place
      FROM invoiced_entries l JOIN invoices i USING (invoice_id) JOIN clients c USING (client_id)
     WHERE l.entry_id = OLD.entry_id;
    IF FOUND THEN
        PERFORM refuse_by(TG_NAME, format(
            'This entry is on %s, so its time and money stay as they are. Nothing was changed.', place));
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""

INVOICE_STAYS = """
CREATE FUNCTION invoice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moves text[] := CASE OLD.status
        WHEN 'ISSUED' THEN ARRAY['status', 'sent_at', 'voided_at', 'void_reason', 'updated_at'] ELSE '{}' END;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM refuse_by(TG_NAME, format('%s is issued, so it stays. Void it instead; nothing was deleted.', OLD.number));
    ELSIF NEW.status = 'DRAFT' OR to_jsonb(NEW) - moves IS DISTINCT FROM to_jsonb(OLD) - moves THEN
        PERFORM refuse_by(TG_NAME, format(
            '%s is issued, so it stays as it is. Void it, or write a credit note; nothing was changed.', OLD.number));
    END IF;
    RETURN NEW;
END $$
"""

PARTS_STAY = """
CREATE FUNCTION invoice_parts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    releases boolean := TG_TABLE_NAME = 'invoiced_entries' AND TG_OP = 'DELETE';
    touched bigint[];
    issued text;
BEGIN
    SELECT array_agg(DISTINCT invoice_id) INTO touched FROM changed;
    IF TG_OP = 'UPDATE' THEN
        SELECT array_agg(DISTINCT invoice_id) || touched INTO touched FROM became;
    END IF;
    -- Nothing changes; it waits for whoever issues the invoice, and has its sums checked before the commit.
    WITH found AS (UPDATE invoices SET updated_at = updated_at WHERE invoice_id = ANY (touched) RETURNING status, number)
    SELECT number INTO issued FROM found WHERE status = 'ISSUED' OR (status = 'VOID' AND NOT releases) LIMIT 1;
    IF issued IS NOT NULL THEN
        PERFORM refuse_by(TG_NAME, format(
            '%s is issued, so it stays as it is. Void it, or write a credit note; nothing was changed.', issued));
    END IF;
    RETURN NULL;
END $$
"""

LINKS_FIT = """
CREATE FUNCTION invoiced_entries_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Who changes an entry at this moment is waited for, and whoever comes later finds the link.
    PERFORM FROM time_entries WHERE entry_id IN (SELECT entry_id FROM changed) FOR SHARE;
    PERFORM FROM changed l
       JOIN time_entries e USING (entry_id)
       JOIN invoices i USING (invoice_id)
       JOIN invoice_line_items n USING (invoice_id, line_item_id)
       LEFT JOIN projects p ON p.project_id = e.project_id
      WHERE e.end_time IS NULL OR NOT e.is_billable OR e.currency <> i.currency OR i.kind <> 'INVOICE'
         OR p.client_id IS DISTINCT FROM i.client_id OR n.project_id IS DISTINCT FROM e.project_id
         OR CASE n.kind WHEN 'TIME' THEN (e.task_id, e.hourly_rate) IS DISTINCT FROM (n.task_id, n.rate)
                        ELSE n.kind = 'EXTRA' END;
    IF FOUND THEN
        PERFORM refuse_by(TG_NAME,
            'An entry changed meanwhile and does not fit on this invoice any more. Nothing was invoiced.');
    END IF;
    RETURN NULL;
END $$
"""

LINKS_STAY = """
CREATE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_by(TG_NAME, format('A row of %s is taken away and made anew, never changed.', TG_TABLE_NAME));
    RETURN NULL;
END $$
"""

ADDS_UP = """
CREATE FUNCTION invoice_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    i record;
    many bigint;
BEGIN
    SELECT invoice_id, kind, status, net_amount, discount_amount, tax_amount INTO i
      FROM invoices WHERE invoice_id = NEW.invoice_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO many FROM invoice_line_items WHERE invoice_id = i.invoice_id;
    IF many = 0 AND i.status <> 'DRAFT' THEN
        PERFORM refuse_by(TG_NAME, 'An invoice needs at least one line. Nothing was issued.');
    END IF;
    IF (SELECT coalesce(sum(amount), 0) FROM invoice_line_items WHERE invoice_id = i.invoice_id) <> i.net_amount
       OR (SELECT (coalesce(sum(net_amount), 0), coalesce(sum(discount_amount), 0), coalesce(sum(tax_amount), 0))
             FROM invoice_taxes WHERE invoice_id = i.invoice_id) <> (i.net_amount, i.discount_amount, i.tax_amount)
       OR EXISTS (SELECT tax_rate_id, sum(amount) FROM invoice_line_items WHERE invoice_id = i.invoice_id GROUP BY 1
                  EXCEPT SELECT tax_rate_id, net_amount FROM invoice_taxes WHERE invoice_id = i.invoice_id)
    THEN
        PERFORM refuse_by(TG_NAME, 'The sums of this invoice are not those of its lines. Nothing was saved.');
    END IF;
    IF i.kind = 'INVOICE' AND i.status <> 'VOID' AND EXISTS (
        SELECT FROM invoice_line_items n
          LEFT JOIN (SELECT line_item_id, sum(seconds) AS seconds FROM invoiced_entries
                      WHERE invoice_id = i.invoice_id GROUP BY 1) l USING (line_item_id)
         WHERE n.invoice_id = i.invoice_id AND n.kind = 'TIME' AND n.quantity_seconds <> coalesce(l.seconds, 0))
    THEN
        PERFORM refuse_by(TG_NAME, 'The hours of a line are not those of its entries. Nothing was saved.');
    END IF;
    RETURN NULL;
END $$
"""

VOID_HOLDS_NOTHING = """
CREATE FUNCTION void_invoice_holds_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM invoiced_entries WHERE invoice_id = NEW.invoice_id) THEN
        PERFORM refuse_by(TG_NAME, 'A void invoice lets its entries go. Nothing was changed.');
    END IF;
    IF (SELECT coalesce(sum(amount), 0) FROM payments WHERE invoice_id = NEW.invoice_id) <> 0 THEN
        PERFORM refuse_by(TG_NAME, format(
            'Money was paid for %s. Refund it first, or write a credit note; nothing was changed.', NEW.number));
    END IF;
    IF EXISTS (SELECT FROM invoices WHERE credits_id = NEW.invoice_id AND status <> 'VOID') THEN
        PERFORM refuse_by(TG_NAME, format(
            'There is a credit note for %s. Void that first; nothing was changed.', NEW.number));
    END IF;
    RETURN NULL;
END $$
"""

GAPLESS = """
CREATE FUNCTION invoice_numbers_are_gapless() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM number_counters c
         WHERE c.series_id = NEW.series_id AND c.year = NEW.number_year
           AND NEW.number_sequence BETWEEN c.first_number AND c.last_number
           AND (NEW.number_sequence = c.first_number OR EXISTS (
               SELECT FROM invoices before
                WHERE before.series_id = NEW.series_id AND before.number_year = NEW.number_year
                  AND before.number_sequence = NEW.number_sequence - 1)))
    THEN
        PERFORM refuse_by(TG_NAME, format('%s would leave a gap in the numbers. Nothing was issued.', NEW.number));
    END IF;
    RETURN NULL;
END $$
"""

COUNTED = """
CREATE FUNCTION number_counter_counts_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c number_counters;
    lowest integer;
    highest integer;
BEGIN
    SELECT * INTO c FROM number_counters WHERE counter_id = NEW.counter_id;
    SELECT min(number_sequence), max(number_sequence) INTO lowest, highest
      FROM invoices WHERE series_id = c.series_id AND number_year = c.year;
    IF (coalesce(lowest, c.first_number), coalesce(highest, c.first_number - 1)) <> (c.first_number, c.last_number) THEN
        PERFORM refuse_by(TG_NAME, 'Numbers were given already, so the count stays. Nothing was changed.');
    END IF;
    RETURN NULL;
END $$
"""

CREDITED = """
CREATE FUNCTION credit_notes_stay_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of record;
BEGIN
    SELECT * INTO of FROM invoices WHERE invoice_id = NEW.credits_id FOR NO KEY UPDATE;
    IF of.kind <> 'INVOICE' OR of.status <> 'ISSUED' OR of.client_id <> NEW.client_id OR of.currency <> NEW.currency THEN
        PERFORM refuse_by(TG_NAME, 'A credit note is for an issued invoice of the same client. Nothing was issued.');
    END IF;
    IF (SELECT sum(total_amount) FROM invoices WHERE credits_id = NEW.credits_id AND status = 'ISSUED') > of.total_amount THEN
        PERFORM refuse_by(TG_NAME, format('The credit notes would come to more than %s. Nothing was issued.', of.number));
    END IF;
    RETURN NULL;
END $$
"""

PAID = """
CREATE FUNCTION payments_stay_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payment payments := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    of record;
    paid numeric;
BEGIN
    SELECT kind, status, currency, total_amount INTO of
      FROM invoices WHERE invoice_id = payment.invoice_id FOR NO KEY UPDATE;
    IF of.kind <> 'INVOICE' OR of.status <> 'ISSUED' OR of.currency <> payment.currency THEN
        PERFORM refuse_by(TG_NAME, 'Payments are for issued invoices, in their currency. Nothing was saved.');
    END IF;
    SELECT coalesce(sum(amount), 0) INTO paid FROM payments WHERE invoice_id = payment.invoice_id;
    IF paid NOT BETWEEN 0 AND of.total_amount THEN
        PERFORM refuse_by(TG_NAME, 'What is paid stays between nothing and the total. Nothing was saved.');
    END IF;
    RETURN NULL;
END $$
"""

FUNCTIONS = {
    "refuse_by(text, text)": REFUSE,
    "invoiced_entry_stays()": INVOICED_ENTRY_STAYS,
    "invoice_stays()": INVOICE_STAYS,
    "invoice_parts_stay()": PARTS_STAY,
    "invoiced_entries_fit()": LINKS_FIT,
    "refuse_update()": LINKS_STAY,
    "invoice_adds_up()": ADDS_UP,
    "void_invoice_holds_nothing()": VOID_HOLDS_NOTHING,
    "invoice_numbers_are_gapless()": GAPLESS,
    "number_counter_counts_invoices()": COUNTED,
    "credit_notes_stay_within()": CREDITED,
    "payments_stay_within()": PAID,
}

FROZEN = (
    "user_id",
    "project_id",
    "task_id",
    "start_time",
    "end_time",
    "is_billable",
    "hourly_rate",
    "rate_source",
    "currency",
)
FROZEN_WERE, FROZEN_ARE = (", ".join(f"{row}.{name}" for name in FROZEN) for row in ("OLD", "NEW"))

# (table, trigger, when and on what, condition, function)
TRIGGERS = [
    (
        "time_entries",
        "tg_time_entries_invoiced_stays",
        f"AFTER UPDATE OF {', '.join(FROZEN)}",
        f"WHEN (OLD.end_time IS NOT NULL AND ({FROZEN_WERE}) IS DISTINCT FROM ({FROZEN_ARE}))",
        "invoiced_entry_stays",
    ),
    ("time_entries", "tg_time_entries_invoiced_kept", "BEFORE DELETE", "", "invoiced_entry_stays"),
    ("invoices", "tg_invoices_stays", "AFTER UPDATE", "WHEN (OLD.status <> 'DRAFT')", "invoice_stays"),
    ("invoices", "tg_invoices_kept", "BEFORE DELETE", "WHEN (OLD.status <> 'DRAFT')", "invoice_stays"),
    ("invoiced_entries", "tg_invoiced_entries_stays", "AFTER UPDATE", "", "refuse_update"),
    ("payments", "tg_payments_stays", "AFTER UPDATE", "", "refuse_update"),
    ("payments", "tg_payments_within", "AFTER INSERT OR DELETE", "", "payments_stay_within"),
    (
        "tax_rates",
        "tg_tax_rates_stays",
        "AFTER UPDATE OF rate, is_reverse_charge",
        "WHEN ((OLD.rate, OLD.is_reverse_charge) IS DISTINCT FROM (NEW.rate, NEW.is_reverse_charge))",
        "refuse_update",
    ),
]
DEFERRED = [
    ("invoices", "tg_invoices_adds_up", "INSERT OR UPDATE", "", "invoice_adds_up"),
    (
        "invoices",
        "tg_invoices_void_holds_nothing",
        "INSERT OR UPDATE",
        "WHEN (NEW.status = 'VOID')",
        "void_invoice_holds_nothing",
    ),
    (
        "invoices",
        "tg_invoices_gapless",
        "INSERT OR UPDATE OF number_sequence",
        "WHEN (NEW.number_sequence IS NOT NULL)",
        "invoice_numbers_are_gapless",
    ),
    ("number_counters", "tg_number_counters_counts", "INSERT OR UPDATE", "", "number_counter_counts_invoices"),
    (
        "invoices",
        "tg_invoices_credited_within",
        "INSERT OR UPDATE",
        "WHEN (NEW.kind = 'CREDIT_NOTE' AND NEW.status = 'ISSUED')",
        "credit_notes_stay_within",
    ),
]
SEEN = {
    "INSERT": "NEW TABLE AS changed",
    "UPDATE": "OLD TABLE AS changed NEW TABLE AS became",
    "DELETE": "OLD TABLE AS changed",
}
PARTS = [
    *[(table, event) for table in ("invoice_line_items", "invoice_taxes") for event in SEEN],
    ("invoiced_entries", "INSERT"),
    ("invoiced_entries", "DELETE"),
]


def upgrade() -> None:
    """Create the functions and their triggers."""
    for body in FUNCTIONS.values():
        op.execute(body)
    for table, name, event, condition, function in TRIGGERS:
        op.execute(f"CREATE TRIGGER {name} {event} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {function}()")
    for table, name, event, condition, function in DEFERRED:
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW {condition} EXECUTE FUNCTION {function}()"
        )
    for table, event in PARTS:
        op.execute(
            f"CREATE TRIGGER tg_{table}_on_{event.lower()} AFTER {event} ON {table} REFERENCING {SEEN[event]}"
            " FOR EACH STATEMENT EXECUTE FUNCTION invoice_parts_stay()"
        )
    op.execute(
        "CREATE TRIGGER tg_invoiced_entries_fits AFTER INSERT ON invoiced_entries REFERENCING NEW TABLE AS changed"
        " FOR EACH STATEMENT EXECUTE FUNCTION invoiced_entries_fit()"
    )


def downgrade() -> None:
    """Drop them."""
    for table, name, *_ in [*TRIGGERS, *DEFERRED, ("invoiced_entries", "tg_invoiced_entries_fits")]:
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for table, event in PARTS:
        op.execute(f"DROP TRIGGER tg_{table}_on_{event.lower()} ON {table}")
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
