"""Whether the books are whole, asked of the database itself: what every race of invoices ends with."""

from tests.races.crowd import broken, committed, counted
from timetrack.domain.invoices import reading

UNEVEN = """
SELECT count(*) FROM invoices i
 WHERE net_amount <> (SELECT coalesce(sum(amount), 0) FROM invoice_line_items l WHERE l.invoice_id = i.invoice_id)
    OR (discount_amount, tax_amount) <> (SELECT coalesce(sum(discount_amount), 0), coalesce(sum(tax_amount), 0)
                                           FROM invoice_taxes t WHERE t.invoice_id = i.invoice_id)
    OR total_amount <> net_amount - discount_amount + tax_amount
"""
HOURS_APART = """
SELECT count(*) FROM invoice_line_items n JOIN invoices i USING (invoice_id)
 WHERE n.kind = 'TIME' AND i.kind = 'INVOICE' AND i.status <> 'VOID' AND n.quantity_seconds <> (
       SELECT coalesce(sum(e.duration_seconds), 0) FROM invoiced_entries l JOIN time_entries e USING (entry_id)
        WHERE l.line_item_id = n.line_item_id AND e.hourly_rate = n.rate AND e.is_billable)
"""
GAPS = """
SELECT count(*) FROM (SELECT number_sequence - row_number() OVER (PARTITION BY series_id, number_year
                                                                    ORDER BY number_sequence) AS off
                        FROM invoices WHERE number IS NOT NULL) numbered WHERE off <> 0
"""
TWICE = """
SELECT count(*) FROM (
    SELECT entry FROM invoices, jsonb_array_elements(line_items -> 'lines') line, jsonb_array_elements(line -> 'entries') entry
     WHERE status = 'ISSUED' GROUP BY entry HAVING count(*) > 1) billed
"""
HALF = """
SELECT count(*) FROM invoices i
 WHERE NOT EXISTS (SELECT FROM invoice_line_items n WHERE n.invoice_id = i.invoice_id)
    OR NOT EXISTS (SELECT FROM invoice_taxes t WHERE t.invoice_id = i.invoice_id)
    OR (status <> 'DRAFT') <> (number IS NOT NULL AND line_items IS NOT NULL)
    OR jsonb_array_length(line_items -> 'lines')
       <> (SELECT count(*) FROM invoice_line_items n WHERE n.invoice_id = i.invoice_id)
    OR (status = 'ISSUED' AND kind = 'INVOICE'
        AND (SELECT coalesce(sum(jsonb_array_length(line -> 'entries')), 0) FROM jsonb_array_elements(line_items -> 'lines') line)
            <> (SELECT count(*) FROM invoiced_entries l WHERE l.invoice_id = i.invoice_id))
    OR (status = 'VOID' AND EXISTS (SELECT FROM invoiced_entries l WHERE l.invoice_id = i.invoice_id))
"""


def sound() -> None:
    """No sum is off, no entry is billed twice, no number is missing, no invoice is half, every record holds."""
    checks = {"uneven": UNEVEN, "hours apart": HOURS_APART, "gaps": GAPS, "twice": TWICE}
    assert {name: counted(query) for name, query in checks.items()} == dict.fromkeys(checks, 0)
    assert broken() == []
    assert committed(reading.broken_invoices) == []


def none_is_half() -> None:
    """Every invoice has its lines and taxes, and an issued one its number, its document and the entries it says."""
    assert counted(HALF) == 0
