import Columns
import Functions
import Language
import Planning

/// How an analysis finds its way in a table of targets.
extension Binder {
  /// Finds the columns of targets: by roles, else by their usual names.
  func targetColumns(
    _ targets: Stage, _ layout: ObservationLayout, _ range: SourceRange
  ) throws -> TargetColumns? {
    let fields = targets.scope.fields
    func place(_ role: String, _ names: [String], _ fits: (DataType) -> Bool) -> Int? {
      if let known = targets.scope.place(role: role), fits(fields[known].type) { return known }
      return ColumnWords.place(names, in: fields, fits)
    }
    func isTime(_ type: DataType) -> Bool { type == .int || type.isTemporal }
    let period = fields.firstIndex { $0.period != nil }
    let time = place("time", ColumnWords.time, isTime) ?? period
    let target = place("target", ColumnWords.target) { $0.isNumeric }
    guard let time, let target, target != time else {
      report(
        AnalysisMessages.noTargets(
          fields, time: place("time", ColumnWords.time) { _ in true }, at: range))
      return nil
    }
    var columns = TargetColumns(time: time, target: target, fields: fields, range: range)
    columns.keys = layout.keys.map(\.name)
    func text(_ role: String, _ names: [String]) -> Int? {
      place(role, names) { $0 == .text }
    }
    columns.comparison = text("comparison", ColumnWords.comparison)
    columns.direction = place("direction", ColumnWords.direction) {
      $0 == .text || $0 == .int
    }
    columns.document = text("document", ColumnWords.document)
    columns.level = text("level", [])
    columns.unit = text("unit", ["unit_of_measure"])
    columns.high = place("target_high", ["target_high"]) { $0.isNumeric }
    if let series = targets.scope.place(role: "series"), layout.series != nil,
      try seriesMatches(range) != nil
    {
      columns.series = series
      columns.hasMatches = true
    } else {
      columns.series = text("series", ["series", "indicator", "index"])
    }
    // Columns of one name join, as everywhere.
    for (key, field) in layout.keys.enumerated() {
      if columns.hasMatches, key == layout.series || key == layout.level { continue }
      if case .column(let there) = targets.scope.match(field.name), there != target, there != time,
        there != columns.unit, there != columns.document,
        field.type == fields[there].type
      {
        columns.joined.append(TargetColumns.Join(key: key, column: there))
      } else if key == layout.entity, let there = targets.scope.place(role: "entity"),
        field.type == fields[there].type
      {
        columns.joined.append(TargetColumns.Join(key: key, column: there))
      } else if key == layout.series, let there = columns.series, !columns.hasMatches,
        field.type == .text
      {
        columns.joined.append(TargetColumns.Join(key: key, column: there))
      }
    }
    return columns
  }

  /// The hand-written table of which target speaks of which series, as far as it has its columns;
  /// nil where there is none.
  func seriesMatches(_ range: SourceRange) throws -> LogicalPlan? {
    let wanted = ["series", "target_indicator", "fit"]
    return try columns(wanted + ["document", "reason"], of: "indicator_map", range)
      ?? columns(wanted, of: "indicator_map", range)
  }

  // MARK: What may be missing in `by`

  /// Finds the columns that may tell the targets apart and are no keys; gives the least and greatest
  /// values of those that the data have too, nil where there are none.
  func constants(
    _ columns: inout TargetColumns, _ request: ObservationRequest, _ stage: Stage,
    against: SourceRange?
  ) -> LogicalPlan? {
    guard !columns.hasMatches else { return nil }
    let taken = Set(
      [
        columns.time, columns.target, columns.comparison, columns.direction, columns.document,
        columns.level, columns.unit, columns.high,
      ].compactMap { $0 } + columns.joined.map(\.column))
    var calls: [AggregateCall] = []
    for (place, field) in columns.fields.enumerated()
    where field.type == .text && !taken.contains(place) && !ColumnWords.isRemark(field.name) {
      var spare = TargetColumns.Spare(
        column: place, isSeries: ColumnWords.isSeries(field.name),
        key: SyntaxText.nameAmongClauses(field.name))
      if case .column(let own) = stage.scope.match(field.name),
        stage.scope.fields[own].type == .text
      {
        spare.place = calls.count
        let column = Expression(.column(own), type: .text, range: request.wordRange)
        for function in [Aggregate.min, .max] {
          calls.append(
            AggregateCall(
              name: "#\(calls.count)", function: function, arguments: [column], type: .text,
              range: request.wordRange))
        }
      }
      spare.edit = keyEdit(spare, request, columns, against)
      columns.spare.append(spare)
    }
    guard !calls.isEmpty else { return nil }
    return LogicalPlan(
      .aggregate(stage.plan, keys: [], calls, totals: false),
      fields: calls.map { Field($0.name, $0.type) }, range: request.wordRange)
  }

  /// What makes a column a key: the data's own is added to `by`; another's name is given to the
  /// only key of texts that no target is matched with.
  private func keyEdit(
    _ spare: TargetColumns.Spare, _ request: ObservationRequest, _ columns: TargetColumns,
    _ against: SourceRange?
  ) -> Diagnostic.Edit? {
    let keys = request.clauses.by
    if spare.place != nil {
      if let last = keys.last { return .init(at: last.range.end, ", \(spare.key)") }
      return against.map { .init(at: $0.start, "by \(spare.key) ") }
    }
    let joined = Set(columns.joined.map(\.key))
    let free = keys.indices.filter { !joined.contains($0) }
    guard free.count == 1, let key = free.first, keys[key].name == nil else { return nil }
    return .init(at: keys[key].range.start, "\(spare.key) = ")
  }
}
