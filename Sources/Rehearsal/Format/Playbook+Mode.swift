import Domain
import Playbooks

extension Playbook {
    /// The same playbook in a mode of the test's choice. A drill that is written so is lifted only here, and by name.
    func running(in mode: Mode) -> Playbook {
        Playbook(
            name: name,
            summary: summary,
            severity: severity,
            mode: mode,
            trigger: trigger,
            guards: guards,
            inputs: inputs,
            steps: steps,
            main: main,
            always: always,
            releases: releases,
            frames: frames,
            readsFleet: readsFleet,
            digest: digest,
            text: text,
            file: file
        )
    }
}
