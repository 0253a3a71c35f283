extension SpecificationSection {
    static let times = SpecificationSection(
        "Timestamps, durations and time zones",
        #"""
        timestamp('2009-02-13T23:31:30.123456789Z').getFullYear()  =>  2009
        timestamp('2009-02-13T23:31:30.123456789Z').getMonth()  =>  1
        timestamp('2009-02-13T23:31:30.123456789Z').getDate()  =>  13
        timestamp('2009-02-13T23:31:30.123456789Z').getDayOfMonth()  =>  12
        timestamp('2009-02-13T23:31:30.123456789Z').getDayOfWeek()  =>  5
        timestamp('2009-02-13T23:31:30.123456789Z').getDayOfYear()  =>  43
        timestamp('2009-02-13T23:31:30.123456789Z').getHours()  =>  23
        timestamp('2009-02-13T23:31:30.123456789Z').getMinutes()  =>  31
        timestamp('2009-02-13T23:31:30.123456789Z').getSeconds()  =>  30
        timestamp('2009-02-13T23:31:30.123456789Z').getMilliseconds()  =>  123
        timestamp('2009-02-13T23:31:30Z').getHours('Australia/Sydney')  =>  10
        timestamp('2009-02-13T23:31:30Z').getDate('Australia/Sydney')  =>  14
        timestamp('2009-02-13T23:31:30Z').getHours('US/Central')  =>  17
        timestamp('2009-02-13T23:31:30Z').getHours('CET')  =>  0
        timestamp('2009-02-13T23:31:30Z').getHours('EST')  =>  18
        timestamp('2009-02-13T23:31:30Z').getHours('EST5EDT')  =>  18
        timestamp('2009-02-13T23:31:30Z').getHours('GMT')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('Etc/GMT+3')  =>  20
        timestamp('2009-02-13T23:31:30Z').getHours('Etc/UTC')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('UTC')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('utc')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('Z')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('europe/paris')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('02:00')  =>  1
        timestamp('2009-02-13T23:31:30Z').getHours('+02:00')  =>  1
        timestamp('2009-02-13T23:31:30Z').getHours('-02:00')  =>  21
        timestamp('2009-02-13T23:31:30Z').getMinutes('-00:30')  =>  1
        timestamp('2009-02-13T23:31:30Z').getHours('-00:00')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('+23:59')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('+24:00')  =>  23
        timestamp('2009-02-13T23:31:30Z').getHours('+00:60')  =>  0
        timestamp('2009-02-13T23:31:30Z').getHours('+2:00')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('2:00')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('+02:0')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('+0200')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('+02')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('+02:00:00')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours(' +02:00')  =>  fails
        timestamp('2009-02-13T23:31:30Z').getHours('+-2:00')  =>  fails
        timestamp('2009-02-13T23:31:30.5Z').getMilliseconds('+02:00')  =>  500
        timestamp('1969-12-31T23:59:59.999Z').getMilliseconds()  =>  999
        timestamp('1969-12-31T23:59:59.999Z').getSeconds()  =>  59
        timestamp('0001-01-01T00:00:00Z').getDayOfWeek()  =>  1
        timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')  =>  0
        timestamp('0001-01-01T00:00:00Z').getMonth('-01:00')  =>  11
        timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00')  =>  10000
        timestamp('2000-12-31T00:00:00Z').getDayOfYear()  =>  365
        timestamp('1900-12-31T00:00:00Z').getDayOfYear()  =>  364
        duration('10000s').getHours()  =>  2
        duration('-10000s').getHours()  =>  -2
        duration('10000s').getMinutes()  =>  166
        duration('10000.5s').getSeconds()  =>  10000
        duration('-10000.5s').getSeconds()  =>  -10000
        duration('10000.523s').getMilliseconds()  =>  523
        duration('-1.523s').getMilliseconds()  =>  -523
        duration('1s').getHours('UTC')  =>  fails
        duration('1s').getDate()  =>  fails
        duration('1s').getFullYear()  =>  fails
        timestamp(0).getHours(1)  =>  fails
        timestamp(0) == timestamp('1970-01-01T00:00:00Z')  =>  true
        timestamp('2009-02-13T23:31:30+01:00') == timestamp('2009-02-13T22:31:30Z')  =>  true
        timestamp(0) == dyn(0)  =>  false
        duration('60s') == duration('1m')  =>  true
        """#
    )
}
