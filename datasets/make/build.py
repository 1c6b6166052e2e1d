#!/usr/bin/env python3
"""Builds the tables of real figures: python3 datasets/make/build.py FACTS

FACTS is a folder of tidy CSV files, each row with its source. What needs judgement (names,
levels, notes, short titles, which target speaks of which series) lies in hand/*.csv, and every
row there repeats the figure it was written for, so that a changed figure stops the build.
"""

import calendar
import pathlib
import re
import sys

from tables import read, write

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent
HAND = HERE / "hand"
MERGER = "2025-07-01"  # 63 provinces to the day before, 34 from here on
SYSTEM_OF_63 = "2008-08-01"  # Resolution 15/2008/QH12: 64 became 63

PRESS = "báo Điện Biên Phủ, 2025-04-10"
INVESTING = (
    "https://en.baodienbienphu.com.vn/kinh-te/"
    "investing-in-modern-infrastructure-to-fast-track-digital-transformation-Ntthr2HvR.html"
)


def source(text):
    """A source as a reader can follow it."""
    text = re.sub(r"^seed: báo Điện Biên Phủ 2025-04-10(; same text [^;]*?\.html)?", PRESS, text)
    text = text.replace("PyPI ", "")
    if text.startswith(".../investing-in-modern"):
        return INVESTING
    return text.strip()


def hand_notes(table):
    """Notes written by hand, by unit, series, time and the value they were written for."""
    return {
        (r["unit"], r["series"], r["time"], r["value"]): r["note"]
        for r in read(HAND / "notes.csv")
        if r["table"] == table
    }


def note_for(notes, key, otherwise):
    return notes.pop(key, otherwise)


def all_used(table, notes):
    if notes:
        raise SystemExit(f"notes for {table} that fit no row: {sorted(notes)}")


# Units


GROUPS = [
    ("VN", "Cả nước"),
    ("VN-B", "Khối bộ"),
    ("VN-T", "Khối tỉnh"),
    ("CP", "Chính phủ"),
    ("V1", "Trung du và miền núi phía Bắc"),
    ("V2", "Đồng bằng sông Hồng"),
    ("V3", "Bắc Trung Bộ và duyên hải miền Trung"),
    ("V4", "Tây Nguyên"),
    ("V5", "Đông Nam Bộ"),
    ("V6", "Đồng bằng sông Cửu Long"),
]
COMMUNES = ["Điện Biên / phường Điện Biên Phủ", "Điện Biên / xã Mường Mùn"]
UNIT_NAMES = {
    "Cả nước / khối bộ": "Khối bộ",
    "Cả nước / khối tỉnh": "Khối tỉnh",
    "Tuyên Quang (mới)": "Tuyên Quang",
}


def kind(type):
    return "municipality" if type.startswith("thành phố") else "province"


def units(facts):
    rows = [
        {
            "code": code,
            "name": name,
            "kind": "group",
            "valid_from": SYSTEM_OF_63,
            # The six regions are those of the 63; the merged provinces cross them.
            "valid_to": "2025-06-30" if code.startswith("V") and code[1:].isdigit() else "",
        }
        for code, name in GROUPS
    ]
    for r in sorted(read(facts / "provinces63.csv"), key=lambda r: r["gso_code"]):
        rows.append(
            {
                "code": r["gso_code"],
                "name": r["name"],
                "kind": kind(r["type"]),
                "region": r["region6"],
                "valid_from": SYSTEM_OF_63,
                "valid_to": "2025-06-30",
            }
        )
    for r in sorted(read(facts / "provinces34.csv"), key=lambda r: r["gso_code"]):
        rows.append(
            {
                "code": r["gso_code"],
                "name": r["name"],
                "kind": kind(r["type"]),
                "valid_from": r["effective_from"],
            }
        )
    rows += [{"name": name, "kind": "commune", "valid_from": MERGER} for name in COMMUNES]
    write(OUT / "units.csv", ["code", "name", "kind", "region", "valid_from", "valid_to"], rows)
    return {r["name"] for r in rows}


