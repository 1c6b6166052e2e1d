/// Writes a chain of dplyr's verbs in the words used here.
struct DplyrTranslator: PipeTranslator {
  var reader: ForeignReader
  var writer = ForeignWriter(.dplyr)
  /// The columns by which the rows are grouped now.
  private var groups: [String] = []

  init(_ text: String) { reader = ForeignReader(text, .dplyr) }

  mutating func whole() throws(ForeignProblem) -> String {
    let text = try chain()
    guard reader.isAtEnd else { throw reader.unexpected("`%>%`") }
    return text
  }

  private mutating func chain() throws(ForeignProblem) -> String {
    var name: String?
    if reader.token(ahead: 1).isSign("<-") {
      name = try reader.name()
      reader.advance()
    }
    var steps = [try source()]
    while reader.accept("%>%") || reader.accept("|>") {
      let step = try verb()
      if !step.isEmpty { steps.append(step) }
    }
    let text = steps.joined(separator: " | ")
    return name.map { "let \(SyntaxText.name($0)) = \(text)" } ?? text
  }

  private mutating func source() throws(ForeignProblem) -> String {
    let first = reader.token
    if ["read_csv", "read.csv", "read_excel"].contains(first.word),
      reader.token(ahead: 1).isSign("("),
      reader.token(ahead: 2).kind == .text, reader.token(ahead: 3).isSign(")")
    {
      let path = reader.token(ahead: 2).text
      reader.index += 4
      return SyntaxText.quoted(path)
    }
    return SyntaxText.name(try reader.name())
  }

  private static func isEnd(_ reader: ForeignReader) -> Bool {
    reader.isAtEnd || reader.token.isSign(")")
  }

  // MARK: Verbs

  private mutating func verb() throws(ForeignProblem) -> String {
    let start = reader.index
    let word = try reader.name().lowercased()
    let verb = word.split(separator: ":").last.map(String.init) ?? word
    try reader.expect("(")
    let text = try step(verb, start)
    try reader.expect(")")
    return text
  }

  private mutating func step(_ verb: String, _ start: Int) throws(ForeignProblem) -> String {
    switch verb {
    case "filter": return try filter()
    case "select", "transmute": return try select()
    case "mutate":
      let list = try items(until: Self.isEnd)
      let isWindow = list.contains { item in
        item.expression.hasAggregate(.dplyr)
          || item.expression.contains { part in
            if case .call(let call) = part { return ForeignFunctions.windows.contains(call.name) }
            return false
          }
      }
      if isWindow, groups.isEmpty {
        // Of the whole table: a window without keys.
        return "derive \(try text(list))"
      }
      return isWindow
        ? "derive by \(SyntaxText.names(groups)): \(try text(list))" : "derive \(try text(list))"
    case "group_by":
      let list = try items(until: Self.isEnd)
      let computed = list.filter { $0.name != nil }
      groups = list.compactMap(\.ownName)
      guard groups.count == list.count else {
        throw ForeignProblem(
          "group_by(…)",
          Words(
            en: "a computed key needs a name: `group_by(k = …)`",
            vi: "khóa được tính cần có tên: `group_by(k = …)`"))
      }
      return computed.isEmpty ? "" : "derive \(try text(computed))"
    case "ungroup":
      groups = []
      return ""
    case "summarise", "summarize", "reframe": return try summarise()
    case "count", "tally": return try count(verb)
    case "arrange":
      return "sort \(try sortKeys())"
    case "distinct":
      let list = try items(until: Self.isEnd).filter { $0.name != ".keep_all" }
      return list.isEmpty ? "distinct" : "select \(try text(list)) | distinct"
    case "head", "slice_head":
      let list = try items(until: Self.isEnd)
      let number = list.first.map(\.expression) ?? .literal("6")
      return taking(try writer.text(number))
    case "slice_max", "slice_min": return try slice(isDescending: verb == "slice_max")
    case "rename":
      let list = try items(until: Self.isEnd)
      var dropped: [String] = []
      for item in list { dropped.append("-\(try writer.text(item.expression))") }
      return "derive \(try text(list)) | select \(dropped.joined(separator: ", "))"
    case "left_join", "inner_join", "full_join", "semi_join", "anti_join": return try join(verb)
    case "bind_rows", "union_all": return "append \(try source())"
    case "drop_na":
      let list = try items(until: Self.isEnd)
      guard !list.isEmpty else { throw unknown("drop_na()") }
      var tests: [String] = []
      for item in list { tests.append("\(try writer.text(item.expression)) is not null") }
      return "where \(tests.joined(separator: " and "))"
    case "pull": return "select \(try text(try items(until: Self.isEnd)))"
    case "glimpse", "summary": return "describe"
    default:
      throw unknown(reader.tokens[start].text + "(…)")
    }
  }

