extension SpecificationSection {
    static let optionals = SpecificationSection(
        "Optional values",
        #"""
        optional.of(1).value()  =>  1
        optional.none().value()  =>  fails
        optional.of(1).hasValue()  =>  true
        optional.none().hasValue()  =>  false
        optional.of(null).hasValue()  =>  true
        optional.of(optional.none()).hasValue()  =>  true
        optional.ofNonZeroValue(0).hasValue()  =>  false
        optional.ofNonZeroValue(0u).hasValue()  =>  false
        optional.ofNonZeroValue(0.0).hasValue()  =>  false
        optional.ofNonZeroValue(-0.0).hasValue()  =>  false
        optional.ofNonZeroValue(0.0/0.0).hasValue()  =>  true
        optional.ofNonZeroValue('').hasValue()  =>  false
        optional.ofNonZeroValue(b'').hasValue()  =>  false
        optional.ofNonZeroValue(false).hasValue()  =>  false
        optional.ofNonZeroValue(null).hasValue()  =>  false
        optional.ofNonZeroValue([]).hasValue()  =>  false
        optional.ofNonZeroValue([0]).hasValue()  =>  true
        optional.ofNonZeroValue({}).hasValue()  =>  false
        optional.ofNonZeroValue(duration('0s')).hasValue()  =>  false
        optional.ofNonZeroValue(timestamp(0)).hasValue()  =>  false
        optional.ofNonZeroValue(timestamp('0001-01-01T00:00:00Z')).hasValue()  =>  true
        optional.ofNonZeroValue(int).hasValue()  =>  true
        optional.ofNonZeroValue(optional.none()).hasValue()  =>  true
        optional.ofNonZeroValue(optional.of(0)).hasValue()  =>  true
        optional.none().or(optional.of(1)).value()  =>  1
        optional.of(1).or(optional.of(2)).value()  =>  1
        optional.of(1).or(optional.of(1/0)).value()  =>  1
        optional.none().orValue(1)  =>  1
        optional.of(1).orValue(1/0)  =>  1
        optional.of(1).orValue('a')  =>  fails
        optional.of(dyn(1)).orValue('a')  =>  1
        optional.none().orValue(optional.none()).hasValue()  =>  false
        optional.of(1).or(2)  =>  fails
        dyn(1).or(optional.of(1))  =>  fails
        dyn(1).orValue(1)  =>  fails
        dyn(1).hasValue()  =>  fails
        optional.none().optMap(x, x + 1).hasValue()  =>  false
        optional.of(1).optMap(x, x + 1).value()  =>  2
        optional.of(1).optFlatMap(x, optional.of(x + 1)).value()  =>  2
        optional.of(1).optFlatMap(x, optional.none()).hasValue()  =>  false
        optional.of(1).optFlatMap(x, x + 1)  =>  fails
        optional.of(1).optMap(x, 1/0)  =>  fails
        optional.of(1).optMap(1, 2)  =>  fails
        optional.of(1).optMap(x.y, 2)  =>  fails
        {'a': 1}.?a.value()  =>  1
        {'a': 1}.?b.hasValue()  =>  false
        {'a': {'b': 1}}.?a.?b.value()  =>  1
        {'a': {'b': 1}}.?a.b.value()  =>  1
        {'a': {'b': 1}}.?x.b.hasValue()  =>  false
        {'a': {'b': 1}}.?a.c.hasValue()  =>  false
        {'a': {'b': {'c': 1}}}.?a.b.c.hasValue()  =>  true
        {'a': 1}[?'a'].value()  =>  1
        {'a': 1}[?'b'].hasValue()  =>  false
        {1: 2}[?1].value()  =>  2
        {1: 2}[?1.0].value()  =>  fails
        {1: 2}[?dyn(1u)].value()  =>  2
        {1: 2}[?dyn(1.5)].hasValue()  =>  false
        {1: 2}[?dyn([])].hasValue()  =>  false
        [1][?0].value()  =>  1
        [1][?1].hasValue()  =>  false
        [1][?-1].hasValue()  =>  false
        [1][?dyn(0.0)].value()  =>  1
        [1][?dyn(0.5)].hasValue()  =>  fails
        [1][?dyn('a')].hasValue()  =>  fails
        [1][?0u]  =>  fails
        [[1]][?0][0].value()  =>  1
        [[1]][?0][?0].value()  =>  1
        [[1]][?1][0].hasValue()  =>  false
        {'a': [1]}.?a[0].value()  =>  1
        {'a': [1]}.?a[?1].hasValue()  =>  false
        {'a': [1]}.?a[1].hasValue()  =>  false
        optional.of([1])[0].value()  =>  1
        optional.of({'a': 1}).a.value()  =>  1
        optional.of({'a': 1}).?a.value()  =>  1
        optional.of({'a': 1}).b.hasValue()  =>  false
        optional.of(1).a  =>  fails
        optional.of(dyn(1)).a  =>  fails
        has(optional.of({'a': 1}).a)  =>  true
        has(optional.of({'a': 1}).b)  =>  false
        has(optional.none().a)  =>  false
        has({'a': 1}.?a.b)  =>  fails
        has({'a': {'b': 1}}.?a.b)  =>  true
        has({'a': {'b': 1}}.?x.b)  =>  false
        [?optional.of(1), ?optional.none()]  =>  [1]
        [?optional.of(1), 2, ?optional.none()]  =>  [1, 2]
        [?1]  =>  fails
        [?dyn(1)]  =>  fails
        [optional.none()]  =>  [optional.none()]
        {?'a': optional.of(1), ?'b': optional.none()}  =>  {"a": 1}
        {?'a': 1}  =>  fails
        {?'a': dyn(1)}  =>  fails
        {'a': 1, ?'a': optional.of(2)}  =>  fails
        {'a': 1, ?'a': optional.none()}  =>  {"a": 1}
        {?'a': optional.ofNonZeroValue({?'b': optional.none()})}  =>  {}
        optional.of(1) == optional.of(1)  =>  true
        optional.of(1) == optional.of(1.0)  =>  fails
        optional.of(1) == optional.of(dyn(1.0))  =>  true
        optional.none() == optional.none()  =>  true
        optional.of(1) == optional.none()  =>  false
        optional.of(1) != optional.none()  =>  true
        optional.of(0.0/0.0) == optional.of(0.0/0.0)  =>  false
        optional.of(1) == 1  =>  fails
        dyn(optional.of(1)) == 1  =>  false
        optional.none() == null  =>  false
        optional.none() == dyn(null)  =>  false
        optional.unwrap([optional.of(1), optional.none(), optional.of(2)])  =>  [1, 2]
        [optional.of(1), optional.none()].unwrapOpt()  =>  [1]
        optional.unwrap([])  =>  []
        optional.unwrap([1])  =>  fails
        optional.unwrap([dyn(1)])  =>  fails
        [1,2].first().value()  =>  1
        [1,2].last().value()  =>  2
        [].first().hasValue()  =>  false
        [].last()  =>  optional.none()
        optional.of(1) in [optional.of(1)]  =>  true
        type(optional.of(1)) == optional_type  =>  true
        optional.of(1) < optional.of(2)  =>  fails
        optional.of(1).foo()  =>  fails
        optional.of()  =>  fails
        optional.none(1)  =>  fails
        dyn({'a': 1}).?a.value()  =>  1
        dyn([1]).?a  =>  fails
        dyn(1).?a  =>  fails
        dyn(null).?a  =>  fails
        dyn('a').?b  =>  fails
        1.?a  =>  fails
        [1].?a  =>  fails
        google.protobuf.Int32Value{?value: optional.of(1)}  =>  1
        google.protobuf.Int32Value{?value: optional.none()}  =>  0
        google.protobuf.Int32Value{?value: 1}  =>  fails
        {'a': null}.?a.hasValue()  =>  true
        {'a': null}.?a.value()  =>  null
        {'a': null}.?a.?b.hasValue()  =>  fails
        {'a': null}.?a.b  =>  fails
        [1, 2].map(x, optional.of(x)).unwrapOpt()  =>  [1, 2]
        optional.of('a').or(optional.none()).orValue('b')  =>  "a"
        optional.none().or(optional.none()).orValue('b')  =>  "b"
        {}.?a.orValue('x')  =>  "x"
        {}.?a.?b.?c.orValue('x')  =>  "x"
        {'c': {'dashed-index': 'goodbye'}}.c[?'dashed-index'].orValue('default')  =>  "goodbye"
        {'c': {'x': 'y'}}.?c['x'].orValue('d')  =>  "y"
        optional.of(1).optMap(y, y).or(optional.of(2))  =>  optional.of(1)
        """#
    )
}
