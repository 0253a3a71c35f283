"""Our side: cel-lines, a process that answers a line with a line."""
import json
import subprocess
import threading

from .outcome import Outcome
from .values import from_json, to_json, type_from_json, type_to_json


class Ours:
    def __init__(self, path, has_extensions=False):
        self.has_extensions = has_extensions
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def begin(self, cases, is_checked=True):
        """Sends all, from a thread: neither side waits for the other to read."""
        text = "".join(json.dumps(request(case, is_checked, self.has_extensions)) + "\n" for case in cases)

        def send():
            self.process.stdin.write(text)
            self.process.stdin.flush()

        thread = threading.Thread(target=send)
        thread.start()
        return thread

    def finish(self, cases, thread):
        outcomes = [self.read(case) for case in cases]
        thread.join()
        return outcomes

    def read(self, case):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"cel-lines stopped; the expression, or one just before it: {case.source}")
        return outcome(json.loads(line))

    def ask(self, case, is_checked=True):
        return self.finish([case], self.begin([case], is_checked))[0]


def request(case, is_checked, has_extensions):
    variables = {}
    for name, (type_, value) in case.variables.items():
        variables[name] = {"type": type_to_json(type_)}
        if value is not None:
            variables[name]["value"] = to_json(value)
    return {"expr": case.source, "variables": variables, "check": is_checked, "extensions": has_extensions}


def outcome(answer):
    if "value" in answer:
        return Outcome("value", from_json(answer["value"]), type_from_json(answer["type"]))
    if "fails" in answer:
        return Outcome("fails", detail=f"{answer['fails']}: {answer['message']}")
    if "mistake" in answer:
        return Outcome("mistake", detail=answer["mistake"])
    problems = tuple((problem["code"], *problem["range"], problem["message"]) for problem in answer["refused"])
    return Outcome("refused", detail="; ".join(problem[3] for problem in problems), problems=problems)
