"""Ed25519 signatures are verified here as RFC 8032, section 5.1.7, says: slow, and short enough to be read."""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    k = D * a[0] * b[0] * a[1] * b[1]
    x, y = a[0] * b[1] + b[0] * a[1], a[1] * b[1] + a[0] * b[0]
    return x * pow(1 + k, -1, P) % P, y * pow(1 - k, -1, P) % P


def times(n, point):
    product = (0, 1)
    while n:
        product = add(product, point) if n & 1 else product
        point, n = add(point, point), n >> 1
    return product


def decoded(point):
    y, odd = int.from_bytes(point, "little") & 2**255 - 1, point[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or y >= P or (x == 0 and odd):
        raise ValueError("it is no point of the curve")
    return (x if x & 1 == odd else P - x), y


BASE = decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(text, key, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + key + text).digest(), "little") % ORDER
    return len(signature) == 64 and s < ORDER and times(s, BASE) == add(decoded(r), times(h, decoded(key)))
