"""Compares the effective privileges of two databases (output of privileges.sql) and demands a reason for each difference.

usage: compare.py THEIRS OURS REASONS

REASONS has lines `side: regular expression: reason`; side is `theirs` for what only they have, `ours` for what only we
have. A difference without a reason, and a reason without a difference, end this with 1.
"""
import re
import sys


def lines(path):
    with open(path, encoding="utf-8") as file:
        return {line.rstrip("\n") for line in file if re.match(r"(database|schema|table|sequence|function|role) ", line)}


def reasons(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                side, pattern, reason = (part.strip() for part in line.split(" :: "))
                yield [side, re.compile(pattern), reason, []]


theirs, ours, known = lines(sys.argv[1]), lines(sys.argv[2]), list(reasons(sys.argv[3]))
unexplained = 0
for side, only in (("theirs", theirs - ours), ("ours", ours - theirs)):
    for line in sorted(only):
        reason = next((r for r in known if r[0] == side and r[1].fullmatch(line)), None)
        if reason is None:
            unexplained += 1
            print(f"NO REASON    only {side}: {line}")
        else:
            reason[3].append(line)
for side, pattern, reason, found in known:
    if not found:
        unexplained += 1
        print(f"NO SUCH DIFFERENCE    {side}: {pattern.pattern}")
        continue
    print(f"only {side}, {len(found)}: {reason}")
    for line in found:
        print(f"    {line}")
print(len(theirs & ours), "the same,", sum(len(r[3]) for r in known), "different with a reason,", unexplained, "without")
sys.exit(1 if unexplained or not theirs & ours else 0)
