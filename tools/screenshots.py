"""Pictures of pages at three widths, light and dark, into ``screenshots/``: for looking at what people see.

``python tools/screenshots.py --address http://127.0.0.1:8000 --email E --password P /today/ /people/``
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS_PX = {390: 844, 820: 1180, 1440: 900}
SCHEMES = ("light", "dark")


def chromium_path() -> str:
    """The installed Chromium; ends with one sentence that says what to install where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    sys.exit("No Chromium found: install Debian's package 'chromium'.")


def sign_in(browser: Browser, *, address: str, email: str, password: str) -> dict:
    """Cookies of somebody signed in."""
    page = browser.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail", exact=False).or_(page.get_by_label("Email", exact=False)).first.fill(email)
    page.locator("input[type=password]").fill(password)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    if "/accounts/login" in page.url:
        sys.exit("The sign-in was refused: check --email and --password.")
    state = page.context.storage_state()
    page.context.close()
    return state


def take(
    browser: Browser, *, address: str, path: str, state: dict | None, scheme: str, width: int, to: Path
) -> None:
    """One picture of a whole page."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS_PX[width]}, color_scheme=scheme, storage_state=state
    )
    page = context.new_page()
    answer = page.goto(address + path)
    page.wait_for_load_state("networkidle")
    name = path.strip("/").replace("/", "_").replace("?", "_") or "first"
    to.mkdir(parents=True, exist_ok=True)
    picture = to / f"{name}-{width}-{scheme}.png"
    page.screenshot(path=picture, full_page=True)
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    print(answer.status if answer else "?", picture, "SCROLLS SIDEWAYS" if wider else "")
    context.close()


def main() -> None:
    """Take every picture asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", help="pages, such as /today/")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--email", help="who signs in; left out, pages are visited without")
    parser.add_argument("--password", default="")
    parser.add_argument("--width", type=int, choices=WIDTHS_PX, action="append")
    parser.add_argument("--scheme", choices=SCHEMES, action="append")
    parser.add_argument("--to", type=Path, default=Path("screenshots"))
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        state = None
        if asked.email:
            state = sign_in(browser, address=asked.address, email=asked.email, password=asked.password)
        for path in asked.paths:
            for width in asked.width or WIDTHS_PX:
                for scheme in asked.scheme or SCHEMES:
                    take(
                        browser,
                        address=asked.address,
                        path=path,
                        state=state,
                        scheme=scheme,
                        width=width,
                        to=asked.to,
                    )
        browser.close()


if __name__ == "__main__":
    main()
