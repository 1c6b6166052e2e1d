import Columns
import Functions
package import Language

/// Operators: comparisons, arithmetic over dates, membership.
extension Binder {
  package func binary(
    _ sign: BinaryOperator, _ signRange: SourceRange, _ left: SyntaxExpression,
    _ right: SyntaxExpression,
    _ range: SourceRange, _ context: ExpressionContext
  ) -> Expression {
    if sign.isComparison { return comparison(sign, signRange, left, right, range, context) }
    if sign == .divide, let day = Binder.dayAsDivision(left, right) {
      report(BinderMessages.dayAsDivision(day.0, day.text, at: range))
      return failed(range)
    }
    if sign == .coalesce {
      return coalesce([bind(left, context), bind(right, context)], range)
    }
    if sign == .add || sign == .subtract {
      if case .literal(.duration(let duration)) = right.kind {
        return shifted(
          bind(left, context), duration, by: sign == .add ? 1 : -1, range, at: signRange)
      }
      if sign == .add, case .literal(.duration(let duration)) = left.kind {
        return shifted(bind(right, context), duration, by: 1, range, at: signRange)
      }
    }
    let sides = [bind(left, context), bind(right, context)]
    if sign == .add || sign == .subtract || sign == .divide {
      noteScales(sides[0], sides[1], at: signRange, context.field)
    }
    return call(sign.rawValue, sides, range, at: signRange)
  }

  /// A day written with strokes, which reads as two divisions of plain numbers: nobody divides a day by
  /// a month by a year.
  private static func dayAsDivision(_ left: SyntaxExpression, _ right: SyntaxExpression)
    -> (DateLiteral, text: String)?
  {
    guard case .literal(.int(let year)) = right.kind, (1900...2200).contains(year),
      case .binary(.divide, operatorRange: _, let one, let other) = left.kind,
      case .literal(.int(let day)) = one.kind, case .literal(.int(let month)) = other.kind,
      (1...31).contains(day), (1...31).contains(month),
      let date = DateLiteral(year: Int(year), month: Int(month), day: Int(day))
    else { return nil }
    return (date, "\(day)/\(month)/\(year)")
  }

  /// A date some months and days later.
  package func shifted(
    _ date: Expression, _ duration: DurationLiteral, by sign: Int, _ range: SourceRange,
    at signRange: SourceRange
  ) -> Expression {
    guard date.type.isTemporal || date.type == .null else {
      report(
        BinderMessages.expected(
          .date, date.type, at: date.range, text: part(date).text, value: date.constant))
      return failed(range)
    }
    func number(_ value: Int) -> Expression {
      Expression(.constant(.int(Int64(value * sign))), type: .int, range: range)
    }
    var result = date
    if let form = date.period, duration.days == 0,
      duration.months.isMultiple(of: form.grain.months)
    {
      // Whole periods on, and still at the end of one.
      let later = call("add_months", [date, number(duration.months)], range, at: signRange)
      var end = call("last_day", [later], range, at: signRange)
      end.period = form
      return end
    }
    if duration.months != 0 {
      result = call("add_months", [result, number(duration.months)], range, at: signRange)
    }
    if duration.days != 0 {
      result = call("add_days", [result, number(duration.days)], range, at: signRange)
    }
    return result
  }

  /// A comparison; periods and dates written as text are read in the light of the other side.
  package func comparison(
    _ sign: BinaryOperator, _ signRange: SourceRange, _ left: SyntaxExpression,
    _ right: SyntaxExpression,
    _ range: SourceRange, _ context: ExpressionContext, isFrom: Bool = false
  ) -> Expression {
    if case .literal(.period(let period)) = right.kind {
      return compared(
        bind(left, context), sign, period, range, at: signRange, isFrom: isFrom)
    }
    if case .literal(.period(let period)) = left.kind {
      return compared(bind(right, context), sign.mirrored, period, range, at: signRange)
    }
    var one = bind(left, context)
    var other = bind(right, context)
    tellBareText(right, beside: one)
    tellBareText(left, beside: other)
    if sign == .equal || sign == .notEqual {
      (one, other) = (inWords(of: other, one, context), inWords(of: one, other, context))
    }
    if one.type.isTemporal, case .text(let text)? = other.constant {
      return compared(one, sign, text, other.range, range, at: signRange)
    }
    if other.type.isTemporal, case .text(let text)? = one.constant {
      return compared(other, sign.mirrored, text, one.range, range, at: signRange)
    }
    noteUnlike(one, other, at: signRange)
    noteScales(one, other, at: signRange, context.field)
    if sign.isOrder { (one, other) = inOrder(one, other) }
    return call(sign.rawValue, [one, other], range, at: signRange)
  }

