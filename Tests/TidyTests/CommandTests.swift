import Testing

/// What the documentation tells people to type exists.
@Suite struct CommandTests {
    struct Command: Sendable {
        let name: String
        let subcommands: Set<String>
        let options: Set<String>
    }

    /// The commands, by their sources.
    static let commands = Dictionary(
        Repository.swift(under: commandsFolder).compactMap { command(in: whole($0)) }.map { ($0.name, $0) }
    ) { first, _ in first }

    private static let commandsFolder = "Sources/CommandLineTool"

    /// The text of a command, with those of its subcommands that have files of their own.
    private static func whole(_ file: Repository.File) -> String {
        let opening = "extension \(file.name.dropLast(".swift".count)) {\n    struct "
        let parts = Repository.swift(under: commandsFolder).map(\.text).filter { $0.contains(opening) }
        return ([file.text] + parts).joined(separator: "\n")
    }

    /// The command of a file; `nil` where there is none.
    static func command(in text: String) -> Command? {
        guard let name = Pattern(#"commandName: "([a-z-]+)""#).captures(in: text).first else { return nil }
        let nested = Pattern(#"^    struct (\w+): AsyncParsableCommand"#).captures(in: text).map(kebab)
        let groups = Pattern(#"@OptionGroup var \w+: (\w+)"#).captures(in: text).flatMap { sharedOptions[$0] ?? [] }
        return Command(name: name, subcommands: Set(nested), options: options(in: text).union(groups))
    }

    /// The options that several commands take, by the name of their group.
    private static let sharedOptions = Dictionary(
        Repository.swift(under: "Sources/CommandLineTool").flatMap { file in
            Pattern(#"struct (\w+): ParsableArguments"#).captures(in: file.text).map { ($0, options(in: file.text)) }
        }
    ) { first, _ in first }

    /// `--dry-run` of `@Flag var dryRun`.
    static func options(in text: String) -> Set<String> {
        let declared = Pattern(#"@(?:Option|Flag)\b([\s\S]*?)\bvar (\w+)"#).groups(in: text)
        return Set(declared.map { Pattern(#"customLong\("([\w-]+)"\)"#).captures(in: $0[0]).first ?? kebab($0[1]) })
    }

    /// `dry-run` of `dryRun`, and `crl` of `CRL`.
    private static func kebab(_ name: String) -> String {
        if name.allSatisfy(\.isUppercase) { return name.lowercased() }
        return String(
            name.enumerated().flatMap {
                $0.element.isUppercase ? ($0.offset == 0 ? "" : "-") + $0.element.lowercased() : "\($0.element)"
            }
        )
    }

    /// The words behind `cordon` in what one types, without what stands in quotes.
    static func calls(in text: String) -> [[String]] {
        let joined = text.split(separator: "\\\n").joined(separator: " ")
        let call = #"(?:^|[|;&(]|\$ |=|-u cordon |[A-Z]=\S+ |/bin/)\s*cordon((?:[ ]+[^\s|;&()#]+)+)"#
        return Pattern(call).captures(in: joined).map { $0.split(separator: " ").map(String.init) }
    }

    /// What is wrong with a call; `nil` where nothing is.
    static func mistake(in call: [String], _ commands: [String: Command]) -> String? {
        guard let first = call.first, !first.hasPrefix("--") else { return nil }
        guard let command = commands[first] else { return "there is no command '\(first)'" }
        if let second = call.dropFirst().first, !second.hasPrefix("-"), !command.subcommands.isEmpty,
            !command.subcommands.contains(second)
        {
            return "'\(first)' has no '\(second)'"
        }
        let known = command.options.union(["folder", "help", "version"])
        let options = call.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2).prefix { $0 != "=" }) }
        return options.first { !known.contains($0) }.map { "'\(first)' has no option '--\($0)'" }
    }

    /// In blocks of shell, and between backticks.
    static func calls(in file: Repository.File) -> [[String]] {
        guard file.path.hasSuffix(".md") else { return calls(in: file.text) }
        let blocks = Fence.all(in: file).filter { ["sh", "text", "console"].contains($0.info) }.map(\.text)
        let inline = Pattern(#"`(cordon [^`\n]+)`"#).captures(in: file.text)
        return (blocks + inline).flatMap { calls(in: $0) }
    }

    @Test func `every command of the documentation exists, with its options`() {
        let units = Repository.files.filter { $0.path.hasSuffix(".service") }
        let comments = Repository.files.filter { $0.path.hasPrefix("Playbooks/") || $0.path.hasPrefix("examples/") }
        var count = 0
        for file in Repository.markdown + units {
            for call in Self.calls(in: file) {
                count += 1
                #expect(Self.mistake(in: call, Self.commands) == nil, "\(file.path): cordon \(call)")
            }
        }
        for file in comments {
            for call in Pattern(#"`(cordon [^`\n]+)`"#).captures(in: file.text).flatMap({ Self.calls(in: $0) }) {
                #expect(Self.mistake(in: call, Self.commands) == nil, "\(file.path): cordon \(call)")
            }
        }
        #expect(count > 20)
    }

    @Test func `every target of make that is named exists`() {
        let targets = Set(Pattern(#"^([a-z-]+):"#).captures(in: Repository.text("Makefile")))
        for file in Repository.markdown + Repository.files.filter({ $0.path == ".ci/run" }) {
            let named = Pattern(#"(?:`|^|\s'|\()make ([a-z][a-z-]*)(?:`|$|\s+#|')"#).captures(in: file.text)
            #expect(Set(named).isSubset(of: targets), "\(file.path)")
        }
        #expect(targets.isSuperset(of: ["demo", "test", "bench", "lint", "check", "clean", "help"]))
    }

    @Test func `calls and commands are understood`() {
        let source = """
            struct RunCommand: AsyncParsableCommand {
                static let configuration = CommandConfiguration(commandName: "run")
                struct ShowAll: AsyncParsableCommand {
                @Option(name: .customLong("tag"), help: "a")
                var tags: [String] = []
                @Flag(help: "b") var dryRun = false
            """
        let command = Self.command(in: source)
        #expect(command?.name == "run")
        #expect(command?.subcommands == ["show-all"])
        #expect(command?.options == ["tag", "dry-run"])
        let calls = Self.calls(in: "$ cordon run show-all --tag a\nA=b cordon check \\\n  x | cordon go # cordon no")
        #expect(calls == [["run", "show-all", "--tag", "a"], ["check", "x"], ["go"]])
        let commands = ["run": Command(name: "run", subcommands: ["show-all"], options: ["tag"])]
        #expect(Self.mistake(in: ["run", "show-all", "--tag", "a"], commands) == nil)
        #expect(Self.mistake(in: ["run", "show"], commands) == "'run' has no 'show'")
        #expect(Self.mistake(in: ["run", "--tags"], commands) == "'run' has no option '--tags'")
        #expect(Self.mistake(in: ["go"], commands) == "there is no command 'go'")
    }
}
