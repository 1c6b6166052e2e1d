import Columns
import Functions
package import Language

/// Steps with two inputs: `join` and `append`.
extension Binder {
  package func join(_ join: JoinStep, _ step: Step, _ stage: Stage) throws -> Stage {
    guard let source = try source(join.source) else { return stage }
    let right = withoutTotals(source, notedAt: step.wordRange)
    var keys: [LogicalPlan.JoinKey] = []
    var shared: Set<Int> = []
    if join.kind == .cross, join.expect == .one {
      report(ShapeMessages.oneOfAll(at: step.wordRange))
    }
    for written in join.on {
      let key = sided(written, stage.scope, right.scope)
      var left = bind(key.left, .row(stage.scope))
      var other = bind(key.right, .row(right.scope))
      if key.comparison != .equal {
        // What cannot be compared is told as anywhere.
        _ = call(
          key.comparison.rawValue, [left, other], key.range, at: key.operatorRange ?? key.range)
        if key.comparison.isOrder { (left, other) = inOrder(left, other) }
      } else if left.type != .null, other.type != .null,
        Binder.unified(left.type, other.type) == nil
          || (left.type != other.type && !left.type.isNumeric)
      {
        report(
          BinderMessages.keysDiffer(part(left), part(other), isShared: key.isShared, at: key.range))
      }
      noteUnlikePeriods(left, other, at: key.range)
      keys.append(
        LogicalPlan.JoinKey(
          left: left, right: other, comparison: key.comparison,
          isNearest: join.isNearest && key.comparison.isOrder))
      if key.isShared, let place = other.columnIndex { shared.insert(place) }
    }
    guard let kind = LogicalPlan.JoinKind(join.kind) else { return stage }
    let expect: LogicalPlan.JoinExpectation? = join.expect.map { $0 == .one ? .one : .many }
    var fields = stage.plan.fields
    var kept: [Int] = []
    if kind != .semi, kind != .anti {
      var renamed: [String] = []
      for (place, field) in right.plan.fields.enumerated() where !shared.contains(place) {
        var field = field
        if fields.contains(where: { $0.name == field.name }) {
          var number = 2
          while fields.contains(where: { $0.name == "\(field.name)_\(number)" })
            || right.plan.fields.contains(where: { $0.name == "\(field.name)_\(number)" })
          {
            number += 1
          }
          renamed.append(
            SyntaxText.name(field.name) + " → " + SyntaxText.name("\(field.name)_\(number)"))
          field.name = "\(field.name)_\(number)"
        }
        kept.append(place)
        fields.append(field)
      }
      if !renamed.isEmpty {
        let list = renamed.joined(separator: ", ")
        report(
          Diagnostic(
            .note, code: "N0203",
            Words(
              en: "both sides have columns of one name; the right ones became \(list)",
              vi: "hai bên có cột trùng tên; cột bên phải đổi thành \(list)"),
            at: step.wordRange))
      }
    }
    let plan = LogicalPlan(
      .join(
        stage.plan, right.plan, kind: kind, keys: keys, rightColumns: kept, expect: expect),
      fields: fields, range: step.range)
    let keeps = kind == .semi || kind == .anti
    return Stage(
      plan: plan,
      scope: Scope(fields, roles: stage.scope.roles, isOpen: plan.isOpen),
      info: keeps ? stage.info : nil)
  }

  /// The key with columns of the left side on its left: turned round where it is written so.
  private func sided(_ key: JoinKey, _ left: Scope, _ right: Scope) -> JoinKey {
    func knows(_ scope: Scope, _ expression: SyntaxExpression) -> Bool {
      expression.names.allSatisfy {
        if case .column = scope.match(TextNormalization.normalizeNFC($0)) { true } else { false }
      }
    }
    guard !left.isOpen, !right.isOpen, !key.isShared,
      !(knows(left, key.left) && knows(right, key.right)), knows(right, key.left),
      knows(left, key.right)
    else { return key }
    return JoinKey(
      left: key.right, right: key.left, comparison: key.comparison.mirrored,
      operatorRange: key.operatorRange, range: key.range)
  }

