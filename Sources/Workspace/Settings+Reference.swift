import Columns
import Functions
package import Language
import Planning

extension Settings {
  /// A setting as help, completion and error messages know it.
  package struct Setting {
    package let name: String
    /// What kind of value it takes.
    package let takes: Words
    package let about: Words
    /// A value as it is written after `set name`.
    package let example: String
    /// The words it takes, where they can be listed.
    package let choices: [String]
    /// The value now, as it is written after `set name`.
    package let current: @Sendable (Settings) -> String
    /// Takes a value; false where it does not fit, which changes nothing.
    let change: @Sendable (inout Settings, Value) -> Bool

    init(
      _ name: String, takes: Words, _ about: Words, example: String, choices: [String] = [],
      current: @escaping @Sendable (Settings) -> String,
      change: @escaping @Sendable (inout Settings, Value) -> Bool
    ) {
      self.name = name
      self.takes = takes
      self.about = about
      self.example = example
      self.choices = choices
      self.current = current
      self.change = change
    }

    /// One that is on or off.
    init(
      switch name: String, _ about: Words, _ place: any WritableKeyPath<Settings, Bool> & Sendable
    ) {
      self.init(
        name, takes: Words(en: "on or off", vi: "on hoặc off"), about, example: "off",
        choices: ["on", "off"], current: { $0[keyPath: place] ? "on" : "off" },
        change: { settings, value in
          switch value.plainText.lowercased() {
          case "on", "true": settings[keyPath: place] = true
          case "off", "false": settings[keyPath: place] = false
          default: return false
          }
          return true
        })
    }

    /// One that is a whole number from a range.
    init(
      _ name: String, _ range: ClosedRange<Int64>, _ about: Words, example: String,
      _ place: any WritableKeyPath<Settings, Int> & Sendable
    ) {
      self.init(
        name, takes: Words(en: "a number", vi: "một số"), about, example: example,
        current: { String($0[keyPath: place]) },
        change: { settings, value in
          guard case .int(let number) = value, range.contains(number) else { return false }
          settings[keyPath: place] = Int(number)
          return true
        })
    }
  }

