import Columns
import Language

/// What the binder has to say, in words.
enum BinderMessages {
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? shown + ", …" : shown
  }

  static func unknownColumn(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    let columns =
      known.isEmpty
      ? Words(
        en: "no row is at hand here: write a constant, or $name for a value of let or param",
        vi: "ở đây không có dòng nào: viết hằng số, hoặc $tên cho giá trị của let hay param")
      : Words(en: "columns here: \(list(known))", vi: "các cột ở đây: \(list(known))")
    return Diagnostic(
      code: "E0501",
      Words(
        en: "there is no column `\(name.text)` here", vi: "ở đây không có cột `\(name.text)`"),
      at: name.range,
      fix: near.map {
        Words.didYouMean("`\($0)`")
      } ?? columns,
      replacement: near)
  }

  static func ambiguousColumn(_ name: Name, _ matches: [String]) -> Diagnostic {
    Diagnostic(
      code: "E0502",
      Words(
        en: "`\(name.text)` fits several columns: \(list(matches))",
        vi: "`\(name.text)` khớp nhiều cột: \(list(matches))"), at: name.range,
      fix: Words(
        en: "write the name with the same letters", vi: "viết đúng chữ hoa, chữ thường của tên cột")
    )
  }

  static func unknownTable(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0503",
      Words(en: "there is no table `\(name.text)`", vi: "không có bảng `\(name.text)`"),
      at: name.range,
      fix: near.map {
        Words.didYouMean("`\($0)`")
      }
        ?? Words(
          en: "tables: \(list(known)); a file is written in quotes",
          vi: "các bảng: \(list(known)); tệp được viết trong dấu nháy"),
      replacement: near)
  }

  static func pathNotText(_ name: String, _ type: DataType, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0521",
      Words(
        en: "a path is text, but `$\(name)` is \(type.rawValue)",
        vi: "đường dẫn phải là văn bản, nhưng `$\(name)` là \(type.rawValue)"), at: range)
  }

  static func unknownParameter(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0504",
      Words(
        en: "there is no parameter `$\(name.text)`", vi: "không có tham số `$\(name.text)`"),
      at: name.range,
      fix: near.map {
        Words.didYouMean("`$\($0)`")
      }
        ?? Words(
          en: "declare it with param \(name.text) = …",
          vi: "khai báo bằng param \(name.text) = …"), replacement: near)
  }

  static func unknownFunction(_ name: Name, _ known: [String]) -> Diagnostic {
    let near = Suggestions.nearest(name.text, among: known)
    return Diagnostic(
      code: "E0505",
      Words(
        en: "there is no function `\(name.text)`", vi: "không có hàm `\(name.text)`"),
      at: name.range,
      fix: near.map {
        Words.didYouMean("`\($0)`")
      } ?? Words(en: "help functions lists them", vi: "help functions liệt kê các hàm"),
      replacement: near)
  }

  static func wrongTypes(
    _ name: String, _ types: [DataType], at range: SourceRange, signature: String?
  ) -> Diagnostic {
    let found = types.map(\.rawValue).joined(separator: ", ")
    var fix: Words?
    let isMixed = types.contains(.text) && types.contains { $0.isNumeric }
    if isMixed, types.count == 2 {
      fix = Words(
        en:
          "compare like with like: int(x) or float(x) reads a number from text, text(x) writes one",
        vi:
          "so sánh cùng kiểu: int(x) hoặc float(x) đọc số từ văn bản, text(x) viết số thành văn bản"
      )
    } else if types.count == 2, types.contains(where: \.isTemporal),
      types.contains(where: \.isNumeric), ["==", "!=", "<", "<=", ">", ">="].contains(name)
    {
      fix = Words(
        en: "compare with a date or a period, @2025-12-31 or @2025, or take the year: year(x)",
        vi: "so sánh với ngày hoặc kỳ, @2025-12-31 hoặc @2025, hoặc lấy năm: year(x)")
    } else if let signature {
      fix = Words(en: "it is written \(signature)", vi: "cách viết: \(signature)")
    }
    return Diagnostic(
      code: "E0506",
      Words(
        en: found.isEmpty ? "`\(name)` needs arguments" : "`\(name)` does not take \(found)",
        vi: found.isEmpty ? "`\(name)` cần có đối số" : "`\(name)` không nhận \(found)"),
      at: range, fix: fix)
  }

  static func expected(_ wanted: DataType, _ found: DataType, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0507",
      Words(
        en:
          "\(wanted == .int ? "an" : "a") \(wanted.rawValue) is needed here, this is \(found.rawValue)",
        vi: "ở đây cần \(wanted.rawValue), đây là \(found.rawValue)"), at: range,
      fix: conversion(wanted, found))
  }

  /// How to make one type of another; nil where that would seldom be meant.
  private static func conversion(_ wanted: DataType, _ found: DataType) -> Words? {
    switch (wanted, found) {
    case (.bool, _):
      Words(
        en: "write a condition, such as x > 0 or x is not null",
        vi: "viết một điều kiện, như x > 0 hoặc x is not null")
    case (.text, _):
      Words(en: "text(x) writes a value as text", vi: "text(x) viết giá trị thành văn bản")
    case (.int, .text), (.float, .text):
      Words(
        en: "int(x) or float(x) reads a number from text",
        vi: "int(x) hoặc float(x) đọc số từ văn bản")
    case (.date, .text):
      Words(en: "date(x) reads a date from text", vi: "date(x) đọc ngày từ văn bản")
    default: nil
    }
  }

  static func needsName(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0508",
      Words(en: "a computed column needs a name", vi: "cột được tính cần có tên"), at: range,
      fix: Words(en: "write name = …", vi: "viết tên = …"))
  }

  static func duplicateName(_ name: String, at range: SourceRange, first: SourceRange?)
    -> Diagnostic
  {
    Diagnostic(
      code: "E0509",
      Words(
        en: "two columns would be called `\(name)`", vi: "có hai cột cùng tên `\(name)`"),
      at: range,
      labels: first.map { [.init($0, Words(en: "the first", vi: "cột đầu"))] } ?? [],
      fix: Words(en: "name one of them: other = …", vi: "đặt tên cho một cột: ten_khac = …"))
  }

  static func notAggregate(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0510",
      Words(
        en: "`\(text)` has many values in a group; an aggregate says which one",
        vi: "`\(text)` có nhiều giá trị trong một nhóm; cần một hàm tổng hợp"), at: range,
      fix: Words(
        en: "use sum(…), avg(…), first(…) …, or put it among the keys after group by",
        vi: "dùng sum(…), avg(…), first(…) …, hoặc đưa vào khóa sau group by"))
  }

  static func aggregateHere(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E0511",
      Words(
        en: "`\(name.text)` is an aggregate; here each row stands alone",
        vi: "`\(name.text)` là hàm tổng hợp; ở đây mỗi dòng đứng riêng"), at: name.range,
      fix: Words(
        en: "use group by … : \(name.text)(…), or derive by … : \(name.text)(…)",
        vi: "dùng group by … : \(name.text)(…), hoặc derive by … : \(name.text)(…)"))
  }

  static func notConstant(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0512",
      Words(
        en: "a constant is needed here, the same for all rows",
        vi: "ở đây cần một hằng số, giống nhau cho mọi dòng"), at: range)
  }

  static func badValue(_ en: String, _ vi: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(code: "E0513", Words(en: en, vi: vi), at: range)
  }

  /// - Parameter period: how the periods of the column are written, where it has any.
  static func unreadableDate(
    _ text: String, _ period: PeriodForm? = nil, at range: SourceRange
  ) -> Diagnostic {
    if let period {
      // The periods of 2024 show how theirs are written.
      let example = "\"\(period.text(2024 * (12 / period.grain.months)))\""
      return Diagnostic(
        code: "E0514",
        Words(
          en: "\"\(text)\" is compared with a period and is none",
          vi: "\"\(text)\" được so sánh với một kỳ nhưng không phải kỳ"), at: range,
        fix: Words(en: "the column writes \(example)", vi: "cột này viết \(example)"))
    }
    return Diagnostic(
      code: "E0514",
      Words(
        en: "\"\(text)\" is compared with a date and is none",
        vi: "\"\(text)\" được so sánh với ngày nhưng không phải ngày"), at: range,
      fix: Words(
        en: "write @2025-12-31 or \"31/12/2025\"", vi: "viết @2025-12-31 hoặc \"31/12/2025\""))
  }

  static func typesDiffer(_ name: String, _ one: DataType, _ other: DataType, at range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      code: "E0515",
      Words(
        en: "column `\(name)` is \(one.rawValue) here and \(other.rawValue) there",
        vi: "cột `\(name)` là \(one.rawValue) ở đây và \(other.rawValue) ở kia"), at: range,
      fix: Words(
        en: "convert one of them first: derive \(name) = text(\(name))",
        vi: "đổi kiểu một bên trước: derive \(name) = text(\(name))"))
  }

  static func noLastResult(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0516",
      Words(en: "there is no last result here", vi: "ở đây không có kết quả trước"), at: range,
      fix: Words(
        en: "`_` is the last result at the prompt; in a file use let name = …",
        vi: "`_` là kết quả trước ở dấu nhắc; trong tệp hãy dùng let ten = …"))
  }

  static func nestedAggregate(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E0517",
      Words(
        en: "`\(name.text)` stands inside another aggregate",
        vi: "`\(name.text)` nằm trong một hàm tổng hợp khác"), at: name.range,
      fix: Words(
        en: "group twice: … | group by …: x = … | aggregate \(name.text)(x)",
        vi: "nhóm hai lần: … | group by …: x = … | aggregate \(name.text)(x)"))
  }

  static func recursive(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E0518",
      Words(
        en: "`\(name.text)` calls itself", vi: "`\(name.text)` gọi chính nó"), at: name.range)
  }

  static func argumentCount(_ name: Name, _ wanted: ClosedRange<Int>, _ found: Int) -> Diagnostic {
    let (low, high) = (wanted.lowerBound, wanted.upperBound)
    let takes: Words
    switch high {
    case low: takes = Words(en: "\(low)", vi: "\(low)")
    case .max: takes = Words(en: "at least \(low)", vi: "ít nhất \(low)")
    default: takes = Words(en: "\(low) or \(high)", vi: "\(low) hoặc \(high)")
    }
    let isOne = low == 1 && (high == 1 || high == .max)
    return Diagnostic(
      code: "E0519",
      Words(
        en: "`\(name.text)` takes \(takes.en) \(isOne ? "argument" : "arguments"), not \(found)",
        vi: "`\(name.text)` nhận \(takes.text(in: .vi)) đối số, không phải \(found)"),
      at: name.range)
  }
}
