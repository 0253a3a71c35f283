extension SpecificationSection {
    static let arithmetic = SpecificationSection(
        "Arithmetic and overflow",
        #"""
        9223372036854775807 + 1  =>  fails
        -9223372036854775808 - 1  =>  fails
        9223372036854775807 * 2  =>  fails
        -9223372036854775808 * -1  =>  fails
        -9223372036854775808 / -1  =>  fails
        -9223372036854775808 % -1  =>  fails
        -(-9223372036854775808)  =>  fails
        1 / 0  =>  fails
        1 % 0  =>  fails
        1u / 0u  =>  fails
        1u % 0u  =>  fails
        0u - 1u  =>  fails
        18446744073709551615u + 1u  =>  fails
        18446744073709551615u * 2u  =>  fails
        7 / -2  =>  -3
        -7 / 2  =>  -3
        7 % -2  =>  1
        -7 % 2  =>  -1
        1.0 / 0.0  =>  double("+Inf")
        -1.0 / 0.0  =>  double("-Inf")
        0.0 / 0.0  =>  double("NaN")
        1.0 % 1.0  =>  fails
        1 + 1u  =>  fails
        1 + 1.0  =>  fails
        1u + 1.0  =>  fails
        'a' + b'a'  =>  fails
        [1] + [2.0]  =>  fails
        [1] + ['a']  =>  fails
        [] + [1]  =>  [1]
        b'a' + b'b'  =>  b"ab"
        {} + {}  =>  fails
        null + null  =>  fails
        true + false  =>  fails
        -'a'  =>  fails
        -duration('1s')  =>  duration("-1s")
        -timestamp(0)  =>  fails
        'a' * 2  =>  fails
        timestamp(0) + duration('1s')  =>  timestamp("1970-01-01T00:00:01Z")
        duration('1s') + timestamp(0)  =>  timestamp("1970-01-01T00:00:01Z")
        duration('1s') - timestamp(0)  =>  fails
        timestamp(0) - duration('1s')  =>  timestamp("1969-12-31T23:59:59Z")
        timestamp(1) - timestamp(0)  =>  duration("1s")
        timestamp(0) + timestamp(0)  =>  fails
        duration('1s') + duration('1m')  =>  duration("61s")
        duration('1s') - duration('1m')  =>  duration("-59s")
        duration('1s') * 2  =>  fails
        duration('1s') / 2  =>  fails
        timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')  =>  fails
        timestamp('0001-01-01T00:00:00Z') - duration('1ns')  =>  fails
        timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')  =>  fails
        duration('9223372036854775807ns') + duration('1ns')  =>  fails
        duration('-9223372036854775807ns') - duration('2ns')  =>  fails
        """#
    )

    static let comparison = SpecificationSection(
        "Equality, ordering, membership and indexing",
        #"""
        1 == 1u  =>  true
        1 == 1.0  =>  true
        1u == 1.0  =>  true
        dyn(1) == 1u  =>  true
        dyn(1) == 'a'  =>  false
        1 == 'a'  =>  fails
        1 != 'a'  =>  fails
        null == null  =>  true
        null == 1  =>  fails
        dyn(null) == 1  =>  false
        1 == dyn(null)  =>  false
        [1] == [1.0]  =>  fails
        [1] == ['a']  =>  fails
        [dyn(1)] == ['a']  =>  false
        [1, 2] == [1]  =>  false
        {'a': 1} == {'a': 1.0}  =>  fails
        {1: 'a'} == {1u: 'a'}  =>  fails
        {1: 'a', 2: 'b'} == {2: 'b', 1: 'a'}  =>  true
        [0.0/0.0] == [0.0/0.0]  =>  false
        0.0/0.0 == 0.0/0.0  =>  false
        0.0/0.0 != 0.0/0.0  =>  true
        dyn(0.0/0.0) == 1  =>  false
        0.0 == -0.0  =>  true
        9007199254740993 == 9007199254740992.0  =>  true
        9007199254740993 > 9007199254740992.0  =>  false
        9007199254740993 >= 9007199254740992.0  =>  true
        9223372036854775807 == 9223372036854775808.0  =>  true
        9223372036854775807 < 9223372036854775808.0  =>  false
        9223372036854775807 <= 9223372036854775808.0  =>  true
        -9223372036854775808 == -9223372036854775808.0  =>  true
        18446744073709551615u == 18446744073709551616.0  =>  true
        18446744073709551615u < 18446744073709551616.0  =>  false
        9223372036854775807 < 9223372036854775808u  =>  true
        -1 < 0u  =>  true
        -1 == 18446744073709551615u  =>  false
        1 < 1.5  =>  true
        1u < 1.5  =>  true
        -1.0 < 0u  =>  true
        1e300 > 9223372036854775807  =>  true
        0.0/0.0 < 1  =>  false
        0.0/0.0 < 1.0  =>  false
        1 < 0.0/0.0  =>  false
        1 >= 0.0/0.0  =>  false
        1.0/0.0 > 9223372036854775807  =>  true
        -1.0/0.0 < -9223372036854775807  =>  true
        'a' < 'b'  =>  true
        'Z' < 'a'  =>  true
        'é' < 'z'  =>  false
        '\uffff' < '\U00010000'  =>  true
        '' < 'a'  =>  true
        b'' < b'\x00'  =>  true
        b'\xff' > b'a'  =>  true
        false < true  =>  true
        true <= true  =>  true
        timestamp(0) < timestamp(1)  =>  true
        duration('1s') < duration('2s')  =>  true
        null < null  =>  fails
        [1] < [2]  =>  fails
        {} < {}  =>  fails
        1 < 'a'  =>  fails
        int < int  =>  fails
        int == int  =>  true
        int != uint  =>  true
        1 in [1u]  =>  fails
        1 in [1.0]  =>  fails
        1u in [1]  =>  fails
        1 in []  =>  false
        'a' in ['b', 'a']  =>  true
        1 in {1: 2}  =>  true
        1u in {1: 2}  =>  fails
        1.0 in {1: 2}  =>  fails
        1.5 in {1: 2}  =>  fails
        'a' in {'a': 1}  =>  true
        dyn('a') in {1: 2}  =>  false
        'a' in 'abc'  =>  fails
        dyn('a') in dyn('abc')  =>  fails
        null in [null]  =>  true
        null in [1]  =>  fails
        [1] in [[1.0]]  =>  fails
        0.0/0.0 in [0.0/0.0]  =>  false
        1 in [dyn('a'), 1]  =>  true
        dyn(null) in {1: 2}  =>  false
        [1,2,3][1.0]  =>  fails
        [1,2,3][dyn(1.0)]  =>  2
        [1,2,3][dyn(1.5)]  =>  fails
        [1,2,3][dyn(1u)]  =>  2
        [1,2,3][1u]  =>  fails
        [1,2,3][-1]  =>  fails
        [1,2,3][3]  =>  fails
        [1,2,3][dyn('a')]  =>  fails
        [1][dyn(true)]  =>  fails
        [1][dyn(null)]  =>  fails
        {1: 'a'}[1u]  =>  fails
        {1: 'a'}[dyn(1u)]  =>  "a"
        {1: 'a'}[dyn(1.0)]  =>  "a"
        {1: 'a'}[dyn(1.5)]  =>  fails
        {1u: 'a'}[dyn(1)]  =>  "a"
        {1: 'a'}[dyn('x')]  =>  fails
        {'a': 1}['b']  =>  fails
        {'a': 1}.b  =>  fails
        {1: 2}.a  =>  fails
        {true: 1}[true]  =>  1
        {true: 1}[dyn(1)]  =>  fails
        {dyn(null): 1}  =>  fails
        {dyn(1.0): 1}  =>  fails
        {1.0: 1}  =>  fails
        {null: 1}  =>  fails
        {[1]: 1}  =>  fails
        {'a': 1, 'a': 2}  =>  fails
        {1: 1, dyn(1u): 2}  =>  fails
        {1: 1, true: 2}  =>  {1: 1, true: 2}
        {'a': 1, 1: 2}  =>  {"a": 1, 1: 2}
        'abc'[0]  =>  fails
        dyn('abc')[0]  =>  fails
        null[0]  =>  fails
        1[0]  =>  fails
        """#
    )

    static let presence = SpecificationSection(
        "Field selection and has()",
        #"""
        has({'a': 1}.a)  =>  true
        has({'a': 1}.b)  =>  false
        has({'a': null}.a)  =>  true
        has({'a': {'b': 1}}.a.b)  =>  true
        has({'a': {}}.a.b)  =>  false
        has({}.a.b)  =>  fails
        has([1].a)  =>  fails
        has(dyn([1]).a)  =>  fails
        has(dyn(1).a)  =>  fails
        has(dyn(null).a)  =>  fails
        has(dyn({1: 2}).a)  =>  false
        has({'a': 1})  =>  fails
        has({'a': 1}['a'])  =>  fails
        has(a)  =>  fails
        has(1)  =>  fails
        """#
    )

    static let logic = SpecificationSection(
        "Logical operators",
        #"""
        true && 1  =>  fails
        1 && true  =>  fails
        true || 1  =>  fails
        dyn(1) && false  =>  false
        false && dyn(1)  =>  false
        true && dyn(1)  =>  fails
        dyn(1) && true  =>  fails
        dyn(1) || true  =>  true
        true || dyn(1)  =>  true
        false || dyn(1)  =>  fails
        dyn('a') && dyn('b')  =>  fails
        1/0 > 0 && false  =>  false
        false && 1/0 > 0  =>  false
        1/0 > 0 && true  =>  fails
        1/0 > 0 || true  =>  true
        1/0 > 0 || false  =>  fails
        1/0 > 0 || 1/0 > 0  =>  fails
        !dyn(1)  =>  fails
        dyn(1) ? 2 : 3  =>  fails
        true ? 1 : 1/0  =>  1
        false ? 1/0 : 1  =>  1
        true ? 1 : 'a'  =>  fails
        true ? dyn(1) : 'a'  =>  1
        (1/0 > 0) ? 1 : 2  =>  fails
        true ? null : 1  =>  fails
        true ? timestamp(0) : null  =>  timestamp("1970-01-01T00:00:00Z")
        true ? [] : [1]  =>  []
        true ? {} : {'a': 1}  =>  {}
        """#
    )

    static let macros = SpecificationSection(
        "Macros",
        #"""
        [1,2].all(x, x > 0)  =>  true
        [].all(x, 1/0 > 0)  =>  true
        [].exists(x, true)  =>  false
        [].exists_one(x, true)  =>  false
        [1,2,0].all(x, 1/x > 5)  =>  false
        [0,1].all(x, 1/x > 5)  =>  false
        [0,2].all(x, 1/x < 5)  =>  fails
        [0,2].exists(x, 1/x == 0)  =>  true
        [0,2].exists(x, 1/x == 5)  =>  fails
        [0,2].exists_one(x, 1/x == 0)  =>  fails
        [1,2].exists_one(x, x == 1)  =>  true
        [1,1].exists_one(x, x == 1)  =>  false
        [1,2].all(x, 'a')  =>  fails
        [1,2].all(x, dyn('a'))  =>  fails
        [1,2].exists(x, dyn('a'))  =>  fails
        [1,2].exists(x, x == 2 ? true : dyn('a'))  =>  true
        [1,2].all(x, x == 2 ? false : dyn('a'))  =>  false
        [1,2].exists_one(x, dyn('a'))  =>  fails
        [1,2].filter(x, dyn('a'))  =>  fails
        [1,2].filter(x, x > 1)  =>  [2]
        [0,2].filter(x, 1/x == 0)  =>  fails
        [1,2].map(x, x + 1)  =>  [2, 3]
        [1,2].map(x, x > 1, x + 1)  =>  [3]
        [0].map(x, 1/x)  =>  fails
        {'a': 1, 'b': 2}.all(k, k < 'c')  =>  true
        {'a': 1, 'b': 2}.exists(k, k == 'b')  =>  true
        {'a': 1}.map(k, k + 'x')  =>  ["ax"]
        {'a': 1}.filter(k, k == 'a')  =>  ["a"]
        {'a': 1}.exists_one(k, k == 'a')  =>  true
        'abc'.all(x, true)  =>  fails
        1.all(x, true)  =>  fails
        dyn(1).all(x, true)  =>  fails
        dyn('a').map(x, x)  =>  fails
        dyn([1]).map(x, x)  =>  [1]
        null.all(x, true)  =>  fails
        [1].all(1, true)  =>  fails
        [1].all(x.y, true)  =>  fails
        [1].all(x)  =>  fails
        [1].all(x, true, true)  =>  fails
        [1].all('x', true)  =>  fails
        [1].all(.x, true)  =>  fails
        [1].map(x, x, x, x)  =>  fails
        [[1,2],[3]].map(x, x.map(x, x * 2))  =>  [[2, 4], [6]]
        [1,2].map(x, [3,4].map(y, x * y))  =>  [[3, 4], [6, 8]]
        [1].map(x, [2].map(x, x)[0] + x)  =>  [3]
        [1].map(x, x) + [x]  =>  fails
        [1].all(has, has == 1)  =>  true
        [1].all(int, int == 1)  =>  true
        [1].map(size, size(['a', 'b']) + size)  =>  [3]
        [1].map(type, type)  =>  [1]
        [1].all(true, true)  =>  fails
        [1].map(in, 1)  =>  fails
        [1, 2, 3].map(i, i, i)  =>  fails
        [1, 2, 3].map(i, i > 1, i)  =>  [2, 3]
        ['a'].map(string, string)  =>  ["a"]
        has(dyn({'a': 1}).a) && true  =>  true
        [{'a': 1}].map(x, x.a)  =>  [1]
        [{'a': 1}].exists(x, has(x.a))  =>  true
        """#
    )
}
