# SPDX-License-Identifier: MIT
"""What a saved trace (docs/trace-format.md) says that a tap at a host sees, frame by frame."""

import json

CONTROL = {"FIN": 1, "SYN": 2, "RST": 4, "PSH": 8, "ACK": 16, "URG": 32, "ECE": 64, "CWR": 128}
# A packet that is dropped for one of these has come to its host.
AT_HOST = {"host-down", "checksum", "malformed", "buffer", "no-port", "backlog", "nobody"}


class Frame:
    """A packet as it passes the tap."""

    def __init__(self, record, number, inbound):
        self.record = record
        self.number = number
        self.inbound = inbound
        arrives = record["kind"] == "arrive"
        self.sender = record["peer"] if arrives else record["host"]
        self.receiver = record["host"] if arrives else record["peer"]
        self.source_port = record.get("peer_port" if arrives else "local_port", 0)
        self.destination_port = record.get("local_port" if arrives else "peer_port", 0)
        self.packet = record["packet"]
        self.original = record.get("original", self.packet)
        self.protocol = record.get("protocol", "TCP")
        self.purpose = record.get("purpose", "")
        self.time_us = record.get("time_us", 0)
        segment = record.get("segment", {})
        self.segment = segment
        self.flags = sum(CONTROL[word] for word in segment.get("ctl", "").split(",") if word not in ("", "none"))
        self.seq = segment.get("seq", 0)
        self.ack = segment.get("ack", 0) if self.flags & 16 else 0
        self.wnd = segment.get("wnd", 0)
        self.text = record.get("octets", "").encode("latin-1")
        self.text_bytes = segment.get("text_bytes", 0)
        # With SYN and FIN, RFC 9293 3.4.
        self.length = self.text_bytes + (self.flags & 2 != 0) + (self.flags & 1)
        self.is_damaged = record["kind"] == "drop" and record["what"] in ("checksum", "malformed")

    @property
    def flow(self):
        """The sender's direction of a pair of sockets."""
        return (self.sender, self.source_port, self.receiver, self.destination_port)

    @property
    def back(self):
        return (self.receiver, self.destination_port, self.sender, self.source_port)


class Run:
    def __init__(self, head):
        self.head = head
        self.records = []
        self.departed = {}  # by packet: the record of sending, injecting or copying it

    @property
    def hosts(self):
        return [host["name"] for host in self.head["hosts"]]

    def frames(self, host):
        frames = []
        for record in self.records:
            if record.get("packet", 0) == 0:
                continue
            kind = record["kind"]
            of_router = record.get("icmp", {}).get("of_router", False)
            leaves = kind == "send" and record["host"] == host and not of_router
            comes = (kind == "arrive" and record["host"] == host) or (
                kind == "drop" and record["peer"] == host and record["what"] in AT_HOST)
            if leaves or comes:
                frames.append(Frame(record, len(frames) + 1, comes))
        return frames


def read(path):
    """All runs of a file."""
    runs = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            it = json.loads(line)
            if "tcpsim-trace" in it:
                runs.append(Run(it))
            elif "kind" in it:
                runs[-1].records.append(it)
                if it["kind"] in ("send", "inject", "copy"):
                    runs[-1].departed[it["packet"]] = it
    return runs
