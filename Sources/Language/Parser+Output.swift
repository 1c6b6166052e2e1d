extension Parser {
  func chartStep() throws(SyntaxAbort) -> StepKind {
    var kind: ChartStep.Kind?
    if !isAtStepEnd, self.kind(ahead: 1) != .assign, !isWord("to") {
      let word = try choice(ChartStep.Kind.allCases.map(\.rawValue), of: .chartKind)
      kind = ChartStep.Kind(rawValue: word.text)
    }
    var options: [FileOption] = []
    var path: TextLiteral?
    while !isAtStepEnd {
      if isWord("to"), [.text, .parameter].contains(self.kind(ahead: 1)) {
        advance()
        path = try self.path()
      } else if isName, self.kind(ahead: 1) == .assign {
        let name = try name()
        advance()
        if options.contains(where: { $0.name.text == name.text }) {
          report(.duplicateName(name.text), at: name.range)
        }
        let value = try chartValue()
        options.append(
          FileOption(name: name, value: value, range: range(from: name.range.start)))
      } else {
        break
      }
      _ = accept(.comma)
    }
    return .chart(ChartStep(kind: kind, options: options, path: path))
  }

  /// The value of an option: columns go on behind commas, as in `y=planned, done`.
  private func chartValue() throws(SyntaxAbort) -> OptionValue {
    let first = try optionValue()
    var values = [first]
    while kind == .comma, [.name, .quotedName].contains(kind(ahead: 1)), kind(ahead: 2) != .assign,
      !(isWord("to", ahead: 1) && [.text, .parameter].contains(kind(ahead: 2)))
    {
      advance()
      values.append(try optionValue())
    }
    return values.count == 1 ? first : .list(values, range: range(from: first.range.start))
  }

  func exportStep() throws(SyntaxAbort) -> StepKind {
    var table: RemoteName?
    let path: TextLiteral
    if isName, kind(ahead: 1) == .dot {
      let remote = try remoteName(try name())
      path = TextLiteral(remote.written, range: remote.range)
      table = remote
    } else {
      path = try self.path()
    }
    var options: [FileOption] = []
    if acceptWord("with") { options = try parenthesizedOptions() }
    return .export(ExportStep(path: path, table: table, options: options))
  }

  func assertStep() throws(SyntaxAbort) -> StepKind {
    skipColon()
    let condition = try expression()
    let message = accept(.comma) ? try textLiteral(.text) : nil
    return .assert(condition: condition, message: message)
  }
}