  package func append(_ source: Source, _ step: Step, _ stage: Stage) throws -> Stage {
    guard let other = try self.source(source) else { return stage }
    var fields = stage.plan.fields
    var columns: [[Int?]] = [fields.indices.map { $0 }, []]
    var missing: [String] = []
    let plansAreOpen = stage.scope.isOpen || other.scope.isOpen
    var unlike: [(here: Field, there: Field)] = []
    for (place, field) in fields.enumerated() {
      let twin =
        field.isHidden
        ? other.plan.fields.firstIndex(where: \.isHidden).map { Scope.Match.column($0) }
        : other.scope.match(field.name)
      if case .column(let there)? = twin {
        fields[place].totals = field.totals ?? other.plan.fields[there].totals
        let type = other.plan.fields[there].type
        if let both = Binder.unified(field.type, type), both != .timestamp || field.type == type {
          fields[place].type = both
          if let own = field.unit, let unit = other.plan.fields[there].unit, own != unit {
            fields[place].unit = nil
          }
          appendPeriods(&fields[place], other.plan.fields[there], at: step.range)
        } else {
          unlike.append((field, other.plan.fields[there]))
        }
        columns[1].append(there)
      } else {
        if !field.isHidden { missing.append(field.name) }
        columns[1].append(nil)
      }
    }
    let edits = Binder.writtenAsText(unlike, step, source)
    for (here, there) in unlike {
      report(BinderMessages.typesDiffer(here, there, edits: edits, at: step.range))
    }
    for (there, field) in other.plan.fields.enumerated() where !columns[1].contains(there) {
      fields.append(field)
      if !field.isHidden { missing.append(field.name) }
      columns[0].append(nil)
      columns[1].append(there)
    }
    if !missing.isEmpty, !plansAreOpen {
      let list = BinderMessages.list(missing)
      report(
        Diagnostic(
          .note, code: "N0204",
          Words(
            en: "only one side has \(list); the other's rows are null there",
            vi: "chỉ một bên có \(list); dòng của bên kia là null ở đó"), at: step.wordRange))
    }
    for index in fields.indices where fields[index].type != .date { fields[index].period = nil }
    let plan = LogicalPlan(
      .append([stage.plan, other.plan], columns: columns), fields: fields, range: step.range)
    return Stage(
      plan: plan, scope: Scope(fields, roles: stage.scope.roles, isOpen: plan.isOpen), info: nil)
  }
}

extension Binder {
  /// Steps that write columns as text, before an `append` and behind its source.
  private static func writtenAsText(
    _ columns: [(here: Field, there: Field)], _ step: Step, _ source: Source
  ) -> [Diagnostic.Edit] {
    func conversion(_ fields: [Field]) -> String? {
      let items = fields.filter { $0.type != .text }.map {
        "\(SyntaxText.name($0.name)) = text(\(SyntaxText.name($0.name)))"
      }
      return items.isEmpty ? nil : "derive \(items.joined(separator: ", "))"
    }
    var edits: [Diagnostic.Edit] = []
    if let here = conversion(columns.map(\.here)) {
      edits.append(.init(at: step.wordRange.start, here + " | "))
    }
    if let there = conversion(columns.map(\.there)) {
      edits += [
        .init(at: source.range.start, "("), .init(at: source.range.end, " | \(there))"),
      ]
    }
    return edits
  }
}

extension LogicalPlan.JoinKind {
  init?(_ kind: JoinStep.Kind) {
    switch kind {
    // Every row matches where there are no keys.
    case .inner, .cross: self = .inner
    case .left: self = .left
    case .full: self = .full
    case .semi: self = .semi
    case .anti: self = .anti
    }
  }
}
