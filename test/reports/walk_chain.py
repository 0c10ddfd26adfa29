"""Walks the chain of a journal from its export as JSON lines, from docs/journal-format.md alone, and prints a verdict.

    walk_chain.py < journal.jsonl
"""

import hashlib
import json
import sys


def netstring(text):
    data = text.encode("utf-8")
    return str(len(data)).encode() + b":" + data + b","


def canonical(value):
    # Keys of the till's entries are ASCII, so that the order of code points is that of UTF-16.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verdict(lines):
    before = None
    count = 0
    for line in lines:
        entry = json.loads(line)
        columns = [
            str(entry["seq"]),
            str(entry["at"]),
            str(entry["mono"]),
            entry["till"],
            entry["operator"],
            entry["kind"],
            canonical(entry["body"]),
            canonical(entry["totals"]),
            entry["prev"],
        ]
        made = hashlib.sha256(b"".join(netstring(column) for column in columns)).hexdigest()
        if made != entry["hash"]:
            return {"ok": False, "seq": entry["seq"], "what": "hash"}
        if before is not None and (entry["seq"], entry["prev"]) != (before["seq"] + 1, before["hash"]):
            return {"ok": False, "seq": entry["seq"], "what": "order"}
        before = entry
        count += 1
    return {"ok": True, "count": count, "head": before and before["hash"]}


# Not splitlines(): a text may hold other characters that Python takes for the end of a line.
print(json.dumps(verdict([line for line in sys.stdin.buffer.read().decode("utf-8").split("\n") if line])))
