/// What translators of languages that have steps share: items, keys and lists.
protocol PipeTranslator {
  var reader: ForeignReader { get set }
  var writer: ForeignWriter { get set }
}

/// `name = expression` or an expression.
struct ForeignItem {
  var name: String?
  var expression: ForeignExpression

  /// The name that is given or that a column has.
  var ownName: String? {
    if let name { return name }
    if case .column(_, let column) = expression { return column }
    return nil
  }
}

extension PipeTranslator {
  /// Items up to the end of the step.
  mutating func items(until isEnd: (ForeignReader) -> Bool) throws(ForeignProblem) -> [ForeignItem]
  {
    var items: [ForeignItem] = []
    guard !isEnd(reader) else { return items }
    repeat { items.append(try item()) } while reader.accept(",")
    return items
  }

  mutating func item() throws(ForeignProblem) -> ForeignItem {
    var name: String?
    let isName =
      reader.token.kind == .word || reader.token.kind == .quotedName
      || (reader.token.kind == .text && reader.language == .dplyr)
    if isName, reader.token(ahead: 1).isSign("=") {
      name = reader.token.text
      reader.index += 2
    }
    return ForeignItem(name: name, expression: try reader.expression())
  }

  /// Items as they are written here; a name is made up where one is needed.
  mutating func text(_ items: [ForeignItem], naming: String = "column") throws(ForeignProblem)
    -> String
  {
    var texts: [String] = []
    for (index, item) in items.enumerated() {
      let text = try writer.text(item.expression)
      if let name = item.name {
        texts.append(
          text == SyntaxText.name(name) ? text : "\(SyntaxText.name(name)) = \(text)")
      } else if case .column = item.expression {
        texts.append(text)
      } else if SQLBody.defaultName(item.expression, text) != nil {
        texts.append(text)
      } else {
        texts.append("\(naming)_\(index + 1) = \(text)")
      }
    }
    return texts.joined(separator: ", ")
  }

  /// An expression behind a minus, where its order is from large to small.
  mutating func key(
    _ expression: ForeignExpression, isDescending: Bool
  ) throws(ForeignProblem) -> String {
    let text = try writer.text(expression)
    if case .column = expression { return isDescending ? "-\(text)" : text }
    return isDescending ? "-(\(text))" : text.hasPrefix("-") ? "(\(text))" : text
  }
}
