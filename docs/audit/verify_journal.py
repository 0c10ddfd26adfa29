#!/usr/bin/env python3
"""Verifies a journal of Spot Till without any code of the till.

    python3 verify_journal.py JOURNAL [--witness FILE] [--receipt SEQ:HASH8 ...] [--json]

Needs Python 3.9 with SQLite 3.37 or newer, nothing else. Changes nothing: the file is opened read-only and taken as
immutable, so close the till first or use a backup. Written from docs/journal-format.md; the checks and their order
are those of that page, and the names of the errors too.

Exit: 0 nothing is wrong, 1 something is (the first bad entry is named), 2 wrong use or a Python that cannot do it.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sqlite3
import struct
import sys
import urllib.parse
import zlib

GENESIS = hashlib.sha256(b"spot-till journal, entry 0").hexdigest()
APPLICATION_ID = 0x53706F74
PAGE = 4096
SAFE = 2**53 - 1
DEPTH_MAX = 32  # arrays and objects within one another
COLUMNS = ("seq", "at", "mono", "till", "operator", "kind", "body", "totals", "prev", "hash")
NUMBERS = 3  # the first three columns are integers, the others text
WITNESS_MARK = b"spot-till witns1"
FRAME_MAX = 64 * 1024 * 1024

# SHA-256 of the schema by user_version: for each row of sqlite_schema by type and name, its type, name, tbl_name and
# sql as netstrings. The SQL itself stands in docs/journal-format.md.
SCHEMAS = {
    1: "3f9755ca0203c491680964809d42237237ff3b935b74bcbec8e6a81c039a3834",
    2: "94d040a2a8f1088e64c0bf3fb545b964839a8921300f59f836d8177fc7eea125",
    3: "72ac9091a3c3221df9d1007e735471f689f960007fcf16388ef2f1186627f03a",
}
ENTRIES_SQL = """CREATE TABLE entries (
      seq integer primary key,
      at integer not null,
      mono integer not null,
      till text not null,
      operator text not null,
      kind text not null,
      body text not null,
      totals text not null,
      prev text not null,
      hash text not null
    ) strict"""

KINDS = {
    "journal-opened", "till-started", "settings-changed", "identity-set", "till-halted", "halt-acknowledged",
    "payment-requested", "payment-changed", "refund-requested", "refund-changed",
    "discrepancy-raised", "discrepancy-seen", "print-changed",
    "operator-set", "signed-in", "signed-out", "sign-in-refused", "act-approved",
    "shift-opened", "cash-sold", "cash-refunded", "cash-moved", "drawer-opened", "cash-counted", "cash-explained",
    "day-closed", "provider-file-kept", "provider-file-quarantined", "day-reconciled", "difference-decided", "bank-credited",
    "exported", "purged",
}

# The till's own verifier has two more: `in-use`, because it asks for the lock, and `projection-differs`, because it
# also looks at the till's indexes, which are no evidence.
ERRORS = [
    "unreadable", "not-a-journal", "newer-version", "unfinished-write", "wrong-header", "schema-differs",
    "wrong-type", "sequence-gap", "wrong-prev", "wrong-hash", "not-canonical", "wrong-kind", "wrong-first-entry",
    "wrong-body", "duplicate-id", "wrong-story", "wrong-cash", "wrong-closing", "wrong-seal", "wrong-totals",
    "witness-missing", "not-a-witness", "witness-gap",
    "witness-differs", "witness-ahead", "witness-damaged", "journal-ahead", "receipt-differs", "receipt-ahead",
]


class Wrong(Exception):
    """Something is wrong: its name, the first bad entry if there is one, and words for a person."""

    def __init__(self, error, what, seq=None):
        assert error in ERRORS, error
        super().__init__(what)
        self.error, self.what, self.seq = error, what, seq


class Text(bytes):
    """A text column as its bytes; a blob stays `bytes`."""


def netstring(data):
    return b"%d:%s," % (len(data), data)


# --- the file -------------------------------------------------------------------------------------------------------


def first_bytes(path, length):
    with open(path, "rb") as file:
        return file.read(length)


def check_file(path):
    """The head of the SQLite file, and what lies beside it."""
    if not os.path.exists(path):
        raise Wrong("unreadable", "there is no such file")
    if not os.path.isfile(path):
        raise Wrong("unreadable", "it is not a file")
    for suffix in ("-journal", "-wal"):
        beside = os.path.realpath(path) + suffix
        if os.path.isfile(beside) and first_bytes(beside, 1) not in (b"", b"\0"):
            raise Wrong("unfinished-write", "a write was cut off; the till takes it back at its next start")
    head, size = first_bytes(path, 100), os.path.getsize(path)
    if len(head) < 100 or head[:16] != b"SQLite format 3\0":
        raise Wrong("not-a-journal", "this is not a journal of this till")
    version, application = struct.unpack(">i4xI", head[60:72])
    if application != APPLICATION_ID or version < 1:
        raise Wrong("not-a-journal", "this is not a journal of this till")
    if version > max(SCHEMAS):
        raise Wrong("newer-version", "it was written by a newer till; use the script that came with that one")
    usual = (
        head[16:24] == bytes([PAGE >> 8, PAGE & 255, 1, 1, 0, 64, 32, 32])  # page size, formats, fractions
        and head[44:48] == bytes([0, 0, 0, 4])  # schema format
        and head[52:60] == bytes([0, 0, 0, 0, 0, 0, 0, 1])  # no vacuum, UTF-8
        and head[64:68] == bytes(4)
        and head[72:92] == bytes(20)
    )
    if not usual:
        raise Wrong("wrong-header", "the head of the file is not as a till writes it")
    if struct.unpack(">I", head[28:32])[0] * PAGE != size:
        raise Wrong("wrong-header", "the file is longer or shorter than its head says")
    return version


def connect(path):
    uri = "file:" + urllib.parse.quote(os.path.abspath(path)) + "?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = Text
    return connection


def check_entry_table(connection):
    """A view or another table by that name could show anything."""
    rows = connection.execute(
        "select type, sql from sqlite_schema where name = 'entries' collate nocase"
    ).fetchall()
    if rows != [(b"table", Text(ENTRIES_SQL.encode()))]:
        raise Wrong("schema-differs", "`entries` is not the table that it should be")


def schema_digest(connection):
    rows = connection.execute("select type, name, tbl_name, sql from sqlite_schema order by type, name")
    text = b"".join(netstring(b"" if value is None else bytes(value)) for row in rows for value in row)
    return hashlib.sha256(text).hexdigest()


# --- canonical JSON -------------------------------------------------------------------------------------------------


def canonical(value, depth=DEPTH_MAX):
    """The one text of a value: keys by UTF-16 code unit, no white space, whole numbers that a double keeps."""
    if isinstance(value, (list, dict)) and depth == 0:
        raise ValueError("too deep")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        if abs(value) > SAFE:
            raise ValueError("too large a number")
        return str(value)
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        return re.sub("[\ud800-\udfff]", lambda found: "\\u%04x" % ord(found.group()), text)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth - 1) for item in value) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key], depth - 1) for key in keys) + "}"
    raise ValueError("a fraction")


def parse_canonical(text):
    try:
        value = json.loads(text)
        if canonical(value) == text:
            return value
    except (ValueError, RecursionError):
        pass
    raise Wrong("not-canonical", "its body is not canonical JSON")


# --- signatures -----------------------------------------------------------------------------------------------------

# Ed25519 as RFC 8032, 5.1, has it, on points of extended coordinates. Slow, and it needs nothing but Python.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
SPKI = bytes.fromhex("302a300506032b6570032100")  # then the 32 bytes of the key


def add_points(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * CURVE % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times_point(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add_points(result, point)
        point, number = add_points(point, point), number >> 1
    return result


def point_of(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, signature, message):
    point, s = point_of(key), int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    # The sum of both must be the point that the signature begins with: s * BASE - h * key.
    x, y, z, _ = add_points(times_point(s, BASE), times_point(ORDER - h, point))
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def unpacked(text, length):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if len(data) == length and base64.b64encode(data).decode() == text else None


def is_sealed(text, seal):
    key, signature = unpacked(seal["publicKey"], 44), unpacked(seal["signature"], 64)
    if key is None or signature is None or key[:12] != SPKI:
        return False
    return is_signed(key[12:], signature, text.encode("utf-8", "surrogatepass"))


# --- closings -------------------------------------------------------------------------------------------------------

WALLET = ("paid", "refunded", "cancelled", "declined", "foundPaid")
FINAL = {"payment": {"paid", "declined", "cancelled", "not-sent"}, "refund": {"refunded", "refused"}}
CASH_KINDS = {
    "shift-opened", "cash-sold", "cash-refunded", "cash-moved", "drawer-opened", "cash-counted", "cash-explained",
    "day-closed",
}


def china_day(at):
    """The day in Beijing, UTC+8, of an instant in milliseconds; years of any length."""
    days = (at + 8 * 3_600_000) // 86_400_000 + 719_468
    era, day = divmod(days, 146_097)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    rest = day - (365 * year + year // 4 - year // 100)
    month = (5 * rest + 2) // 153
    number = month + 3 if month < 10 else month - 9
    return "%04d-%02d-%02d" % (year + era * 400 + (number <= 2), number, rest - (153 * month + 2) // 5 + 1)


def money_in(value, name):
    amount = value.get(name) if isinstance(value, dict) else None
    minor, currency = whole_in(amount, "minor"), text_in(amount, "currency", "[A-Z]{3}")
    return None if minor is None or currency is None else (minor, currency)


def has_body(body):
    kind = body["kind"]
    if kind == "shift-opened":
        return whole_in(body, "shift") is not None and money_in(body, "float") is not None
    if kind == "cash-sold":
        amounts = [money_in(body, name) for name in ("amount", "tendered", "change")]
        return whole_in(body, "number") is not None and None not in amounts
    if kind == "cash-refunded":
        of = body.get("of", {"sale": "0" * 28, "left": 0})
        named = text_in(of, "sale", "[0-9]{28}") is not None and whole_in(of, "left") is not None
        return whole_in(body, "number") is not None and money_in(body, "amount") is not None and named
    if kind == "cash-moved":
        return body.get("direction") in ("in", "out") and money_in(body, "amount") is not None
    if kind == "drawer-opened":
        return isinstance(body.get("why"), str)
    if kind == "cash-counted":
        pieces = body.get("denominations")
        counted = isinstance(pieces, dict) and all(
            re.fullmatch("[0-9]{1,10}", value) and whole_in(pieces, value) is not None for value in pieces
        )
        told = isinstance(body.get("difference", 0), int) and not isinstance(body.get("difference"), bool)
        return whole_in(body, "shift") is not None and counted and told and money_in(body, "total") is not None
    if kind == "cash-explained":
        difference, reason = body.get("difference"), body.get("reason")
        told = isinstance(difference, int) and not isinstance(difference, bool)
        return whole_in(body, "shift") is not None and told and isinstance(reason, str) and reason != ""
    seal = body.get("seal")
    sealed = isinstance(seal, dict) and all(isinstance(seal.get(name), str) for name in ("publicKey", "signature"))
    return isinstance(body.get("closing"), dict) and sealed


def milestones(what, subject):
    state = subject["state"]
    if what == "refund":
        return ["refunded"] if state == "refunded" else []
    watch = subject.get("watch")
    found = ["foundPaid"] if isinstance(watch, dict) and watch.get("foundPaid") is not None else []
    if state in ("paid", "cancelled", "declined"):
        return [state] + found
    return ["declined"] + found if state == "not-sent" else found


class Days:
    """Shifts and closings: what each closing must say, made anew from the entries of its range."""

    def __init__(self, books):
        self.books = books
        self.closings, self.keys, self.previous = 0, [], "0" * 64
        self.reached, self.open = set(), {"payment": {}, "refund": {}}
        self.prints, self.matched, self.names = set(), set(), {}
        self.numbers = {"shift": 0, "cash-sold": 0, "cash-refunded": 0}
        self.left = {}
        self.begin(1)

    def begin(self, first):
        self.first, self.first_at, self.shift = first, 0, None
        self.wallets, self.drawers, self.operators, self.moved_on, self.openings = {}, {}, set(), set(), 0

    def drawer(self, currency):
        fresh = {"float": 0, "sold": [0, 0], "refunded": [0, 0], "in": 0, "out": 0, "counted": None, "reason": None}
        fresh["furthest"] = {"counted": 0, "difference": 0}
        return self.drawers.setdefault(currency, fresh)

    def expected(self, currency):
        has = self.drawer(currency)
        return has["float"] + has["sold"][1] - has["refunded"][1] + has["in"] - has["out"]

    def differences(self, currency):
        """Of the newest count, if it holds, and of the one that was furthest off, if that is another one."""
        has, expected = self.drawer(currency), self.expected(currency)
        newest = 0 if has["counted"] is None else has["counted"] - expected
        furthest = has["furthest"]["difference"]
        return newest, 0 if has["counted"] is not None and furthest == newest else furthest

    def take(self, seq, at, operator, prev, body):
        kind = body["kind"]
        if kind in CASH_KINDS:
            if not has_body(body):
                raise Wrong("wrong-body", "it lacks what its kind must have")
            if kind == "day-closed":
                self.close(seq, at, operator, prev, body)
            elif kind != "drawer-opened":
                self.check_cash(seq, kind, body)
        if seq == self.first:
            self.first_at = at
        if operator != "till":
            self.operators.add(operator)
        self.count(seq, at, operator, kind, body)

    def check_cash(self, seq, kind, body):
        if kind == "shift-opened":
            if self.shift is not None or body["shift"] != self.numbers["shift"] + 1:
                raise Wrong("wrong-cash", "a shift is open already, or one is missing")
            self.numbers["shift"] += 1
            return
        if self.shift is None:
            raise Wrong("wrong-cash", "cash moves and no shift is open")
        if kind == "cash-explained":
            told = body["difference"] in self.differences(self.shift["currency"])
            if body["shift"] != self.shift["shift"] or body["difference"] == 0 or not told:
                raise Wrong("wrong-cash", "it explains a difference that is not there, or of another shift")
            return
        names = {"cash-counted": ["total"], "cash-sold": ["amount", "tendered", "change"]}.get(kind, ["amount"])
        if any(body[name]["currency"] != self.shift["currency"] for name in names):
            raise Wrong("wrong-cash", "it is in another currency than its shift")
        if kind == "cash-counted":
            total = sum(int(value) * count for value, count in body["denominations"].items())
            if body["shift"] != self.shift["shift"] or total != body["total"]["minor"]:
                raise Wrong("wrong-cash", "the count is of another shift, or is not what it sums up to")
            difference = total - self.expected(self.shift["currency"])
            if body.get("difference", difference) != difference:
                raise Wrong("wrong-cash", "it is not as far off as it says")
            return
        if kind in self.numbers:
            if body["number"] != self.numbers[kind] + 1:
                raise Wrong("wrong-cash", "number %d is missing" % (self.numbers[kind] + 1))
            self.numbers[kind] += 1
        if kind == "cash-refunded" and "of" in body:
            minor, currency = money_in(body, "amount")
            sale, left = body["of"]["sale"][10:26], body["of"]["left"]
            if self.left.get(sale) != (left + minor, currency):
                raise Wrong("wrong-cash", "what is left of its sale is not what it says")
            self.left[sale] = (left, currency)
        if kind == "cash-sold":
            self.left["%08d%08d" % (body["number"], seq)] = money_in(body, "amount")
            if body["tendered"]["minor"] - body["amount"]["minor"] != body["change"]["minor"]:
                raise Wrong("wrong-cash", "the change is not what was given less what was to pay")
        elif kind == "cash-refunded" or body["direction"] == "out":
            if body["amount"]["minor"] > self.expected(self.shift["currency"]):
                raise Wrong("wrong-cash", "more is taken out than was in the drawer")

    def count(self, seq, at, operator, kind, body):
        if kind in ("payment-requested", "payment-changed", "refund-requested", "refund-changed"):
            what = kind.split("-")[0]
            self.reach(what, body[what], at)
        elif kind == "print-changed":
            job = body.get("job")
            number = job.get("number") if isinstance(job, dict) else None
            (self.prints.add if isinstance(job, dict) and job.get("state") == "failed" else self.prints.discard)(number)
        elif kind == "day-reconciled":
            self.matched.add(body.get("day"))
        elif kind == "operator-set":
            someone = body.get("operator")
            if isinstance(someone, dict):
                self.names[someone.get("id")] = someone.get("name")
        elif kind == "drawer-opened":
            self.openings += 1
        elif kind == "shift-opened":
            minor, currency = money_in(body, "float")
            self.shift = {"shift": body["shift"], "at": at, "by": operator, "currency": currency}
            self.moved(currency)["float"] += minor
        elif kind in ("cash-sold", "cash-refunded"):
            minor, currency = money_in(body, "amount")
            sums = self.moved(currency)["sold" if kind == "cash-sold" else "refunded"]
            sums[0], sums[1] = sums[0] + 1, sums[1] + minor
        elif kind == "cash-moved":
            minor, currency = money_in(body, "amount")
            self.moved(currency)[body["direction"]] += minor
        elif kind == "cash-counted":
            minor, currency = money_in(body, "total")
            has, difference = self.drawer(currency), body.get("difference", 0)
            has.update(counted=minor, reason=None)
            if abs(difference) > abs(has["furthest"]["difference"]):
                has["furthest"] = {"counted": minor, "difference": difference}
        elif kind == "cash-explained":
            self.drawer(self.shift["currency"])["reason"] = body["reason"]

    def moved(self, currency):
        """A count says what was in the drawer then; once cash has moved, nobody has counted any more."""
        has = self.drawer(currency)
        has.update(counted=None, reason=None)
        return has

    def reach(self, what, subject, at):
        minor, currency = money_in(subject, "amount")
        identity, state = subject["id"], subject["state"]
        for milestone in milestones(what, subject):
            if (identity, milestone) in self.reached:
                continue
            self.reached.add((identity, milestone))
            sums = self.wallets.setdefault(currency, {name: [0, 0] for name in WALLET})[milestone]
            sums[0], sums[1] = sums[0] + 1, sums[1] + minor
            if milestone in ("paid", "foundPaid", "refunded"):
                told = subject.get("paidAt" if what == "payment" else "refundedAt")
                known = state in ("paid", "refunded") and isinstance(told, int) and not isinstance(told, bool)
                self.moved_on.add(china_day(told if known else at))
        if state in FINAL[what]:
            self.open[what].pop(identity, None)
        else:
            self.open[what][identity] = {"id": identity, "state": state, "minor": minor, "currency": currency}

    def lines(self):
        lines = []
        for kind, wallet, drawer in (("sale", "paid", "sold"), ("refund", "refunded", "refunded")):
            for method, sums in (("alipay", self.wallets), ("cash", self.drawers)):
                for currency in sorted(sums):
                    count, minor = sums[currency][wallet if method == "alipay" else drawer]
                    line = {"type": kind, "method": method, "currency": currency, "count": count, "minor": minor}
                    lines += [line] if count > 0 else []
        return lines

    def alipay(self):
        unknown = {}
        for payment in self.open["payment"].values():
            sums = unknown.setdefault(payment["currency"], [0, 0])
            sums[0], sums[1] = sums[0] + 1, sums[1] + payment["minor"]
        pair = lambda sums: {"count": sums[0], "minor": sums[1]}
        return [
            {"currency": currency, "unknown": pair(unknown.get(currency, [0, 0]))}
            | {name: pair(self.wallets.get(currency, {}).get(name, [0, 0])) for name in WALLET}
            for currency in sorted(set(self.wallets) | set(unknown))
        ]

    def cash(self):
        blocks = []
        for currency in sorted(self.drawers):
            has, expected = self.drawers[currency], self.expected(currency)
            block = {"currency": currency, "float": has["float"], "sold": has["sold"][1], "expected": expected}
            block |= {"refunded": has["refunded"][1], "movedIn": has["in"], "movedOut": has["out"]}
            if has["counted"] is not None:
                block |= {"counted": has["counted"], "difference": has["counted"] - expected}
            if self.differences(currency)[1] != 0:
                block["earlier"] = has["furthest"]
            if has["reason"] is not None:
                block["reason"] = has["reason"]
            blocks.append(block)
        return blocks

    def questions(self):
        listed = [{"of": what, **self.open[what][key]} for what in ("payment", "refund") for key in sorted(self.open[what])]
        listed += [{"of": "print", "id": str(number), "state": "failed"} for number in sorted(self.prints)]
        return listed + [{"of": "china-day", "id": day} for day in sorted(self.moved_on - self.matched)]

    def close(self, seq, at, operator, prev, body):
        shift = self.shift
        people = sorted(self.operators | {operator}, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        wanted = {
            "number": self.closings + 1, "from": self.first, "to": seq - 1, "closedAt": at, "closedBy": operator,
            "openedAt": self.first_at if shift is None else shift["at"],
            "lines": self.lines(), "alipay": self.alipay(), "cash": self.cash(), "openQuestions": self.questions(),
            "drawerOpenings": self.openings,
            "integrity": {
                "head": prev, "gross": self.books.gross, "refunded": self.books.refunded, "previous": self.previous,
            },
            "operators": [{"id": name, "name": self.names.get(name, name)} for name in people],
        }
        if shift is not None:
            wanted |= {"shift": shift["shift"], "openedBy": shift["by"]}
        text = canonical(body["closing"])
        if canonical(wanted) != text:
            raise Wrong("wrong-closing", "it says something else than the entries of its range")
        if not is_sealed(text, body["seal"]):
            raise Wrong("wrong-seal", "its signature is not that of the key it names")
        self.closings += 1
        if body["seal"]["publicKey"] not in self.keys:
            self.keys.append(body["seal"]["publicKey"])
        self.previous = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.begin(seq)


# --- what the entries say -------------------------------------------------------------------------------------------


def text_in(value, name, shape):
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) and re.fullmatch(shape, found) else None


def whole_in(value, name):
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


class Books:
    """Payments and refunds as the entries tell them, and the turnover counters that follow."""

    def __init__(self):
        self.terms = {"payment": {}, "refund": {}}
        self.done = {"payment": set(), "refund": set()}
        self.entries = 0
        self.gross, self.refunded = {}, {}
        self.days = Days(self)

    def totals(self):
        return canonical({"entries": self.entries, "gross": self.gross, "refunded": self.refunded})

    def take(self, seq, at, operator, prev, kind, body):
        if kind not in KINDS:
            raise Wrong("wrong-kind", "its kind is unknown")
        if not isinstance(body, dict) or body.get("kind") != kind:
            raise Wrong("wrong-kind", "its body is of another kind than it says")
        if (seq == 1) != (kind == "journal-opened"):
            raise Wrong("wrong-first-entry", "a journal is opened by its first entry, and only there")
        if kind == "journal-opened":
            if not text_in(body, "installation", "[0-9]{9}") or not text_in(body, "mode", "live|training"):
                raise Wrong("wrong-body", "it names no installation or mode")
        if kind.startswith("payment-"):
            self.subject("payment", body, kind == "payment-requested", "paid", self.gross)
        if kind.startswith("refund-"):
            self.subject("refund", body, kind == "refund-requested", "refunded", self.refunded)
        self.days.take(seq, at, operator, prev, body)
        self.entries += 1

    def subject(self, what, body, is_request, final, sums):
        subject = body.get(what)
        amount = subject.get("amount") if isinstance(subject, dict) else None
        identity = text_in(subject, "id", "[0-9]{28}")
        state = text_in(subject, "state", "[a-z-]+")
        created, minor = whole_in(subject, "createdAt"), whole_in(amount, "minor")
        currency = text_in(amount, "currency", "[A-Z]{3}")
        payment = text_in(subject, "payment", "[0-9]{28}") if what == "refund" else ""
        if None in (identity, state, created, minor, currency, payment):
            raise Wrong("wrong-body", "its %s lacks an id, a state or an amount" % what)
        terms = (minor, currency, created, payment)
        known = self.terms[what].get(identity)
        if is_request:
            if known is not None:
                raise Wrong("duplicate-id", "%s %s was requested before" % (what, identity))
            if what == "refund" and payment not in self.terms["payment"]:
                raise Wrong("wrong-story", "it gives money back for %s, which was never requested" % payment)
            self.terms[what][identity] = terms
        elif known is None:
            raise Wrong("wrong-story", "%s %s was never requested" % (what, identity))
        elif known != terms:
            raise Wrong("wrong-story", "%s %s was requested with other terms" % (what, identity))
        if state == final and identity not in self.done[what]:
            self.done[what].add(identity)
            sums[currency] = sums.get(currency, 0) + minor


# --- the chain ------------------------------------------------------------------------------------------------------


def check_entry(row, expected, prev, books):
    """One row of `entries`, which must be number `expected` after the hash `prev`. Gives its hash."""
    numbers, texts = row[:NUMBERS], row[NUMBERS:]
    if not all(type(value) is int and abs(value) <= SAFE for value in numbers):
        raise Wrong("wrong-type", "one of its columns has another type than it was written with")
    if not all(type(value) is Text for value in texts):
        raise Wrong("wrong-type", "one of its columns has another type than it was written with")
    if row[0] != expected:
        raise Wrong("sequence-gap", "entry %d is missing, %d follows" % (expected, row[0]))
    if row[8] != prev.encode():
        raise Wrong("wrong-prev", "it does not follow the entry before it")
    hashed = b"".join(netstring(b"%d" % value) for value in numbers) + b"".join(map(netstring, texts[:-1]))
    if hashlib.sha256(hashed).hexdigest().encode() != row[9]:
        raise Wrong("wrong-hash", "its content does not fit its hash")
    try:
        kind, body, totals = (value.decode() for value in row[5:8])
        row[3].decode(), row[4].decode()
    except UnicodeDecodeError:
        raise Wrong("wrong-hash", "one of its texts is not UTF-8") from None
    books.take(expected, row[1], row[4].decode(), prev, kind, parse_canonical(body))
    if totals != books.totals():
        raise Wrong("wrong-totals", "its running totals do not follow from the entries before it")
    return row[9].decode()


def rows_of(connection):
    """Every row in order. A damaged page ends them with `sqlite3.Error`."""
    columns, last = ", ".join(COLUMNS), None
    try:
        for row in connection.execute("select %s from entries order by seq" % columns):
            yield row
            last = row[0]
    except sqlite3.Error:
        # Python asks for the next row before it gives this one, and loses this one when there is no next.
        row = connection.execute("select %s from entries where seq = ?" % columns, ((last or 0) + 1,)).fetchone()
        if row is not None:
            yield row
        raise


def check_chain(connection, books):
    """Every entry from the first on. Gives the hashes, that of the genesis at index 0."""
    hashes = [GENESIS]
    try:
        connection.execute("pragma cell_size_check = 1")
        for row in rows_of(connection):
            hashes.append(check_entry(row, len(hashes), hashes[-1], books))
    except Wrong as wrong:
        wrong.seq = len(hashes)
        raise
    except sqlite3.Error as error:
        raise Wrong("unreadable", str(error), len(hashes)) from None
    return hashes


# --- the witness ----------------------------------------------------------------------------------------------------


def netstrings(data):
    parts, at = [], 0
    while at < len(data):
        found = re.compile(rb"(0|[1-9][0-9]{0,8}):").match(data, at)
        if not found:
            raise ValueError("no length")
        end = found.end() + int(found.group(1))
        if data[end : end + 1] != b",":
            raise ValueError("no comma")
        parts.append(data[found.end() : end])
        at = end + 1
    return parts


def witness_records(data):
    """(seq, hash, text) of each record up to the first bytes that are no whole frame, and whether there are such."""
    if len(data) < len(WITNESS_MARK) and WITNESS_MARK.startswith(data):
        return [], len(data) > 0
    if not data.startswith(WITNESS_MARK):
        raise Wrong("not-a-witness", "the file of the witness is no witness")
    records, at = [], len(WITNESS_MARK)
    while at < len(data):
        try:
            length, crc = struct.unpack_from("<II", data, at)
            payload = data[at + 8 : at + 8 + length]
            if not 0 < length <= FRAME_MAX or len(payload) < length or zlib.crc32(payload) != crc:
                return records, True
            items = [(re.match(rb"[0-9]+:([0-9]{1,16}),", item[64:]), item) for item in netstrings(payload)]
            records += [(int(number.group(1)), item[:64], item[64:]) for number, item in items]
        except (struct.error, ValueError, AttributeError):
            return records, True
        at += 8 + length
    return records, False


def check_witness(path, hashes):
    """Both parts, the older one first. Gives how many entries they confirm."""
    head, seen, damaged = len(hashes) - 1, [], False
    for part in (path + ".1", path):
        if os.path.exists(part) and not damaged:
            if not os.path.isfile(part):
                raise Wrong("unreadable", "the witness is not a file")
            with open(part, "rb") as file:
                records, damaged = witness_records(file.read())
            seen += records
    last = seen[0][0] - 1 if seen else 0
    for seq, digest, text in seen:
        if seq != last + 1:
            raise Wrong("witness-gap", "the witness lacks it, or has another in its place", last + 1)
        if hashlib.sha256(text).hexdigest().encode() != digest:
            raise Wrong("witness-differs", "what the witness has of it does not fit its hash", seq)
        if seq > head:
            raise Wrong("witness-ahead", "the witness has it and the journal does not", head + 1)
        if digest != hashes[seq].encode():
            raise Wrong("witness-differs", "the witness has seen another entry", seq)
        last = seq
    if damaged:
        raise Wrong("witness-damaged", "the bytes of the witness from here on are no whole frame", last + 1)
    if not seen and head > 0:
        raise Wrong("witness-missing", "there is no witness, so nothing vouches for the end of the journal")
    if last < head:
        raise Wrong("journal-ahead", "the journal has it and the witness does not", last + 1)
    return len(seen)


# --- all of it ------------------------------------------------------------------------------------------------------


def verify(path, witness=None, receipts=()):
    """The verdict as a dict: the same one that the till's own `verify --json` prints."""
    try:
        version = check_file(path)
        books = Books()
        try:
            connection = connect(path)
            try:
                check_entry_table(connection)
                hashes = check_chain(connection, books)
                if schema_digest(connection) != SCHEMAS[version]:
                    raise Wrong("schema-differs", "it has other tables, indexes or triggers than a journal has")
            finally:
                connection.close()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            # Of a damaged schema even SQLite's message may be no text.
            raise Wrong("unreadable", str(error)) from None
        verdict = {"ok": True, "entries": len(hashes) - 1}
        verdict["head"] = {"seq": len(hashes) - 1, "hash": hashes[-1]}
        verdict["totals"] = json.loads(books.totals())
        closings = books.days.closings
        if witness is not None:
            verdict["witnessed"] = check_witness(witness, hashes)
        for seq, digits in receipts:
            if seq >= len(hashes):
                raise Wrong("receipt-ahead", "a receipt names entry %d" % seq, len(hashes))
            if seq < 1 or hashes[seq][:8] != digits.lower():
                raise Wrong("receipt-differs", "the receipt says %s, the journal %s" % (digits, hashes[seq][:8]), seq)
        if closings > 0:
            verdict["closings"] = {"count": closings, "keys": books.days.keys}
        return verdict
    except Wrong as wrong:
        found = {"ok": False, "error": wrong.error, "what": wrong.what}
        return found if wrong.seq is None else {**found, "seq": wrong.seq}
    except OSError as error:
        return {"ok": False, "error": "unreadable", "what": str(error)}