  /// A word without quotes beside a column of text, of which no column is called so, is meant as text.
  private func tellBareText(_ word: SyntaxExpression, beside column: Expression) {
    guard case .name(let name) = word.kind, column.type == .text, column.constant == nil,
      let last = diagnostics.indices.last(where: { diagnostics[$0].range == name.range }),
      diagnostics[last].code == "E0501", diagnostics[last].replacement == nil
    else { return }
    let text = SyntaxText.quoted(name.text)
    diagnostics[last].fix = Words(
      en: "a text stands in quotes: \(SyntaxText.code(text))",
      vi: "đoạn chữ viết trong ngoặc kép: \(SyntaxText.code(text))")
    diagnostics[last].replacement = text
  }

  /// Two texts whose order by code points is the one in which the locale sorts.
  func inOrder(_ one: Expression, _ other: Expression) -> (Expression, Expression) {
    guard collation != nil, one.type == .text, other.type == .text else { return (one, other) }
    func key(_ text: Expression) -> Expression {
      call("sort_key", [text], text.range, at: text.range)
    }
    return (key(one), key(other))
  }

  /// A text beside a column of words of the program, in the language that the column has: `"chậm"` is
  /// `"too slow"` there.
  func inWords(
    of column: Expression, _ text: Expression, _ context: ExpressionContext
  ) -> Expression {
    guard case .text(let word)? = text.constant,
      let vocabulary = column.columnIndex.flatMap({ context.field($0) })?.look.vocabulary,
      let known = vocabulary.english[word]
    else { return text }
    var text = text
    text.kind = .constant(.text(known))
    return text
  }

  /// A time compared with a day or a period written as text.
  private func compared(
    _ value: Expression, _ sign: BinaryOperator, _ text: String, _ textRange: SourceRange,
    _ range: SourceRange, at signRange: SourceRange
  ) -> Expression {
    guard let days = days(of: text, beside: value, at: textRange) else { return failed(range) }
    noteCutPeriods(value, days, at: textRange)
    if days.count == 1 {
      let day = Expression(
        .constant(.date(Int32(days.lowerBound))), type: .date, range: textRange)
      return call(sign.rawValue, [value, day], range, at: signRange)
    }
    return compared(value, sign, days, range, at: signRange)
  }

  /// `==` lies in the period; `<` and `>=` go by its first day, `>` and `<=` by its last.
  package func compared(
    _ value: Expression, _ sign: BinaryOperator, _ period: PeriodLiteral, _ range: SourceRange,
    at signRange: SourceRange, isFrom: Bool = false
  ) -> Expression {
    if value.type == .int, period.granularity == .year {
      let year = Expression(.constant(.int(Int64(period.year))), type: .int, range: range)
      return call(sign.rawValue, [value, year], range, at: signRange)
    }
    guard value.type.isTemporal || value.type == .null else {
      report(
        BinderMessages.expected(
          .date, value.type, at: value.range, text: part(value).text, value: value.constant))
      return failed(range)
    }
    let days = Int(Binder.day(period.firstDay))...Int(Binder.day(period.lastDay))
    noteCutPeriods(value, days, at: range)
    return compared(value, sign, days, range, at: signRange)
  }

