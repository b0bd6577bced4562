"""The peer of `bench import`: the same file with Python's own csv and openpyxl, and checks of the same kinds.

Verbs: `csv IN DATABASE` reads, checks and keeps the good rows in SQLite (synchronous=FULL); `xlsx IN OUT` makes a workbook
of a CSV; `read IN` reads a workbook to its end. Each prints how many rows there were, and how many were good.
"""
import csv
import datetime
import json
import re
import sqlite3
import sys

KANA = re.compile(r"^[ァ-ヺー　 ]+$")
POSTCODE = re.compile(r"^\d{3}-?\d{4}$")
PHONE = re.compile(r"^0\d{1,4}-?\d{1,4}-?\d{3,4}$")
WIDE = str.maketrans("０１２３４５６７８９－", "0123456789-")
MUST = ["姓", "名", "セイ", "メイ", "生年月日", "性別", "国籍", "郵便番号", "都道府県", "市区町村・番地・建物", "電話番号",
        "主な職種", "経験年数", "健康保険", "年金保険", "雇用保険", "建退共", "中退共"]
SEX = {"男", "女", "回答しない"}
INSURANCE = {"加入", "適用除外", "未加入"}
AID = {"加入", "未加入"}
TODAY = datetime.date.today()


def problems(row):
    """Names of cells that are wrong."""
    wrong = [name for name in MUST if not row.get(name, "").strip()]
    for name in ("セイ", "メイ"):
        if not KANA.match(row.get(name, "")):
            wrong.append(name)
    if row.get("性別") not in SEX:
        wrong.append("性別")
    if not POSTCODE.match(row.get("郵便番号", "").translate(WIDE)):
        wrong.append("郵便番号")
    if not PHONE.match(row.get("電話番号", "").translate(WIDE)):
        wrong.append("電話番号")
    try:
        born = datetime.date.fromisoformat(row.get("生年月日", ""))
        if not 15 <= (TODAY - born).days / 365.25 <= 100:
            wrong.append("生年月日")
    except ValueError:
        wrong.append("生年月日")
    years = row.get("経験年数", "").translate(WIDE)
    if not years.isdigit() or int(years) > 80:
        wrong.append("経験年数")
    for name in ("健康保険", "年金保険", "雇用保険"):
        if row.get(name) not in INSURANCE:
            wrong.append(name)
    for name in ("建退共", "中退共"):
        if row.get(name) not in AID:
            wrong.append(name)
    return wrong


def read_csv(path, database):
    rows = good = 0
    db = sqlite3.connect(database)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE row (line INTEGER PRIMARY KEY, form TEXT NOT NULL)")
    kept = []
    with open(path, encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            rows += 1
            if not problems(row):
                good += 1
                kept.append((line, json.dumps(row, ensure_ascii=False)))
    db.executemany("INSERT INTO row VALUES (?, ?)", kept)
    db.commit()
    return rows, good


def make_xlsx(path, out):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("people")
    rows = -1
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
            rows += 1
    book.save(out)
    return rows, rows


def read_xlsx(path):
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    rows = sum(1 for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) if any(row))
    return rows, rows


verb, *given = sys.argv[1:]
print(*{"csv": read_csv, "xlsx": make_xlsx, "read": read_xlsx}[verb](*given))
