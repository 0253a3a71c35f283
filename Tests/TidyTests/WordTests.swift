import Testing

/// Words that must not stand in a part of the repository, each with an example that is caught and one that is not.
struct WordRule: Sendable, CustomTestStringConvertible {
    enum Part: Sendable { case code, comments, all }

    let what: String
    let part: Part
    let pattern: Pattern
    let covers: @Sendable (Repository.File) -> Bool
    let caught: [String]
    let passed: [String]

    init(
        _ what: String,
        in part: Part = .code,
        _ pattern: String,
        near words: [String],
        caught: [String],
        passed: [String],
        covers: @escaping @Sendable (Repository.File) -> Bool
    ) {
        self.what = what
        self.part = part
        self.pattern = Pattern(pattern, near: words)
        self.caught = caught
        self.passed = passed
        self.covers = covers
    }

    var testDescription: String { what }

    func findings(in file: Repository.File) -> [Finding] {
        let text: String =
            switch part {
            case .code: file.swift?.code ?? ""
            case .comments: file.swift?.comments ?? file.text
            case .all: file.text
            }
        // The whole first: most files are clean, and a line at a time is slow.
        guard pattern.matches(text) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter {
            pattern.matches($0.element)
        }.map { Finding(path: file.path, line: $0.offset + 1, text: what) }
    }
}

@Suite struct WordTests {
    private static let pure: @Sendable (Repository.File) -> Bool = { file in
        ImportTests.pure.contains { file.path.hasPrefix("Sources/\($0)/") }
    }
    private static let swift: @Sendable (Repository.File) -> Bool = { file in
        file.swift != nil && ["Sources/", "Tests/"].contains { file.path.hasPrefix($0) }
    }