def receipt(text):
    found = re.fullmatch("([0-9]{1,15}):([0-9a-fA-F]{8})", text)
    if not found:
        raise argparse.ArgumentTypeError("%r is not SEQ:HASH8, such as 42:1a2b3c4d" % text)
    return int(found.group(1)), found.group(2)


def say(path, verdict):
    if verdict["ok"]:
        head = verdict["head"]
        confirmed = "" if "witnessed" not in verdict else ", %d confirmed by the witness" % verdict["witnessed"]
        closed = verdict.get("closings")
        sealed = "" if closed is None else ", %d closings sealed by %d key(s)" % (closed["count"], len(closed["keys"]))
        return "%s: %d entries, chain whole%s%s, head %d %s" % (
            path, verdict["entries"], confirmed, sealed, head["seq"], head["hash"],
        )
    place = "" if "seq" not in verdict else "entry %d: " % verdict["seq"]
    return "%s: %s%s (%s)" % (path, place, verdict["what"], verdict["error"])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("journal", nargs="?")
    options.add_argument("--witness", help="the witness that belongs to it")
    options.add_argument("--receipt", type=receipt, action="append", default=[], help="SEQ:HASH8 of a receipt")
    options.add_argument("--json", action="store_true", help="print the verdict as one object")
    options.add_argument("--batch", action="store_true", help="read {journal, witness, receipts} by line from stdin")
    options.add_argument("--lists", action="store_true", help="print the known errors, kinds and versions")
    given = options.parse_args()
    if sqlite3.sqlite_version_info < (3, 37):
        print("This Python has SQLite %s; 3.37 is needed." % sqlite3.sqlite_version, file=sys.stderr)
        return 2
    if given.lists:
        print(json.dumps({"errors": ERRORS, "kinds": sorted(KINDS), "schemas": SCHEMAS, "entries": ENTRIES_SQL}))
        return 0
    if given.batch:
        for line in sys.stdin:
            job = json.loads(line)
            marks = [receipt(text) for text in job.get("receipts", ())]
            print(json.dumps(verify(job["journal"], job.get("witness"), marks)), flush=True)
        return 0
    if given.journal is None:
        options.error("which journal?")
    verdict = verify(given.journal, given.witness, given.receipt)
    print(json.dumps(verdict) if given.json else say(given.journal, verdict))
    return 0 if verdict["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