  /// Every setting that `set` knows.
  package static let all: [Setting] = [
    Setting(
      "format",
      takes: ResultFormat.names,
      Words(
        en: "The form in which results are shown; .mode is short for it.",
        vi: "Dạng hiển thị kết quả; .mode là cách viết ngắn."),
      example: "csv", choices: ResultFormat.all.map(\.name),
      current: { $0.format.name },
      change: { settings, value in
        guard let form = ResultFormat(named: value.plainText) else { return false }
        settings.format = form
        return true
      }),
    Setting(
      "lang", takes: Words(en: "en or vi", vi: "en hoặc vi"),
      Words(
        en:
          "The language of messages and help; vi also sorts text as Vietnamese and shows decimal commas.",
        vi:
          "Ngôn ngữ của thông báo và trợ giúp; vi còn xếp chữ theo tiếng Việt và hiện dấu phẩy thập phân."
      ),
      example: "vi", choices: ["en", "vi"],
      current: { $0.lang.rawValue },
      change: { settings, value in
        guard let chosen = Lang(rawValue: value.plainText.lowercased()) else { return false }
        settings.lang = chosen
        settings.written = chosen
        if chosen == .vi { settings.collation = .vietnamese }
        return true
      }),
    Setting(
      "locale", takes: Words(en: "vi or none", vi: "vi hoặc none"),
      Words(
        en: "The order of text in sort, min, max and pivot; none is by code points.",
        vi: "Thứ tự chữ trong sort, min, max và pivot; none là theo mã ký tự."),
      example: "vi", choices: ["vi", "none"],
      current: { $0.collation == nil ? "none" : "vi" },
      change: { settings, value in
        let word = value.plainText.lowercased()
        if ["none", "c", "null"].contains(word) {
          settings.collation = nil
        } else if let order = Collation.named(word) {
          settings.collation = order
        } else {
          return false
        }
        return true
      }),
    Setting(
      "memory",
      takes: Words(en: "a size such as 8GB, or none", vi: "dung lượng như 8GB, hoặc none"),
      Words(
        en: "The most memory that tables may take; a query that needs more ends with an error.",
        vi: "Bộ nhớ tối đa cho các bảng; truy vấn cần nhiều hơn sẽ dừng với lỗi."),
      example: "\"8GB\"", choices: ["none"],
      current: { $0.memory.map { "\"\($0 >> 20)MiB\"" } ?? "none" },
      change: { settings, value in
        let text = value.plainText
        if ["none", "null"].contains(text.lowercased()) {
          settings.memory = nil
        } else if let bytes = Settings.bytes(text) {
          settings.memory = bytes
        } else {
          return false
        }
        return true
      }),
    Setting(
      "optimizer",
      takes: Words(
        en: "all, none, or rules to leave out such as \"-push_filters -top_n\"",
        vi: "all, none, hoặc các quy tắc bỏ qua như \"-push_filters -top_n\""),
      Words(
        en: "The rules by which a plan is made cheaper: "
          + Optimizer.standard.rules.map(\.name).joined(separator: ", ")
          + ". Answers do not depend on them; leaving one out tells whether it is at fault.",
        vi: "Các quy tắc làm kế hoạch truy vấn chạy nhanh hơn: "
          + Optimizer.standard.rules.map(\.name).joined(separator: ", ")
          + ". Kết quả không phụ thuộc vào chúng; bỏ một quy tắc để biết lỗi có do nó không."),
      example: "\"-push_filters\"",
      choices: ["all", "none"] + Optimizer.standard.rules.map { "\"-\($0.name)\"" },
      current: { settings in
        let rules = Optimizer.standard.rules.map(\.name)
        if settings.rulesOff.isEmpty { return "all" }
        if settings.rulesOff.count == rules.count { return "none" }
        let off = rules.filter(settings.rulesOff.contains).map { "-" + $0 }
        return "\"" + off.joined(separator: " ") + "\""
      },
      change: { settings, value in
        guard let off = Settings.rules(off: value.plainText.lowercased()) else { return false }
        settings.rulesOff = off
        return true
      }),
    Setting(
      switch: "pager",
      Words(
        en:
          "Whether what is longer than the screen goes through $PAGER (less where it is not set).",
        vi: "Nội dung dài hơn màn hình có hiện qua $PAGER hay không (mặc định là less)."),
      \.usesPager),
    Setting(
      switch: "progress",
      Words(
        en: "Whether a line on the terminal tells how far a long statement is.",
        vi: "Có hiện dòng tiến độ trên màn hình khi câu lệnh chạy lâu hay không."),
      \.showsProgress),
    Setting(
      "pull_limit",
      takes: Words(en: "a number of rows, or none", vi: "số dòng, hoặc none"),
      Words(
        en:
          "The most rows that a database may send for one part of a query; a query that needs more "
          + "ends with an error that names the step that the database could not do.",
        vi:
          "Số dòng tối đa mà cơ sở dữ liệu được gửi cho một phần của truy vấn; truy vấn cần nhiều "
          + "hơn dừng với lỗi nêu bước mà cơ sở dữ liệu không làm được."),
      example: "1000000", choices: ["none"],
      current: { $0.pullLimit.map(String.init) ?? "none" },
      change: { settings, value in
        if case .int(let rows) = value, rows > 0 {
          settings.pullLimit = Int(rows)
        } else if ["none", "null"].contains(value.plainText.lowercased()) {
          settings.pullLimit = nil
        } else {
          return false
        }
        return true
      }),
    Setting(
      "rows", 1...Int64.max,
      Words(
        en: "How many rows of a result are shown on a terminal; .last shows all.",
        vi: "Số dòng kết quả hiện trên màn hình; .last hiện tất cả."),
      example: "100", \.maxRows),
    Setting(
      "threads", 1...1024,
      Words(en: "How many threads a query uses.", vi: "Số luồng mà truy vấn dùng."), example: "2",
      \.threads),
    Setting(
      switch: "timing",
      Words(
        en: "Whether the time that a result took stands under it.",
        vi: "Có ghi thời gian chạy dưới kết quả hay không."),
      \.showsTime),
    Setting(
      "today",
      takes: Words(en: "a date such as @2025-04-10", vi: "một ngày như @2025-04-10"),
      Words(
        en: "The day that counts as today, so that a run can be repeated.",
        vi: "Ngày được coi là hôm nay, để có thể chạy lại như cũ."),
      example: "@2025-04-10",
      current: { "@" + Value.date($0.today).plainText },
      change: { settings, value in
        guard case .date(let day) = value else { return false }
        settings.today = day
        return true
      }),
    Setting(
      "totals", takes: Words(en: "mark or keep", vi: "mark hoặc keep"),
      Words(
        en:
          "mark: rows of totals, such as those of with totals, are labelled and left out of shares, ranks, charts and further steps that add up. keep: they are rows like any other, null in the keys that they sum over.",
        vi:
          "mark: các dòng tổng, như của with totals, có nhãn và không vào tỷ trọng, thứ hạng, biểu đồ và các bước cộng tiếp. keep: chúng là dòng như mọi dòng, null ở các khóa được cộng gộp."
      ),
      example: "keep", choices: ["mark", "keep"],
      current: { $0.keepsTotals ? "keep" : "mark" },
      change: { settings, value in
        let word = value.plainText.lowercased()
        guard word == "keep" || word == "mark" else { return false }
        settings.keepsTotals = word == "keep"
        return true
      }),
    Setting(
      "width", takes: Words(en: "cells across, or auto", vi: "số ô ngang, hoặc auto"),
      Words(
        en: "How wide tables and charts are drawn; auto asks the terminal each time.",
        vi: "Bề ngang của bảng và biểu đồ; auto hỏi màn hình mỗi lần."),
      example: "100", choices: ["auto"],
      current: { $0.width.map(String.init) ?? "auto" },
      change: { settings, value in
        if value.plainText.lowercased() == "auto" {
          settings.width = nil
        } else if case .int(let cells) = value, cells >= 20 {
          settings.width = Int(cells)
        } else {
          return false
        }
        return true
      }),
  ]
}
