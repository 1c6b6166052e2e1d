extension Parser {
  func pivotStep() throws(SyntaxAbort) -> StepKind {
    let column = try item()
    var by: [Item] = []
    var withTotals = false
    while isWord("by") || isWord("with") {
      let range = token.range
      if isWord("by") {
        if !by.isEmpty { report(.duplicateClause("by"), at: range) }
        advance()
        by = try keys()
      } else {
        if withTotals { report(.duplicateClause("with"), at: range) }
        withTotals = try totals()
      }
    }
    if isAtStepEnd {
      throw fail(
        .noItems(step: "pivot", example: "pivot year by unit: sum(value)"), at: stepWordRange)
    }
    try expectColon()
    let aggregates = items()
    if aggregates.isEmpty {
      try rejectEmpty("pivot", example: "pivot year by unit: sum(value)")
    }
    return .pivot(
      PivotStep(column: column, by: by, withTotals: withTotals, aggregates: aggregates))
  }

  func unpivotStep() throws(SyntaxAbort) -> StepKind {
    var columns: [UnpivotStep.Columns] = []
    repeat {
      if isWord("as"), !columns.isEmpty { break }
      let from = try unpivotColumn()
      if accept(.range) {
        columns.append(.span(from: from, to: try unpivotColumn()))
      } else {
        columns.append(.one(from))
      }
    } while accept(.comma)
    guard acceptWord("as") else {
      if isAtStepEnd {
        throw fail(
          .missingClause(
            "as name, value", step: "unpivot",
            example: "\(script[range(from: stepWordRange.start)]) as name, value"),
          at: stepWordRange, edits: [.init(at: lastEnd, " as name, value")])
      }
      throw unexpected(.word("as"))
    }
    let name = try name(.newName)
    try expect(.comma, ",")
    var values: [Name] = []
    repeat { values.append(try self.name(.newName)) } while accept(.comma)
    return .unpivot(UnpivotStep(columns: columns, nameColumn: name, valueColumns: values))
  }

  /// `split column by separator [as part [, number]]`
  func splitStep() throws(SyntaxAbort) -> StepKind {
    let column = try name(.columnName)
    guard acceptWord("by") else {
      if isAtStepEnd {
        throw fail(
          .missingClause(
            "by \";\"", step: "split", example: "split \(script[column.range]) by \";\""),
          at: stepWordRange, edits: [.init(at: lastEnd, " by \";\"")])
      }
      throw unexpected(.word("by"))
    }
    let separator = try expression(Precedence.coalesce)
    var part: Name?
    var number: Name?
    if acceptWord("as") {
      part = try name(.newName)
      if accept(.comma) { number = try name(.newName) }
    }
    return .split(SplitStep(column: column, separator: separator, part: part, number: number))
  }

  /// Columns that `pivot` made of years may be written as numbers.
  private func unpivotColumn() throws(SyntaxAbort) -> Name {
    if let pattern = columnPattern() { return pattern }
    guard kind == .int else { return try name(.columnName) }
    let token = token
    advance()
    return Name(text(of: token), isQuoted: true, range: token.range)
  }

  func completeStep() throws(SyntaxAbort) -> StepKind {
    let column = try name(.columnName)
    var values: SyntaxExpression?
    if !isAtStepEnd, !isWord("by") { values = try expression(Precedence.range) }
    var by: [Item] = []
    if acceptWord("by") { by = try keys() }
    return .complete(CompleteStep(column: column, values: values, by: by))
  }

  func fillStep() throws(SyntaxAbort) -> StepKind {
    var columns: [Name] = []
    repeat { columns.append(try name(.columnName)) } while accept(.comma)
    var method: FillStep.Method?
    var by: [Item] = []
    var sort: [SortKey] = []
    while !isAtStepEnd {
      let range = token.range
      if isWord("with") {
        if method != nil { report(.duplicateClause("with"), at: range) }
        advance()
        method = try fillMethod()
      } else if isWord("by") {
        if !by.isEmpty { report(.duplicateClause("by"), at: range) }
        advance()
        by = try keys()
      } else if isWord("sort") {
        if !sort.isEmpty { report(.duplicateClause("sort"), at: range) }
        advance()
        sort = try sortKeys()
      } else {
        break
      }
    }
    return .fill(FillStep(columns: columns, method: method, by: by, sort: sort))
  }

  /// `label column = "text" unit "text" digits n, …`
  func labelStep() throws(SyntaxAbort) -> StepKind {
    skipColon()
    var labels: [ColumnLabel] = []
    repeat { labels.append(try columnLabel()) } while accept(.comma)
    return .label(labels)
  }

  private func columnLabel() throws(SyntaxAbort) -> ColumnLabel {
    let column = try name(.columnName)
    var text: TextLiteral?
    var unit: TextLiteral?
    var digits: SyntaxExpression?
    if accept(.assign) { text = try labelText() }
    while true {
      let range = token.range
      if isWord("unit") {
        if unit != nil { report(.duplicateClause("unit"), at: range) }
        advance()
        unit = try labelText()
      } else if isWord("digits") {
        if digits != nil { report(.duplicateClause("digits"), at: range) }
        advance()
        digits = try expression(Precedence.coalesce)
      } else {
        break
      }
    }
    if text == nil, unit == nil, digits == nil { throw unexpected(.sign("=")) }
    return ColumnLabel(
      column: column, text: text, unit: unit, digits: digits,
      range: range(from: column.range.start))
  }

  /// A text, or a parameter that holds one.
  private func labelText() throws(SyntaxAbort) -> TextLiteral {
    kind == .parameter ? try path() : try textLiteral(.text)
  }

  private func fillMethod() throws(SyntaxAbort) -> FillStep.Method {
    if acceptWord("previous") { return .previous }
    if acceptWord("next") { return .next }
    if acceptWord("linear") { return .linear }
    if isWord("value"), token(ahead: 1).isLiteral || kind(ahead: 1) == .minus {
      advance()
    }
    if kind == .name, kind(ahead: 1) != .leftParen, !isWord("true"), !isWord("false") {
      _ = try choice(StepWords.fillMethods, of: .fillMethod)
    }
    return .value(try expression(Precedence.coalesce))
  }
}
