import Columns
import Functions
package import Language

/// `pivot`, `unpivot` and `fill`.
extension Binder {
  /// The columns that a pivot makes are its data's values: a stage ends here.
  package func pivot(_ pivot: PivotStep, _ step: Step, _ stage: Stage) throws -> Stage {
    let before = diagnostics.count
    let stage = withoutTotals(stage, notedAt: step.wordRange)
    let column = key(pivot.column.expr, stage.scope)
    var by = pivot.by.compactMap { named($0, .row(stage.scope), $0.expr) }
    for place in by.indices { by[place].look.part = .key }
    checkNames(by.map { ($0.name, $0.expression.range) }, of: pivot.by)
    let context = GroupContext(input: stage.scope, keys: [])
    let results = pivot.aggregates.compactMap { named($0, .groups(context), $0.expr) }
    for (index, result) in results.enumerated() where result.expression.columnIndex != index {
      report(
        BinderMessages.badValue(
          "`pivot` takes plain aggregates; compute with them in a step after it",
          "`pivot` chỉ nhận hàm tổng hợp; hãy tính tiếp ở bước sau", at: result.expression.range))
    }
    if results.count > 1 {
      checkNames(results.map { ($0.name, $0.expression.range) }, of: pivot.aggregates)
    }
    if diagnostics[before...].contains(where: \.isError) { return unknown(stage.plan, step) }
    var calls = context.calls
    for index in calls.indices { calls[index].name = results[index].name }
    let plan = LogicalPlan(
      .pivot(stage.plan, column: column, by: by, calls, totals: pivot.withTotals),
      fields: pivot.withTotals
        ? fields(by, stage.scope).withTotals() : fields(by, stage.scope), range: step.range)
    let result = try self.stage(plan, step)
    if result.plan.isOpen { return result }
    var seen: Set<String> = []
    for (place, field) in result.plan.fields.enumerated()
    where !seen.insert(field.name).inserted {
      let isKey = place >= by.count
      let key = pivot.by.first { item in
        by.contains { $0.name == field.name && $0.expression.range == item.expr.range }
      }
      report(
        ShapeMessages.pivotClash(field.name, key: isKey ? key : nil, at: pivot.column.range))
    }
    return result
  }

  /// The place of a column that a step names; nil after an error.
  package func place(_ name: Name, _ scope: Scope) -> Int? {
    bind(SyntaxExpression(.name(name), range: name.range), .row(scope)).columnIndex
  }

  // MARK: unpivot

  package func unpivot(_ unpivot: UnpivotStep, _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    let fields = stage.plan.fields
    var columns: [Int] = []
    // For each pattern what the star stands for, and the column.
    var groups: [[(String, Int)]] = []
    func add(_ place: Int, _ range: SourceRange) {
      if columns.contains(place) {
        report(ShapeMessages.listedTwice(fields[place].name, at: range))
      } else {
        columns.append(place)
      }
    }
    for part in unpivot.columns {
      switch part {
      case .one(let name) where name.pattern != nil:
        let found = places(fitting: name, stage.scope)
        groups.append(found.map { (star(of: fields[$0].name, in: name), $0) })
        for place in found { add(place, name.range) }
      case .one(let name):
        if let place = place(name, stage.scope) { add(place, name.range) }
      case .span(let from, let to):
        guard let first = place(from, stage.scope), let last = place(to, stage.scope) else {
          continue
        }
        guard first <= last else {
          report(
            ShapeMessages.backwards(fields[first].name, fields[last].name, at: to.range))
          continue
        }
        for place in first...last { add(place, from.range) }
      }
    }
    let valueCount = unpivot.valueColumns.count
    if valueCount > 1, groups.count != valueCount || unpivot.columns.count != valueCount {
      report(
        ShapeMessages.valuesNeedPatterns(
          valueCount, patterns: groups.count, at: unpivot.valueColumns[1].range))
    }
    if diagnostics[before...].contains(where: \.isError) || stage.scope.isOpen {
      return unknown(stage.plan, step)
    }
    let parts = valueCount > 1 ? groups.map { $0.map(\.1) } : [columns]
    var values: [Field] = []
    for (part, name) in zip(parts, unpivot.valueColumns) {
      guard let field = valueField(of: part.map { fields[$0] }, name, step) else { return stage }
      values.append(field)
    }
    let kept = fields.indices.filter { !columns.contains($0) }.map { fields[$0] }
    let named = [unpivot.nameColumn] + unpivot.valueColumns
    let texts = named.map { TextNormalization.normalizeNFC($0.text) }
    for (place, (text, name)) in zip(texts, named).enumerated() {
      let first = texts[..<place].firstIndex(of: text)
      guard first != nil || kept.contains(where: { $0.name == text }) else { continue }
      let other = SyntaxText.name("\(text)_2")
      report(
        BinderMessages.duplicateName(
          text, at: name.range, first: first.map { named[$0].range }, other: other,
          edits: [.init(name.range, other)]))
    }
    // The names, and for each the columns of its values.
    var rows: [[Int?]] = columns.map { [$0] }
    var rowNames = columns.map { fields[$0].name }
    if valueCount > 1 {
      rowNames = []
      for (name, _) in groups.flatMap({ $0 }) where !rowNames.contains(name) {
        rowNames.append(name)
      }
      rows = rowNames.map { name in groups.map { $0.first { $0.0 == name }?.1 } }
    }
    let (names, form) = Binder.readBack(rowNames)
    var nameField = Field(texts[0], names.type, period: form)
    if kept.contains(where: { $0.look.part == .key }) { nameField.look.part = .key }
    let made = kept + [nameField] + values
    let plan = LogicalPlan(
      .reshape(.unpivot(columns: rows, names: names), stage.plan), fields: made,
      range: step.range)
    return Stage(plan: plan, scope: Scope(made, roles: stage.scope.roles), info: nil)
  }

