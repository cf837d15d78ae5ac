"""Looks for secrets where they must not be: the store's password, and the body of every private key, in logs, printed
output and in every file but the one they belong to.

usage: canaries.py HOME OUTPUT-FOLDER LOGIN-FOLDER
"""
import os
import re
import sys

home, output, login = sys.argv[1:4]


def files(folder):
    for path, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(path, name)


def text(path):
    try:
        with open(path, "rb") as file:
            return file.read(8 << 20).decode("utf-8", "replace")
    except OSError:
        return ""


canaries = {}
for path in [*files(os.path.join(home, "config")), *files(os.path.join(home, "operator")), *files(login)]:
    body = text(path)
    for key in re.findall(r"PRIVATE KEY-----\s+(.+?)-----END", body, re.S):
        canaries.setdefault(re.sub(r"\s", "", key)[:60], set()).add(path)
    if os.path.basename(path) == "password":
        canaries.setdefault(body.strip(), set()).add(path)
kek = text(os.path.join(home, "kek")).strip()
if kek:
    canaries.setdefault(kek[:40], set()).add(os.path.join(home, "kek"))

searched, found = 0, 0
for path in [*files(os.path.join(home, "log")), *files(os.path.join(home, "resources")), *files(output),
             *files(os.path.join(home, "config"))]:
    searched += 1
    body = re.sub(r"\s", "", text(path))
    for canary, owners in canaries.items():
        if canary and canary in body and path not in owners:
            found += 1
            print("secret of", owners, "in", path)
print(len(canaries), "secrets,", searched, "files searched,", found, "leaks")
sys.exit(0 if canaries and searched and not found else 1)
