# SPDX-License-Identifier: MIT
"""Why a flag of Wireshark and the trace differ: named classes, each with the condition that makes it so.

A class is a property of how Wireshark reads a stream of frames (epan/dissectors/packet-tcp.c,
tcp_analyze_sequence_number(); User's Guide, "TCP Analysis"), asked of the frames and of the trace.
"""

from truth import ACK, RST, SYN, WORD, ahead, is_again

AGAIN = ("retransmission", "fast_retransmission", "spurious_retransmission")

WORDS = {}


def rule(name, flags, missed, words):
    """Make a function a class: of these flags, of missed (True) or false (False) ones."""
    def register(function):
        WORDS[name] = words
        RULES.append((name, flags, missed, function))
        return function
    return register


RULES = []


class Place:
    """A frame, with what came before it in what Wireshark takes for its stream."""

    def __init__(self, tap, i, streams, seen):
        self.tap = tap
        self.frame = tap.frames[i]
        self.seen = seen[i]
        before = [other for k, other in enumerate(tap.frames[:i]) if streams[k] == streams[i] and
                  other.protocol == "TCP"]
        self.mine = [other for other in before if other.flow == self.frame.flow]
        self.theirs = [other for other in before if other.flow == self.frame.back]
        self.all_mine = [other for other in tap.frames[:i] if other.flow == self.frame.flow]
        self.probes = [other for other in before if seen[other.number - 1].get("tcp.analysis.zero_window_probe")]

    def flagged(self, *names):
        return any("tcp.analysis." + name in self.seen for name in names)

    def next_seq(self):
        """The number that Wireshark expects next from the sender: of probes of a closed window none counts."""
        ends = [(other.seq + other.length) % WORD for other in self.mine if other not in self.probes]
        highest = ends[0] if ends else None
        for end in ends[1:]:
            highest = end if ahead(end, highest) > 0 else highest
        return highest


@rule("not-seen-before", ("again",), True,
      "It is sent again, but what it repeats has not been at this tap: it was dropped before, or is still under"
      " way. No observer here could know; the comment says it.")
def not_seen_before(place):
    frame = place.frame
    return not any(ahead(frame.seq + frame.length, other.seq) > 0 and ahead(other.seq + other.length, frame.seq) > 0
                   for other in place.mine if other.length > 0)


@rule("probe-octet-again", ("again",), True,
      "It repeats the octet of a window probe. Wireshark does not count what a probe carries, so the octet is "
      "new to it.")
def probe_octet_again(place):
    return place.frame.seq in [probe.seq for probe in place.probes]


@rule("one-octet-again", ("again",), True,
      "One octet is sent again that is the last one sent. Wireshark calls any segment of at most one octet at "
      "the number before the next one a keep-alive; the trace knows that it is none.")
def one_octet_again(place):
    return place.flagged("keep_alive")


@rule("one-octet-again", ("keep_alive",), False, WORDS["one-octet-again"])
def no_keep_alive(place):
    return is_again(place.frame) and place.frame.length == 1


@rule("one-octet-again", ("keep_alive_ack",), False, WORDS["one-octet-again"])
def no_keep_alive_ack(place):
    return bool(place.theirs) and is_again(place.theirs[-1]) and place.theirs[-1].length == 1


@rule("simultaneous-open", ("again",), False,
      "In a simultaneous open the SYN,ACK has the number of the SYN before it. It is another segment, sent for "
      "the first time (RFC 9293 3.5, figure 7); to Wireshark a number that comes twice is a retransmission.")
def simultaneous_open(place):
    return place.frame.flags & (SYN | ACK) == SYN | ACK and any(
        other.flags & (SYN | ACK) == SYN and other.seq == place.frame.seq for other in place.mine)


@rule("injected-before", ("lost_segment",), True,
      "A segment that nobody sent has had these numbers, or some behind them, so that Wireshark's count of the "
      "stream is not the sender's.")
@rule("injected-before", ("again", "ack_lost_segment"), False,
      "A segment that nobody sent has had these numbers, or some behind them, so that Wireshark's count of the "
      "stream is not the sender's.")
def injected_before(place):
    return any(place.tap.is_forged(other) for other in place.mine + place.theirs if other.length > 0)


@rule("late-looks-again", ("again",), False,
      "It was held and comes behind what was sent later. Wireshark says out of order only within the round-trip"
      " time of the handshake, or 3 ms, of the highest number seen; after that it takes it for a "
      "retransmission.")
def late_looks_again(place):
    return place.tap.truth[place.frame.number - 1]["out_of_order"]


@rule("late-looks-again", ("out_of_order",), True, WORDS["late-looks-again"])
def late_not_out_of_order(place):
    return place.flagged(*AGAIN)


@rule("probe-not-counted", ("lost_segment", "ack_lost_segment"), False,
      "The octet of a window probe was taken by its receiver. Wireshark does not count it, and misses it then.")
def probe_not_counted(place):
    return bool(place.probes)


@rule("probe-of-an-open-window", ("zero_window_probe",), True,
      "It is a window probe, but the update that opened the window has passed this tap already; Wireshark looks"
      " at the last window that it saw.")
def probe_of_an_open_window(place):
    return bool(place.theirs) and place.theirs[-1].wnd != 0


@rule("nothing-outstanding", ("duplicate_ack",), False,
      "It repeats an ACK and its window, but its receiver has nothing outstanding, so that it is none by RFC "
      "5681 2 (a): a challenge ACK, the answer to a duplicate, a second ACK. Wireshark does not ask what is "
      "outstanding.")
def nothing_outstanding(place):
    return not place.tap.outstanding(place.frame)


@rule("new-stream", ("duplicate_ack", "lost_segment", "again", "out_of_order"), True,
      "Since ports are used again Wireshark has begun a new stream, and knows nothing of what its sender sent "
      "before; the connection does.")
def new_stream(place):
    return len(place.mine) < len(place.all_mine)


@rule("two-incarnations", ("ack_lost_segment", "reused_ports", "lost_segment"), False,
      "Segments of two incarnations, or of none, stand in one stream: what came first set the number that "
      "Wireshark counts from.")
def two_incarnations(place):
    return any(len({place.tap.connection(other) for other in some}) > 1 or
               len({other.seq for other in some if other.flags & SYN}) > 1
               for some in (place.mine + [place.frame], place.theirs))


@rule("old-text-counted", ("ack_lost_segment",), True,
      "An old segment of an earlier incarnation has passed the tap, and its receiver believes its number. To "
      "Wireshark that is text of this stream, so that the ACK of it is nothing strange.")
def old_text_counted(place):
    return any(ahead((other.seq + other.length) % WORD, place.frame.ack) >= 0 for other in place.theirs)


@rule("told-once", ("ack_lost_segment",), True,
      "The same number was acknowledged before, and flagged then; Wireshark says so once.")
def told_once(place):
    return any(other.ack == place.frame.ack for other in place.mine if other.flags & ACK)


@rule("reset-before", ("reused_ports",), False,
      "Its host has answered a SYN by a reset before, whose number is not of its own. Wireshark takes that for "
      "the number of an earlier connection, and the SYN for one that uses its ports again.")
def reset_before(place):
    return bool(place.all_mine) and all(other.flags & RST for other in place.all_mine)


def explain(place, flag, missed):
    """The name of the class, or None."""
    for name, flags, is_missed, holds in RULES:
        if flag in flags and missed == is_missed and holds(place):
            return name
    return None
