"""Servers for the checks: muster's own, mock platforms, and a stand-in for a platform's script."""
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import signal
import ssl
import subprocess
import threading
import time

from webdriver import free_port

USERS = 20
SCRIPT = b"""
// Stands in for the platform's script: says what was there when it ran.
document.title = typeof window.mediaosSSO === 'string'
  ? 'seen ' + window.mediaosSSO : 'nothing was there';
"""


class World:
    """A folder with keys, a certificate, and servers that are ended with it."""

    def __init__(self, muster, folder):
        self.muster, self.folder = muster, pathlib.Path(folder)
        self.processes, self.servers = [], []
        self.make_keys()

    def path(self, name):
        return str(self.folder / name)

    def run(self, *arguments):
        result = subprocess.run(
            [self.muster, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120)
        assert result.returncode == 0, f"muster {' '.join(arguments)}: {result.stderr}"
        return result.stdout

    def make_keys(self):
        self.run("key", "new", "--algorithm", "HS256", "--output", "site.secret")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", self.path("tls.key"), "-out", self.path("tls.pem")],
            check=True, capture_output=True)
        os.chmod(self.path("tls.key"), 0o600)
        rows = "".join(f"{n},User {n},user{n}@example.com\n" for n in range(1, USERS + 1))
        (self.folder / "members.csv").write_text("sub,name,email\n" + rows)
        rows = "".join(f"reader{n}@example.com\n" for n in range(1, USERS + 1))
        (self.folder / "readers.csv").write_text("email\n" + rows)

    def start(self, port_file, *arguments):
        """Starts muster and waits for its port."""
        log = open(self.path(f"{port_file}.log"), "wb")
        process = subprocess.Popen(
            [self.muster, *arguments, "--port-file", port_file], cwd=self.folder, stdout=log,
            stderr=subprocess.STDOUT)
        log.close()
        self.processes.append(process)
        for _ in range(200):
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int((self.folder / port_file).read_text().split()[0])
            assert process.poll() is None, pathlib.Path(self.path(f"{port_file}.log")).read_text()
            time.sleep(0.05)
        raise AssertionError(f"no port: muster {' '.join(arguments)}")

    def start_mock(self, name):
        return self.start(
            f"{name}.port", "mock", name, "--key-file", "site.secret", "--tls-certificate", "tls.pem",
            "--tls-key", "tls.key")

    def start_script(self):
        """The stand-in for the host of a platform's script."""

        class Handler(http.server.BaseHTTPRequestHandler):
            asked = []

            def do_GET(self):
                self.asked.append((self.headers["Host"], self.path, self.headers["Referer"]))
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Content-Length", str(len(SCRIPT)))
                self.send_header("Access-Control-Allow-Origin", "*")
                # Pages that isolate themselves take only what says that it may be taken.
                self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
                self.end_headers()
                self.wfile.write(SCRIPT)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path("tls.pem"), self.path("tls.key"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.servers.append(server)
        return server.server_address[1], Handler.asked

    def start_server(self, community):
        """muster serve with tickets for two platforms; its public address is the one it listens on."""
        self.port = free_port()
        (self.folder / "server.yaml").write_text(f"""\
muster: 1
listen: 127.0.0.1:{self.port}
admin: 127.0.0.1:0
publicURL: http://127.0.0.1:{self.port}
ledger: {{ file: tickets.sqlite, key: tickets.key }}
limits: {{ perAddress: 1000/60s, perTicket: 100/60s }}
profiles:
  community:
    profile: bettermode
    key: {{ file: site.secret }}
    parameters: {{ domain: "127.0.0.1:{community}", redirect_uri: /welcome }}
    offers: [tickets]
  readers:
    profile: mediaos
    key: {{ file: site.secret }}
    artifact: snippet-csp
    offers: [tickets]
  readers-by-digest:
    profile: mediaos
    key: {{ file: site.secret }}
    artifact: snippet
    offers: [tickets]
tickets:
  title: Example Community
  help: Ask for a new link at support@example.com.
  grace: 2s
""")
        self.links = {}
        for mount, batch in [
            ("community", "members.csv"), ("readers", "readers.csv"),
            ("readers-by-digest", "readers.csv"),
        ]:
            self.links[mount] = self.run(
                "ticket", "issue", batch, "--config", "server.yaml", "--mount", mount, "--valid", "1d",
                "--quiet").split()
            assert len(self.links[mount]) == USERS
        self.start("serve.port", "serve", "server.yaml")

    def link(self, mount="community"):
        """A link that nobody has used yet, and the number of its user."""
        number = USERS - len(self.links[mount]) + 1
        return self.links[mount].pop(0), number

    def request(self, method, url, headers=None):
        """Asks muster's server as a program does; follows nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, url[url.index("/t/"):], headers=headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    @staticmethod
    def ask_mock(port, path, body=None):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
        try:
            connection.request("GET" if body is None else "POST", path, body)
            response = connection.getresponse()
            answer = response.read()
            return response.status, answer
        finally:
            connection.close()

    def counts(self, port):
        return json.loads(self.ask_mock(port, "/mock/counts.json")[1])

    def users(self, port):
        return {user["user"]: user for user in json.loads(
            self.ask_mock(port, "/mock/users.json")[1])["users"]}

    def used(self):
        """How many tickets of each mount have been used, as the ledger says."""
        lines = self.run("ticket", "list", "--ledger", "tickets.sqlite", "--json").splitlines()
        return {run["mount"]: run["used"] for run in map(json.loads, lines)}

    def end(self):
        for server in self.servers:
            server.shutdown()
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            assert process.wait(30) == 0, "a server did not end as it was asked to"
