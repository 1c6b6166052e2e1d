#!/usr/bin/env python3
"""Writes datapackage.json: python3 datasets/make/package.py"""

import json

from build import OUT

REPORTS = {"title": "Published reports and newspapers, named in every row's `source`"}
UNITS_SOURCE = [
    {"title": "vietnamadminunits 1.0.4 (Python package, MIT)"},
    {
        "title": "ThangLeQuoc/vietnamese-provinces-database at fac63085 (MIT)",
        "path": "https://github.com/ThangLeQuoc/vietnamese-provinces-database",
    },
    {"title": "choisy/gso at 50040d2c, for the six regions"},
]
LEVELS = ["national", "ministry", "province", "district", "commune", "all"]


def field(name, type, title, title_vi, description="", unit=None, **constraints):
    found = {"name": name, "type": type, "title": title, "title_vi": title_vi}
    if description:
        found["description"] = description
    if unit:
        found["unit"] = unit
    if constraints:
        found["constraints"] = constraints
    return found


def unit_field(description="Province, merged province, group or commune; a name in `units`."):
    return field("unit", "string", "Unit", "Đơn vị", description, required=True)


SOURCE = field("source", "string", "Source", "Nguồn", "Where the figure was read.", required=True)
NOTE = field("note", "string", "Note", "Ghi chú", "What a reader should know of this row.")
MEASURE = field(
    "unit_of_measure", "string", "Unit of measure", "Đơn vị đo", "`%`, people, villages, places …"
)


def key(fields, resource, reference=None):
    return {
        "fields": fields,
        "reference": {"resource": resource, "fields": reference or fields},
    }


def resource(name, title, title_vi, description, kind, roles, fields, primary, foreign=(), **rest):
    schema = {"fields": fields, "missingValues": [""], "primaryKey": primary}
    if foreign:
        schema["foreignKeys"] = list(foreign)
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": title,
        "title_vi": title_vi,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **rest,
        "tiendo": {"kind": kind, "roles": roles},
        "schema": schema,
    }


def same(*names, **others):
    """Roles that are called as their columns are, and those that are not."""
    return {**others, **{name: name for name in names}}


OF_UNITS = key("unit", "units", "name")

