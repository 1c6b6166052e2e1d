package import Columns
import Functions
package import Language

/// What a message can offer beyond words: conversions that make a call fit, and columns that may be
/// what a step looks for.
package enum Advice {
  /// A part of a query that a fix changes.
  package struct Part {
    /// As the query has it, or a sign for something longer.
    package let text: String
    package let range: SourceRange
    package let type: DataType
    /// Set where the part is a constant.
    package let value: Value?
    /// Why a column that looks like numbers or dates is text.
    package var reason: Remark?

    /// The changes that put a call around the part.
    func wrapped(in function: String) -> [Diagnostic.Edit] {
      [.init(at: range.start, "\(function)("), .init(at: range.end, ")")]
    }

    /// A text that is a number in quotes, without them.
    var numberInQuotes: String? {
      guard case .text(let text)? = value else { return nil }
      let isNumber =
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
      return isNumber && text.utf8.count < 16 && Double(text) != nil && !text.hasPrefix(".")
        && !text.hasSuffix(".") ? text : nil
    }
  }

  /// A call that turns a part into another type.
  package struct Conversion {
    let part: Int
    let function: String
  }

  /// The functions that read or write a type, the likeliest first, with what they give.
  private static func functions(of type: DataType) -> [(name: String, result: DataType)] {
    switch type {
    case .text: [("float", .float), ("date", .date)]
    case .int, .float: [("text", .text)]
    case .bool: [("int", .int), ("text", .text)]
    case .date, .timestamp: [("text", .text)]
    default: []
    }
  }

  /// The fewest conversions after which the types are taken; empty where there are none.
  package static func conversions(of parts: [Part], fits: ([DataType]) -> Bool) -> [Conversion] {
    let types = parts.map(\.type)
    // What is text is read before what is not is written.
    let order =
      types.indices.filter { types[$0] == .text } + types.indices.filter { types[$0] != .text }
    for place in order {
      let type = types[place]
      for function in functions(of: type) where isSensible(function.name, parts[place]) {
        var changed = types
        changed[place] = function.result
        if fits(changed) { return [Conversion(part: place, function: function.name)] }
      }
    }
    for type in Set(types).sorted(by: { $0.rawValue < $1.rawValue }) {
      for function in functions(of: type) {
        let places = types.indices.filter { types[$0] == type }
        guard places.allSatisfy({ isSensible(function.name, parts[$0]) }) else { continue }
        let changed = types.map { $0 == type ? function.result : $0 }
        if fits(changed) { return places.map { Conversion(part: $0, function: function.name) } }
      }
    }
    return []
  }

  /// A text that is written out is no number and no day for being converted.
  private static func isSensible(_ function: String, _ part: Part) -> Bool {
    guard case .text? = part.value else { return true }
    return function == "float" && part.numberInQuotes != nil
  }

  /// What a conversion makes of the query, and how it is written.
  package static func changes(_ conversions: [Conversion], of parts: [Part])
    -> (text: String, edits: [Diagnostic.Edit])
  {
    var texts: [String] = []
    var edits: [Diagnostic.Edit] = []
    for conversion in conversions {
      let part = parts[conversion.part]
      if let number = part.numberInQuotes {
        texts.append(number)
        edits.append(.init(part.range, number))
      } else {
        texts.append("\(conversion.function)(\(part.text))")
        edits += part.wrapped(in: conversion.function)
      }
    }
    return (texts.joined(separator: ", "), edits)
  }

  // MARK: Columns

  /// Names that columns of time go by, folded.
  private static let timeNames: Set<String> = [
    "year", "time", "date", "day", "month", "quarter", "period", "y", "t", "d", "nam", "ngay",
    "thang",
    "quy", "ky", "thoigian", "thoidiem", "kybaocao", "nambaocao", "ngaybaocao", "baocaonam",
    "reportyear", "reportingyear", "reportingperiod", "yr",
  ]

  /// The column that most likely holds the times: of a type of time, or called like one.
  package static func time(_ fields: [Field]) -> Int? {
    let named = fields.indices.filter { timeNames.contains(Suggestions.key(fields[$0].name)) }
    let fitting = named.filter { fields[$0].type == .int || fields[$0].type.isTemporal }
    return fitting.first ?? fields.firstIndex { $0.type.isTemporal }
  }

  /// The numerator and denominator that a table of counts most likely has: the column whose name says
  /// that it is a total, and the int column before it.
  package static func ratio(_ fields: [Field], except taken: [Int]) -> (Int, Int)? {
    let counts = fields.indices.filter { place in
      fields[place].type == .int && !fields[place].isHidden && !taken.contains(place)
    }
    guard
      let total = counts.first(where: { place in
        let words = TextFold.fold(fields[place].name).split { !$0.isLetter }.map(String.init)
        return !["total", "tong", "denominator"].filter(words.contains).isEmpty
      }), let part = counts.last(where: { $0 < total })
    else { return nil }
    return (part, total)
  }

  /// The column of numbers that most likely is measured: the last that is none of the others.
  package static func measure(_ fields: [Field], except taken: [Int]) -> Int? {
    fields.indices.last { fields[$0].type.isNumeric && !taken.contains($0) }
  }
}

extension Binder {
  /// A bound expression as a part of the query that a fix may change.
  package func part(_ expression: Expression) -> Advice.Part {
    let text =
      expression.constant.flatMap(Binder.written) ?? writtenNames[expression.range] ?? "…"
    return Advice.Part(
      text: text, range: expression.range, type: expression.type, value: expression.constant,
      reason: expression.reason)
  }

  /// A value as a query has it, where that is short.
  package static func written(_ value: Value) -> String? {
    switch value {
    case .int(let number): "\(number)"
    case .double, .decimal: value.plainText
    case .text(let text): text.utf8.count > 40 ? nil : SyntaxText.quoted(text)
    case .bool(let truth): "\(truth)"
    default: nil
    }
  }
}
