public import ArgumentParser

/// `cordon`: every command, in the order in which a newcomer meets them.
public struct CordonCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "cordon",
        abstract: "Automated incident response for IoT fleets.",
        discussion: """
            A monitor reports a violation; Cordon runs the operator's playbook: it shuts the device down, cuts its \
            session, takes its certificate away, tells people, and writes every action to an audit log that can be \
            proven. Begin with: cordon init DIR
            """,
        version: version,
        subcommands: [
            InitCommand.self, ServeCommand.self, RunCommand.self, CheckCommand.self, FormatCommand.self,
            TestCommand.self,
            ExplainCommand.self, GraphCommand.self, ImportCommand.self, ExportCommand.self, EvalCommand.self,
            IncidentsCommand.self, HoldsCommand.self, QuarantineCommand.self, ApproveCommand.self, RejectCommand.self,
            StopCommand.self,
            ResumeCommand.self, MeasuresCommand.self, ReleaseCommand.self, TokensCommand.self, DevicesCommand.self,
            CertsCommand.self, AuditCommand.self, ReportCommand.self, WitnessCommand.self, ActionsCommand.self,
            SchemaCommand.self,
            LSPCommand.self,
            ReferenceCommand.self,
        ]
    )

    static let version = "0.1.0"

    public init() {}
}