RESOURCES = [
    resource(
        "indices",
        "Provincial indices",
        "Các chỉ số cấp tỉnh",
        "PAR, SIPAS, DTI, PCI, EGOV and ICT as far as they are published, so with gaps; means of "
        "regions and of the country stand under their own units.",
        "index",
        same(
            "value",
            "rank",
            "n_units",
            "version",
            entity="unit",
            series="index",
            time="year",
            unit="unit_of_measure",
        ),
        [
            unit_field(),
            field(
                "index",
                "string",
                "Index",
                "Chỉ số",
                "PAR administrative reform, SIPAS satisfaction, DTI digital transformation, PCI "
                "competitiveness, EGOV e-government, ICT readiness; more is better in all of them.",
                required=True,
            ),
            field("year", "year", "Year", "Năm", "Year the index is of.", required=True),
            field("value", "number", "Value", "Giá trị", "As published; in `unit_of_measure`."),
            field("rank", "integer", "Rank", "Thứ hạng", "As published; 1 is best.", minimum=1),
            field("n_units", "integer", "Units ranked", "Số đơn vị xếp hạng", "", "units"),
            field(
                "version",
                "string",
                "Version",
                "Phiên bản phương pháp",
                "Values of two versions do not compare. `1` where no change is recorded.",
                required=True,
            ),
            MEASURE,
            SOURCE,
            NOTE,
        ],
        ["unit", "index", "year", "version"],
        [OF_UNITS],
        sources=[REPORTS],
    ),
    resource(
        "coverage",
        "Coverage as published",
        "Độ phủ theo công bố",
        "Shares and counts of digital services, records and networks as published. An undated "
        "press figure has no `as_of`.",
        "coverage",
        same(
            "value",
            "covered",
            "total",
            "direction",
            "level",
            "qualifier",
            entity="unit",
            series="indicator",
            time="as_of",
            unit="unit_of_measure",
        ),
        [
            unit_field(),
            field("indicator", "string", "Indicator", "Chỉ tiêu", "", required=True),
            field(
                "level",
                "string",
                "Level",
                "Cấp",
                "Whose work or people the figure is about.",
                required=True,
                enum=LEVELS,
            ),
            field(
                "as_of",
                "date",
                "As of",
                "Ngày chốt số liệu",
                "A year or month stands at its last day; empty where the source has no date.",
            ),
            field(
                "as_of_text", "string", "Time as told", "Thời điểm theo nguồn", "", required=True
            ),
            field("year", "year", "Year", "Năm", "Empty where the source leaves it open."),
            field(
                "value", "number", "Value", "Giá trị", "As published; `unit_of_measure`, `qualifier`."
            ),
            MEASURE,
            field(
                "direction",
                "string",
                "Direction",
                "Chiều tốt",
                "Whether more (`up`) or less (`down`) is better.",
                enum=["up", "down"],
                required=True,
            ),
            field("covered", "integer", "Covered", "Số đạt", "People or things that have it."),
            field("total", "integer", "Total", "Tổng số", "People or things counted."),
            field(
                "qualifier",
                "string",
                "Qualifier",
                "Mức chắc chắn",
                "`=` exact as published, `~` about, `>` `>=` `<` `<=` only a bound is published.",
                enum=["=", "~", ">", ">=", "<", "<="],
                required=True,
            ),
            SOURCE,
            NOTE,
        ],
        ["unit", "indicator", "level", "as_of_text"],
        [OF_UNITS],
        sources=[REPORTS],
    ),
    resource(
        "tasks",
        "Tasks by status",
        "Nhiệm vụ theo tình trạng",
        "Published counts of tasks. Rows of status `total` are the published totals: leave them "
        "out when adding up the others.",
        "tasks",
        same("status", "count", entity="unit", series="programme", time="as_of"),
        [
            unit_field(),
            field("programme", "string", "Programme", "Chương trình", "", required=True),
            field("as_of", "date", "As of", "Ngày chốt số liệu", "Empty where the source has no date."),
            field(
                "status",
                "string",
                "Status",
                "Trạng thái",
                "",
                required=True,
                enum=["total", "done", "in_progress", "recurring", "not_started", "overdue"],
            ),
            field("count", "integer", "Count", "Số lượng", "", "tasks", required=True, minimum=0),
            SOURCE,
            NOTE,
        ],
        ["unit", "programme", "status"],
        [OF_UNITS],
        sources=[REPORTS],
    ),
    resource(
        "national_tasks",
        "National tasks of 03/NQ-CP",
        "Nhiệm vụ theo Nghị quyết 03/NQ-CP",
        "The 140 numbered tasks of Appendix II of 03/NQ-CP (2025-01-09), under short titles of "
        "our own.",
        "tasks",
        same("due", "recurring", entity="owner", series="group"),
        [
            field("group", "string", "Group", "Nhóm", "I to VII, as in the text.", required=True),
            field("no", "integer", "Number", "Số thứ tự", "", required=True, minimum=1),
            field("title", "string", "Title", "Nhiệm vụ", "Our own short words.", required=True),
            field(
                "owner",
                "string",
                "Lead",
                "Cơ quan chủ trì",
                "Joint leads are separated by `; `, in the order of the text.",
                required=True,
            ),
            field(
                "due",
                "date",
                "Due",
                "Thời hạn",
                "Last day of the month, quarter or year named; empty for recurring tasks.",
            ),
            field("due_text", "string", "Due as told", "Thời hạn theo văn bản"),
            field(
                "due_precision",
                "string",
                "Precision of the due date",
                "Độ chính xác của thời hạn",
                "",
                enum=["day", "month", "quarter", "year"],
            ),
            field("recurring", "boolean", "Recurring", "Thường xuyên", "", required=True),
            field("product", "string", "Product", "Sản phẩm"),
        ],
        ["no"],
        sources=[
            {"title": "Resolution 03/NQ-CP of 2025-01-09, Appendix II"},
            {"title": "thetrungdtt/VNMasterplan at d969b03d, the text read"},
        ],
    ),
    resource(
        "targets",
        "Targets",
        "Mục tiêu",
        "Targets by document, indicator, level and year. Documents set different targets for the "
        "same thing: choose one by filtering.",
        "targets",
        same(
            "document",
            "level",
            "comparison",
            "target",
            "target_high",
            series="indicator",
            time="year",
            unit="unit_of_measure",
        ),
        [
            field("document", "string", "Document", "Văn bản", "", required=True),
            field(
                "indicator",
                "string",
                "Indicator",
                "Chỉ tiêu",
                "The same words wherever documents speak of the same thing.",
                required=True,
            ),
            field(
                "level",
                "string",
                "Level",
                "Cấp",
                "Whom the target is set for; `all` for every level.",
                required=True,
                enum=LEVELS,
            ),
            field("year", "year", "Year", "Năm", "Due at the end of this year.", required=True),
            field(
                "comparison",
                "string",
                "Comparison",
                "So sánh",
                "`>=` where the text gives a plain number or a range.",
                enum=[">=", ">", "<=", "<", "="],
            ),
            field("target", "number", "Target", "Mục tiêu", "Empty where it is in words only."),
            field("target_high", "number", "Upper end", "Cận trên", "Of a range."),
            MEASURE,
            NOTE,
            SOURCE,
        ],
        ["document", "indicator", "level", "year"],
        sources=[REPORTS],
    ),
    resource(
        "indicator_map",
        "Which target speaks of which series",
        "Đối chiếu chỉ tiêu",
        "Written by hand. `same` and `proxy` join a series with a target; `no` records why a pair "
        "that looks alike does not.",
        "indicator_map",
        same("series", "target_indicator", "document", "fit", "reason"),
        [
            field(
                "series",
                "string",
                "Series",
                "Chuỗi số liệu",
                "An indicator of `coverage` or `practice_coverage`, or an index.",
                required=True,
            ),
            field("target_indicator", "string", "Target", "Chỉ tiêu", "", required=True),
            field("document", "string", "Document", "Văn bản", "", required=True),
            field(
                "fit", "string", "Fit", "Mức khớp", "", required=True, enum=["same", "proxy", "no"]
            ),
            field("reason", "string", "Reason", "Lý do", "", required=True),
        ],
        ["series", "target_indicator", "document"],
        [key(["target_indicator", "document"], "targets", ["indicator", "document"])],
        sources=[{"title": "Written for this catalogue"}],
    ),
    resource(
        "units",
        "Units of administration",
        "Đơn vị hành chính",
        "63 provinces to 2025-06-30, 34 from 2025-07-01, the groups that reports speak of, and two "
        "communes. A code or a name is unique only within its period.",
        "units",
        same("code", "valid_from", "valid_to", entity="name"),
        [
            field("code", "string", "Code", "Mã", "Statistical code; our own for groups."),
            field("name", "string", "Name", "Tên", "", required=True),
            field(
                "kind",
                "string",
                "Kind",
                "Loại",
                "",
                required=True,
                enum=["province", "municipality", "group", "commune"],
            ),
            field("region", "string", "Region", "Vùng", "One of six; for the 63 only."),
            field("valid_from", "date", "Valid from", "Có hiệu lực từ", "", required=True),
            field("valid_to", "date", "Valid to", "Hết hiệu lực", "Last day; empty while valid."),
        ],
        ["name", "valid_from"],
        sources=UNITS_SOURCE,
    ),
    resource(
        "crosswalk",
        "63 provinces to 34",
        "Chuyển từ 63 sang 34 tỉnh",
        "Which unit each of the 63 became part of. It goes one way: a merged unit cannot be split "
        "back.",
        "crosswalk",
        {"from": "from_name", "to": "to_name", "valid_from": "effective_from"},
        [
            field("from_code", "string", "Old code", "Mã cũ", "", required=True),
            field("from_name", "string", "Old name", "Tên cũ", "", required=True),
            field("to_code", "string", "New code", "Mã mới", "", required=True),
            field("to_name", "string", "New name", "Tên mới", "", required=True),
            field("effective_from", "date", "Effective from", "Hiệu lực từ", "", required=True),
        ],
        ["from_code"],
        [key("from_name", "units", "name"), key("to_name", "units", "name")],
        sources=UNITS_SOURCE[:1],
    ),
    resource(
        "aliases",
        "Spellings of units",
        "Cách viết tên đơn vị",
        "Spellings met in the wild, each with the name used here.",
        "aliases",
        same("alias", entity="unit"),
        [
            field("alias", "string", "Spelling", "Cách viết", "", required=True),
            unit_field("The name in `units`."),
        ],
        ["alias"],
        [OF_UNITS],
        sources=[{"title": "Files and pages read for this catalogue"}],
    ),
    resource(
        "practice_coverage",
        "Practice panel (synthetic)",
        "Dữ liệu thực hành (giả lập)",
        "SYNTHETIC, made by make/practice.py with a fixed seed: 63 units, 6 indicators, 10 years. "
        "For learning and tests; no figure in it is real.",
        "coverage",
        same(
            "covered",
            "total",
            "direction",
            "version",
            entity="unit",
            series="indicator",
            time="year",
        ),
        [
            unit_field("A real name, so that it joins `units`; the figures are invented."),
            field("indicator", "string", "Indicator", "Chỉ tiêu", "", required=True),
            field("year", "year", "Year", "Năm", "", required=True),
            field(
                "covered",
                "integer",
                "Covered",
                "Số đạt",
                "Empty where not reported.",
                "people, households, files or villages",
                minimum=0,
            ),
            field(
                "total",
                "integer",
                "Total",
                "Tổng số",
                "",
                "people, households, files or villages",
                required=True,
                minimum=0,
            ),
            field(
                "direction",
                "string",
                "Direction",
                "Chiều tốt",
                "",
                required=True,
                enum=["up", "down"],
            ),
            field(
                "version",
                "string",
                "Version",
                "Phiên bản",
                "`2` after a change of definition; `34 units` after the merger.",
                required=True,
            ),
            SOURCE,
            NOTE,
        ],
        ["unit", "indicator", "year"],
        [OF_UNITS],
        sources=[{"title": "Synthetic: datasets/make/practice.py"}],
    ),
]

