"""A small client of W3C WebDriver over plain HTTP: what the checks need of a browser, and no more."""
import base64
import contextlib
import http.client
import json
import pathlib
import socket
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER = "\ue004", "\ue007"


class WebDriverError(Exception):
    pass


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Driver:
    """The driver's process: sessions are browsers of their own."""

    def __init__(self, driver, browser, log):
        self.browser, self.port = browser, free_port()
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [driver, f"--port={self.port}", "--allowed-ips=127.0.0.1"], stdout=self.log,
            stderr=subprocess.STDOUT)
        for _ in range(100):
            try:
                if self.request("GET", "/status")["ready"]:
                    return
            except (OSError, WebDriverError):
                time.sleep(0.1)
        raise WebDriverError("the driver does not answer")

    def request(self, method, path, body=None, seconds=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(
                method, path, None if body is None else json.dumps(body),
                {"Content-Type": "application/json"})
            response = connection.getresponse()
            value = json.loads(response.read())["value"]
        finally:
            connection.close()
        if response.status != 200:
            raise WebDriverError(f"{method} {path}: {value.get('error')}: {value.get('message')}")
        return value

    def end(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()

    @contextlib.contextmanager
    def session(self, width=1280, height=900, scripts=True, mapped=None, phone=False, dark=False):
        """One browser with a fresh profile.

        scripts: whether pages may run any. mapped: rules of --host-resolver-rules.
        """
        arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--ignore-certificate-errors", "--hide-scrollbars", f"--window-size={width},{height}"]
        if mapped:
            arguments.append(f"--host-resolver-rules={mapped}")
        if dark:
            arguments.append("--force-dark-mode")
        options = {"binary": self.browser, "args": arguments}
        if not scripts:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        if phone:
            options["mobileEmulation"] = {
                "deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0}}
        session = self.request("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "acceptInsecureCerts": True, "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"}, "timeouts": {"pageLoad": 30_000}}}})
        browser = Browser(self, session["sessionId"])
        try:
            yield browser
        finally:
            self.request("DELETE", f"/session/{browser.identifier}")


class Browser:
    def __init__(self, driver, identifier):
        self.driver, self.identifier = driver, identifier

    def call(self, method, path, body=None):
        return self.driver.request(method, f"/session/{self.identifier}{path}", body)

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    @property
    def url(self):
        return self.call("GET", "/url")

    @property
    def title(self):
        return self.call("GET", "/title")

    @property
    def source(self):
        return self.call("GET", "/source")

    def press(self, key):
        """Presses a key, wherever the focus is."""
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def find(self, selector):
        return [found[ELEMENT] for found in self.call(
            "POST", "/elements", {"using": "css selector", "value": selector})]

    def focused(self):
        return self.call("GET", "/element/active")[ELEMENT]

    def click(self, element):
        self.call("POST", f"/element/{element}/click", {})

    def text(self, element):
        return self.call("GET", f"/element/{element}/text")

    def role(self, element):
        return self.call("GET", f"/element/{element}/computedrole")

    def label(self, element):
        return self.call("GET", f"/element/{element}/computedlabel")

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def log(self):
        return [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})]

    def picture(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def wait(self, what, condition, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except WebDriverError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{what}, after {seconds} s at {self.url}: {self.source[:2000]}")
