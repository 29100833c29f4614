"""What the tests of pages do in a browser, and what they measure there."""

import json
import re


def press(page, *names: str) -> None:
    """Press keys together: ``press(page, "CONTROL", "END")``."""
    from selenium.webdriver import ActionChains, Keys

    chain = ActionChains(page)
    for name in names:
        chain.key_down(getattr(Keys, name))
    for name in reversed(names):
        chain.key_up(getattr(Keys, name))
    chain.perform()


def requests(page) -> list[str]:
    """The addresses asked for since the page was opened."""
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in sent if url != "about:blank"]


def words_on(page) -> list[list]:
    """Each element with a text of its own: its name, its ink, what lies under it, and the size of its letters."""
    return page.execute_script(
        "const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;"
        " if (c !== 'rgba(0, 0, 0, 0)') return c } return 'rgb(255, 255, 255)' };"
        "const words = [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some("
        " n => n.nodeType === Node.TEXT_NODE && n.data.trim()) && !e.closest('svg') && e.tagName !== 'SCRIPT');"
        "return words.map(e => { const s = getComputedStyle(e);"
        " return [e.className || e.tagName, s.color, ground(e), parseFloat(s.fontSize)] })"
    )


def contrast(ink: str, ground: str) -> float:
    darker, lighter = sorted((luminance(ink), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of ``rgb(r, g, b)``, as WCAG 2 defines it."""
    shares = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
