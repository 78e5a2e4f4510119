# SPDX-License-Identifier: MIT
"""Whether what tshark dissects is what the trace says, and whether the comments are there."""

import ipaddress

from shark import ERROR

ACK = 16


def number(seen, field, default=None):
    return int(seen[field][0], 0) if field in seen else default


def address(version, host):
    """<tcpsim/wire.h>: 192.0.2.1 and 2001:db8::1 are host 0."""
    if version == 4:
        return str(ipaddress.ip_address("192.0.2.0") + host + 1 if host < 253 else
                   ipaddress.ip_address("198.18.0.0") + host)
    return str(ipaddress.ip_address("2001:db8::") + host + 1)


def expected_options(frame):
    segment = frame.segment
    options = {
        "tcp.options.mss_val": [segment.get("mss")],
        "tcp.options.wscale.shift": [segment.get("window_scale")],
        "tcp.options.timestamp.tsval": [segment.get("tsval")],
        "tcp.options.timestamp.tsecr": [segment.get("tsecr", 0) if "tsval" in segment else None],
        "tcp.options.sack_le": [pair[0] for pair in segment.get("sack", [])],
        "tcp.options.sack_re": [pair[1] for pair in segment.get("sack", [])],
    }
    return {field: [value for value in values if value is not None] for field, values in options.items()}


def check_tcp(frame, seen):
    wanted = {
        "tcp.srcport": frame.source_port, "tcp.dstport": frame.destination_port, "tcp.seq_raw": frame.seq,
        "tcp.ack_raw": frame.ack, "tcp.flags": frame.flags, "tcp.window_size_value": frame.wnd,
        "tcp.len": frame.text_bytes, "tcp.urgent_pointer": frame.segment.get("up", 0),
        "tcp.checksum.status": 0 if frame.is_damaged else 1,
    }
    for field, value in wanted.items():
        if number(seen, field) != value:
            yield "%s is %s, and the trace says %d" % (field, seen.get(field), value)
    for field, values in expected_options(frame).items():
        if [int(value, 0) for value in seen.get(field, [])] != values:
            yield "%s is %s, and the trace says %s" % (field, seen.get(field), values)
    if ("tcp.options.sack_perm" in seen) != bool(frame.segment.get("sack_permitted")):
        yield "SACK permitted differs"
    if bytes.fromhex("".join(seen.get("tcp.payload", [])).replace(":", "")) != frame.text:
        yield "the text differs"
    for flag, is_set in (("syn", frame.flags & 18 == 2), ("synack", frame.flags & 18 == 18),
                         ("fin", frame.flags & 1), ("rst", frame.flags & 4)):
        if ("tcp.connection." + flag in seen) != bool(is_set):
            yield "tcp.connection.%s differs" % flag


def check_udp(frame, seen):
    for field, value in (("udp.srcport", frame.source_port), ("udp.dstport", frame.destination_port),
                         ("udp.length", 8 + frame.text_bytes)):
        if number(seen, field) != value:
            yield "%s is %s, and the trace says %d" % (field, seen.get(field), value)
    if number(seen, "udp.checksum.status") != (0 if frame.is_damaged else 1):
        yield "the checksum of UDP is not as it should be"


def quote_is_cut(frame):
    """Whether an ICMP message quotes the beginning of a packet only: Wireshark takes its checksum for a wrong one."""
    record = frame.record
    most = 576 - 20 - 8 if record["ip"]["version"] == 4 else 1280 - 40 - 8
    return frame.protocol == "ICMP" and record["icmp"].get("octets", 0) > most


def check_icmp(frame, seen):
    if number(seen, "icmp.checksum.status", number(seen, "icmpv6.checksum.status")) != (0 if frame.is_damaged else 1):
        yield "the checksum of ICMP is not as it should be"


def check_ip(frame, seen, hosts):
    ip = frame.record["ip"]
    version = ip["version"]
    names = ("ip.src", "ip.dst", "ip.ttl", "ip.dsfield") if version == 4 else (
        "ipv6.src", "ipv6.dst", "ipv6.hlim", "ipv6.tclass")
    ecn = {None: 0, "ECT1": 1, "ECT0": 2, "CE": 3}[frame.segment.get("ecn")]
    router = "192.0.2.254" if version == 4 else "2001:db8::1:0"
    of_router = frame.record.get("icmp", {}).get("of_router")
    if seen[names[0]][0] != (router if of_router else address(version, hosts.index(frame.sender))):
        yield "it is from %s" % seen[names[0]][0]
    if seen[names[1]][0] != address(version, hosts.index(frame.receiver)):
        yield "it is to %s" % seen[names[1]][0]
    if number(seen, names[2]) != ip["ttl"]:
        yield "the TTL is %s" % seen[names[2]][0]
    if frame.protocol != "ICMP" and number(seen, names[3]) != ip.get("dscp", 0) << 2 | ecn:
        yield "DSCP and ECN are %s" % seen[names[3]][0]
    if version == 4 and any(value != "1" for value in seen["ip.checksum.status"][:1]):
        yield "the checksum of IP is wrong"


def check_comments(frame, seen, run):
    """The name, and the truth that the trace alone knows."""
    comments = seen.get("frame.comment", [])
    departed = run.departed.get(frame.packet, {})
    ended = [record for record in run.records
             if record["kind"] == "drop" and record.get("packet") == frame.packet]
    wanted = {
        frame.record.get("name"): True,
        "injected by line %d: nobody sent it" % departed.get("line", 0): departed.get("kind") == "inject",
        "retransmission of": frame.purpose == "retransmission",
        "dropped after this tap: ": bool(ended) and not frame.inbound and ended[0]["what"] not in (
            "host-down", "checksum", "malformed", "buffer", "no-port", "backlog", "nobody"),
        "a copy by ": frame.inbound and departed.get("kind") == "copy",
        "arrived damaged": frame.is_damaged,
    }
    for words, should in wanted.items():
        if any(comment.startswith(words) for comment in comments) != should:
            yield "a comment %s is %s: %s" % (repr(words), "missing" if should else "there", comments)


def check(frame, seen, run):
    """All that differs, in sentences."""
    if seen["frame.time_epoch"][0] != "%d.%06d000" % divmod(frame.time_us, 1000000):
        yield "the time is %s, and the trace says %d us" % (seen["frame.time_epoch"][0], frame.time_us)
    if number(seen, "frame.packet_flags_direction") != (1 if frame.inbound else 2):
        yield "the direction is wrong"
    yield from check_comments(frame, seen, run)
    if frame.is_damaged:
        return
    if "_ws.malformed" in seen:
        yield "malformed: %s" % seen.get("_ws.expert.message")
    for severity, message in zip(seen.get("_ws.expert.severity", []), seen.get("_ws.expert.message", [])):
        if int(severity) >= ERROR and not (quote_is_cut(frame) and message.startswith("Bad checksum")):
            yield "an error: %s" % message
    yield from check_ip(frame, seen, run.hosts)
    yield from {"TCP": check_tcp, "UDP": check_udp, "ICMP": check_icmp}[frame.protocol](frame, seen)
