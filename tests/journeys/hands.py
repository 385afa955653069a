"""Two ways to use a page: pointer and typing, or the keyboard alone. A story is told once for both."""

import re
from collections.abc import Callable
from typing import Literal, Protocol

from playwright.sync_api import Locator, Page

Role = Literal["button", "link"]
Name = str | re.Pattern[str]
READY = "chart => chart.skin && chart.stage.view?.name === chart.view && chart.stage.skin"
FOCUSED = "one => one === document.activeElement"
IN_GROUP = "one => document.activeElement.type === 'radio' && document.activeElement.name === one.name"
MOST_TABS = 400
"""No page has more stops than that."""


class Hand(Protocol):
    """What a person does to a page, each thing found by its role and its name."""

    page: Page
    look: Callable[[Page], None]
    """What is asked of every page that the story comes to."""

    def press(self, role: Role, name: Name, *, within: Locator | None = None) -> None:
        """A button or a link."""

    def write(self, name: Name, text: str, *, within: Locator | None = None) -> None:
        """Text into a labelled field, in place of what stands there."""

    def choose(self, name: Name, option: str, *, within: Locator | None = None) -> None:
        """An option of a list, by its words."""

    def tick(self, name: Name, *, within: Locator | None = None) -> None:
        """A box."""

    def answer(self, question: Name, answer: str, *, within: Locator | None = None) -> None:
        """One of the answers to a question."""

    def unfold(self, words: str) -> None:
        """What is folded away under ``words``."""

    def mark(self, zone: str, *, part: str, place: str, side: str) -> None:
        """A zone of the pain chart; the chart names it by code, the list by part, place and side."""

    def sign(self, name: str) -> None:
        """The field for a signature."""


class Pointer:
    """Mouse or finger, and typing."""

    def __init__(self, page: Page, look: Callable[[Page], None] = lambda page: None) -> None:
        self.page, self.look = page, look

    def press(self, role: Role, name: Name, *, within: Locator | None = None) -> None:
        _in(self.page, within).get_by_role(role, name=name, exact=True).first.click()

    def write(self, name: Name, text: str, *, within: Locator | None = None) -> None:
        _in(self.page, within).get_by_label(marked(name)).fill(text)

    def choose(self, name: Name, option: str, *, within: Locator | None = None) -> None:
        _in(self.page, within).get_by_label(marked(name)).select_option(label=option)

    def tick(self, name: Name, *, within: Locator | None = None) -> None:
        _in(self.page, within).get_by_role("checkbox", name=marked(name)).check()

    def answer(self, question: Name, answer: str, *, within: Locator | None = None) -> None:
        group = _in(self.page, within).get_by_role("group", name=marked(question))
        wanted = group.get_by_role("radio", name=answer, exact=True)
        wanted.locator("xpath=ancestor::label[1]").click()
        assert wanted.is_checked()

    def unfold(self, words: str) -> None:
        self.page.locator("summary").filter(has_text=words).first.click()

    def mark(self, zone: str, *, part: str, place: str, side: str) -> None:
        """Ticks it in the list, whole: what is drawn freehand has journeys of its own."""
        folded = self.page.locator("details").filter(has_text=part).last
        if not folded.evaluate("one => one.open"):
            self.unfold(part)
        self.tick(side, within=self.page.get_by_role("group", name=place, exact=True))

    def sign(self, name: str) -> None:
        """Types the name and draws a stroke with the pen."""
        self.page.get_by_label("Your full name").fill(name)
        pad = self.page.locator("[data-signature-pad]")
        pad.scroll_into_view_if_needed()
        corner = pad.bounding_box()
        assert corner
        mouse = self.page.mouse
        mouse.move(corner["x"] + 30, corner["y"] + 30)
        mouse.down()
        mouse.move(corner["x"] + 160, corner["y"] + 70, steps=6)
        mouse.up()


class Keyboard:
    """Tab, Shift+Tab, Enter, Space, the arrows, and typing: no pointer at all.

    Each thing is first found as assistive technology names it, then reached by pressing Tab.
    """

    def __init__(self, page: Page, look: Callable[[Page], None] = lambda page: None) -> None:
        self.page, self.look = page, look

    def press(self, role: Role, name: Name, *, within: Locator | None = None) -> None:
        self._reach(_in(self.page, within).get_by_role(role, name=name, exact=True).first)
        self.page.keyboard.press("Enter")

    def write(self, name: Name, text: str, *, within: Locator | None = None) -> None:
        field = _in(self.page, within).get_by_label(marked(name))
        self._reach(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            text = f"{month}{day}{year}"  # as the browser's American field wants it
        else:
            self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: Name, option: str, *, within: Locator | None = None) -> None:
        field = _in(self.page, within).get_by_label(marked(name))
        self._reach(field)
        labels: list[str] = field.evaluate("list => [...list.options].map(one => one.label)")
        steps = labels.index(option) - int(field.evaluate("list => list.selectedIndex"))
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.evaluate("list => list.selectedOptions[0].label") == option

    def tick(self, name: Name, *, within: Locator | None = None) -> None:
        box = _in(self.page, within).get_by_role("checkbox", name=marked(name))
        self._reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked()

    def answer(self, question: Name, answer: str, *, within: Locator | None = None) -> None:
        group = _in(self.page, within).get_by_role("group", name=marked(question))
        wanted = group.get_by_role("radio", name=answer, exact=True)
        self._reach(wanted, or_its_group=True)
        for _ in range(group.get_by_role("radio").count()):
            if wanted.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowRight")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked()

    def unfold(self, words: str) -> None:
        self._reach(self.page.locator("summary").filter(has_text=words).first)
        self.page.keyboard.press("Enter")

    def mark(self, zone: str, *, part: str, place: str, side: str) -> None:
        """Ticks it in the list under the figures."""
        folded = self.page.locator("details").filter(has_text=part).last
        if not folded.evaluate("one => one.open"):
            self.unfold(part)
        self.tick(side, within=self.page.get_by_role("group", name=place, exact=True))

    def sign(self, name: str) -> None:
        """Types the name: drawing it is offered, never needed."""
        self.write("Your full name", name)

    def _reach(self, wanted: Locator, *, or_its_group: bool = False) -> None:
        asked = wanted.element_handle()
        assert asked
        where = IN_GROUP if or_its_group else FOCUSED
        for _ in range(MOST_TABS):
            if asked.evaluate(where):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} was not reached by Tab on {self.page.url}")


def marked(name: Name) -> Name:
    """The name, with the mark that a form may set behind it."""
    if isinstance(name, str):
        return re.compile(rf"^\s*{re.escape(name)}(\s*\((optional|needed)\))?\s*$")
    return name


def _in(page: Page, within: Locator | None) -> Locator:
    return within or page.locator("body")
