extension SpecificationSection {
    static let bindings = SpecificationSection(
        "Bindings and blocks",
        #"""
        cel.bind(x, 1, x + x)  =>  2
        cel.bind(x, 1, cel.bind(y, x + 1, x + y))  =>  3
        cel.bind(x, 1, cel.bind(x, x + 1, x))  =>  2
        cel.bind(x, 1/0, 1)  =>  1
        cel.bind(x, 1/0, x)  =>  fails
        cel.bind(x, 1/0, true || x > 0)  =>  true
        cel.bind(x.y, 1, x)  =>  fails
        cel.bind(1, 1, 1)  =>  fails
        cel.bind(x, 1)  =>  fails
        cel.bind(x, [1,2], x.map(y, y + size(x)))  =>  [3, 4]
        [1,2].map(y, cel.bind(z, y * 2, z + z))  =>  [4, 8]
        x.bind(y, 1, y)  =>  fails
        cel.bind(a, 'hello', cel.bind(b, 'world', a + b + b + a))  =>  "helloworldworldhello"
        cel.bind(cel, 1, cel)  =>  1
        cel.bind(x, 5, [1].exists(x, x == 1))  =>  true
        cel.block([1, cel.index(0) + 1], cel.index(1))  =>  2
        cel.block([1], cel.index(1))  =>  fails
        cel.block([], 1)  =>  1
        [1,2].map(cel.iterVar(0, 0), cel.iterVar(0, 0) + 1)  =>  [2, 3]
        cel.block(1, 2)  =>  fails
        cel.index(0)  =>  fails
        """#
    )

    static let math = SpecificationSection(
        "Math",
        #"""
        math.greatest(1)  =>  1
        math.greatest(1, 2.0)  =>  2.0
        math.greatest(5.4, 10u, 3, -5.0, 9223372036854775807)  =>  9223372036854775807
        math.greatest([])  =>  fails
        math.greatest(dyn([]))  =>  fails
        math.greatest([1, 2.0, 3u])  =>  3u
        math.greatest([dyn('a')])  =>  fails
        math.greatest('a')  =>  fails
        math.greatest(['a'])  =>  fails
        math.greatest(1, 'a')  =>  fails
        math.greatest([1], 2)  =>  fails
        math.greatest(true)  =>  fails
        math.greatest(null)  =>  fails
        math.greatest({})  =>  fails
        math.greatest(1, 1.0)  =>  1
        math.greatest(1.0, 1)  =>  1.0
        math.greatest(1, 1u)  =>  1
        math.least(1, 1.0)  =>  1
        math.least(1u, 1)  =>  1u
        math.least(1.0, 1u)  =>  1.0
        math.least(0.0, -0.0)  =>  0.0
        math.least(0.0/0.0, 1.0)  =>  fails
        math.greatest(1.0, 0.0/0.0)  =>  fails
        math.greatest([0.0/0.0])  =>  double("NaN")
        math.greatest(0.0/0.0)  =>  double("NaN")
        math.abs(-9223372036854775808)  =>  fails
        math.abs(-1.5)  =>  1.5
        math.abs(1u)  =>  1u
        math.abs('a')  =>  fails
        math.abs(dyn('a'))  =>  fails
        math.ceil(1.2)  =>  2.0
        math.ceil(1)  =>  fails
        math.ceil(-0.5)  =>  -0.0
        math.floor(-0.5)  =>  -1.0
        math.round(-0.5)  =>  -1.0
        math.round(0.5)  =>  1.0
        math.round(1.5)  =>  2.0
        math.round(2.5)  =>  3.0
        math.round(-1.5)  =>  -2.0
        math.round(0.0/0.0)  =>  double("NaN")
        math.trunc(-1.9)  =>  -1.0
        math.sign(-5)  =>  -1
        math.sign(0u)  =>  0u
        math.sign(-0.0)  =>  0.0
        math.sign(0.0/0.0)  =>  double("NaN")
        math.isNaN(0.0/0.0)  =>  true
        math.isNaN(1)  =>  fails
        math.isInf(1.0/0.0)  =>  true
        math.isFinite(1.0)  =>  true
        math.bitAnd(1, 3)  =>  1
        math.bitAnd(1u, 3u)  =>  1u
        math.bitAnd(1, 3u)  =>  fails
        math.bitAnd(1.0, 1.0)  =>  fails
        math.bitNot(1)  =>  -2
        math.bitNot(1u)  =>  18446744073709551614u
        math.bitShiftLeft(1, 2)  =>  4
        math.bitShiftLeft(1u, 64)  =>  0u
        math.bitShiftLeft(1, -1)  =>  fails
        math.bitShiftLeft(1, 2u)  =>  fails
        math.bitShiftRight(-1, 1)  =>  9223372036854775807
        math.bitShiftRight(-1, 64)  =>  0
        math.bitShiftRight(1024u, 2)  =>  256u
        math.bitShiftRight(1, -1)  =>  fails
        math.sqrt(4)  =>  2.0
        math.sqrt(-1.0)  =>  double("NaN")
        math.sqrt(2u)  =>  1.4142135623730951
        math.sqrt(0.0/0.0)  =>  double("NaN")
        math.pow(1, 2)  =>  fails
        """#
    )

    static let encoders = SpecificationSection(
        "Encoders",
        #"""
        base64.encode(b'hello')  =>  "aGVsbG8="
        base64.encode('hello')  =>  fails
        base64.decode('aGVsbG8=')  =>  b"hello"
        base64.decode('aGVsbG8')  =>  b"hello"
        base64.decode('aGVsbG8==')  =>  fails
        base64.decode('aGVs bG8=')  =>  fails
        base64.decode('aGVs\nbG8=')  =>  b"hello"
        base64.decode('')  =>  b""
        base64.decode('=')  =>  fails
        base64.decode('a')  =>  fails
        base64.decode('aGVsbG9=')  =>  b"hello"
        base64.decode('-_-_')  =>  fails
        """#
    )

    static let sets = SpecificationSection(
        "Sets",
        #"""
        sets.contains([], [])  =>  true
        sets.contains([], [1])  =>  false
        sets.contains([1, 2, 3, 4], [2, 3])  =>  true
        sets.contains([1, 2.0, 3u], [1.0, 2u, 3])  =>  true
        sets.contains([1], ['a'])  =>  fails
        sets.equivalent([1], [1, 1])  =>  true
        sets.equivalent([1], [1u, 1.0])  =>  true
        sets.equivalent([[1]], [[1.0]])  =>  fails
        sets.intersects([1], [])  =>  false
        sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])  =>  true
        sets.contains([0.0/0.0], [0.0/0.0])  =>  false
        sets.contains(1, [1])  =>  fails
        """#
    )

    static let lists = SpecificationSection(
        "Lists",
        #"""
        [1,2,3,4].slice(1, 3)  =>  [2, 3]
        [1,2].slice(0, 3)  =>  fails
        [1,2].slice(-1, 1)  =>  fails
        [1,2].slice(2, 1)  =>  fails
        [1,2].slice(2, 2)  =>  []
        [1,[2,3],[4]].flatten()  =>  [1, 2, 3, 4]
        [1,[2,[3,[4]]]].flatten(2)  =>  [1, 2, 3, [4]]
        [[1,[2]]].flatten(-1)  =>  fails
        [1, 2, 2, 3].distinct()  =>  [1, 2, 3]
        [1, 1u, 1.0, 'a', 'a'].distinct()  =>  [1, "a"]
        [0.0/0.0, 0.0/0.0].distinct().size()  =>  2
        [3, 2, 1].sort()  =>  [1, 2, 3]
        ['b', 'a'].sort()  =>  ["a", "b"]
        [1, 'a'].sort()  =>  fails
        [1, 1.0].sort()  =>  fails
        [[1]].sort()  =>  fails
        [true, false].sort()  =>  [false, true]
        [duration('2s'), duration('1s')].sort()  =>  [duration("1s"), duration("2s")]
        [b'b', b'a'].sort()  =>  [b"a", b"b"]
        [].sort()  =>  []
        [{'n': 'b', 's': 2}, {'n': 'a', 's': 1}].sortBy(e, e.s).map(e, e.n)  =>  ["a", "b"]
        [].sortBy(e, e)  =>  []
        [1, 2].sortBy(e, [e])  =>  fails
        [null].sort()  =>  fails
        lists.range(3)  =>  [0, 1, 2]
        'abc'.reverse()  =>  "cba"
        [1, 2].reverse()  =>  [2, 1]
        lists.range(-1)  =>  fails
        """#
    )

    static let regularExpressions = SpecificationSection(
        "Regular expressions",
        #"""
        regex.replace('hello world hello', 'hello', 'hi')  =>  "hi world hi"
        regex.replace('banana', 'a', 'x', 0)  =>  "banana"
        regex.replace('banana', 'a', 'x', 1)  =>  "bxnana"
        regex.replace('banana', 'a', 'x', -1)  =>  "bxnxnx"
        regex.replace('banana', 'a', 'x', -12)  =>  "bxnxnx"
        regex.replace('foo bar', '(fo)o (ba)r', r'\2 \1')  =>  "ba fo"
        regex.replace('test', '(.)', r'\2')  =>  fails
        regex.replace('foo bar', '(', '$2 $1')  =>  fails
        regex.replace('id=123', r'id=(?P<value>\d+)', r'value: \values')  =>  fails
        regex.replace('hello', 'l', r'\\')  =>  "he\\\\o"
        regex.replace('hello', 'l', '$0')  =>  "he$0$0o"
        regex.replace('', '^', 'x')  =>  "x"
        regex.replace('abc', '', '-')  =>  "-a-b-c-"
        regex.replace('aaa', 'a*', 'b')  =>  "b"
        regex.replace('ab', 'b*', 'X')  =>  "XaX"
        regex.replace('日本', '', '-')  =>  "-日-本-"
        regex.extract('hello world', 'hello (.*)')  =>  optional.of("world")
        regex.extract('item-A, item-B', r'item-(\w+)')  =>  optional.of("A")
        regex.extract('The color is red', r'The color is (\w+)')  =>  optional.of("red")
        regex.extract('HELLO', 'hello')  =>  optional.none()
        regex.extract('testuser@testdomain', '(.*)@([^.]*)')  =>  fails
        regex.extract('a', '()')  =>  optional.none()
        regex.extract('', '')  =>  optional.of("")
        regex.extractAll('id:123, id:456', r'id:\d+')  =>  ["id:123", "id:456"]
        regex.extractAll('id:123, id:456', r'id:(\d+)')  =>  ["123", "456"]
        regex.extractAll('abc', '')  =>  ["", "", "", ""]
        regex.extractAll('testuser@a, b@c', '(.*)@([^.]*)')  =>  fails
        regex.extractAll('abc', 'x')  =>  []
        """#
    )

    static let network = SpecificationSection(
        "Network",
        #"""
        ip('192.168.0.1')  =>  192.168.0.1
        ip('::1')  =>  ::1
        ip('::FFFF:192.168.0.1')  =>  fails
        ip('::ffff:c0a8:1')  =>  192.168.0.1
        ip('fe80::1%eth0')  =>  fails
        ip('192.168.0.1.0')  =>  fails
        ip('192.168.0')  =>  fails
        ip('192.168.00.1')  =>  fails
        ip('256.0.0.1')  =>  fails
        ip('')  =>  fails
        isIP('192.168.0.1')  =>  true
        isIP('not')  =>  false
        isIP('::1')  =>  true
        ip.isCanonical('2001:DB8::1')  =>  false
        ip.isCanonical('127.0.0.1')  =>  true
        ip.isCanonical('2001:db8::1')  =>  true
        ip.isCanonical('not')  =>  fails
        ip('2001:db8:0:0:1:0:0:1')  =>  2001:db8::1:0:0:1
        string(ip('2001:0db8::0001'))  =>  "2001:db8::1"
        ip('127.0.0.1').family()  =>  4
        ip('::1').family()  =>  6
        ip('0.0.0.0').isUnspecified()  =>  true
        ip('::').isUnspecified()  =>  true
        ip('127.0.0.1').isLoopback()  =>  true
        ip('::1').isLoopback()  =>  true
        ip('127.255.0.1').isLoopback()  =>  true
        ip('192.168.0.1').isGlobalUnicast()  =>  true
        ip('255.255.255.255').isGlobalUnicast()  =>  false
        ip('2001:db8::abcd').isGlobalUnicast()  =>  true
        ip('ff00::1').isGlobalUnicast()  =>  false
        ip('169.254.0.1').isGlobalUnicast()  =>  false
        ip('127.0.0.1') == ip('127.0.0.1')  =>  true
        ip('127.0.0.1') == ip('10.0.0.1')  =>  false
        ip('::1') == ip('0:0:0:0:0:0:0:1')  =>  true
        type(ip('::1')) == net.IP  =>  true
        type(cidr('::1/128')) == net.CIDR  =>  true
        cidr('192.168.0.0/24')  =>  192.168.0.0/24
        cidr('192.168.0.5/24').masked()  =>  192.168.0.0/24
        cidr('192.168.0.5/24').ip()  =>  192.168.0.5
        cidr('192.168.0.5/24').prefixLength()  =>  24
        cidr('192.168.0.5/24') == cidr('192.168.0.0/24')  =>  false
        cidr('192.168.0.0/33')  =>  fails
        cidr('192.168.0.0/')  =>  fails
        cidr('192.168.0.0')  =>  fails
        cidr('192.168.0.0/+24')  =>  fails
        cidr('192.168.0.0/024')  =>  fails
        cidr('::ffff:1.2.3.0/120')  =>  fails
        isCIDR('192.168.0.0/24')  =>  true
        isCIDR('192.168.0.0/33')  =>  false
        cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))  =>  true
        cidr('192.168.0.0/24').containsIP('192.168.1.1')  =>  false
        cidr('192.168.0.0/24').containsIP('not')  =>  fails
        cidr('192.168.0.0/24').containsIP('::1')  =>  false
        cidr('192.168.0.0/24').containsCIDR('192.168.0.0/25')  =>  true
        cidr('192.168.0.0/24').containsCIDR('192.168.0.0/23')  =>  false
        cidr('192.168.0.0/24').containsCIDR(cidr('192.168.0.0/24'))  =>  true
        cidr('0.0.0.0/0').containsCIDR('10.0.0.0/8')  =>  true
        string(cidr('10.0.0.1/8'))  =>  "10.0.0.1/8"
        cidr('::/0').containsIP('::1')  =>  true
        ip('1.2.3.4') == '1.2.3.4'  =>  fails
        [ip('1.2.3.4')] == [ip('1.2.3.4')]  =>  true
        ip('1.2.3.4') in [ip('1.2.3.4')]  =>  true
        """#
    )

    static let twoVariables = SpecificationSection(
        "Two-variable comprehensions",
        #"""
        [1,2].all(i, v, v > i)  =>  true
        [1,2].exists(i, v, i == 1 && v == 2)  =>  true
        [1,1].existsOne(i, v, v == 1)  =>  false
        [1,2].exists_one(i, v, v == 2)  =>  true
        {'a': 1}.all(k, v, k == 'a' && v == 1)  =>  true
        [1,2].transformList(i, v, i + v)  =>  [1, 3]
        [1,2].transformList(i, v, i > 0, v)  =>  [2]
        {'a': 1}.transformList(k, v, k)  =>  ["a"]
        [1,2].transformMap(i, v, v * 2)  =>  {0: 2, 1: 4}
        {'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2)  =>  {"b": 4}
        [1,2].transformMapEntry(i, v, {string(v): i})  =>  {"1": 0, "2": 1}
        {'a': 1}.transformMapEntry(k, v, {v: k})  =>  {1: "a"}
        {'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})  =>  fails
        [1].transformMapEntry(i, v, {})  =>  {}
        [1].transformMapEntry(i, v, {1: 1, 2: 2})  =>  {1: 1, 2: 2}
        [1].transformMapEntry(i, v, 1)  =>  fails
        [1].all(x, x, true)  =>  fails
        [1].all(x, 1, true)  =>  fails
        [0, 1].all(i, v, 1/v > 5)  =>  false
        [0, 2].exists(i, v, 1/v == 0)  =>  true
        """#
    )
}