def crosswalk(facts):
    rows = [
        {
            "from_code": r["old_code"],
            "from_name": r["old_name"],
            "to_code": r["new_code"],
            "to_name": r["new_name"],
            "effective_from": r["effective_from"],
        }
        for r in sorted(read(facts / "mapping63to34.csv"), key=lambda r: r["old_code"])
    ]
    columns = ["from_code", "from_name", "to_code", "to_name", "effective_from"]
    write(OUT / "crosswalk.csv", columns, rows)


def aliases(facts):
    found = {r["alias"]: r["province"] for r in read(facts / "aliases.csv")}
    # Spellings that differ only by the form of their marks are equal once normalised.
    rows = [{"alias": a, "unit": u} for a, u in sorted(found.items()) if a != u]
    write(OUT / "aliases.csv", ["alias", "unit"], rows)


# Indices


INDEX_ORDER = ["PAR", "SIPAS", "DTI", "PCI", "EGOV", "ICT"]
PARTS = {
    "SIPAS component: access to services": "SIPAS access",
    "SIPAS component: administrative procedures": "SIPAS procedures",
    "SIPAS component: civil servants": "SIPAS officials",
    "SIPAS component: service outcome": "SIPAS outcome",
    "SIPAS component: complaint handling": "SIPAS complaints",
    "DTI national": "DTI national",
    "DTI provincial mean": "DTI",
    "DTI provincial pillar: Chính quyền số": "DTI government",
    "DTI provincial pillar: Kinh tế số": "DTI economy",
    "DTI provincial pillar: Xã hội số": "DTI society",
    "PAPI mean": "PAPI",
}
SCALES = {"points of 100": "points"}


def version(index, year, units34=False):
    if index.startswith("SIPAS"):
        return "2022" if year >= 2022 else "to 2021"
    if index.startswith("DTI") and index != "DTI national":
        return "34 units" if units34 else "63 units"
    return "1"


def indices(facts):
    notes = hand_notes("indices")
    rows = []
    for r in read(facts / "indices.csv"):
        year, units34 = int(r["year"]), r["index"] == "DTI-34"
        key = (r["province"], r["index"], r["year"], r["value"])
        unit = r["province"]
        if units34 and unit == "Thừa Thiên Huế":
            unit = "Huế"  # the name of the unit since the merger
        rows.append(
            {
                "unit": unit,
                "index": "DTI" if units34 else r["index"],
                "year": year,
                "value": r["value"],
                "rank": r["rank"],
                "n_units": r["n_units"],
                "version": version(r["index"], year, units34),
                "unit_of_measure": SCALES.get(r["unit"], r["unit"]),
                "source": source(r["source"]),
                "note": note_for(notes, key, r["note"].replace('"', "'")),
            }
        )
    for r in read(facts / "indices_aggregates.csv"):
        year, name = int(r["year"]), PARTS.get(r["index"], r["index"])
        late_dti = r["index"].startswith("DTI provincial") and year == 2024
        note = r["note"]
        if late_dti:
            note = (
                "mean of the provinces, published with the ranking of the 34; "
                "the source does not say whether over 63 or 34"
            )
        elif r["index"] == "DTI provincial mean":
            note = "mean of the provinces; +32.7 % over 2020"
        elif name == "PAR":
            note = f"mean of the provinces; {note}" if note else "mean of the provinces"
        elif name == "PAPI":
            note = "mean of the provinces" + ("; 61 of them" if year == 2022 else "")
        rows.append(
            {
                "unit": r["scope"],
                "index": name,
                "year": year,
                "value": r["value"],
                "version": version(name, year, late_dti),
                "unit_of_measure": {"DTI": "0-1", "PAPI": "points"}.get(name.split()[0], "%"),
                "source": source(r["source"]),
                "note": note_for(notes, (r["scope"], r["index"], r["year"], r["value"]), note),
            }
        )
    all_used("indices", notes)

    def order(r):
        known = INDEX_ORDER.index(r["index"]) if r["index"] in INDEX_ORDER else len(INDEX_ORDER)
        rank = int(r["rank"]) if r.get("rank") else 99
        return (known, r["index"], r["year"], r["version"] == "34 units", rank, r["unit"])

    columns = "unit index year value rank n_units version unit_of_measure source note".split()
    write(OUT / "indices.csv", columns, sorted(rows, key=order))


