# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""An HTTPS server that plays partners which go wrong, each host in its own way, and keeps what it
was asked."""
import http.server
import socketserver
import ssl
import threading

SOAP = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}</s:Body>'
    "</s:Envelope>"
)
SECURITY_FAULT = SOAP.format(
    "<s:Fault><faultcode>wsse:InvalidSecurityToken</faultcode>"
    "<faultstring>words of the partner</faultstring></s:Fault>"
)
HANG_SECONDS_MAX = 60


class ScriptedPeer:
    """`script` has for each host a function of (path, how many came before it at this host) that
    gives a status, headers and a body, or None: nothing is answered until the end."""

    def __init__(self, certificate, key, script):
        self.seen = []  # (host, path, body)
        self.presented = []  # values of Authorization
        self.lock = threading.Lock()
        self.over = threading.Event()
        peer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                host = self.headers["Host"]
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                with peer.lock:
                    before = len([1 for one in peer.seen if one[0] == host])
                    peer.seen.append((host, self.path, body))
                    peer.presented.append(self.headers["Authorization"])
                answer = script[host](self.path, before)
                if answer is None:
                    peer.over.wait(HANG_SECONDS_MAX)
                    self.close_connection = True
                    return
                status, headers, text = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST

            def log_message(self, *arguments):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        self.server.socket = tls.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def asked(self, host):
        with self.lock:
            return [(path, body) for at, path, body in self.seen if at == host]

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
