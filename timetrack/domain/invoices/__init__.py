"""Invoices: drafted from work that is not billed yet, issued under a number without gaps, voided or credited."""
