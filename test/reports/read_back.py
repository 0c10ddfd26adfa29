"""Reads an export with Python's own csv module or with openpyxl, and prints what it read as JSON.

    read_back.py csv FILE ENCODING
    read_back.py xlsx FILE
"""

import csv
import json
import sys


def read_csv(path, encoding):
    with open(path, newline="", encoding=encoding) as file:
        return list(csv.reader(file, strict=True))


def read_xlsx(path):
    from openpyxl import load_workbook

    book = load_workbook(path)
    return {
        sheet.title: [
            [
                {"value": cell.value, "type": cell.data_type, "format": cell.number_format}
                for cell in row
            ]
            for row in sheet.iter_rows()
        ]
        for sheet in book.worksheets
    }


kind, path, *rest = sys.argv[1:]
print(json.dumps(read_csv(path, *rest) if kind == "csv" else read_xlsx(path)))
