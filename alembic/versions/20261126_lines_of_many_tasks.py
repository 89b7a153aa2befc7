"""A line of tracked time without a task may hold entries of any task of its project: lines per project or per person.

Revision ID: 20261126_lines_of_many_tasks
Revises: 20261125_recurring_invoices
"""

from alembic import op

revision = "20261126_lines_of_many_tasks"
down_revision = "20261125_recurring_invoices"
branch_labels = None
depends_on = None

LINKS_FIT = """
CREATE OR REPLACE FUNCTION invoiced_entries_fit() RETURNS trigger LANGUAGE plpgsql AS $$
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
         OR CASE n.kind WHEN 'TIME' THEN {refused}
                        ELSE n.kind = 'EXTRA' END;
    IF FOUND THEN
        PERFORM refuse_by(TG_NAME,
            'An entry changed meanwhile and does not fit on this invoice any more. Nothing was invoiced.');
    END IF;
    RETURN NULL;
END $$
"""
OF_ONE_TASK = "(e.task_id, e.hourly_rate) IS DISTINCT FROM (n.task_id, n.rate)"
OF_ANY_TASK = "e.hourly_rate <> n.rate OR (n.task_id IS NOT NULL AND e.task_id IS DISTINCT FROM n.task_id)"


def upgrade() -> None:
    """Let them in."""
    op.execute(LINKS_FIT.format(refused=OF_ANY_TASK))


def downgrade() -> None:
    """Keep them out again; lines that are there stay."""
    op.execute(LINKS_FIT.format(refused=OF_ONE_TASK))