PACKAGE = {
    "profile": "tabular-data-package",
    "name": "tiendo-catalogue",
    "title": "Digital government and administrative reform in Việt Nam",
    "title_vi": "Chính quyền số và cải cách hành chính ở Việt Nam",
    "description": "Published figures with their sources, targets and units, and one synthetic "
    "panel for practice.",
    "version": "1.0.0",
    "created": "2026-11-23",
    "licenses": [
        {
            "name": "GPL-3.0",
            "title": "As the project: our words, selection and scripts; the figures are facts",
            "path": "https://www.gnu.org/licenses/gpl-3.0.html",
        }
    ],
    "sources": [REPORTS],
    "resources": RESOURCES,
}


# What the words of a column are called in Vietnamese; the column keeps the English ones.
LEVEL_WORDS = {
    "national": "toàn quốc",
    "ministry": "bộ, ngành",
    "province": "tỉnh",
    "district": "huyện",
    "commune": "xã",
    "all": "mọi cấp",
}
WORDS = {
    ("indices", "unit_of_measure"): {"points": "điểm"},
    ("coverage", "level"): LEVEL_WORDS,
    ("coverage", "direction"): {"up": "càng cao càng tốt", "down": "càng thấp càng tốt"},
    ("targets", "level"): LEVEL_WORDS,
    ("practice_coverage", "direction"): {"up": "càng cao càng tốt", "down": "càng thấp càng tốt"},
    ("tasks", "status"): {
        "done": "đã hoàn thành",
        "in_progress": "đang thực hiện",
        "overdue": "quá hạn",
        "recurring": "thường xuyên",
        "total": "tổng cộng",
    },
    ("national_tasks", "due_precision"): {"month": "tháng", "quarter": "quý", "year": "năm"},
    ("units", "kind"): {
        "commune": "xã",
        "group": "nhóm đơn vị",
        "municipality": "thành phố",
        "province": "tỉnh",
    },
    ("indicator_map", "fit"): {"same": "khớp", "proxy": "gần đúng", "no": "không khớp"},
}


def add_words():
    for found in RESOURCES:
        for field in found["schema"]["fields"]:
            words = WORDS.get((found["name"], field["name"]))
            if words:
                field["tiendo"] = {"words_vi": words}


def main():
    add_words()
    text = json.dumps(PACKAGE, ensure_ascii=False, indent=2)
    (OUT / "datapackage.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
