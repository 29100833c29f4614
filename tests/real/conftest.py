"""A real browser, with a home and a profile of its own."""

import os
import shutil
from importlib.util import find_spec

import pytest

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def needs(found, what: str):
    """What is needed, or a skip on a machine without it; where everything must run, its absence is a failure."""
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not there")
    pytest.skip(f"{what} is not there")


@pytest.fixture(scope="session")
def chrome(tmp_path_factory):
    """One headless Chromium for all tests, with a home and a profile of its own."""
    needs(find_spec("selenium"), "selenium")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    browser, driver = (needs(shutil.which(name), name) for name in ("chromium", "chromedriver"))
    home = tmp_path_factory.mktemp("browser")
    options = ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={home / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=ChromeService(driver, env={**os.environ, "HOME": str(home)}))
    yield chrome
    chrome.quit()


@pytest.fixture
def show_page(chrome, tmp_path):
    """Open a page in the browser: ``show_page(html, width=375, scheme="dark", script=False)``."""

    def page(html: str, *, width: int = 1280, scheme: str = "light", script: bool = True):
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        size = {"width": width, "height": 667, "deviceScaleFactor": 1, "mobile": width < 500}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        chrome.get("about:blank")
        for log in ("browser", "performance"):
            chrome.get_log(log)
        chrome.get(path.as_uri())
        return chrome

    return page