  /// What the star of a pattern stands for in a name.
  private func star(of name: String, in pattern: Name) -> String {
    guard case .name(let text)? = pattern.pattern else { return name }
    return ColumnPattern.star(in: name, of: TextNormalization.normalizeNFC(text)) ?? name
  }

  /// The column that holds the values of several; nil after an error.
  private func valueField(of fields: [Field], _ name: Name, _ step: Step) -> Field? {
    var type = DataType.null
    for field in fields {
      let own = field.type
      guard let both = Binder.unified(type, own), both != .timestamp || own == type || type == .null
      else {
        let known = fields.first { $0.type != .null } ?? field
        report(ShapeMessages.unlike(known, field, fields: fields, at: step.wordRange))
        return nil
      }
      type = both
    }
    let units = Set(fields.map(\.unit))
    var made = Field(
      TextNormalization.normalizeNFC(name.text), type,
      unit: units.count == 1 ? units.first ?? nil : nil)
    let digits = Set(fields.map(\.look.digits))
    if let own = digits.first, digits.count == 1 { made.look.digits = own }
    if type == .date, Set(fields.map(\.period)).count == 1 { made.period = fields.first?.period }
    return made
  }

  // MARK: split

  /// One row for each part of a text.
  package func split(_ split: SplitStep, _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    let value = constantValue(split.separator)
    let place = place(split.column, stage.scope)
    if stage.scope.isOpen { return unknown(stage.plan, step) }
    guard let place, let value else { return stage }
    var fields = stage.plan.fields
    guard case .text(let separator) = value, !separator.isEmpty else {
      if value != .text("") {
        report(BinderMessages.expected(.text, value.type, at: split.separator.range, value: value))
      } else {
        report(ShapeMessages.emptySeparator(at: split.separator.range))
      }
      return stage
    }
    if fields[place].type != .text, fields[place].type != .null {
      report(ShapeMessages.notSplit(fields[place], at: split.column.range))
      return stage
    }
    var made = fields[place]
    made.type = .text
    if split.part == nil { fields[place] = made }
    for (name, field) in [(split.part, made), (split.number, Field("", .int))] {
      guard let name else { continue }
      var field = field
      field.name = TextNormalization.normalizeNFC(name.text)
      if fields.contains(where: { $0.name == field.name }) {
        let other = SyntaxText.name("\(field.name)_2")
        report(
          BinderMessages.duplicateName(
            field.name, at: name.range, first: nil, other: other, edits: [.init(name.range, other)])
        )
      }
      fields.append(field)
    }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    let plan = LogicalPlan(
      .reshape(
        .split(
          column: place, separator: separator, keeps: split.part != nil,
          numbers: split.number != nil), stage.plan), fields: fields, range: step.range)
    return Stage(plan: plan, scope: Scope(fields, roles: stage.scope.roles), info: nil)
  }

  // MARK: fill

