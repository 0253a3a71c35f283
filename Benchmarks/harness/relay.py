"""Stands where the engine looks for its broker, passes on what comes, and knows when it came."""
import select
import socket
import threading
import time

READ_MAX = 65_536


class Relay:
    def __init__(self, broker_port):
        self.broker_port = broker_port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        # Both ways: each socket's other end. Those of the engine's are the ones whose times are kept.
        self.others, self.engines, self.arrivals = {}, set(), []
        self.is_closed, self.bell = socket.socketpair()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def close(self):
        self.bell.close()
        self.thread.join()
        for kept in [self.listener, self.is_closed, *self.others]:
            kept.close()

    def arrival(self, text):
        """When the bytes that hold `text` had come from the engine, in ns; what came before is forgotten."""
        arrivals, self.arrivals = self.arrivals, []
        return next(at for received, at in arrivals if text in received)

    def run(self):
        while True:
            ready, _, _ = select.select([self.is_closed, self.listener, *self.others], [], [])
            if self.is_closed in ready:
                return
            for end in ready:
                if end is self.listener:
                    self.take_in()
                else:
                    self.pass_on(end)

    def take_in(self):
        engine, _ = self.listener.accept()
        broker = socket.create_connection(("127.0.0.1", self.broker_port))
        for end in (engine, broker):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.others |= {engine: broker, broker: engine}
        self.engines.add(engine)

    def pass_on(self, end):
        if end not in self.others:
            # The other end went in this very round.
            return
        received = end.recv(READ_MAX)
        if not received:
            for gone in (end, self.others[end]):
                gone.close()
                del self.others[gone]
            return
        if end in self.engines:
            self.arrivals.append((received, time.perf_counter_ns()))
        self.others[end].sendall(received)
