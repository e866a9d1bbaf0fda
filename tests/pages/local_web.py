"""A web of one's own: a server on this machine that stands in for hosts with public addresses."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from mahdar.pages.fetching import Fetcher

PUBLIC = "93.184.216.34"


class Web:
    """`pages` maps host and path to (status, headers, body); `asked` are the requests that arrived."""

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.names = {}
        self.looked_up = []
        self.connected = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                key = self.headers["Host"] + self.path
                web.asked.append((key, dict(self.headers)))
                status, headers, body = web.pages.get(key, (404, {}, b""))
                if callable(body):
                    body(self)
                    return
                if self.headers.get("If-None-Match") and self.headers["If-None-Match"] == headers.get("ETag"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value.encode().decode("latin-1"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def page(self, address, body=b"", status=200, **headers):
        self.pages[address] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)

    def resolve(self, host, port):
        self.looked_up.append(host)
        found = self.names.get(host, [PUBLIC])
        if isinstance(found, list) and found and isinstance(found[0], list):  # another answer each time
            return found.pop(0) if len(found) > 1 else found[0]
        return found

    def connect(self, address, port, seconds):
        self.connected.append(address)
        return socket.create_connection(self.server.server_address, seconds)

    def fetcher(self, **more):
        self.slept = []
        return Fetcher(resolve=self.resolve, connect=self.connect, sleep=self.slept.append, **more)
