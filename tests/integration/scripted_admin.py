# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""An admin API that says what a test tells it: over TLS, asking for client certificates, and over a
unix socket. For what a real gateway never says: broken, slow, huge and hostile answers."""
import http.server
import json
import os
import socketserver
import ssl
import threading


class Answer:
    def __init__(self, status=200, body=None, headers=None, wait=0.0, raw=None):
        self.status = status
        self.body = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        self.headers = headers or {}
        self.wait = wait  # seconds, or until the server stops
        self.raw = raw  # written as it is, in the place of an answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "client"

    def log_message(self, *_):
        pass

    def answer(self):
        script = self.server.script
        length = int(self.headers.get("Content-Length", 0))
        certificate = getattr(self.connection, "getpeercert", lambda **_: None)(binary_form=True)
        script.asked.append(
            {
                "method": self.command,
                "target": self.path,
                "headers": dict(self.headers),
                "body": self.rfile.read(length).decode(),
                "certificate": certificate,
                "connection": id(self.connection),
            }
        )
        said = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
        if said.wait:
            script.stopped.wait(said.wait)
        if said.raw is not None:
            self.wfile.write(said.raw)
            self.close_connection = True
            return
        self.send_response(said.status)
        for name, value in {"Content-Type": "application/json", **said.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer


class SocketServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that has seen enough


class TlsServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


class ScriptedAdmin:
    """Answers the last of the answers again and again."""

    def __init__(self, server):
        self.server = server
        self.answers = [Answer()]
        self.asked = []
        self.stopped = threading.Event()
        server.script = self
        self.thread = threading.Thread(target=server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @classmethod
    def on_socket(cls, path):
        os.makedirs(path.parent, exist_ok=True)
        made = cls(SocketServer(str(path), Handler))
        made.where = str(path)
        return made

    @classmethod
    def on_tls(cls, certificate, key, client_ca):
        server = TlsServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(client_ca)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        made = cls(server)
        made.where = f"https://localhost:{server.server_address[1]}"
        return made
