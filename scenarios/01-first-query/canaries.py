"""Looks for secrets where they must not be: the store's password, and the body of every private key, in logs, printed
output and every other file of the home, PostgreSQL's own data folders included.

usage: canaries.py HOME OUTPUT-FOLDER LOGIN-FOLDER
"""
import base64
import os
import re
import sys

home, output, login = sys.argv[1:4]


def files(folder):
    for path, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(path, name)


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read(64 << 20)
    except OSError:
        return b""


def text(path):
    return content(path).decode("utf-8", "replace")


# what to look for, as text without white space and as bytes, and where it may be
canaries = {}
places = [os.path.join(home, name) for name in ("config", "operator", "bindings")] + [login]
for path in [path for place in places for path in files(place)]:
    body = text(path)
    for key in re.findall(r"PRIVATE KEY-----\s+(.+?)-----END", body, re.S):
        canaries.setdefault(re.sub(r"\s", "", key)[:60], set()).add(path)
    if os.path.basename(path) == "password":
        canaries.setdefault(body.strip(), set()).add(path)
    if path.endswith(".pk8"):
        canaries.setdefault(base64.b64encode(content(path)).decode()[:60], set()).add(path)
kek = text(os.path.join(home, "kek")).strip()
if kek:
    canaries.setdefault(kek[:40], set()).add(os.path.join(home, "kek"))


def forms(canary):
    yield canary.encode()
    if len(canary) == 60:  # a key: whole groups of base64, so its bytes can be looked for, too
        yield base64.b64decode(canary)


searched, found = 0, 0
for path in [*files(home), *files(output), *files(login)]:
    if path.startswith(os.path.join(home, "runtime") + os.sep):
        continue
    searched += 1
    raw = content(path)
    packed = re.sub(rb"\s", b"", raw)
    for canary, owners in canaries.items():
        if canary and path not in owners and any(form in raw or form in packed for form in forms(canary)):
            found += 1
            print("secret of", owners, "in", path)
print(len(canaries), "secrets,", searched, "files searched,", found, "leaks")
sys.exit(0 if canaries and searched and not found else 1)
