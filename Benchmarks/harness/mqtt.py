"""As much of MQTT 3.1.1 as a stop-watch needs: one connection, one message at a time, nothing between it and the wire."""
import socket

PUBLISH, PUBACK = 0x30, 0x40


def text(value):
    encoded = value.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def packet(first, body):
    """Bodies here are shorter than 128 bytes or take two bytes for their length."""
    length = bytes([len(body)]) if len(body) < 128 else bytes([len(body) % 128 | 128, len(body) // 128])
    return bytes([first]) + length + body


class Client:
    def __init__(self, port, name):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.socket.sendall(packet(0x10, text("MQTT") + bytes([4, 2, 0, 0]) + text(name)))
        first, body = self.receive()
        assert first == 0x20 and body[1] == 0, "the broker takes the connection"

    def close(self):
        self.socket.close()

    def subscribe(self, topic):
        self.socket.sendall(packet(0x82, bytes([0, 1]) + text(topic) + bytes([1])))
        first, body = self.receive()
        assert first == 0x90 and body[2] == 1, "the broker grants QoS 1"

    def publish(self, topic, payload):
        """Returns when the broker has acknowledged it (QoS 1)."""
        self.socket.sendall(packet(PUBLISH | 2, text(topic) + bytes([0, 1]) + payload))
        first, _ = self.receive()
        assert first == PUBACK, "the broker acknowledges"

    def receive_message(self, stop_watch):
        """The payload of the next message, and when it came; acknowledged after that."""
        first, body = self.receive()
        time = stop_watch()
        assert first & 0xF6 == PUBLISH | 2, "a message of QoS 1"
        topic_end = 2 + int.from_bytes(body[:2], "big")
        self.socket.sendall(packet(PUBACK, body[topic_end:topic_end + 2]))
        return body[topic_end + 2:], time

    def receive(self):
        while (end := self.packet_end()) is None:
            received = self.socket.recv(65_536)
            assert received, "the broker keeps the connection"
            self.buffer += received
        start = 2 if self.buffer[1] < 128 else 3
        first, body = self.buffer[0], self.buffer[start:end]
        self.buffer = self.buffer[end:]
        return first, body

    def packet_end(self):
        """Where the first packet ends; None while it is not there as a whole."""
        if len(self.buffer) < 2:
            return None
        length, start = self.buffer[1], 2
        if length >= 128:
            if len(self.buffer) < 3:
                return None
            length, start = length - 128 + 128 * self.buffer[2], 3
        return start + length if len(self.buffer) >= start + length else None
