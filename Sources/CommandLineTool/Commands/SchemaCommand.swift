import Actions
import ArgumentParser
import Authoring
import JSON

/// `cordon schema`: the language as a JSON Schema.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of playbooks, for editors.",
        discussion: """
            It is made from the keys that 'cordon check' goes by and from the actions of this build. An editor that knows \
            YAML schemas completes and checks while one types:

              cordon schema > playbook.schema.json
              # yaml-language-server: $schema=playbook.schema.json     (the first line of a playbook)

            It knows less than 'cordon check' (expressions, names, order), and 'cordon lsp' tells an editor all of it.
            """
    )

    func run() { print(JSONText.string(PlaybookSchema(actions: BuiltInActions.named).value)) }
}
