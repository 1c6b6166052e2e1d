import Columns
import Functions
import Language

/// Columns by what they have in common: `rate_*`, `type float`.
extension Binder {
  /// Whether the columns of a stage are known well enough for the patterns of a step; asks for their
  /// types where a pattern goes by them.
  func knowsColumns(for step: Step, _ stage: Stage) -> Bool {
    let patterns = step.patterns
    if patterns.isEmpty { return true }
    if stage.scope.isOpen { return false }
    let goesByType = patterns.contains { if case .type? = $0.pattern { true } else { false } }
    return !goesByType || needTypes(of: stage.plan)
  }

  /// The places of the columns that fit, in the order of the table; reports where none does.
  func places(fitting name: Name, _ scope: Scope, besides: Set<String> = []) -> [Int] {
    let fields = scope.fields
    let fitting = fields.indices.filter { place in
      if fields[place].isHidden { return false }
      switch name.pattern {
      case .name(let pattern)?:
        return ColumnPattern.fits(fields[place].name, TextNormalization.normalizeNFC(pattern))
      case .type(let word)?: return word.takes(fields[place].type)
      case nil: return false
      }
    }
    if fitting.isEmpty { report(ShapeMessages.noColumnFits(name, scope.names)) }
    return fitting.filter { !besides.contains(fields[$0].name) }
  }

  /// The items with one for each column in the place of a pattern.
  ///
  /// - Parameter besides: columns that patterns leave out: the keys of a group.
  func expanded(_ items: [Item], _ scope: Scope, besides: Set<String> = []) -> [Item] {
    guard items.contains(where: \.hasPattern) else { return items }
    // A column that is listed by itself has its place there.
    var listed = besides
    for item in items where item.name == nil && !item.isDropped {
      if case .name(let name) = item.expr.kind, name.pattern == nil,
        case .column(let place) = scope.match(TextNormalization.normalizeNFC(name.text))
      {
        listed.insert(scope.fields[place].name)
      }
    }
    return items.flatMap { item -> [Item] in
      if let name = item.name, name.pattern != nil {
        return places(fitting: name, scope, besides: besides).map { place in
          let column = Name(scope.fields[place].name, isQuoted: true, range: name.range)
          return Item(name: column, expr: item.expr, column: column, range: item.range)
        }
      }
      guard item.name == nil, case .name(let name) = item.expr.kind, name.pattern != nil else {
        return [item]
      }
      let found = places(fitting: name, scope, besides: item.isDropped ? [] : listed)
      if !item.isDropped { listed.formUnion(found.map { scope.fields[$0].name }) }
      return found.map { place in
        let column = Name(scope.fields[place].name, isQuoted: true, range: name.range)
        return Item(
          name: nil, expr: SyntaxExpression(.name(column), range: name.range),
          isDropped: item.isDropped, range: item.range)
      }
    }
  }

  /// The arguments of a call over rows: a pattern stands for all columns that fit.
  func bind(arguments: [SyntaxExpression], _ context: ExpressionContext) -> [Expression] {
    arguments.flatMap { argument -> [Expression] in
      guard case .name(let name) = argument.kind, name.pattern != nil else {
        return [bind(argument, context)]
      }
      if case .groups = context { return [bind(argument, context)] }
      return places(fitting: name, context.scope).map { place in
        bind(
          SyntaxExpression(
            .name(Name(context.scope.fields[place].name, isQuoted: true, range: name.range)),
            range: name.range), context)
      }
    }
  }

  /// Binds with `_` as the column of an item made of a pattern.
  func bind(_ item: Item, _ expression: SyntaxExpression, _ context: ExpressionContext)
    -> Expression
  {
    guard let column = item.column else { return bind(expression, context) }
    let own = bind(
      SyntaxExpression(.name(column), range: column.range), .row(context.columns))
    arguments.append((arguments.last ?? [:]).merging(["_": own]) { $1 })
    defer { arguments.removeLast() }
    return bind(expression, context)
  }
}

extension Item {
  /// Whether the item stands for one for each of several columns.
  var hasPattern: Bool {
    if name?.pattern != nil { return true }
    if case .name(let name) = expr.kind { return name.pattern != nil }
    return false
  }
}

extension ColumnTypeWord {
  func takes(_ type: DataType) -> Bool {
    switch self {
    case .int: type == .int
    case .float: type == .float
    case .number: type.isNumeric
    case .text: type == .text
    case .bool: type == .bool
    case .date: type == .date
    case .timestamp: type == .timestamp
    }
  }
}