    static let rules = [
        WordRule(
            "a pure target reads no clock",
            #"\bDate\(\)|\bDate\.now\b|\bDate\(timeIntervalSinceNow|\bContinuousClock\b|\bSuspendingClock\b|\bclock_gettime\b|\btime\(nil\)"#,
            near: ["Date(", "Date.now", "Clock", "clock_", "time(nil)"],
            caught: [
                "Date()", "Date.now", "Date(timeIntervalSinceNow: 1)", "ContinuousClock.now", "clock_gettime(0, &t)",
            ],
            passed: ["let date = 1", "update()", "Date(timeIntervalSince1970: 0)", "// Date()", "\"Date()\""],
            covers: pure
        ),
        WordRule(
            "a pure target draws nothing at random",
            #"\.random\(|\bUUID\(|RandomNumberGenerator\b|\.shuffled\(|\.randomElement\("#,
            near: ["random", "Random", "UUID(", "shuffled"],
            caught: ["Int.random(in: 0..<1)", "UUID()", "SystemRandomNumberGenerator()", "a.shuffled()"],
            passed: ["let random = 1", "// UUID()"],
            covers: pure
        ),
        WordRule(
            "a pure target waits for nothing and shares nothing",
            #"\basync\b|\bawait\b|\bTask\b|\bMutex\b|\bAtomic\b|\bnonisolated\b|\bDispatchQueue\b"#,
            near: ["async", "await", "Task", "Mutex", "Atomic", "nonisolated", "DispatchQueue"],
            caught: ["func a() async {", "Task { }", "Task.detached {", "Mutex(0)"],
            passed: ["let asynchronous = 1", "struct TaskList {", "// async"],
            covers: pure
        ),
        WordRule(
            "a pure target prints nothing and reads no file",
            #"\bprint\(|\bdebugPrint\(|\bFileManager\b|\bgetenv\b|\bProcessInfo\b|\bfopen\b"#,
            near: ["rint(", "FileManager", "getenv", "ProcessInfo", "fopen"],
            caught: ["print(1)", "FileManager.default", "getenv(a)"],
            passed: ["fingerprint(1)", "// print(1)"],
            covers: pure
        ),
        WordRule(
            "nothing is tried with an exclamation mark, and nothing gives up without a reason",
            #"\btry!|\bfatalError\("#,
            near: ["try!", "fatalError("],
            caught: ["try! a()", "fatalError()"],
            passed: ["try a()", "try? a()", "preconditionFailure(reason)", "// try! a()"],
            covers: swift
        ),
        WordRule(
            "nothing is left to be done later",
            in: .comments,
            #"\b(TODO|FIXME|XXX|HACK)\b"#,
            near: ["TODO", "FIXME", "XXX", "HACK"],
            caught: ["// TODO: more", "/* FIXME */"],
            passed: ["// all done", "let text = \"TODO\""]
        ) { $0.swift != nil || $0.path.hasPrefix("scripts/") },
        WordRule(
            "no test sleeps",
            #"\b(Task|Thread)\.sleep\b|(?:^|[=({,;]|\bawait|\btry)\s*(?:u|nano)?sleep\("#,
            near: ["sleep"],
            caught: ["try await Task.sleep(for: a)", "usleep(10)", "sleep(1)"],
            passed: ["func sleep(until deadline: Instant) async {", "// sleep(1)", "sleeper(1)"]
        ) { $0.path.hasPrefix("Tests/") && $0.swift != nil },
        WordRule(
            "tests use package access, so that they also build for release",
            #"@testable\b"#,
            near: ["@testable"],
            caught: ["@testable import A"],
            passed: ["import A"],
            covers: swift
        ),
        WordRule(
            "a test is a sentence",
            #"@Test\b[^\n]*\bfunc \w|^\s*func test[A-Z]"#,
            near: ["func "],
            caught: ["@Test func itWorks() {", "    func testThis() {"],
            passed: ["@Test func `it works`() {", "func text() {"]
        ) { $0.path.hasPrefix("Tests/") && $0.swift != nil },
        WordRule(
            "only the journal makes a recorded intent, after its commit",
            #"\bRecordedIntent\("#,
            near: ["RecordedIntent("],
            caught: ["perform(RecordedIntent(intent))"],
            passed: ["consuming RecordedIntent)", "// RecordedIntent("]
        ) { file in
            file.path.hasPrefix("Sources/") && file.path != "Sources/Engine/Journal.swift"
                && !file.path.hasPrefix("Sources/TestKit/")
        },
        WordRule(
            "only the surroundings read the machine's clock and draw at random",
            #"\bclock_gettime\(|\bDate\(\)|\bDate\.now\b|\bUUID\(\)"#,
            near: ["clock_gettime", "Date", "UUID"],
            caught: ["clock_gettime(CLOCK_REALTIME, &time)", "Date()", "Date.now"],
            passed: ["surroundings.now()", "Date(timeIntervalSince1970: 1)"]
        ) { file in
            let exempt = ["Sources/Testbed/", "Sources/TestKit/", "Sources/cordon-demo/"]
            return file.path.hasPrefix("Sources/") && file.name != "SystemSurroundings.swift"
                && !exempt.contains { file.path.hasPrefix($0) }
        },
        WordRule(
            "which characters steer, hide or turn text is said in one place",
            #"\.lineSeparator\b"#,
            near: ["lineSeparator"],
            caught: ["case .control, .format, .lineSeparator: true"],
            passed: ["scalar.isUnseen", "// .lineSeparator"]
        ) { $0.path.hasPrefix("Sources/") && $0.name != "UnseenCharacter.swift" },
        WordRule(
            "no path of one machine",
            in: .all,
            #"(?:^|[^A-Za-z0-9_.])/(work|farm|root|Users|home/[a-z]+)"# + "/",
            near: ["/" + "work", "/" + "farm", "/root", "/Users", "/home"],
            caught: ["see /" + "work/main", "(/" + "home/ana/x"],
            passed: ["/var/lib/cordon", "framework/main", "a/work/b"],
            covers: { _ in true }
        ),
    ]

    @Test(arguments: rules) func `a rule about words holds everywhere`(_ rule: WordRule) {
        #expect(Repository.files.filter(rule.covers).flatMap(rule.findings) == [])
    }

    @Test(arguments: rules) func `a rule about words catches what it should, and no more`(_ rule: WordRule) {
        for text in rule.caught {
            #expect(rule.findings(in: Repository.File(path: "a.swift", text: text)).count == 1, "\(text)")
        }
        for text in rule.passed {
            #expect(rule.findings(in: Repository.File(path: "a.swift", text: text)) == [], "\(text)")
        }
    }

    @Test(arguments: rules) func `a rule about words looks at something`(_ rule: WordRule) {
        #expect(Repository.files.contains(where: rule.covers))
    }
}
