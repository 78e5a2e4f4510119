# SPDX-License-Identifier: MIT
"""What tshark says of a capture, frame by frame."""

import subprocess

FLAGS = ["retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order", "lost_segment",
         "ack_lost_segment", "duplicate_ack", "zero_window", "zero_window_probe", "zero_window_probe_ack",
         "window_full", "window_update", "keep_alive", "keep_alive_ack", "reused_ports"]

FIELDS = ["frame.number", "frame.time_epoch", "frame.comment", "frame.packet_id", "frame.packet_flags_direction",
          "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "ip.proto", "ipv6.nxt", "ip.id", "ip.ttl", "ipv6.hlim",
          "ip.dsfield", "ipv6.tclass", "ip.flags.df", "ip.checksum.status", "tcp.srcport", "tcp.dstport",
          "udp.srcport", "udp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.flags", "tcp.window_size_value", "tcp.len",
          "tcp.urgent_pointer", "tcp.options.mss_val", "tcp.options.wscale.shift", "tcp.options.sack_perm",
          "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr", "tcp.options.sack_le", "tcp.options.sack_re",
          "tcp.payload", "tcp.checksum.status", "udp.checksum.status", "icmp.checksum.status",
          "icmpv6.checksum.status", "udp.length", "icmp.type", "icmp.code", "icmpv6.type", "icmpv6.code",
          "_ws.malformed", "_ws.expert.severity", "_ws.expert.message", "tcp.stream"]

ERROR = 0x00800000  # of _ws.expert.severity
BETWEEN = "\x1f"


def version():
    words = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True).stdout.split()
    return words[words.index("(Wireshark)") + 1] if "(Wireshark)" in words else words[words.index("TShark") + 2]


def read(path):
    """A dictionary a frame, of field to the list of its values. What is sent to port 80 is no HTTP."""
    names = FIELDS + ["tcp.analysis." + flag for flag in FLAGS] + [
        "tcp.connection." + word for word in ("syn", "synack", "fin", "rst")]
    command = ["tshark", "-n", "-r", path, "--disable-protocol", "http", "-T", "fields", "-E", "separator=/t",
               "-E", "aggregator=" + BETWEEN, "-E", "occurrence=a"]
    for preference in ("ip.check_checksum", "tcp.check_checksum", "udp.check_checksum"):
        command += ["-o", preference + ":TRUE"]
    command += ["-o", "tcp.relative_sequence_numbers:FALSE"]
    for name in names:
        command += ["-e", name]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    words = [line for line in run.stderr.splitlines() if line and "Running as user" not in line]
    if run.returncode != 0 or words:
        raise ValueError("tshark: exit status %d: %s" % (run.returncode, " ".join(words)))
    frames = []
    for line in run.stdout.splitlines():
        values = line.split("\t")
        frames.append({name: value.split(BETWEEN) for name, value in zip(names, values) if value != ""})
    return frames
