"""Makes the workbooks of this folder: `python make.py`, with openpyxl 3.1 and LibreOffice 7.4.

openpyxl.xlsx is written by openpyxl; LibreOffice opens it, computes the formulas and saves it as
libreoffice.xlsx, .ods and .xls.
"""
import datetime
import os
import shutil
import subprocess

import openpyxl

os.chdir(os.path.dirname(os.path.abspath(__file__)))
book = openpyxl.Workbook()
notes = book.active
notes.title = "Trống"
sheet = book.create_sheet("Biểu 01")
sheet["A1"] = "BÁO CÁO KẾT QUẢ"
sheet.merge_cells("A1:H1")
head = ["Huyện", "Xã", "Hồ sơ", "Tỷ lệ", "Hạn", "Cập nhật", "Đạt", "Tổng"]
for column, name in enumerate(head, 1):
    sheet.cell(3, column, name)
rows = [
    ("Mường Nhé", "Sín Thầu", 1234, 0.5, datetime.date(2025, 3, 31), datetime.datetime(2025, 4, 1, 8, 30), True),
    (None, "Mường Toong", 77, 0.125, datetime.date(2025, 12, 1), datetime.datetime(2025, 4, 2, 17, 5), False),
    ("Tủa Chùa", "Sính Phình", 1.5, 1, None, datetime.datetime(2025, 4, 3), True),
]
for index, row in enumerate(rows, 4):
    for column, value in enumerate(row, 1):
        cell = sheet.cell(index, column, value)
        if column == 4:
            cell.number_format = "0.0%"
        if column == 5:
            cell.number_format = "dd/mm/yyyy"
        if column == 6:
            cell.number_format = "dd/mm/yyyy hh:mm"
    sheet.cell(index, 8, f"=C{index}*2" if index != 5 else "=1/0")
sheet.merge_cells("A4:A5")
hidden = book.create_sheet("Ẩn")
hidden.append(["a", "b"])
hidden.append([1, 2])
hidden.sheet_state = "hidden"
book.save("openpyxl.xlsx")

for form in ["xlsx", "ods", "xls"]:
    os.makedirs("out", exist_ok=True)
    shutil.copy("openpyxl.xlsx", "libreoffice-in.xlsx")
    subprocess.run(["soffice", "--headless", "--convert-to", form, "--outdir", "out", "libreoffice-in.xlsx"], check=True)
    os.replace(f"out/libreoffice-in.{form}", f"libreoffice.{form}")
os.remove("libreoffice-in.xlsx")
os.rmdir("out")