# Coverage


DIGITISED = "Số hóa hồ sơ, cấp kết quả điện tử"
ALL_LEVELS = {"Lãnh đạo, công chức xử lý hồ sơ trên mạng và ký số"}
COVERAGE_NAMES = {
    "Hồ sơ trực tuyến trên hồ sơ tiếp nhận (34 tỉnh, từ 2025-07-01)": (
        "Hồ sơ trực tuyến trên hồ sơ tiếp nhận"
    )
}
COVERAGE_UNITS = {"triệu": "triệu người", "/100 dân": "thuê bao/100 dân"}


def as_of(text):
    """The day a time stands for (a year and a month at their end) and the year; empty if undated."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return text, match[1]
    if match := re.fullmatch(r"(\d{4})-(\d\d)", text):
        last = calendar.monthrange(int(match[1]), int(match[2]))[1]
        return f"{text}-{last}", match[1]
    if re.fullmatch(r"\d{4}", text):
        return f"{text}-12-31", text
    years = set(re.findall(r"\d{4}", text))
    return "", years.pop() if len(years) == 1 else ""


def level(unit):
    return {"Cả nước": "national", "Khối bộ": "ministry", "Khối tỉnh": "province"}.get(
        unit, "commune" if unit in COMMUNES else "province"
    )


def coverage(facts):
    notes = hand_notes("coverage")
    rows = []
    for r in read(facts / "coverage.csv"):
        qualifier, value = re.fullmatch(r"([<>]=?)?([\d.]+)", r["value"]).groups()
        day, year = as_of(r["as_of"])
        key = (r["scope"], r["indicator"], r["as_of"], r["value"])
        note = note_for(notes, key, r["note"])
        if not day:
            note = f"undated; {note}" if note else "undated"
        if re.search('^"gần|rounded millions|over 5,780', r["note"]):
            qualifier = "~"  # "nearly", or computed from rounded figures
        unit = UNIT_NAMES.get(r["scope"], r["scope"])
        name = r["indicator"]
        levels = [level(unit)]
        if name.startswith(DIGITISED):
            levels = ["province", "district"] if "huyện" in name else ["commune"]
            name = DIGITISED
            if len(levels) > 1:
                note = "one figure for the province and district levels"
        elif name in ALL_LEVELS:
            levels = ["all"]
            note = "from the province to the communes"
        for one in levels:
            rows.append(
                {
                    "unit": unit,
                    "indicator": COVERAGE_NAMES.get(name, name),
                    "level": one,
                    "as_of": day,
                    "as_of_text": r["as_of"],
                    "year": year,
                    "value": value,
                    "unit_of_measure": COVERAGE_UNITS.get(r["unit"], r["unit"]),
                    "direction": "down" if re.search("chưa có|lõm sóng", name) else "up",
                    "covered": r["numerator"],
                    "total": r["denominator"],
                    "qualifier": qualifier or "=",
                    "source": source(r["source"]),
                    "note": note,
                }
            )
    all_used("coverage", notes)
    columns = (
        "unit indicator level as_of as_of_text year value unit_of_measure direction covered total "
        "qualifier source note"
    ).split()
    write(OUT / "coverage.csv", columns, rows)
    return {r["indicator"] for r in rows}


# Tasks


def tasks(facts):
    notes = hand_notes("tasks")
    rows = []
    statuses = [
        ("total", "total"),
        ("done", "done"),
        ("in_progress", "in_progress"),
        ("regular", "recurring"),
        ("overdue", "overdue"),
    ]
    for r in read(facts / "tasks_summary.csv"):
        note = note_for(notes, (r["scope"], r["programme"], r["as_of"], r["total"]), "")
        for column, status in statuses:
            if not r[column]:
                continue
            if r["programme"] == "Cắt giảm TTHC liên quan kinh doanh" and column == "done":
                status = "in_progress"  # named to be cut, not said to be cut
            rows.append(
                {
                    "unit": r["scope"],
                    "programme": r["programme"],
                    "as_of": as_of(r["as_of"])[0],
                    "status": status,
                    "count": r[column],
                    "source": source(r["source"]),
                    "note": note,
                }
            )
    all_used("tasks", notes)
    columns = ["unit", "programme", "as_of", "status", "count", "source", "note"]
    write(OUT / "tasks.csv", columns, rows)


RECURRING = {"thường xuyên", "nhiệm vụ thường xuyên", "hằng năm", "2025 và những năm tiếp theo"}
QUARTERS = {"I": "03-31", "II": "06-30", "III": "09-30", "IV": "12-31"}


def due(text):
    """The last day of the time the text names and how exact it is."""
    if not text or text.lower() in RECURRING:
        return "", ""
    if match := re.fullmatch(r"(?:Tháng )?(\d{1,2})/(\d{4})", text):
        month, year = int(match[1]), int(match[2])
        return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}", "month"
    if match := re.fullmatch(r"Quý (IV|I{1,3})/(\d{4})", text):
        return f"{match[2]}-{QUARTERS[match[1]]}", "quarter"
    if match := re.fullmatch(r"(?:\d{4} ?- ?)?(\d{4})", text):
        return f"{match[1]}-12-31", "year"
    raise SystemExit(f"deadline not understood: {text}")


OWNERS = {
    "Bộ Khoa học, Công nghệ": "Bộ Khoa học và Công nghệ",
    "Bộ Tài nguyên và môi trường": "Bộ Tài nguyên và Môi trường",
    "Bộ Công An": "Bộ Công an",
    "Ngân hàng nhà nước Việt Nam": "Ngân hàng Nhà nước Việt Nam",
    "Bộ, ngành, địa phương": "Các bộ, ngành, địa phương",
    "các địa phương": "Các địa phương",
    "Các tỉnh, thành phố trực thuộc TW": "Các địa phương",
    "Các bộ, ngành, địa phương là chủ quản CSDLQG, CSDL chuyên ngành": (
        "Các bộ, ngành, địa phương có cơ sở dữ liệu"
    ),
    "Các thành phố trực thuộc Trung ương và một số tỉnh đủ điều kiện": (
        "Các thành phố trực thuộc Trung ương; Một số tỉnh đủ điều kiện"
    ),
}


def owners(text):
    """Joint leads one by one: a new one starts at "Bộ", "Viện", "Ngân hàng" and the like."""
    if text in OWNERS:
        return OWNERS[text]
    parts = re.split(
        r";\s*|,?\s+(?:và )?(?=(?:Bộ|Viện|Ngân hàng|các địa phương)\b)|, (?=VOV|TTXVN)", text
    )
    return "; ".join(OWNERS.get(p.strip(" ,"), p.strip(" ,")) for p in parts if p.strip(" ,"))


def national_tasks(facts):
    own = {r["no"]: r for r in read(HAND / "national_tasks.csv")}
    rows = []
    for r in read(facts / "tasks_nq03_pl2.csv"):
        if not r["no"]:
            continue  # a line that goes on with the task above it
        date, precision = due(r["deadline_as_written"])
        rows.append(
            {
                "group": r["group"],
                "no": r["no"],
                "title": own[r["no"]]["title"],
                "owner": owners(r["lead"]),
                "due": date,
                "due_text": r["deadline_as_written"],
                "due_precision": precision,
                "recurring": str(r["deadline_as_written"].lower() in RECURRING).lower(),
                "product": own[r["no"]]["product"],
            }
        )
    if [int(r["no"]) for r in rows] != list(range(1, 141)):
        raise SystemExit("the tasks are not numbered 1 to 140")
    columns = "group no title owner due due_text due_precision recurring product".split()
    write(OUT / "national_tasks.csv", columns, rows)


# Targets


DOCUMENTS = [
    ("Ban Chỉ đạo CCHC", "Kết luận của Thủ tướng, 2023-04-19"),
    ("Kế hoạch 2022", "Kế hoạch 2022, Ủy ban Quốc gia về chuyển đổi số"),
    ("Kế hoạch 2023", "Kế hoạch 2023, Ủy ban Quốc gia về chuyển đổi số"),
    ("mục tiêu 2024", "Mục tiêu 2024, Bộ Thông tin và Truyền thông"),
    ("định hướng Bộ TT&TT", "Định hướng đến 2025, Bộ Thông tin và Truyền thông"),
    ("Thủ tướng, hội nghị", "Thủ tướng, hội nghị 2024-10"),
    ("chương trình 2026", "Chương trình 2026, Ban Chỉ đạo Trung ương"),
    ("Đề án Chuyển đổi số tỉnh Điện Biên", "Đề án chuyển đổi số tỉnh Điện Biên, 2021-2025"),
]
TARGET_UNITS = {
    "% GDP": "%",
    "% GRDP": "%",
    "% chi NSNN": "%",
    "% tổng chi NSNN": "%",
    "% dân số": "%",
    "Thứ bậc": "thứ hạng",
    "Người/vạn dân": "người/vạn dân",
    "Doanh nghiệp": "doanh nghiệp",
    "Tổ chức": "tổ chức",
    "Tổ chức, doanh nghiệp": "doanh nghiệp",
    "Tuyến cáp quang biển": "tuyến",
    "Thành phố, Tỉnh": "đô thị",
    "Sàn dữ liệu": "sàn",
    "Trung tâm dữ liệu quốc gia": "trung tâm",
    "Cơ sở": "cơ sở",
    "Chỉ số phát triển con người (HDI)": "chỉ số",
    "Số doanh nghiệp/1000 dân": "doanh nghiệp/1000 dân",
}


def document(text):
    for start, name in DOCUMENTS:
        if text.startswith(start):
            return name
    return re.match(r"[^ ;(]+", text)[0]


def targets(facts):
    found = read(facts / "targets.csv")
    rows = []
    for own in read(HAND / "targets.csv"):
        r = found[int(own["row"]) - 1]
        if (r["year"], r["target"]) != (own["year"], own["published"]):
            raise SystemExit(f"row {own['row']} of the targets is not the one written for")
        text = own["reading"] or r["target"]
        comparison = low = high = ""
        if match := re.fullmatch(r"([<>]=?)?([\d.]+)(?:-([\d.]+))?", text):
            comparison, low, high = match[1] or ">=", match[2], match[3] or ""
        elif text:
            raise SystemExit(f"target not understood: {text}")
        item = ""
        if r["document"].startswith("03/NQ-CP"):
            item = "Phụ lục I, " + re.match(r"mục [\d.]*\d; chủ trì: [^.]*", r["note"])[0]
        rows.append(
            {
                "document": document(r["document"]),
                "indicator": own["indicator"],
                "level": own["level"],
                "year": r["year"],
                "comparison": comparison,
                "target": low,
                "target_high": high,
                "unit_of_measure": TARGET_UNITS.get(r["unit"], r["unit"]),
                "note": "; ".join(filter(None, [item, own["note"]])),
                "source": source(r["source"].replace(", mục II.1 (full text)", ", II.1")),
            }
        )
    columns = (
        "document indicator level year comparison target target_high unit_of_measure note source"
    ).split()
    write(OUT / "targets.csv", columns, rows)
    return {(r["indicator"], r["document"]) for r in rows}


def indicator_map(known):
    rows = read(HAND / "indicator_map.csv")
    for r in rows:
        if (r["target_indicator"], r["document"]) not in known:
            raise SystemExit(f"no such target: {r['target_indicator']} in {r['document']}")
    columns = ["series", "target_indicator", "document", "fit", "reason"]
    write(OUT / "indicator_map.csv", columns, rows)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    facts = pathlib.Path(sys.argv[1])
    units(facts)
    crosswalk(facts)
    aliases(facts)
    indices(facts)
    coverage(facts)
    tasks(facts)
    national_tasks(facts)
    indicator_map(targets(facts))


if __name__ == "__main__":
    main()