  /// `==` lies in the period; `<` and `>=` go by its first day, `>` and `<=` by its last.
  private func compared(
    _ value: Expression, _ sign: BinaryOperator, _ days: ClosedRange<Int>, _ range: SourceRange,
    at signRange: SourceRange
  ) -> Expression {
    func day(_ day: Int) -> Expression {
      Expression(.constant(.date(Int32(clamping: day))), type: .date, range: range)
    }
    // Times on the last day belong to the period: compare with the first day after it.
    let after = day(days.upperBound + 1)
    let first = day(days.lowerBound)
    switch sign {
    case .less: return call("<", [value, first], range, at: signRange)
    case .greaterOrEqual: return call(">=", [value, first], range, at: signRange)
    case .greater: return call(">=", [value, after], range, at: signRange)
    case .lessOrEqual: return call("<", [value, after], range, at: signRange)
    default:
      let inside = call(
        "and",
        [
          call(">=", [value, first], range, at: signRange),
          call("<", [value, after], range, at: signRange),
        ], range, at: signRange)
      return sign == .equal ? inside : call("not", [inside], range, at: signRange)
    }
  }

  /// The days of a date or period written as text beside a time; nil after an error.
  func days(of text: String, beside value: Expression, at range: SourceRange) -> ClosedRange<Int>? {
    if let day = Binder.readDate(text) { return Int(day)...Int(day) }
    let found =
      value.period.map { PeriodText.days(text, beside: $0.grain) } ?? PeriodText.days(text)
    if found == nil { report(BinderMessages.unreadableDate(text, value.period, at: range)) }
    return found
  }

  /// `2025-12-31` or `31/12/2025`.
  public static func readDate(_ text: String) -> Int32? {
    let isISO = text.contains("-")
    let parts = text.split(separator: isISO ? "-" : "/", omittingEmptySubsequences: false)
    guard parts.count == 3,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    let (year, month, day) =
      isISO ? (numbers[0], numbers[1], numbers[2]) : (numbers[2], numbers[1], numbers[0])
    guard parts[isISO ? 0 : 2].count == 4 else { return nil }
    return Calendar.validDays(year: year, month: month, day: day).map { Int32($0) }
  }

  package func membership(
    _ value: SyntaxExpression, _ set: SyntaxExpression, _ signRange: SourceRange,
    _ range: SourceRange,
    _ context: ExpressionContext
  ) -> Expression {
    switch set.kind {
    case .range(let from, let to):
      let above = comparison(.greaterOrEqual, signRange, value, from, range, context, isFrom: true)
      let below = comparison(.lessOrEqual, signRange, value, to, range, context)
      return call("and", [above, below], range, at: signRange)
    case .literal(.period): return comparison(.equal, signRange, value, set, range, context)
    case .list(let items):
      if items.isEmpty {
        return Expression(.constant(.bool(false)), type: .bool, range: range)
      }
      var needsComparisons = items.contains {
        if case .literal(.period) = $0.kind { true } else { false }
      }
      let inner = bind(value, context)
      if !needsComparisons {
        var elements = items.map { inWords(of: inner, bind($0, context), context) }
        if inner.type.isTemporal {
          for (index, element) in elements.enumerated() {
            guard case .text(let text)? = element.constant else { continue }
            guard let days = days(of: text, beside: inner, at: element.range) else {
              return failed(range)
            }
            // Of a period column only the last days occur.
            let isOne = days.count == 1 || inner.period?.grain.isPeriod(days) == true
            needsComparisons = needsComparisons || !isOne
            elements[index] = Expression(
              .constant(.date(Int32(clamping: days.upperBound))), type: .date,
              range: element.range)
          }
        }
        if !needsComparisons, elements.allSatisfy({ $0.constant != nil }) {
          return call("in", [inner] + elements, range, at: signRange)
        }
      }
      let equalities = items.map {
        comparison(.equal, signRange, value, $0, range, context)
      }
      return equalities.dropFirst().reduce(equalities[0]) {
        call("or", [$0, $1], range, at: signRange)
      }
    default:
      report(
        BinderMessages.badValue(
          "after `in` stands a list [a, b], a range a..b or a period",
          "sau `in` là danh sách [a, b], khoảng a..b hoặc một kỳ", at: set.range))
      return failed(range)
    }
  }
}

extension BinaryOperator {
  /// The comparison that holds when the sides are swapped.
  var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
