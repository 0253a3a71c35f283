import Actions
import Domain
import Playbooks
import Ports
import Response
import Testing

@Suite struct DescriptorTests {
    private static func descriptor(_ name: String) throws -> ActionDescriptor {
        try #require(BuiltInActions.descriptors.first { $0.name == name })
    }

    @Test(arguments: BuiltInActions.descriptors.map(\.name))
    func `the example in the reference compiles, and renders`(_ name: String) throws {
        let descriptor = try Self.descriptor(name)
        let request = try Rehearsal.request(descriptor.example)
        #expect(request.action == name)
        #expect(request.device.description == "pump-7")
        #expect(request.connection.map { Rehearsal.connections[$0] != nil } == true)
        #expect(request.fields.allSatisfy { !$0.name.isEmpty && !$0.text.isEmpty })
    }

    @Test(arguments: BuiltInActions.descriptors.map(\.name))
    func `rendering is the same each time, and the digest is over every word`(_ name: String) throws {
        let descriptor = try Self.descriptor(name)
        let first = try Rehearsal.request(descriptor.example)
        let second = try Rehearsal.request(descriptor.example)
        #expect(first == second)
        #expect(first.digest == second.digest)
        for index in first.fields.indices {
            var fields = first.fields
            fields[index] = .init(fields[index].name, fields[index].text + "x")
            let other = RenderedRequest(
                action: first.action,
                connection: first.connection,
                device: first.device,
                fields: fields
            )
            #expect(other.digest != first.digest, "\(fields[index].name) does not count")
        }
    }

    @Test(arguments: BuiltInActions.descriptors.map(\.name))
    func `an inverse is an action of ours, and its inverse is this one`(_ name: String) throws {
        guard case .inverse(let inverse) = try Self.descriptor(name).reversal else { return }
        #expect(try Self.descriptor(inverse).reversal == .inverse(name))
    }

    @Test func `names are two words of small letters, each once`() {
        let names = BuiltInActions.descriptors.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            let words = name.split(separator: ".")
            #expect(words.count == 2)
            #expect(words.allSatisfy { $0.utf8.allSatisfy { (97...122).contains($0) } }, "\(name)")
        }
    }

    @Test func `whatever proves containment touches nothing`() {
        for descriptor in BuiltInActions.descriptors where descriptor.provesContainment {
            #expect(!descriptor.touchesDevice)
            #expect(descriptor.receiver == .pure)
        }
    }

    @Test func `an attempt ends before its step does`() {
        for descriptor in BuiltInActions.descriptors {
            #expect(descriptor.timeout <= descriptor.overall, "\(descriptor.name)")
        }
    }

    @Test func `a command to a device is never blindly repeated`() throws {
        #expect(try Self.descriptor("device.command").receiver == .once)
    }
}