  package func fill(_ fill: FillStep, _ step: Step, _ stage: Stage) -> Stage {
    let scope = stage.scope
    let before = diagnostics.count
    var columns: [Int] = []
    var ranges: [SourceRange] = []
    for name in fill.columns {
      guard let place = place(name, scope), !columns.contains(place) else { continue }
      columns.append(place)
      ranges.append(name.range)
    }
    let by = fill.by.map { key($0.expr, scope) }
    let sort = fill.sort.map { sortKey($0, scope) }
    var fields = stage.plan.fields
    var method = FillMethod.previous
    switch fill.method {
    case .previous?, nil: break
    case .next?: method = .next
    case .linear?:
      method = .linear
      for (place, range) in zip(columns, ranges) {
        if fields[place].type.isNumeric || fields[place].type == .null {
          fields[place].type = .float
        } else {
          report(ShapeMessages.linearNeedsNumbers(fields[place], at: range))
        }
      }
    case .value(let expression)?:
      guard let value = constantValue(expression) else { return stage }
      if value.isNull {
        report(
          BinderMessages.badValue(
            "null is what `fill` replaces", "null chính là thứ `fill` thay thế",
            at: expression.range))
      }
      var values: [Value] = []
      for place in columns {
        guard let own = filler(value, for: fields[place], at: expression.range) else {
          continue
        }
        fields[place].type = Binder.unified(fields[place].type, own.type) ?? own.type
        values.append(own)
      }
      method = .values(values)
    }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    var next = stage
    next.plan = LogicalPlan(
      .reshape(.fill(columns: columns, method, by: by, sort: sort), stage.plan), fields: fields,
      range: step.range)
    next.scope.fields = fields
    return next
  }

  /// The value as one that fits in a column of the type; nil after an error.
  private func filler(_ value: Value, for field: Field, at range: SourceRange) -> Value? {
    let type = field.type
    var value = value
    if type.isTemporal, case .text(let text) = value {
      let day =
        field.period.map {
          PeriodText.days(text, beside: $0.grain).map { Int32(clamping: $0.upperBound) }
        } ?? Binder.readDate(text)
      guard let day else {
        report(BinderMessages.unreadableDate(text, field.period, at: range))
        return nil
      }
      value = .date(day)
    }
    if type == .timestamp, case .date(let day) = value {
      value = .timestamp(Int64(day) * Calendar.microsecondsPerDay)
    }
    guard let both = Binder.unified(type, value.type), both == value.type || both != .timestamp
    else {
      report(BinderMessages.expected(type, value.type, at: range, value: value))
      return nil
    }
    return value
  }
}

extension Binder {
  /// Names of columns as values: ints, dates or periods where all of them read as such, `(null)` as
  /// null.
  fileprivate static func readBack(_ names: [String]) -> (ValueList, PeriodForm?) {
    let plain = ValueList(readBack: names)
    guard plain.type == .text else { return (plain, nil) }
    let readings = names.map { $0 == "(null)" ? [] : PeriodReading.all($0) }
    let known = readings.indices.filter { names[$0] != "(null)" }
    guard let grain = PeriodReading.grain(of: known.map { readings[$0] }) else {
      return (plain, nil)
    }
    var form: PeriodForm?
    for index in known {
      guard let own = readings[index].first(where: { $0.grain == grain })?.form,
        let both = form.map({ $0.joined(with: own) }) ?? own
      else { return (plain, nil) }
      form = both
    }
    let cells = readings.map { all -> Value in
      guard let reading = all.first(where: { $0.grain == grain }) else { return .null }
      return .date(Int32(clamping: reading.days.upperBound))
    }
    return (ValueList(.date, cells), form)
  }
}

extension ValueList {
  /// Names of columns as values: ints or dates where all of them read as such, `(null)` as null.
  init(readBack names: [String]) {
    let known = names.filter { $0 != "(null)" }
    func cells(_ read: (String) -> Value?) -> [Value]? {
      var result: [Value] = []
      for name in names {
        if name == "(null)" {
          result.append(.null)
          continue
        }
        guard let value = read(name) else { return nil }
        result.append(value)
      }
      return known.isEmpty ? nil : result
    }
    // Only the spelling that the value itself has: `007` stays text.
    if let ints = cells({ name in
      Int64(name).flatMap { String($0) == name ? Value.int($0) : nil }
    }) {
      self.init(.int, ints)
    } else if let days = cells({ name in
      Binder.readDate(name).flatMap {
        Calendar.text(date: Int($0)) == name ? Value.date($0) : nil
      }
    }) {
      self.init(.date, days)
    } else {
      self.init(.text, names.map { $0 == "(null)" ? .null : .text($0) })
    }
  }
}
