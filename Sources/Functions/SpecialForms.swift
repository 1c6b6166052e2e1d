/// What looks like a function but is not: its arguments are computed only where they are needed,
/// so the binder and the executor know it themselves. Here is their help.
public enum SpecialForms {
  /// In the order in which help lists them.
  public static let help: [(name: String, help: FunctionHelp)] = [
    (
      "if",
      .of(
        "if(condition, a, b)", en: "a where the condition is true, else b (null without b).",
        vi: "a khi điều kiện đúng, còn lại là b (không có b thì null).",
        [("if(1 < 2, \"yes\", \"no\")", "\"yes\""), ("if(null > 1, \"yes\", \"no\")", "\"no\"")])
    ),
    (
      "case",
      .of(
        "case { condition => value, …, else => value }",
        en: "The value of the first condition that is true.",
        vi: "Giá trị của điều kiện đúng đầu tiên.",
        [
          ("case { 1 > 2 => \"a\", else => \"b\" }", "\"b\""),
          (
            "case { 82.96 >= 90 => \"high\", 82.96 >= 80 => \"middle\", else => \"low\" }",
            "\"middle\""
          ),
        ])
    ),
    (
      "coalesce",
      .of(
        "coalesce(a, b, …)", en: "The first argument that is not null.",
        vi: "Đối số khác null đầu tiên.",
        [("coalesce(null, 3)", "3"), ("coalesce(\"Điện Biên\", \"unknown\")", "\"Điện Biên\"")])
    ),
    (
      "??",
      .of(
        "a ?? b", en: "a, or b where a is null.", vi: "a, hoặc b khi a là null.",
        [("null ?? 3", "3"), ("82.96 ?? 0", "82.96")])
    ),
    (
      "between",
      .of(
        "x between a and b", en: "Whether x is at least a and at most b.",
        vi: "x có từ a đến b không, kể cả hai đầu.",
        [
          ("2 between 1 and 3", "true"),
          ("@2025-04-10 between @2025-01-01 and @2025-03-31", "false"),
        ])
    ),
  ]

  /// The other names of special forms: `iff`, `ifnull`, `nvl` …
  public static let synonyms: [String: String] = [
    "iff": "if", "iif": "if", "ifelse": "if", "if_else": "if", "ifnull": "coalesce",
    "nvl": "coalesce", "isnull": "coalesce",
  ]
}
