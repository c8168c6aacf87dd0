"""Tickets' pages in a headless Chromium, from the link to the platform, which is a mock of muster's."""
import pathlib
import sys
import tempfile
import time

from webdriver import ENTER, TAB, Driver
from world import World

PHONE = (390, 844)
# What the page is measured by; of the colours the contrast (WCAG 2.2, 1.4.3).
MEASURE = """
const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const rgb = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const contrast = (a, b) => {
  const [x, y] = [luminance(rgb(a)), luminance(rgb(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};
const ground = e => {
  for (; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
};
const button = document.querySelector('button');
const box = button.getBoundingClientRect();
return {
  lang: document.documentElement.lang,
  headings: document.querySelectorAll('h1').length,
  overflow: document.documentElement.scrollWidth - innerWidth,
  below: box.bottom - innerHeight,
  height: box.height, width: box.width, inner: innerWidth,
  fontSize: parseFloat(getComputedStyle(button).fontSize),
  outline: getComputedStyle(document.activeElement).outlineStyle,
  scripts: document.scripts.length,
  contrasts: [...document.querySelectorAll('h1, p, button')].map(
    e => contrast(getComputedStyle(e).color, ground(e))),
  resources: performance.getEntriesByType('resource').map(e => e.name),
};
"""


class Checks:
    def __init__(self, driver, world, pictures):
        self.driver, self.world, self.pictures = driver, world, pathlib.Path(pictures)
        self.community = world.start_mock("bettermode")
        self.readers = world.start_mock("mediaos")
        self.script, self.asked = world.start_script()
        world.start_server(self.community)

    def all(self):
        self.works_by_keyboard()
        self.works_without_scripts()
        self.looks_right()
        self.stands_scanners()
        self.mints_once()
        self.hands_over_snippets()
        self.says_what_is_wrong()

    # The person

    def arrived(self, browser, number):
        browser.wait("nobody is signed in", lambda: browser.url.endswith("/welcome"))
        heading = browser.text(browser.find("h1")[0])
        assert heading == f"Signed in as {number}", heading

    def works_by_keyboard(self):
        link, number = self.world.link()
        with self.driver.session() as browser:
            browser.open(link)
            browser.press(TAB)
            button = browser.focused()
            assert browser.role(button) == "button" and browser.label(button), browser.role(button)
            label = browser.label(button)
            outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", f"the focus is not seen: {outline}"
            browser.press(ENTER)
            self.arrived(browser, number)
            assert not complaints(browser), complaints(browser)
        said(f"keyboard alone: one Tab to the button \"{label}\", Enter, and user {number} is signed in")

    def works_without_scripts(self):
        link, number = self.world.link()
        with self.driver.session(scripts=False) as browser:
            browser.open("data:text/html,<title>none</title><script>document.title='run'</script>")
            assert browser.title == "none", "this browser runs scripts"
            browser.open(link)
            browser.press(TAB)
            browser.press(ENTER)
            self.arrived(browser, number)
        said(f"without JavaScript: user {number} is signed in")

    def looks_right(self):
        link, _ = self.world.link()
        for name, width, height, options in [
            ("phone", *PHONE, {"phone": True}), ("phone-dark", *PHONE, {"phone": True, "dark": True}),
            ("small", 320, 568, {"phone": True}), ("wide", 1280, 900, {}),
        ]:
            with self.driver.session(width, height, **options) as browser:
                browser.open(link)
                browser.press(TAB)
                it = browser.run(MEASURE)
                assert it["lang"] == "en" and it["headings"] == 1 and it["scripts"] == 0, it
                assert it["resources"] == [], f"{name}: the page asks for {it['resources']}"
                assert it["overflow"] <= 0, f"{name}: {it['overflow']} px too wide"
                assert it["below"] <= 0, f"{name}: the button is {it['below']} px below the screen"
                assert it["height"] >= 44 and it["fontSize"] >= 16, f"{name}: {it}"
                assert min(it["contrasts"]) >= 4.5, f"{name}: contrast {min(it['contrasts']):.2f}"
                if options.get("phone"):
                    assert it["width"] >= it["inner"] / 2, f"{name}: a narrow button: {it}"
                assert not complaints(browser), complaints(browser)
                browser.picture(self.pictures / f"ticket-{name}.png")
        said(f"four screens from 320 to 1280 px: nothing beside them, contrast and button are good; "
             f"pictures in {self.pictures}")

    # Programs

    def stands_scanners(self):
        link, number = self.world.link()
        before = self.world.counts(self.community)["presentations"], self.world.used()["community"]
        status, body = self.world.request("HEAD", link, {"User-Agent": "scanner"})
        assert (status, body) == (200, ""), (status, body)
        status, first = self.world.request("GET", link)
        assert status == 200
        with self.driver.session() as scanner:
            scanner.open(link)
            # It runs whatever the page brings, and follows what looks like a link.
            scanner.run("document.querySelectorAll('a').forEach(a => a.click())")
            time.sleep(2)
            assert scanner.url == link, scanner.url
        status, second = self.world.request("GET", link, {"Sec-Purpose": "prefetch"})
        assert status == 200 and first == second
        after = self.world.counts(self.community)["presentations"], self.world.used()["community"]
        assert before == after, f"a scanner used something: {before}, {after}"
        with self.driver.session() as browser:
            browser.open(link)
            browser.click(browser.find("button")[0])
            self.arrived(browser, number)
        said(f"a scanner's HEAD, GET, browser with scripts and second GET use nothing; then user {number} "
             "is signed in")

    def mints_once(self):
        link, number = self.world.link()
        before = self.world.counts(self.community)["accepted"]
        with self.driver.session() as browser:
            browser.open(link)
            browser.press(TAB)
            browser.press(ENTER)
            self.arrived(browser, number)
            assert self.world.counts(self.community)["accepted"] == before + 1
            # The token is not kept where going back would present it again.
            browser.call("POST", "/back", {})
            browser.wait("the page is not back", lambda: browser.url == link)
            assert self.world.counts(self.community)["accepted"] == before + 1
            time.sleep(3)
            browser.open(link)
            assert browser.find("button") == [], "a used ticket has a button"
            heading = browser.text(browser.find("h1")[0])
            assert heading == "This link has been used", heading
            browser.picture(self.pictures / "ticket-used.png")
        assert self.world.users(self.community)[str(number)]["accepted"] == 1
        assert self.world.request("POST", link)[0] == 410
        said(f"one press mints one token; going back, opening and posting again mint none")

    # Snippets

    def hands_over_snippets(self):
        mapped = f"MAP mos-scripts.com 127.0.0.1:{self.script}"
        for mount, policy in [("readers", "nonces"), ("readers-by-digest", "digests")]:
            link, number = self.world.link(mount)
            self.asked.clear()
            with self.driver.session(*PHONE, phone=True, mapped=mapped) as browser:
                browser.open(link)
                assert self.asked == [], "the page of the ticket asks for the script"
                browser.press(TAB)
                browser.press(ENTER)
                browser.wait(
                    f"the script did not see window.mediaosSSO, with {policy}",
                    lambda: browser.title.startswith("seen "))
                token = browser.title.removeprefix("seen ")
                assert not complaints(browser), complaints(browser)
                # The policy is there: what somebody puts into the markup does not run.
                browser.run(
                    "const p = document.createElement('p'); p.setAttribute('onclick', 'window.own = 1');"
                    "document.body.append(p); p.click()")
                assert browser.run("return window.own") is None, "the policy lets any script run"
                assert any("Content Security Policy" in line for line in browser.log())
                browser.picture(self.pictures / f"snippet-{policy}.png")
            hosts = [(host, path, referer) for host, path, referer in self.asked]
            assert hosts == [("mos-scripts.com", "/a/main.js", None)], hosts
            status, answer = self.world.ask_mock(self.readers, "/mock/token", token)
            assert status == 302, (status, answer)
            assert f"reader{number}@example.com" in self.world.users(self.readers)
            said(f"snippet with {policy}: window.mediaosSSO was there when the platform's script ran, and "
                 "the mock takes its token; a script in the markup does not run; no Referer was sent")

    def says_what_is_wrong(self):
        link, _ = self.world.link()
        unknown = link[:-22] + "A" * 22
        with self.driver.session(*PHONE, phone=True) as browser:
            browser.open(unknown)
            heading = browser.text(browser.find("h1")[0])
            assert heading == "This link does not work", heading
            assert "support@example.com" in browser.source
            browser.picture(self.pictures / "ticket-unknown.png")
        said("an unknown ticket has a page that says so, and whom to ask")


def complaints(browser):
    """What the browser's console says; that a picture for the tab is missing is nobody's fault."""
    return [line for line in browser.log() if "favicon" not in line]


def said(text):
    print(f"check-browser: {text}", flush=True)


def main(muster, chromium, chromedriver, pictures):
    with tempfile.TemporaryDirectory() as folder:
        world = World(muster, folder)
        driver = Driver(chromedriver, chromium, f"{folder}/driver.log")
        try:
            Checks(driver, world, pictures).all()
        finally:
            driver.end()
            world.end()
    print("check-browser: OK")


main(*sys.argv[1:])
