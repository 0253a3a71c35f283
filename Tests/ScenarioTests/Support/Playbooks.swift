/// Playbooks of the scenarios: like the shipped one, with the patience of a test.
enum Playbooks {
    /// - Parameters:
    ///   - mode: `enforce` or `drill`.
    ///   - limit: how many devices in ten minutes.
    ///   - onDeafness: what becomes of the run when the device does not answer.
    ///   - steps: instead of the usual ones; each line indented by two.
    /// - Returns: a playbook under the shipped one's name.
    static func containment(
        mode: String = "enforce",
        limit: Int = 25,
        onDeafness: String = "continue",
        steps: String? = nil
    ) -> String {
        """
        playbook: contain-exfiltration
        description: What the scenarios run.
        severity: high
        mode: \(mode)
        on:
          event: violation
          if: event.metric == "aws:message-byte-size" && event.value > 100000
          max_age: 10m
          dedupe: {by: device.id, for: 15m}
        guard:
          protect: device.tags.exists(t, t == "life-safety")
          limit: {devices: \(limit), per: 10m}
          over: hold
        steps:
        \(steps ?? usualSteps(onDeafness: onDeafness))
        always:
          - id: notify
            action: webhook.send
            retry: {times: 4, first: 20ms, max: 100ms}
            with: {connection: soc, text: "${{ device.id }}: ${{ run.outcome }}"}

        """
    }

    static let deactivate = "  - {id: deactivate, action: certificate.deactivate, with: {connection: registry}}"
    static let disconnect = "  - {id: disconnect, action: session.disconnect, with: {connection: broker}}"
    static let verify = """
          - id: verify
            action: device.verify
            with: {broker: broker, registry: registry, within: 60s}
        """

    /// A disconnection that is given up soon.
    static let impatientDisconnect = """
          - id: disconnect
            action: session.disconnect
            retry: {times: 2, first: 20ms, max: 50ms}
            with: {connection: broker}
        """

    private static func usualSteps(onDeafness: String) -> String {
        """
          - id: shutdown
            action: device.command
            with:
              connection: broker
              topic: fleet/${{ device.id }}/command
              payload: {command: shutdown, reason: "${{ event.name }}", id: "${{ step.key }}"}
              confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 1s}
            retry: {times: 3, first: 20ms, max: 100ms}
            on_failure: \(onDeafness)
        \(deactivate)
        \(disconnect)
        \(verify)
        """
    }
}

extension Playbooks {
    static let restore = """
        playbook: restore-device
        description: Lets a device back in.
        severity: informational
        mode: enforce
        on: {event: manual}
        guard: {limit: {devices: 10, per: 1h}, over: hold}
        steps:
          - {id: reactivate, action: certificate.reactivate, with: {connection: registry}}
          - {id: restore, action: session.restore, with: {connection: broker}}

        """
}
