import CommandLineTool
import Testing

@Suite struct MistakeTests {
    @Test(arguments: [
        (["chek", "playbooks"], "'cordon' has no command 'chek': did you mean 'check'?"),
        (["devices", "ad"], "'cordon devices' has no command 'ad': did you mean 'add'?"),
        (["tokens", "zzzzzz"], "'cordon tokens' has no command 'zzzzzz': there are add"),
    ]) func `a command that there is not is told with the one that was meant`(_ words: [String], _ expected: String) {
        #expect(CordonCommand.mistake(in: words) == expected)
    }

    @Test(arguments: [[], ["check", "chek"], ["--help"], ["help", "chek"], ["devices", "add", "x"], ["run", "x"]])
    func `what a command takes is left to it`(_ words: [String]) {
        #expect(CordonCommand.mistake(in: words) == nil)
    }
}
