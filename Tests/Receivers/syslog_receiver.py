"""A strict receiver of syslog over TLS (RFC 5425), for tests: what is not exactly RFC 5424 is told as an error.

    syslog_receiver.py CERTIFICATE KEY AUTHORITY [bad-farewell | reset]

Prints the port, then a JSON object for each message, and a line for each connection that ended. AUTHORITY vouches for
clients; '-' asks for no certificate. With a word more, connections end without a close_notify, or are reset.
"""

import json
import re
import socket
import ssl
import struct
import sys

HEADER = re.compile(
    r"<(?P<pri>0|[1-9]\d{0,2})>1 "
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)) "
    r"(?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) (?P<procid>[!-~]{1,128}) (?P<msgid>[!-~]{1,32}) "
)
NAME = re.compile(r'[!#-<>-\\^-~]{1,32}')


def parse(message: bytes) -> dict:
    text = message.decode("utf-8", errors="strict")
    header = HEADER.match(text)
    if not header or int(header["pri"]) > 191:
        raise ValueError(f"no header of RFC 5424: {text!r}")
    parameters, at = structured_data(text, header.end())
    if text[at : at + 2] != " \ufeff":
        raise ValueError(f"no BOM before the message: {text[at:]!r}")
    return {"pri": int(header["pri"]), "app": header["app"], "msgid": header["msgid"], "host": header["host"],
            "parameters": parameters, "message": text[at + 2 :]}


def structured_data(text: str, at: int) -> tuple[dict, int]:
    element = re.compile(r"\[(?P<id>[!#-<>-\\^-~]{1,32})").match(text, at)
    if not element or element["id"] != "cordon@32473":
        raise ValueError(f"no element of ours: {text[at:]!r}")
    at, parameters = element.end(), {}
    while text[at] == " ":
        name = NAME.match(text, at + 1)
        if not name or text[name.end() : name.end() + 2] != '="':
            raise ValueError(f"no parameter: {text[at:]!r}")
        value, at = quoted(text, name.end() + 2)
        parameters[name[0]] = value
    if text[at] != "]":
        raise ValueError(f"the element does not end: {text[at:]!r}")
    return parameters, at + 1


def quoted(text: str, at: int) -> tuple[str, int]:
    value = ""
    while text[at] != '"':
        if text[at] == "]":
            raise ValueError(f"not escaped: {text[at:]!r}")
        if text[at] == "\\":
            at += 1
            if text[at] not in '"\\]':
                raise ValueError(f"escaped without need: {text[at:]!r}")
        value += text[at]
        at += 1
    return value, at + 1


def frames(connection: ssl.SSLSocket):
    data = b""
    while True:
        more = connection.recv(65_536)
        data += more
        while found := re.match(rb"([1-9]\d*) ", data):
            length = int(found[1])
            if len(data) < found.end() + length:
                break
            yield data[found.end() : found.end() + length]
            data = data[found.end() + length :]
        if not more:
            break
        if data and not re.match(rb"[1-9]\d*( |$)", data):
            raise ValueError(f"no frame: {data[:40]!r}")
    if data:
        raise ValueError(f"left over: {data[:40]!r}")


def serve(connection: socket.socket, context: ssl.SSLContext, manner: str) -> str:
    with context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=False) as tls:
        version = tls.version()
        if manner == "reset":
            tls.recv(1)
            tls.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return "reset"
        for frame in frames(tls):
            print(json.dumps(parse(frame)), flush=True)
        if manner != "bad-farewell":
            tls.unwrap()
        return "ended " + version


def main() -> None:
    certificate, key, authority = sys.argv[1:4]
    manner = (sys.argv + [""])[4]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if authority != "-":
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"port {listener.getsockname()[1]}", flush=True)
        while True:
            connection, _ = listener.accept()
            try:
                print(serve(connection, context, manner), flush=True)
            except (ValueError, IndexError, UnicodeDecodeError, OSError) as error:
                print(f"error {error}", flush=True)


main()
