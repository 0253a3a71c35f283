package import Domain
package import Logging
package import Ports
package import Transport

/// What relays are made with, besides their settings.
package struct RelayParts: Sendable {
    let client: HTTPClient
    let surroundings: any Surroundings
    /// Variables of the process, for the kind that looks for credentials there.
    let environment: [String: Secret]
    let logger: Logger

    package init(
        client: HTTPClient,
        surroundings: any Surroundings,
        environment: [String: Secret] = [:],
        logger: Logger
    ) {
        self.client = client
        self.surroundings = surroundings
        self.environment = environment
        self.logger = logger
    }
}
