# SPDX-License-Identifier: MIT
"""What really happened to each frame at a tap, by the trace: whether each flag of Wireshark's TCP analysis is so.

Each rule is what the flag is meant to say (Wireshark User's Guide, "TCP Analysis"), asked of the trace and not of the
frames: why a segment was sent, what was sent before it, what its sender and its receiver knew.
"""

from trace import Frame

SYN, FIN, RST, ACK = 2, 1, 4, 16
WORD = 1 << 32


def ahead(a, b):
    """How far a is ahead of b, as sequence numbers go."""
    return (a - b + WORD // 2) % WORD - WORD // 2


def is_plain(frame):
    return frame.protocol == "TCP" and frame.flags & (SYN | FIN | RST) == 0


def is_pure(frame):
    return is_plain(frame) and frame.flags & ACK and frame.length == 0


def is_again(frame):
    """Sent again by its connection, or made again by the network: a copy."""
    return frame.protocol == "TCP" and frame.length > 0 and (
        frame.purpose == "retransmission" or frame.packet != frame.original)


class Ends:
    """The TCBs as events left them: what a saved trace tells as differences."""

    def __init__(self, run):
        self.at = {}  # by record: the TCB after it, of whoever it is about
        known = {}
        for record in run.records:
            key = (record.get("host"), record.get("connection", 0), record.get("local_port", 0))
            if "before" in record or "after" in record or record["kind"] in ("call", "arrive", "timer", "lost"):
                tcb = dict(known.get(key, {}))
                tcb.update(record.get("before", {}))
                tcb.update(record.get("after", {}))
                known[key] = tcb
                self.at[record["n"]] = tcb


class Tap:
    """All that the rules ask for, gathered once over the frames of a tap."""

    def __init__(self, run, host):
        self.run = run
        self.ends = Ends(run)
        self.frames = run.frames(host)
        self.by_number = {record["n"]: record for record in run.records}
        self.sent = {}  # by flow, as far as it was asked for
        self.ended = {record["packet"]: record for record in run.records
                      if record["kind"] in ("arrive", "drop") and record.get("packet", 0)}
        self.truth = [{} for _ in self.frames]
        before = {}
        for i, frame in enumerate(self.frames):
            if frame.protocol == "TCP":
                self.truth[i] = self.flags_of(frame, before.setdefault(frame.flow, []),
                                              before.setdefault(frame.back, []))
                before[frame.flow].append(frame)

    # ---- what the trace knows of a frame ----

    def is_forged(self, frame):
        return self.run.departed.get(frame.packet, {}).get("kind") == "inject"

    def answers(self, frame, purpose):
        """Whether a frame was sent because a packet that was sent for that purpose had arrived."""
        sent = self.run.departed.get(frame.packet, {})
        cause = self.by_number.get(sent.get("cause"), {})
        return cause.get("kind") == "arrive" and cause.get("purpose") == purpose

    def is_late(self, frame, mine):
        """Whether something that its host sent later, and of more than an ACK, has come before it."""
        return frame.inbound and frame.length > 0 and frame.purpose != "retransmission" and any(
            other.original > frame.original and other.length > 0 and not self.is_forged(other) and
            ahead(other.seq, frame.seq) > 0 and self.connection(other) == self.connection(frame) for other in mine)

    def connection(self, frame):
        departed = self.run.departed.get(frame.packet, {})
        return (departed.get("host"), departed.get("connection", 0))

    def has_gap(self, frame, mine):
        """Whether numbers of its connection that come before those of the frame have not been here."""
        if frame.flags & (RST | SYN) or not mine:
            return False
        if self.is_forged(frame):
            same = mine
        else:
            same = [other for other in mine if self.connection(other) == self.connection(frame)]
        if not same:
            return self.connection(frame)[1] != 0
        return all(ahead(frame.seq, (other.seq + other.length) % WORD) > 0 for other in same)

    def acks_unseen(self, frame, theirs):
        """Whether it acknowledges what its receiver's connection has not sent past this tap."""
        if not frame.flags & ACK or not theirs:
            return False
        end = self.ended.get(frame.packet, {})
        mine = (frame.receiver, end.get("connection", 0) if end.get("kind") == "arrive" else 0)
        theirs = [other for other in theirs if self.connection(other) == mine] or theirs
        return all(ahead(frame.ack, (other.seq + other.length) % WORD) > 0 for other in theirs)

    def is_duplicate_ack(self, frame, mine):
        """RFC 5681 2, but for what the receiver of the ACK has outstanding."""
        acks = [other for other in mine if other.flags & ACK]
        return bool(is_pure(frame) and acks and acks[-1].ack == frame.ack and acks[-1].wnd == frame.wnd and
                    frame.wnd != 0 and self.outstanding(frame))

    def outstanding(self, frame):
        """Whether its receiver had sent anything before that the ACK does not acknowledge."""
        departed = self.run.departed.get(frame.original, frame.record)["n"]
        return any(number < departed and ahead(end, frame.ack) > 0 for number, end in self.ends_sent(frame.back))

    def ends_sent(self, flow):
        """The numbers behind all segments of a flow that its host sent, by the records of sending."""
        if flow not in self.sent:
            self.sent[flow] = []
            for record in self.run.records:
                if record["kind"] == "send" and flow == (record["host"], record.get("local_port", 0), record["peer"],
                                                         record.get("peer_port", 0)):
                    other = Frame(record, 0, False)
                    if other.protocol == "TCP" and other.length > 0:
                        self.sent[flow].append((record["n"], (other.seq + other.length) % WORD))
        return self.sent[flow]

    def is_update(self, frame, mine):
        return bool(is_pure(frame) and mine and frame.wnd != 0 and mine[-1].wnd != frame.wnd and
                    mine[-1].ack == frame.ack and
                    (mine[-1].seq + mine[-1].length) % WORD == frame.seq)

    def is_full(self, frame):
        """Whether the text goes to the last octet of the window that its sender knew of."""
        sent = self.run.departed.get(frame.original, {})
        tcb = self.ends.at.get(sent.get("cause"), {})
        if not is_plain(frame) or not frame.text_bytes or "snd.una" not in tcb:
            return False
        edge = (tcb["snd.una"] + tcb.get("snd.wnd", 0)) % WORD
        return (frame.seq + frame.length) % WORD == edge

    def is_reused(self, frame, mine):
        """The first SYN of another incarnation than the one that was here before between these ports."""
        syns = [other for other in mine if other.flags & SYN]
        return bool(frame.flags & SYN and not frame.flags & ACK and syns and
                    all(other.seq != frame.seq for other in syns))

    def flags_of(self, frame, mine, theirs):
        probe = frame.purpose == "window-probe"
        return {
            "again": is_again(frame),
            "out_of_order": self.is_late(frame, mine),
            "lost_segment": self.has_gap(frame, mine),
            "ack_lost_segment": self.acks_unseen(frame, theirs),
            "duplicate_ack": self.is_duplicate_ack(frame, mine),
            "zero_window": is_plain(frame) and frame.wnd == 0,
            "zero_window_probe": probe,
            "zero_window_probe_ack": is_pure(frame) and frame.wnd == 0 and self.answers(frame, "window-probe"),
            "window_full": not probe and self.is_full(frame),
            "window_update": self.is_update(frame, mine),
            "keep_alive": frame.purpose == "keepalive-probe",
            "keep_alive_ack": is_pure(frame) and self.answers(frame, "keepalive-probe"),
            "reused_ports": self.is_reused(frame, mine),
        }
