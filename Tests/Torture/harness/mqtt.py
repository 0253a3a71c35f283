"""As much of MQTT 5 as devices and a monitor need, so that nothing here has a mind of its own about repeating."""
import select
import socket
import threading

PUBLISH, PUBACK, PINGREQ = 0x30, 0x40, b"\xc0\x00"
KEEP_ALIVE = 60


class Refused(Exception):
    """The broker does not want this client, or this message."""


def text(value):
    encoded = value.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def variable(number):
    encoded = b""
    while True:
        number, digit = divmod(number, 128)
        encoded += bytes([digit | (128 if number else 0)])
        if not number:
            return encoded


def packet(first, body):
    return bytes([first]) + variable(len(body)) + body


def taken(buffer):
    """The first packet of the buffer as (first byte, body), and what is behind it; None while it is not whole."""
    length, shift, position = 0, 0, 1
    while True:
        if position >= len(buffer):
            return None, buffer
        digit = buffer[position]
        length |= (digit & 127) << shift
        position, shift = position + 1, shift + 7
        if digit < 128:
            break
    if len(buffer) < position + length:
        return None, buffer
    return (buffer[0], buffer[position:position + length]), buffer[position + length:]


class Message:
    """A PUBLISH, taken apart. `is_repeat` is the broker's DUP flag."""

    def __init__(self, first, body):
        end = 2 + int.from_bytes(body[:2], "big")
        self.topic = body[2:end].decode()
        self.is_repeat = bool(first & 8)
        self.packet_id = None
        if first & 6:
            self.packet_id, end = body[end:end + 2], end + 2
        length, shift = 0, 0
        while True:
            digit, end = body[end], end + 1
            length, shift = length | (digit & 127) << shift, shift + 7
            if digit < 128:
                break
        self.payload = body[end + length:]


class Client:
    """One connection. Reading belongs to one thread; anyone may publish."""

    def __init__(self, port, name, password):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.writing = threading.Lock()
        self.last_id = 0
        # Clean start, user name and password; no properties.
        head = text("MQTT") + bytes([5, 0xC2]) + KEEP_ALIVE.to_bytes(2, "big") + b"\x00"
        self.write(packet(0x10, head + text(name) + text(name) + text(password)))
        first, body = self.receive()
        if first != 0x20 or body[1] != 0:
            raise Refused(f"the broker refuses '{name}': {body.hex()}")

    def close(self):
        self.socket.close()

    def write(self, data):
        with self.writing:
            self.socket.sendall(data)

    def subscribe(self, topic):
        self.write(packet(0x82, bytes([0, 1, 0]) + text(topic) + bytes([1])))
        first, body = self.receive()
        if first != 0x90 or body[-1] != 1:
            raise Refused(f"the broker refuses the subscription to '{topic}': {body.hex()}")

    def publish_unasked(self, topic, payload):
        """QoS 0: nothing comes back."""
        self.write(packet(PUBLISH, text(topic) + b"\x00" + payload))

    def publish(self, topic, payload, content_type):
        """Returns when the broker has acknowledged it (QoS 1)."""
        self.last_id = self.last_id % 65_535 + 1
        properties = b"\x03" + text(content_type)
        body = text(topic) + self.last_id.to_bytes(2, "big") + variable(len(properties)) + properties + payload
        self.write(packet(PUBLISH | 2, body))
        first, answer = self.receive()
        if first != PUBACK or len(answer) > 2 and answer[2] >= 0x80:
            raise Refused(f"the broker refuses a message on '{topic}': {answer.hex()}")

    def message(self, patience):
        """The next message, already acknowledged; None where none comes in time."""
        while True:
            found, self.buffer = taken(self.buffer)
            if found is None:
                if not select.select([self.socket], [], [], patience)[0]:
                    return None
                self.more()
            elif found[0] & 0xF0 == PUBLISH:
                message = Message(*found)
                if message.packet_id:
                    self.write(packet(PUBACK, message.packet_id))
                return message

    def ping(self):
        self.write(PINGREQ)

    def receive(self):
        while True:
            found, self.buffer = taken(self.buffer)
            if found and found[0] != 0xD0:
                return found
            if found is None:
                self.more()

    def more(self):
        received = self.socket.recv(65_536)
        if not received:
            raise ConnectionError("the broker closed the connection")
        self.buffer += received