  private func unknown(_ part: String) -> ForeignProblem {
    ForeignProblem(
      part,
      Words(
        en: "there is no such step here; `help` lists those there are",
        vi: "ở đây không có bước này; `help` liệt kê các bước"))
  }

  private func taking(_ count: String) -> String {
    "take \(count)" + (groups.isEmpty ? "" : " by \(SyntaxText.names(groups))")
  }

  private mutating func filter() throws(ForeignProblem) -> String {
    let list = try items(until: Self.isEnd)
    var added: [(name: String, text: String)] = []
    var conditions: [String] = []
    for item in list {
      var problem: ForeignProblem?
      // An aggregate in a condition is of the group: a column of its own, for a moment.
      let condition = item.expression.replacing { part -> ForeignExpression? in
        guard part.isAggregate(.dplyr) else { return nil }
        do throws(ForeignProblem) {
          let name = "of_group_\(added.count + 1)"
          added.append((name, "\(name) = \(try writer.text(part))"))
          return .column(table: nil, name)
        } catch {
          problem = error
          return part
        }
      }
      if let problem { throw problem }
      let text = try writer.text(condition)
      conditions.append(list.count > 1 && text.contains(" or ") ? "(\(text))" : text)
    }
    let condition = "where \(conditions.joined(separator: " and "))"
    guard !added.isEmpty else { return condition }
    let by = groups.isEmpty ? "" : "by \(SyntaxText.names(groups)): "
    return "derive \(by)\(added.map(\.text).joined(separator: ", ")) | \(condition)"
      + " | select \(added.map { "-\($0.name)" }.joined(separator: ", "))"
  }

  private mutating func select() throws(ForeignProblem) -> String {
    var kept: [ForeignItem] = []
    var dropped: [String] = []
    for item in try items(until: Self.isEnd) {
      switch item.expression {
      case .minus(let inner), .not(let inner):
        if case .call(let call) = inner, call.name == "c" {
          for part in call.arguments { dropped.append("-\(try writer.text(part))") }
        } else {
          dropped.append("-\(try writer.text(inner))")
        }
      case .call(let call) where item.name == nil:
        throw ForeignProblem(
          "\(call.name)(…)",
          Words(en: "columns are named one by one here", vi: "ở đây phải nêu tên từng cột"))
      default: kept.append(item)
      }
    }
    guard kept.isEmpty || dropped.isEmpty else {
      throw ForeignProblem(
        "select(…)",
        Words(en: "either columns are kept or left out", vi: "chỉ giữ cột hoặc chỉ bỏ cột"))
    }
    return "select " + (kept.isEmpty ? dropped.joined(separator: ", ") : try text(kept))
  }

  private mutating func summarise() throws(ForeignProblem) -> String {
    var list = try items(until: Self.isEnd)
    list.removeAll { $0.name == ".groups" }
    if let by = list.first(where: { $0.name == ".by" }) {
      list.removeAll { $0.name == ".by" }
      if case .call(let call) = by.expression, call.name == "c" {
        groups = call.arguments.compactMap {
          if case .column(_, let name) = $0 { name } else { nil }
        }
      } else {
        groups = by.ownName == ".by" ? Self.columns(by.expression) : [by.ownName ?? ""]
      }
    }
    let aggregates = try text(list)
    guard !groups.isEmpty else { return "aggregate \(aggregates)" }
    let step = "group by \(SyntaxText.names(groups)): \(aggregates)"
    groups.removeLast()
    return step
  }

