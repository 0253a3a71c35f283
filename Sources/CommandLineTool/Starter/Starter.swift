import Domain
import Foundation

/// What `cordon init` writes besides keys and certificates.
struct Starter {
    private let folder: WorkingFolder

    init(_ folder: WorkingFolder) { self.folder = folder }

    func write() throws(OperatorError) {
        for path in ["", "keys", "state", "broker"] { try WorkingFolder.makePrivate(folder.path(path)) }
        for path in ["playbooks", "pki"] { try WorkingFolder.makePrivate(folder.path(path)) }
        try write(Self.configuration, to: folder.configuration)
        // One of the shipped playbooks with its tests, so that there is something to check, to test and to change.
        let playbook = String(decoding: PackageResources.contain_exfiltration_yaml, as: UTF8.self)
        try write(playbook, to: folder.path("playbooks/contain-exfiltration.yaml"))
        let tests = String(decoding: PackageResources.contain_exfiltration_test_yaml, as: UTF8.self)
        try write(tests, to: folder.path("playbooks/contain-exfiltration.test.yaml"))
        try write(brokerConfiguration, to: folder.path("broker/mosquitto.conf"))
        try write(Self.dynamicSecurity, to: folder.path("broker/dynamic-security.json"))
        let secret = Data(SystemSurroundings.randomBytes(32)).base64EncodedString()
        try KeyFile(folder.path("keys/soc.secret")).create("whsec_\(secret)\n".utf8)
    }

    private func write(_ text: String, to path: String) throws(OperatorError) {
        try PlainFile.create(path, text, orElse: "check that the folder has room and belongs to this user")
    }

    private static let configuration = """
        # Cordon's configuration. Paths count from this file's folder. Every value can also come from the environment:
        # CORDON_LISTEN, CORDON_CONNECTIONS_BROKER_HOST and so on. 'cordon check' reports every mistake in it.

        mode: enforce               # observe | drill | ask | enforce; it can only tighten what a playbook says
        listen: 127.0.0.1:8787      # elsewhere than on loopback it needs tls: {certificate, key}

        connections:
          broker:
            kind: broker
            host: localhost
            port: 8883
            ca: pki/ca.pem
            certificate: pki/engine.pem
            key: keys/engine.key

          registry:
            kind: built-in
            database: state/registry.sqlite
            ca_certificate: pki/ca.pem
            ca_key: keys/ca.key
            crl_files: pki/crl.pem
            broker_pid_files: broker/mosquitto.pid

          soc:                      # where the people on duty are told
            kind: webhook
            url: http://127.0.0.1:9000/
            secret_file: keys/soc.secret
            allow_private: true     # it stands on a private address

        """

    private var brokerConfiguration: String {
        """
        # A Mosquitto that fits this folder: clients show a certificate of our CA, and its common name is their user name.
        # Whoever made this folder can read its keys, so root becomes that user; started by any other, this says nothing.
        user \(NSUserName())
        per_listener_settings false
        set_tcp_nodelay true
        allow_anonymous false
        pid_file \(folder.path("broker/mosquitto.pid"))

        # A monitor's alarm is acknowledged as soon as it is here, whether the engine is there or not. So what waits is saved,
        # all of it, whenever more than 5 s have passed, and at the end. A kill loses what came since.
        persistence true
        persistence_location \(folder.path("broker"))/
        autosave_on_changes false
        autosave_interval 5
        # What may wait for each client that is away or slow. Beyond either it is dropped, and whoever sent it is not told.
        max_queued_messages 100000
        max_queued_bytes 33554432
        # A client that has been away so long is forgotten, and what waits for it: the engine asks for no more, either.
        persistent_client_expiration 7d

        listener 8883 127.0.0.1
        cafile \(folder.path("pki/ca.pem"))
        certfile \(folder.path("pki/broker.pem"))
        keyfile \(folder.path("keys/broker.key"))
        crlfile \(folder.path("pki/crl.pem"))
        require_certificate true
        use_identity_as_username true

        # Who may do what. Clients are added with 'mosquitto_ctrl dynsec createClient DEVICE', then addClientRole.
        plugin \(Self.plugin)
        plugin_opt_config_file \(folder.path("broker/dynamic-security.json"))

        """
    }

    /// Debian keeps libraries in a folder of the machine's kind.
    private static var plugin: String {
        let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"]
        let paths = folders.map { "\($0)/mosquitto_dynamic_security.so" }
        return paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths[0]
    }

    /// Cordon may command every device and administer clients; a device has the role that an operator gives it.
    ///
    /// The plugin's own topics are in nobody's defaults: without `publishClientReceive` there it hears no answer.
    private static let dynamicSecurity = """
        {
          "defaultACLAccess": {
            "publishClientSend": false, "publishClientReceive": true, "subscribe": false, "unsubscribe": true
          },
          "clients": [{"username": "cordon", "roles": [{"rolename": "engine"}]}],
          "groups": [],
          "roles": [{
            "rolename": "engine",
            "acls": [
              {"acltype": "publishClientSend", "topic": "$CONTROL/dynamic-security/#", "allow": true},
              {"acltype": "publishClientReceive", "topic": "$CONTROL/dynamic-security/#", "allow": true},
              {"acltype": "subscribePattern", "topic": "$CONTROL/dynamic-security/#", "allow": true},
              {"acltype": "publishClientSend", "topic": "#", "allow": true},
              {"acltype": "subscribePattern", "topic": "#", "allow": true}
            ]
          }]
        }

        """
}
