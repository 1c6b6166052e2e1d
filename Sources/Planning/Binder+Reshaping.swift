import Columns
import Functions
import Language

extension Binder {
  private func reshaped(
    _ reshaping: Reshaping, _ fields: [Field], _ step: Step, _ stage: Stage
  ) -> Stage {
    let plan = LogicalPlan(.reshape(reshaping, stage.plan), fields: fields, range: step.range)
    return Stage(plan: plan, scope: Scope(fields, roles: stage.scope.roles), info: nil)
  }

  /// `unpivot cols as name, value`
  func unpivot(_ unpivot: UnpivotStep, _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    var places: [Int] = []
    func place(_ name: Name) -> Int? {
      bind(Expr(.name(name), range: name.range), .row(stage.scope)).columnIndex
    }
    for columns in unpivot.columns {
      switch columns {
      case .one(let name):
        guard let found = place(name) else { continue }
        if places.contains(found) {
          report(BinderMessages.duplicateName(name.text, at: name.range, first: nil))
        } else {
          places.append(found)
        }
      case .span(let from, let to):
        guard let low = place(from), let high = place(to) else { continue }
        guard low <= high else {
          report(
            BinderMessages.badValue(
              "`\(from.text)` comes after `\(to.text)`", "`\(from.text)` đứng sau `\(to.text)`",
              at: from.range))
          continue
        }
        places += (low...high).filter { !places.contains($0) }
      }
    }
    let fields = stage.plan.fields
    var type = DataType.null
    for place in places {
      guard let both = Binder.unified(type, fields[place].type) else {
        report(
          BinderMessages.typesDiffer(
            fields[place].name, fields[place].type, type, at: step.wordRange))
        break
      }
      type = both
    }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    let kept = fields.indices.filter { !places.contains($0) }
    let names = Binder.readBack(places.map { fields[$0].name })
    let nameField = Field(
      TextNormalization.normalizeNFC(unpivot.nameColumn.text), names.first?.type ?? .text)
    let valueField = Field(
      TextNormalization.normalizeNFC(unpivot.valueColumn.text), type,
      unit: Set(places.map { fields[$0].unit }).count == 1 ? fields[places[0]].unit : nil)
    let result = kept.map { fields[$0] } + [nameField, valueField]
    checkNames(result.map { ($0.name, step.range) })
    return reshaped(
      .unpivot(columns: places, kept: kept, names: names, type: type), result, step, stage)
  }

  /// Names that were values: ints or dates where all of them read so.
  static func readBack(_ names: [String]) -> [Value] {
    let ints = names.compactMap { Int64($0) }
    if ints.count == names.count { return ints.map { .int($0) } }
    let days = names.compactMap { readDate($0) }
    if days.count == names.count { return days.map { .date($0) } }
    return names.map { .text($0) }
  }

  /// `complete col [range or list] [by keys]`
  func complete(_ complete: CompleteStep, _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    let name = complete.column
    guard
      let column = bind(Expr(.name(name), range: name.range), .row(stage.scope)).columnIndex
    else { return stage }
    let by = complete.by.map { bind($0.expr, .row(stage.scope)) }
    let type = stage.plan.fields[column].type
    let values = complete.values.flatMap { completionValues($0, type) }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    if let odd = by.firstIndex(where: { $0.columnIndex == nil }) {
      report(
        BinderMessages.badValue(
          "the keys of complete are columns; derive the others first",
          "khóa của complete là cột; hãy derive trước", at: complete.by[odd].range))
      return stage
    }
    return reshaped(
      .complete(column: column, values: values, by: by), stage.plan.fields, step, stage)
  }

  /// The values of a range or list, of the column's type; nil after an error.
  private func completionValues(_ expression: Expr, _ type: DataType) -> [Value]? {
    switch expression.kind {
    case .list(let items):
      var values: [Value] = []
      for item in items {
        guard var value = constantValue(item) else { return nil }
        if type.isTemporal, case .text(let text) = value, let day = Binder.readDate(text) {
          value = .date(day)
        }
        guard value.isNull || Binder.unified(type, value.type) == type else {
          report(BinderMessages.expected(type, value.type, at: item.range))
          return nil
        }
        if !values.contains(value) { values.append(value) }
      }
      return values
    case .range(let from, let to):
      guard let low = constantValue(from), let high = constantValue(to) else { return nil }
      let limit = Int64(1) << 24
      switch (low, high) {
      case (.int(let low), .int(let high)) where type == .int || type == .float:
        guard high < low || high - low <= limit else { break }
        return high < low ? [] : (low...high).map { .int($0) }
      case (.date(let low), .date(let high)) where type == .date:
        guard high < low || Int64(high) - Int64(low) <= limit else { break }
        return high < low ? [] : (low...high).map { .date($0) }
      default:
        report(BinderMessages.expected(type, low.type, at: expression.range))
        return nil
      }
      report(
        BinderMessages.badValue(
          "a range may have at most 2^24 values", "một khoảng có tối đa 2^24 giá trị",
          at: expression.range))
      return nil
    default:
      report(
        BinderMessages.badValue(
          "after the column stands a range a..b or a list [a, b]",
          "sau tên cột là khoảng a..b hoặc danh sách [a, b]", at: expression.range))
      return nil
    }
  }

  /// `fill cols [with method] [by keys] [sort keys]`
  func fill(_ fill: FillStep, _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    var fields = stage.plan.fields
    let columns = fill.columns.compactMap { name in
      bind(Expr(.name(name), range: name.range), .row(stage.scope)).columnIndex
    }
    let by = fill.by.map { bind($0.expr, .row(stage.scope)) }
    let sort = fill.sort.map {
      SortKey(bind($0.expr, .row(stage.scope)), descending: $0.isDescending)
    }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    var method = Reshaping.FillMethod.previous
    switch fill.method {
    case nil, .previous: break
    case .next: method = .next
    case .linear:
      method = .linear
      for (place, name) in zip(columns, fill.columns) {
        guard fields[place].type.isNumeric || fields[place].type == .null else {
          report(BinderMessages.expected(.float, fields[place].type, at: name.range))
          continue
        }
        fields[place].type = .float
      }
    case .value(let expression):
      guard let value = constantValue(expression) else { return stage }
      method = .value(value)
      for (place, name) in zip(columns, fill.columns) {
        guard let both = Binder.unified(fields[place].type, value.type) else {
          report(
            BinderMessages.typesDiffer(
              name.text, fields[place].type, value.type, at: expression.range))
          continue
        }
        fields[place].type = both
      }
    }
    if diagnostics[before...].contains(where: \.isError) { return stage }
    return reshaped(
      .fill(columns: columns, method, by: by, sort: sort), fields, step, stage)
  }
}
