"""Opens the sample pages in a headless Chromium: text there, no script, no request, no complaint."""
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile

WIDTHS = {"wide": 1280, "phone": 390}


class Text(html.parser.HTMLParser):
    """The text of a page as the browser has it, and the elements and attributes in it."""

    def __init__(self):
        super().__init__()
        self.text, self.elements, self.attributes = [], set(), set()
        self.hidden = False

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hidden = tag == "style"

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)


ELEMENTS = set(
    "html head meta link title style body header main footer section h1 h2 p strong span dl dt dd div "
    "time ol li svg rect table caption thead tbody tr th td code details summary".split())
ATTRIBUTES = set(
    "lang charset http-equiv content name rel href class datetime aria-labelledby aria-label id role "
    "viewbox preserveaspectratio x y width height scope aria-hidden open".split())


def run(browser, page, *options):
    with tempfile.TemporaryDirectory() as profile:
        netlog = pathlib.Path(profile, "net.json")
        result = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             "--disable-dev-shm-usage", f"--user-data-dir={profile}", f"--log-net-log={netlog}",
             "--virtual-time-budget=3000", "--enable-logging=stderr", *options, page.as_uri()],
            capture_output=True, text=True, timeout=120)
        assert result.returncode == 0, result.stderr
        return result, netlog.read_text() if netlog.exists() else ""


def requests(netlog):
    """Addresses that a page asked for; the browser's own housekeeping has other hosts."""
    return sorted(set(re.findall(r'"url":"((?!file:|data:|chrome)[^"]*)"', netlog)))


def complaints(stderr):
    return [line for line in stderr.splitlines() if "CONSOLE" in line]


def check(browser, page):
    result, netlog = run(browser, page, "--dump-dom")
    assert not complaints(result.stderr), f"{page.name}: {complaints(result.stderr)}"
    foreign = [url for url in requests(netlog) if "evil.example" in url or "favicon" in url]
    assert not foreign, f"{page.name}: asked for {foreign}"
    dom = Text()
    dom.feed(result.stdout)
    assert dom.elements <= ELEMENTS, f"{page.name}: {dom.elements - ELEMENTS}"
    assert dom.attributes <= ATTRIBUTES, f"{page.name}: {dom.attributes - ATTRIBUTES}"
    text = " ".join(" ".join(dom.text).split())
    report = json.loads(page.with_suffix(".json").read_bytes())
    for word in ["Rows", "Exit code", "UTC", f"{report['counts']['rows']:,} row"]:
        assert word in text, f"{page.name}: {word!r} is missing"
    # A name between backticks is an element of its own, so that pieces may stand apart.
    squeezed = " ".join("".join(dom.text).split())
    for group in report["findings"]:
        assert group["summary"].replace("`", "") in squeezed and f"{group['count']:,}" in text, (page.name, group["code"])
    if page.stem == "hostile":
        for piece in ["<script>alert(1)</script>", "onerror=alert(1)", "\\u{202E}gpj.exe", "{{{job}}}",
                      "&lt;b&gt; &#x3c;script>", "\\u{600}<script>"]:
            assert piece in text, f"hostile: {piece!r} is not shown as text"
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text)
        assert page.stat().st_size < 2_000_000
    else:
        for step in report["advice"] + [report["job"], report["error"] or ""]:
            assert step in text, f"{page.name}: {step!r} is missing"


def is_live(browser, folder):
    """A page that does what ours must not: the test of the test."""
    page = folder / "control.html"
    page.write_text(
        "<!DOCTYPE html><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
        "<title>x</title><script>document.title='ran'</script>"
        "<img src=http://127.0.0.1:9/evil.example>")
    result, _ = run(browser, page, "--dump-dom")
    page.unlink()
    assert len(complaints(result.stderr)) >= 2, result.stderr
    page.write_text(
        "<!DOCTYPE html><title>x</title><script>document.title='ran'</script>"
        "<img src=http://127.0.0.1:9/evil.example>")
    result, netlog = run(browser, page, "--dump-dom")
    page.unlink()
    assert "<title>ran</title>" in result.stdout
    assert any("evil.example" in url for url in requests(netlog)), requests(netlog)


def picture(browser, page, folder):
    for width_name, width in WIDTHS.items():
        for mode, options in [
            ("day", []), ("night", ["--blink-settings=preferredColorScheme=0"])]:
            # A window is 500 wide at least: the narrow one is a frame in a page.
            if width < 500:
                frame = page.with_name("frame.html")
                frame.write_text(
                    f"<!DOCTYPE html><style>body{{margin:0}}iframe{{border:0;width:{width}px;"
                    f"height:2600px}}</style><iframe src='{page.name}'></iframe>")
                shown, size = frame, f"--window-size=500,2600"
            else:
                shown, size = page, f"--window-size={width},2400"
            target = folder / f"{page.stem}-{width_name}-{mode}.png"
            run(browser, shown, f"--screenshot={target}", size, *options)


def main(browser, samples, pictures):
    pages = sorted(pathlib.Path(samples).glob("*.html"))
    assert len(pages) >= 8, pages
    is_live(browser, pathlib.Path(samples))
    for page in pages:
        check(browser, page)
    print(f"check-report: {len(pages)} pages in {browser}: text there, no script, no request, "
          "no complaint")
    if pictures:
        for page in pages:
            picture(browser, page, pathlib.Path(pictures))


main(*sys.argv[1:])
