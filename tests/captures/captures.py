# SPDX-License-Identifier: MIT
"""Every shipped scenario as captures, read by tshark, against the saved trace; and the table of docs/captures.md.

Usage: captures.py TCPSIM SCENARIOS DOCUMENT [--write]
"""

import concurrent.futures
import os
import subprocess
import sys
import tempfile

import classes
import dissect
import shark
import trace
import truth

BEGIN = "<!-- The table: tests/captures/captures.py writes it, and make check compares it. Wireshark %s. -->\n"
END = "<!-- The end of the table. -->\n"


class Capture:
    """One case at one host."""

    def __init__(self, scenario, run, host, path):
        self.scenario = scenario
        self.run = run
        self.host = host
        self.path = path
        self.findings = []
        self.flags = {}    # by the name of a flag: the frames that have it
        self.differences = []  # (class, flag, missed, frame)
        self.n_frames = 0

    def find(self, words):
        self.findings.append("%s, case %s, %s: %s" % (
            self.scenario, self.run.head.get("case", "") or "-", self.host, words))

    def compare_flags(self, tap, seen, i, streams):
        frame = tap.frames[i]
        for flag, is_so in tap.truth[i].items():
            names = classes.AGAIN if flag == "again" else (flag,)
            is_flagged = any("tcp.analysis." + name in seen[i] for name in names)
            if is_flagged == bool(is_so):
                continue
            name = classes.explain(classes.Place(tap, i, streams, seen), flag, bool(is_so))
            if name is None:
                self.find("frame %d: %s is %s, unexplained" % (frame.number, flag, "missed" if is_so else "false"))
            self.differences.append((name, flag, bool(is_so), frame.number))

    def check(self):
        tap = truth.Tap(self.run, self.host)
        self.n_frames = len(tap.frames)
        try:
            seen = shark.read(self.path)
        except ValueError as error:
            self.find(str(error))
            return self
        if len(seen) != len(tap.frames):
            self.find("%d frames, and the trace has %d" % (len(seen), len(tap.frames)))
            return self
        streams = [it.get("tcp.stream", [None])[0] for it in seen]
        for i, frame in enumerate(tap.frames):
            for words in dissect.check(frame, seen[i], self.run):
                self.find("frame %d: %s" % (frame.number, words))
            for flag in shark.FLAGS:
                if "tcp.analysis." + flag in seen[i]:
                    self.flags.setdefault(flag, []).append(frame.number)
            if frame.protocol == "TCP":
                self.compare_flags(tap, seen, i, streams)
        return self


def convert(program, path, folder, stem):
    """The captures of a scenario, in the order in which convert tells their names."""
    saved = os.path.join(folder, stem + ".json")
    subprocess.run([program, "convert", "--to", "json", "-o", saved, path], check=True)
    out = os.path.join(folder, stem + ".pcapng")
    told = subprocess.run([program, "convert", "--to", "pcapng", "-o", out, path], check=True, capture_output=True,
                          text=True).stdout.split("\n")[:-1] or [out]
    runs = trace.read(saved)
    pairs = [(run, host) for run in runs for host in run.hosts]
    if len(pairs) != len(told):
        raise SystemExit("%s: %d captures, and not %d" % (path, len(told), len(pairs)))
    return [(run, host, name) for (run, host), name in zip(pairs, told)]


def find_scenarios(folder):
    found = []
    for where, _, names in os.walk(folder):
        found += [os.path.join(where, name) for name in names if name.endswith(".scn")]
    return sorted(found)


def numbers(frames):
    """`1, 4-6 and 9 more` of frames."""
    parts = []
    for frame in frames:
        if parts and parts[-1][1] == frame - 1:
            parts[-1][1] = frame
        else:
            parts.append([frame, frame])
    words = ["%d" % a if a == b else "%d-%d" % (a, b) for a, b in parts]
    return ", ".join(words[:8]) + (" and more" if len(words) > 8 else "")


def row(capture):
    flags = "; ".join("%s %s" % (flag, numbers(frames)) for flag, frames in capture.flags.items())
    grouped = {}
    for name, flag, missed, frame in capture.differences:
        grouped.setdefault((name, flag, missed), []).append(frame)
    differences = "; ".join("%s %s in %s: [%s](#%s)" % (flag, "is missed" if missed else "is false", numbers(frames),
                                                       name, name)
                            for (name, flag, missed), frames in grouped.items())
    name = " ".join(filter(None, (capture.scenario, capture.run.head.get("case", ""), capture.host)))
    return "| %s | %d | %s | %s |\n" % (name, capture.n_frames, flags or "none", differences or "agrees")


def table(captures):
    lines = ["| scenario, case, tap | frames | Wireshark's flags, and in which frames | against the trace |\n",
             "|---|---|---|---|\n"]
    lines += [row(capture) for capture in captures]
    used = {name for capture in captures for name, _, _, _ in capture.differences}
    unused = sorted(set(classes.WORDS) - used)
    if unused:
        raise SystemExit("no capture needs the classes %s" % ", ".join(unused))
    return "".join(lines)


def class_list():
    return "".join("### %s\n\n%s\n\n" % item for item in classes.WORDS.items())


def replace_table(document, captures, write):
    """Compare what the document has, or write it. Another version of Wireshark may flag otherwise."""
    with open(document, encoding="utf-8") as file:
        text = file.read()
    begin = BEGIN % shark.version()
    if not write and begin not in text:
        print("the table is of another version of Wireshark than %s, and not compared" % shark.version())
        return True
    head, rest = text.split(BEGIN.split("%s", maxsplit=1)[0])
    new = head + begin + "\n" + class_list() + "## The table\n\n" + table(captures) + "\n" + END + rest.split(END)[1]
    if write:
        with open(document, "w", encoding="utf-8") as file:
            file.write(new)
    return write or new == text


def main():
    program, scenarios, document = sys.argv[1:4]
    captures = []
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as workers:
        for i, path in enumerate(find_scenarios(scenarios)):
            name = os.path.relpath(path, scenarios)[:-len(".scn")]
            for run, host, capture in convert(program, path, folder, "s%d" % i):
                captures.append(workers.submit(Capture(name, run, host, capture).check))
        captures = [capture.result() for capture in captures]
    findings = [words for capture in captures for words in capture.findings]
    for words in findings:
        print(words)
    differences = sum(len(capture.differences) for capture in captures)
    print("%d captures, %d frames: %d flags differ from the trace, %d findings" % (
        len(captures), sum(capture.n_frames for capture in captures), differences, len(findings)))
    if not findings and not replace_table(document, captures, "--write" in sys.argv):
        print("%s is not what there is now: tests/captures/captures --write" % document)
        return 1
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
