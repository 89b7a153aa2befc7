"""The demo workspace in a browser: one click makes it, and it goes when asked twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import assert_accessible, assert_fits

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_one_click_makes_a_workspace_full_of_work(page: Page, new_page: Callable[..., Page]) -> None:
    page.goto("/setup")
    page.get_by_role("button", name="Explore a demo workspace").click()
    expect(page.get_by_role("region", name="Demo workspace")).to_be_visible()
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    expect(page.locator(".tt-budgets")).to_contain_text("Patient portal")
    page.goto("/team")
    expect(page.get_by_role("button", name="4 working")).to_be_visible()
    expect(page.locator(".tt-board-card")).to_have_count(6)
    assert_accessible(page)
    other = new_page(beside=page)
    other.goto("/time")
    expect(other.get_by_role("region", name="Demo workspace")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    question = page.get_by_role("dialog", name="Remove the demo workspace?")
    assert_accessible(page)
    question.get_by_role("button", name="Keep it").click()
    expect(question).not_to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    question.get_by_role("button", name="Remove everything").click()
    for opened in (page, other):
        expect(opened.get_by_role("button", name="Create workspace")).to_be_visible()


def test_it_is_reached_by_keyboard_and_with_a_thumb(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/setup")
    door = page.get_by_role("button", name="Explore a demo workspace")
    expect(door).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    box = door.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    door.focus()
    page.keyboard.press("Enter")
    banner = page.get_by_role("region", name="Demo workspace")
    expect(banner).to_be_visible()
    expect(page.get_by_role("heading", name="Recent work")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    banner.get_by_role("button", name="Remove it").tap()
    page.get_by_role("button", name="Remove everything").tap()
    expect(page.get_by_role("button", name="Create workspace")).to_be_visible()
