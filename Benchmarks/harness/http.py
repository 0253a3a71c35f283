"""HTTP/1.1 on one kept connection, with nothing between the stop-watch and the wire."""
import socket


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        self.socket.close()

    def send(self, request):
        self.socket.sendall(request)

    def receive(self):
        """The status of a response that has come, or comes, as a whole."""
        response = b""
        while not is_whole(response):
            received = self.socket.recv(65_536)
            assert received, f"the server keeps the connection, after {response!r}"
            response += received
        return int(response[9:12])


def is_whole(response):
    head, end, body = response.partition(b"\r\n\r\n")
    if not end:
        return False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    return True


def post(path, body, fields):
    """The bytes of a request, made before the clock starts."""
    head = [f"POST {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