  private static func columns(_ expression: ForeignExpression) -> [String] {
    if case .column(_, let name) = expression { return [name] }
    return []
  }

  private mutating func count(_ verb: String) throws(ForeignProblem) -> String {
    var list = try items(until: Self.isEnd)
    let isSorted = list.contains { $0.name == "sort" && $0.expression == .literal("true") }
    var name = "n"
    if let own = list.first(where: { $0.name == "name" }), case .literal(let text) = own.expression
    {
      name = text.filter { $0 != "\"" }
    }
    let weight = list.first { $0.name == "wt" }
    list.removeAll { ["sort", "name", "wt"].contains($0.name ?? "") }
    let what: String
    if let weight { what = "sum(\(try writer.text(weight.expression)))" } else { what = "count()" }
    let keys =
      (groups.isEmpty ? [] : [SyntaxText.names(groups)])
      + (list.isEmpty ? [] : [try text(list)])
    let item = "\(SyntaxText.name(name)) = \(what)"
    guard !keys.isEmpty else { return "aggregate \(item)" }
    return "group by \(keys.joined(separator: ", ")): \(item)"
      + (isSorted ? " | sort -\(SyntaxText.name(name))" : "")
  }

  private mutating func sortKeys() throws(ForeignProblem) -> String {
    var keys: [String] = []
    for item in try items(until: Self.isEnd) where item.name == nil {
      if case .call(let call) = item.expression, call.name == "desc", call.arguments.count == 1 {
        keys.append(try key(call.arguments[0], isDescending: true))
      } else if case .minus(let inner) = item.expression {
        keys.append(try key(inner, isDescending: true))
      } else {
        keys.append(try key(item.expression, isDescending: false))
      }
    }
    return keys.joined(separator: ", ")
  }

  private mutating func slice(isDescending: Bool) throws(ForeignProblem) -> String {
    let list = try items(until: Self.isEnd)
    guard let first = list.first(where: { $0.name == nil || $0.name == "order_by" }) else {
      throw unknown("slice_max(…)")
    }
    let number = list.first { $0.name == "n" }?.expression ?? .literal("1")
    if list.first(where: { $0.name == "with_ties" })?.expression != .literal("false") {
      writer.remark(
        Words(
          en:
            "`take` keeps so many rows, also where more have the last value (`with_ties = FALSE`)",
          vi: "`take` giữ đúng số dòng, kể cả khi có dòng bằng nhau (`with_ties = FALSE`)"))
    }
    let sort = try key(first.expression, isDescending: isDescending)
    return "sort \(sort) | \(taking(try writer.text(number)))"
  }

  private mutating func join(_ verb: String) throws(ForeignProblem) -> String {
    let right = try source()
    let kinds = [
      "left_join": "left ", "inner_join": "", "full_join": "full ", "semi_join": "semi ",
      "anti_join": "anti ",
    ]
    guard reader.accept(",") else {
      throw ForeignProblem(
        "\(verb)(…)",
        Words(
          en: "a join names its keys: `by = \"key\"`", vi: "join phải nêu khóa: `by = \"khóa\"`"))
    }
    var keys: [String] = []
    for item in try items(until: Self.isEnd) where item.name == nil || item.name == "by" {
      func add(_ label: String?, _ part: ForeignExpression) throws(ForeignProblem) {
        let name: String
        switch part {
        case .literal(let text): name = String(text.dropFirst().dropLast())
        case .column(_, let column): name = column
        case .binary("==", .column(_, let left), .column(_, let right)):
          keys.append("\(SyntaxText.name(left)) == \(SyntaxText.name(right))")
          return
        default: throw unknown("\(verb)(…)")
        }
        keys.append(
          label.map { "\(SyntaxText.name($0)) == \(SyntaxText.name(name))" }
            ?? SyntaxText.name(name))
      }
      if case .call(let call) = item.expression, call.name == "c" || call.name == "join_by" {
        for (index, part) in call.arguments.enumerated() {
          try add(call.labels.indices.contains(index) ? call.labels[index] : nil, part)
        }
      } else {
        try add(nil, item.expression)
      }
    }
    return "join \(kinds[verb] ?? "")\(right) on \(keys.joined(separator: ", "))"
  }
}
