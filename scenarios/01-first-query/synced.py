"""Reads an strace (-f -y) of `postern up`: whatever our process renames into the home must have been synced before, and
its folder after. PostgreSQL's own files (the data folders) are PostgreSQL's business.

usage: synced.py TRACE HOME
"""
import re
import sys

trace, home = sys.argv[1], sys.argv[2]
ours = re.compile(re.escape(home) + r"/(?!store/|demo/|runtime/)")
synced, renames, open_sync = set(), [], {}
for number, line in enumerate(open(trace, errors="replace")):
    pid, _, rest = line.partition(" ")
    rest = rest.strip()
    if rest.endswith("<unfinished ...>"):
        open_sync[pid] = rest
        continue
    if " resumed>" in rest:
        rest = open_sync.pop(pid, "").replace("<unfinished ...>", "") + rest.partition("resumed>")[2]
    flushed = re.match(r"f(?:data)?sync\(\d+<([^>]*)>\)?\s*\)?\s*= 0", rest)
    if flushed:
        synced.add(flushed.group(1))
        for rename in renames:
            if rename["folder"] == flushed.group(1):
                rename["folder synced"] = True
        continue
    moved = re.match(r"rename(?:at2?)?\((?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\", (?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\".*= 0", rest)
    if moved and ours.match(moved.group(2)):
        source, target = moved.groups()
        renames.append({"line": number + 1, "source": source, "target": target, "file synced": source in synced,
                        "folder": target.rsplit("/", 1)[0], "folder synced": False})

bad = [r for r in renames if not (r["file synced"] and r["folder synced"])]
for rename in bad:
    print("not durable:", rename)
print(len(renames), "renames of ours,", len(bad), "not durable")
sys.exit(1 if bad or not renames else 0)
