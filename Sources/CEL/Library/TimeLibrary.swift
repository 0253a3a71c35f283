/// Arithmetic on timestamps and durations, and what they are made of.
enum TimeLibrary {
    /// Durations come first: where a type is not known, the check takes the first that fits, and Google's take those.
    static let functions: [Function] =
        [
            Function(
                Operator.add,
                [
                    .of { (a: TimeSpan, b: TimeSpan) throws(Fault) in
                        try TimeSpan(exactly: a.nanoseconds.addingReportingOverflow(b.nanoseconds))
                    },
                    .of { (time: Timestamp, span: TimeSpan) throws(Fault) in try add(time, span.nanoseconds) },
                    .of { (span: TimeSpan, time: Timestamp) throws(Fault) in try add(time, span.nanoseconds) },
                ]
            ),
            Function(
                Operator.subtract,
                [
                    .of { (a: TimeSpan, b: TimeSpan) throws(Fault) in
                        try TimeSpan(exactly: a.nanoseconds.subtractingReportingOverflow(b.nanoseconds))
                    },
                    .of { (time: Timestamp, span: TimeSpan) throws(Fault) in try subtract(time, span) },
                    .of { (a: Timestamp, b: Timestamp) throws(Fault) in try difference(a, b) },
                ]
            ),
            Function(
                Operator.negate,
                [
                    .of { (span: TimeSpan) throws(Fault) in
                        try TimeSpan(exactly: Int64(0).subtractingReportingOverflow(span.nanoseconds))
                    }
                ]
            ),
        ] + accessors

    private static let accessors: [Function] = [
        accessor("getFullYear") { $0.year },
        accessor("getMonth") { $0.month - 1 },
        accessor("getDate") { $0.day },
        accessor("getDayOfMonth") { $0.day - 1 },
        accessor("getDayOfWeek") { $0.weekday },
        accessor("getDayOfYear") { $0.dayOfYear },
        accessor("getHours", per: 3_600_000_000_000) { $0.secondOfDay / 3600 },
        accessor("getMinutes", per: 60_000_000_000) { $0.secondOfDay / 60 % 60 },
        accessor("getSeconds", per: 1_000_000_000) { $0.secondOfDay % 60 },
        Function(
            "getMilliseconds",
            [
                .of(.member) { (time: Timestamp) in Int64(time.nanoseconds / 1_000_000) },
                .of(.member) { (time: Timestamp, zone: String) throws(Fault) in
                    _ = try offset(zone, at: time)
                    return Int64(time.nanoseconds / 1_000_000)
                }.lookingUpZone(),
                // The part below a second, unlike the others, which count the whole span.
                .of(.member) { (span: TimeSpan) in span.nanoseconds / 1_000_000 % 1000 },
            ]
        ),
    ]

    /// A part of a timestamp, in UTC or in a time zone; of a duration the whole number of such units.
    private static func accessor(
        _ name: String,
        per unit: Int64? = nil,
        _ part: @escaping @Sendable (CivilDate) -> Int64
    ) -> Function {
        var overloads: [Overload] = [
            .of(.member) { (time: Timestamp) in part(CivilDate(secondsSinceEpoch: time.seconds)) },
            .of(.member) { (time: Timestamp, zone: String) throws(Fault) in
                part(CivilDate(secondsSinceEpoch: time.seconds + (try offset(zone, at: time))))
            }.lookingUpZone(),
        ]
        if let unit { overloads.append(.of(.member) { (span: TimeSpan) in span.nanoseconds / unit }) }
        return Function(name, overloads)
    }

    private static func offset(_ zone: String, at time: Timestamp) throws(Fault) -> Int64 {
        guard let seconds = TimeZoneOffset.seconds(zone, at: time) else {
            let message =
                "\(Quoting.excerpt(zone)) is neither a time zone, as in 'Europe/Zurich', nor an offset, '+05:30'"
            throw Fault(.badArgument, message)
        }
        return seconds
    }

    private static func add(_ time: Timestamp, _ nanoseconds: Int64) throws(Fault) -> Timestamp {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        var sum = (seconds: time.seconds + seconds, nanoseconds: Int64(time.nanoseconds) + rest)
        if sum.nanoseconds < 0 { sum = (sum.seconds - 1, sum.nanoseconds + 1_000_000_000) }
        if sum.nanoseconds >= 1_000_000_000 { sum = (sum.seconds + 1, sum.nanoseconds - 1_000_000_000) }
        guard let result = Timestamp(seconds: sum.seconds, nanoseconds: Int32(sum.nanoseconds)) else {
            throw Fault(.overflow, "the time falls outside the years 1 to 9999")
        }
        return result
    }

    private static func subtract(_ time: Timestamp, _ span: TimeSpan) throws(Fault) -> Timestamp {
        // The shortest span has no positive counterpart; it lies 292 years back, in two steps.
        guard span.nanoseconds == .min else { return try add(time, -span.nanoseconds) }
        return try add(try add(time, .max), 1)
    }

    private static func difference(_ a: Timestamp, _ b: Timestamp) throws(Fault) -> TimeSpan {
        let (scaled, overflow) = (a.seconds - b.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { throw Fault(.overflow, TimeSpan.tooLong) }
        return try TimeSpan(exactly: scaled.addingReportingOverflow(Int64(a.nanoseconds - b.nanoseconds)))
    }
}

extension Overload {
    fileprivate func lookingUpZone() -> Overload {
        costing { values in
            guard case .string(let zone) = values[1], UTCOffset.parse(zone) == nil else { return 0 }
            return LanguageLimits.zoneSteps
        }
    }
}

extension TimeSpan {
    fileprivate static let tooLong = "a duration is at most 292 years"

    fileprivate init(exactly result: (partialValue: Int64, overflow: Bool)) throws(Fault) {
        guard !result.overflow else { throw Fault(.overflow, Self.tooLong) }
        self.init(nanoseconds: result.partialValue)
    }
}
