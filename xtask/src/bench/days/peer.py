"""The ground and the peer of `bench days`: records of one site's month in the register's own SQLite file.

Verbs: `make DATABASE MONTH RECORDS` adds people with a record a day to the seeded site and prints the site and its prime;
`session DATABASE LOGIN` prints the cookie of a log-in; `csv DATABASE SITE MONTH OUT` writes the same rows as the server's file
in cp932 with Python's csv; `xlsx DATABASE SITE MONTH ROWS OUT` the first of them with openpyxl, write-only. The last two print
how many rows they wrote.
"""
import base64
import csv
import datetime
import hashlib
import json
import os
import sqlite3
import sys
import time
import uuid

DAYS = 28
HOUR = 3_600_000
JAPAN = datetime.timezone(datetime.timedelta(hours=9))
HEADS = ["技能者ID", "名前", "フリガナ", "働いた日", "入場", "退場", "所属事業者", "次数", "職種", "立場", "記録の方法", "承認"]
SQL = """SELECT t.id, t.family_name, t.given_name, t.family_kana, t.given_kana, h.work_date, h.first_ms, h.last_ms, e.name, h.tier,
  h.trade, h.role, h.channel, h.approval FROM history_record h JOIN technician t ON t.id = h.technician_id
  LEFT JOIN business e ON e.id = h.employer WHERE h.site_id = ? AND h.work_date BETWEEN ? AND ?
  ORDER BY t.search_kana, t.id, h.work_date"""


def add(db, table, row):
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def make(path, month, records):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    person = dict(db.execute("SELECT * FROM technician LIMIT 1").fetchone())
    line = dict(db.execute("SELECT * FROM roster LIMIT 1").fetchone())
    site, prime = db.execute("SELECT id, prime FROM site WHERE id = ?", [line["site_id"]]).fetchone()
    month, people = int(month), int(records) // DAYS
    for at in range(people):
        technician = 90_000_000_000_000 + at
        add(db, "technician", person | {"id": technician, "application_id": None, "search_kana": f"モリ{at:07}"})
        add(db, "roster", line | {"id": uuid.UUID(int=at + 1).bytes, "technician_id": technician, "from_date": month * 100 + 1,
                                  "to_date": None})
        for day in range(1, DAYS + 1):
            add(db, "history_record", {
                "technician_id": technician, "work_date": month * 100 + day, "site_id": site,
                "first_ms": 8 * HOUR + at % 3000 * 1000, "last_ms": 17 * HOUR + at % 1800 * 1000,
                "employer": prime, "line": line["line"], "tier": 0, "trade": 10, "role": 1,
                "channel": 1 + at % 5, "approval": day % 2, "touches": 0})
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    print(f"{site:014} {prime:014} {people * DAYS}")


def session(path, login):
    db = sqlite3.connect(path)
    account, = db.execute("SELECT id FROM account WHERE login_id = ?", [login]).fetchone()
    now = int(time.time() * 1000)
    number = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")
    data = json.dumps({"account": str(uuid.UUID(bytes=account)), "since": now})
    add(db, "session", {"id": hashlib.sha256(number.encode()).hexdigest(), "data": data, "expires_at": now + 24 * HOUR})
    db.commit()
    print(f"__Host-careerup={number}")


def rows(path, site, month):
    first = int(month) * 100

    def at(day, ms):
        if ms is None:
            return ""
        midnight = datetime.datetime(int(day[:4]), int(day[4:6]), int(day[6:]), tzinfo=JAPAN)
        return (midnight + datetime.timedelta(milliseconds=ms)).strftime("%Y-%m-%d %H:%M")

    for row in sqlite3.connect(path).execute(SQL, [int(site), first, first + 99]):
        day = str(row[5])
        yield [f"{row[0]:014}", f"{row[1]} {row[2]}", f"{row[3]} {row[4]}", f"{day[:4]}-{day[4:6]}-{day[6:]}", at(day, row[6]), at(day, row[7]),
               row[8], row[9], row[10], row[11], row[12], row[13]]


def guarded(row):
    return ["'" + cell if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell for cell in row]


def to_csv(path, site, month, out):
    count = 0
    with open(out, "w", encoding="cp932", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for row in rows(path, site, month):
            writer.writerow(guarded(row))
            count += 1
    print(count)


def to_xlsx(path, site, month, most, out):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.append(HEADS)
    count = 0
    for row in rows(path, site, month):
        if count == int(most):
            break
        sheet.append(row)
        count += 1
    book.save(out)
    print(count)


verb, *given = sys.argv[1:]
{"make": make, "session": session, "csv": to_csv, "xlsx": to_xlsx}[verb](*given)
