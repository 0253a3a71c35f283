extension SpecificationSection {
    static let wellKnownTypes = SpecificationSection(
        "Protocol buffer data conversion",
        #"""
        google.protobuf.Int32Value{value: 2147483647}  =>  2147483647
        google.protobuf.Int32Value{value: 2147483648}  =>  fails
        google.protobuf.Int32Value{value: -2147483649}  =>  fails
        google.protobuf.UInt32Value{value: 4294967295u}  =>  4294967295u
        google.protobuf.UInt32Value{value: 4294967296u}  =>  fails
        google.protobuf.Int64Value{}  =>  0
        google.protobuf.Int64Value{value: 1u}  =>  fails
        google.protobuf.Int64Value{value: dyn(1u)}  =>  fails
        google.protobuf.Int64Value{value: null}  =>  fails
        google.protobuf.Int64Value{value: dyn(null)}  =>  fails
        google.protobuf.Int64Value{value: google.protobuf.Int64Value{value: 1}}  =>  1
        google.protobuf.UInt64Value{value: 18446744073709551615u}  =>  18446744073709551615u
        google.protobuf.FloatValue{value: 3.1416}  =>  3.1415998935699463
        google.protobuf.FloatValue{value: -3.1416e-40}  =>  -3.141599053139094e-40
        google.protobuf.FloatValue{value: 3.4028235e38}  =>  3.4028234663852886e+38
        google.protobuf.FloatValue{value: 1e55}  =>  double("+Inf")
        google.protobuf.FloatValue{value: -1e55}  =>  double("-Inf")
        google.protobuf.FloatValue{value: 1e-50}  =>  0.0
        google.protobuf.FloatValue{value: 1}  =>  fails
        google.protobuf.DoubleValue{value: 1.5}  =>  1.5
        google.protobuf.DoubleValue{value: 1}  =>  fails
        google.protobuf.BoolValue{value: true}  =>  true
        google.protobuf.StringValue{value: 'a'}  =>  "a"
        google.protobuf.BytesValue{value: b'a'}  =>  b"a"
        google.protobuf.Int64Value{value: 1}.value  =>  fails
        google.protobuf.Int64Value{value: 1} == 1  =>  true
        google.protobuf.Int64Value{value: 1, value: 2}  =>  fails
        google.protobuf.Value{}  =>  null
        google.protobuf.Value{null_value: null}  =>  null
        google.protobuf.Value{null_value: 0}  =>  null
        google.protobuf.Value{null_value: 1}  =>  fails
        google.protobuf.Value{null_value: google.protobuf.NullValue.NULL_VALUE}  =>  null
        google.protobuf.Value{null_value: 'a'}  =>  fails
        google.protobuf.Value{number_value: 12.5}  =>  12.5
        google.protobuf.Value{number_value: 1}  =>  fails
        google.protobuf.Value{string_value: 'a'}  =>  "a"
        google.protobuf.Value{string_value: 1}  =>  fails
        google.protobuf.Value{bool_value: true}  =>  true
        google.protobuf.Value{bool_value: false}  =>  false
        google.protobuf.Value{struct_value: {'a': 1.0}}  =>  {"a": 1.0}
        google.protobuf.Value{struct_value: {'a': 1}}  =>  {"a": 1.0}
        google.protobuf.Value{list_value: ['a', 1.0]}  =>  ["a", 1.0]
        google.protobuf.Value{list_value: []}  =>  []
        google.protobuf.Value{number_value: 1.0, string_value: 'a'}  =>  fails
        google.protobuf.Struct{}  =>  {}
        google.protobuf.Struct{fields: {}}  =>  {}
        google.protobuf.Struct{fields: {'uno': 1.0, 'dos': 2.0}}  =>  {"uno": 1.0, "dos": 2.0}
        google.protobuf.Struct{fields: {'a': 1}}  =>  {"a": 1.0}
        google.protobuf.Struct{fields: {'a': 9007199254740993}}  =>  {"a": "9007199254740993"}
        google.protobuf.Struct{fields: {'a': 9007199254740992}}  =>  {"a": "9007199254740992"}
        google.protobuf.Struct{fields: {'a': 9007199254740991}}  =>  {"a": 9007199254740991.0}
        google.protobuf.Struct{fields: {'a': -9007199254740992}}  =>  {"a": "-9007199254740992"}
        google.protobuf.Struct{fields: {'a': 9007199254740992u}}  =>  {"a": "9007199254740992"}
        google.protobuf.Struct{fields: {'a': 9007199254740993u}}  =>  {"a": "9007199254740993"}
        google.protobuf.Struct{fields: {'a': b'abc'}}  =>  {"a": "YWJj"}
        google.protobuf.Struct{fields: {'a': null}}  =>  {"a": null}
        google.protobuf.Struct{fields: {'a': [1, 'x', null]}}  =>  {"a": [1.0, "x", null]}
        google.protobuf.Struct{fields: {'a': {'b': true}}}  =>  {"a": {"b": true}}
        google.protobuf.Struct{fields: {'a': {1: 2}}}  =>  fails
        google.protobuf.Struct{fields: {'a': {true: 2}}}  =>  fails
        google.protobuf.Struct{fields: {'a': timestamp(0)}}  =>  {"a": "1970-01-01T00:00:00Z"}
        google.protobuf.Struct{fields: {'a': duration('1.5s')}}  =>  {"a": "1.5s"}
        google.protobuf.Struct{fields: {'a': int}}  =>  fails
        google.protobuf.Struct{fields: {'a': optional.of(1)}}  =>  fails
        google.protobuf.Struct{fields: {'uno': 1.0}}['uno']  =>  1.0
        google.protobuf.Struct{fields: {'uno': 1.0}}.uno  =>  1.0
        google.protobuf.Struct{fields: {'uno': 1.0}}['dos']  =>  fails
        google.protobuf.Struct{fields: {'uno': 1.0}}.dos  =>  fails
        has(google.protobuf.Struct{fields: {'uno': 1.0}}.uno)  =>  true
        has(google.protobuf.Struct{fields: {'uno': 1.0}}.dos)  =>  false
        google.protobuf.Struct{fields: {'uno': 1.0}} == {'uno': 1.0}  =>  true
        google.protobuf.ListValue{}  =>  []
        google.protobuf.ListValue{values: [3.0, 'foo', null]}  =>  [3.0, "foo", null]
        google.protobuf.ListValue{values: [3.0, 'foo', null]}[1]  =>  "foo"
        google.protobuf.ListValue{values: [3.0]}[1]  =>  fails
        google.protobuf.ListValue{values: [1]} == [1]  =>  true
        google.protobuf.ListValue{values: []} == []  =>  true
        google.protobuf.Timestamp{}  =>  timestamp("1970-01-01T00:00:00Z")
        google.protobuf.Timestamp{seconds: 1, nanos: 5}  =>  timestamp("1970-01-01T00:00:01.000000005Z")
        google.protobuf.Timestamp{seconds: 253402300800}  =>  fails
        google.protobuf.Timestamp{nanos: -1}  =>  fails
        google.protobuf.Timestamp{nanos: 2147483648}  =>  fails
        google.protobuf.Timestamp{seconds: 1u}  =>  fails
        google.protobuf.Timestamp{seconds: 1}.seconds  =>  fails
        google.protobuf.Duration{}  =>  duration("0s")
        google.protobuf.Duration{seconds: 123, nanos: 321456789}  =>  duration("123.321456789s")
        google.protobuf.Duration{seconds: -1, nanos: -500000000}  =>  duration("-1.5s")
        google.protobuf.Duration{seconds: 315576000000}  =>  fails
        google.protobuf.Duration{seconds: 9223372036, nanos: 854775807}  =>  duration("9223372036.854775807s")
        google.protobuf.Any{}  =>  fails
        google.protobuf.Any{type_url: 'type.googleapis.com/google.protobuf.Int32Value', value: b'\x08\x7b'}  =>  123
        google.protobuf.Any{type_url: 'type.googleapis.com/google.protobuf.StringValue', value: b'\x0a\x01a'}  =>  "a"
        google.protobuf.Any{type_url: 'type.googleapis.com/google.protobuf.Foo', value: b''}  =>  fails
        google.protobuf.Any{type_url: '', value: b''}  =>  fails
        google.protobuf.Any{type_url: 'type.googleapis.com/google.protobuf.Int32Value', value: b'\xff'}  =>  fails
        google.protobuf.Int32Value{value: 123} + 1  =>  124
        google.protobuf.BoolValue{value: true} && true  =>  true
        google.protobuf.BoolValue{value: true} ? 1 : 2  =>  1
        google.protobuf.StringValue{value: 'a'} + 'b'  =>  "ab"
        google.protobuf.StringValue{value: 'a'}.size()  =>  1
        google.protobuf.UInt32Value{value: 1u} in [1u]  =>  true
        [google.protobuf.Int64Value{value: 1}] == [1]  =>  true
        type(google.protobuf.Value{number_value: 1.0})  =>  double
        type(google.protobuf.ListValue{})  =>  list
        type(google.protobuf.FloatValue{})  =>  double
        google.protobuf.Value{number_value: 1.0} == 1  =>  true
        google.protobuf.Value{number_value: 1.0} + 1.0  =>  2.0
        google.protobuf.Value{null_value: null} == null  =>  true
        .google.protobuf.Int32Value{value: 1}  =>  1
        google.protobuf.Int32Value{value: 1,}  =>  1
        google.protobuf.Int32Value{'value': 1}  =>  fails
        google.protobuf.Int32Value{`value`: 1}  =>  1
        Int32Value{value: 1}  =>  fails
        google.protobuf.NullValue.NULL_VALUE  =>  0
        """#
    )
}
