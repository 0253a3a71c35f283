import CommandLineTool
import Testing

/// The documentation holds together, and agrees with the code.
@Suite struct DocumentTests {
    struct Link: Hashable, Sendable {
        let path: String
        let anchor: String
    }

    /// Links to other places of the repository, as paths from its root.
    static func links(in file: Repository.File) -> [Link] {
        let blocks = Fence.all(in: file).map(\.text)
        let prose = blocks.reduce(file.text) { $0.replacing($1, with: "", maxReplacements: 1) }
        return Pattern(#"\]\(([^)\s]+)\)"#).captures(in: prose).filter { !$0.contains("://") }.map { target in
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let path = parts[0].isEmpty ? file.path : resolve(parts[0], from: file.folder)
            return Link(path: path, anchor: parts.count > 1 ? parts[1] : "")
        }
    }

    private static func resolve(_ path: String, from folder: String) -> String {
        var parts = folder.split(separator: "/")
        for part in path.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The anchors that GitHub makes of headings.
    static func anchors(in text: String) -> Set<String> {
        Set(
            Pattern(#"^#+ (.*)$"#).captures(in: text).map { heading in
                String(
                    heading.lowercased().compactMap { character -> Character? in
                        if character == " " { return "-" }
                        return character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
                    }
                )
            }
        )
    }

    @Test(arguments: Repository.markdown.map(\.path)) func `every link leads somewhere`(_ path: String) throws {
        let file = try #require(Repository.markdown.first { $0.path == path })
        for link in Self.links(in: file) {
            #expect(Repository.exists(link.path), "\(path): \(link.path)")
            guard !link.anchor.isEmpty else { continue }
            let anchors = Self.anchors(in: Repository.text(link.path))
            #expect(anchors.contains(link.anchor), "\(path): \(link.path)#\(link.anchor)")
        }
    }

    @Test func `links and anchors are understood`() {
        let text = "[a](b.md) [c](../d/e.md#f-g) [h](#i) [j](https://k) ![l](m.svg)\n```\n[n](o)\n```\n"
        let links = Self.links(in: Repository.File(path: "docs/x/y.md", text: text))
        #expect(links.map(\.path) == ["docs/x/b.md", "docs/d/e.md", "docs/x/y.md", "docs/x/m.svg"])
        #expect(links.map(\.anchor) == ["", "f-g", "i", ""])
        #expect(Self.anchors(in: "# A b\n## `device.verify`: (c)\n") == ["a-b", "deviceverify-c"])
    }

    /// The names in the first column of the tables.
    static func rooms(in readme: String) -> Set<String> { Set(Pattern(#"^\| `([\w-]+)` \|"#).captures(in: readme)) }

    @Test func `the story of the code names every room that there is, and no other`() {
        #expect(Self.rooms(in: Repository.text("Sources/README.md")) == Set(Repository.folders(in: "Sources")))
        #expect(Self.rooms(in: "| `A` | x |\n| `b-c` | y | \n| d | `E` |") == ["A", "b-c"])
    }

    @Test(arguments: ReferencePages.all.map(\.name)) func `the reference is what the code makes of it`(
        _ name: String
    ) throws {
        let page = try #require(ReferencePages.all.first { $0.name == name })
        #expect(Repository.text("docs/\(name)") == page.text, "run 'make reference', and commit the result")
    }

    @Test func `every page of the reference is made`() {
        let pages = Repository.markdown.filter { $0.folder == "docs/reference" }.map { "reference/\($0.name)" }
        #expect(Set(pages + ["diagnostics.md"]) == Set(ReferencePages.all.map(\.name)))
    }

    /// What a configuration may say at its top, where it is read and where it is described.
    @Test func `the reference lists every key at the top of a configuration`() {
        let reader = Repository.text("Sources/CommandLineTool/Configuration/ConfigurationFile.swift")
        let table = Repository.text("Sources/CommandLineTool/Reference/RootSetting.swift")
        let described = Set(Pattern(#"^        Self\("(\w+)""#).captures(in: table))
        let list = Pattern(#"let keys = \[([^\]]*)\]"#).captures(in: reader).first ?? ""
        let read = Set(Pattern(#""(\w+)""#).captures(in: list))
        #expect(reader.contains("RootSetting.all") || read == described)
    }

    @Test func `decisions are numbered without a gap, and listed`() {
        let pages = Repository.markdown.filter { $0.folder == "docs/decisions" && $0.name != "README.md" }
        let numbers = pages.compactMap { Int($0.name.prefix(4)) }.sorted()
        #expect(numbers == Array(1...max(1, pages.count)))
        let list = Repository.text("docs/decisions/README.md")
        for page in pages {
            #expect(list.contains("](\(page.name))"), "\(page.name)")
            for part in ["**Choice.**", "**Why.**", "**Looked at.**"] {
                #expect(page.text.contains(part), "\(page.name): \(part)")
            }
        }
    }
}
