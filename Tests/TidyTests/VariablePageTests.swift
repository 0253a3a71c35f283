import CEL
import Playbooks
import Testing

/// `docs/playbooks.md`: what it says that expressions may read is what there is.
@Suite struct VariablePageTests {
    private static let page = Repository.text("docs/playbooks.md")

    /// The fields that the table gives a variable; one may have those of another.
    private static func fields(of name: String) -> [String] {
        guard let cell = Pattern(#"^\| `\#(name)` \| (as )?`([^`]+)`"#).groups(in: page).first else { return [] }
        guard cell[0].isEmpty else { return fields(of: cell[1]) }
        return cell[1].split(separator: " ").map(String.init)
    }

    @Test(arguments: VariableCatalogue.all.filter { !$0.fields.isEmpty }.map(\.name))
    func `the table has every field of a variable, and no other`(_ name: String) throws {
        let entry = try #require(VariableCatalogue.all.first { $0.name == name })
        #expect(Self.fields(of: name) == entry.fields.map(\.name))
    }

    @Test func `the page has every field of a step's result, and no other`() throws {
        let sentence = try #require(Pattern(#"^`steps\.<id>` has (.+?), once"#).captures(in: Self.page).first)
        #expect(Pattern("`(\\w+)`").captures(in: sentence) == VariableCatalogue.result.map(\.name))
    }
}
