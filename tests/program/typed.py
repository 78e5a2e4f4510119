# SPDX-License-Identifier: MIT
"""Type keys into a program on a terminal of its own: typed.py PROGRAM ARGUMENT... -- KEYS..., and print what it shows.

KEYS are typed one after the other, each when the program prompts again, or has been silent for a moment; \\t, \\r, \\x03
and the like are keys. The last line is the exit status."""
import os
import pty
import select
import sys


def read_all(terminal, seconds):
    """What is shown until there is a prompt, or nothing for so long; and whether that was all."""
    shown = b""
    while select.select([terminal], [], [], seconds)[0]:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            more = b""
        if not more:
            return shown, True
        shown += more
        if shown.endswith(b"> "):
            break
    return shown, False


at = sys.argv.index("--")
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:at])
everything, is_over = read_all(terminal, 5)
for keys in sys.argv[at + 1:]:
    if is_over:
        break
    os.write(terminal, keys.encode().decode("unicode_escape").encode("latin-1"))
    shown, is_over = read_all(terminal, 0.7)
    everything += shown
while not is_over:
    shown, is_over = read_all(terminal, 5)
    everything += shown
    if not is_over and not shown:
        os.close(terminal)
        break
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.write(everything.decode("utf-8", "replace").replace("\r\n", "\n"))
print("\nexit status", status)
