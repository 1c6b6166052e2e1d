import Columns
import Functions
import Language
import Planning

/// The note that a text in `==`, `in` or `~` is nowhere in the column, with the one that may be meant:
/// what a friendly match (`~`) finds, else the nearest.
enum FriendlierMatch {
  /// More different texts than this are not searched.
  private static let mostTexts = 100_000
  /// More than this are not looked through for the nearest.
  private static let mostNear = 20_000

  /// Tells of each comparison in a filter whose text is not among those of the stored column.
  ///
  /// - Parameters:
  ///   - condition: over the rows of `input`.
  ///   - bounds: what the filter asks of single columns. Rows that meet them are at hand.
  static func tell(
    _ condition: Expression, over input: LogicalPlan, _ bounds: [ColumnBound],
    _ context: QueryContext
  ) throws {
    for part in condition.conjuncts { try tellOne(part, input, bounds, context) }
  }

  private static func tellOne(
    _ condition: Expression, _ input: LogicalPlan, _ bounds: [ColumnBound],
    _ context: QueryContext
  ) throws {
    guard case .call(let function, let arguments) = condition.kind else { return }
    if function.name == "and" || function.name == "or" {
      for argument in arguments { try tellOne(argument, input, bounds, context) }
      return
    }
    guard ["==", "~", "in"].contains(function.name), arguments.count > 1,
      let place = arguments[0].columnIndex, arguments.dropFirst().contains(where: { isText($0) }),
      let base = input.base, input.keepsColumns, case .scan(let id) = base.node
    else { return }
    // What is among the rows that matter is in the column.
    if function.name == "==", case .text(let wanted)? = arguments[1].constant,
      !bounds.isEmpty, id.kind == .file,
      let known = try context.scan(
        id, ScanRequest([base.fields[place].name], bounds: bounds), at: base.range
      ).columns.first, case .coded(_, let dictionary) = known.storage,
      dictionary.code(of: wanted) != nil
    {
      return
    }
    guard
      let column = try context.scan(id, [base.fields[place].name], at: base.range).columns.first,
      case .coded(_, let dictionary) = column.storage, dictionary.count <= mostTexts
    else { return }
    let name = base.fields[place].name
    for argument in arguments.dropFirst() {
      guard case .text(let wanted)? = argument.constant, !wanted.isEmpty else { continue }
      tell(wanted, argument.range, name, dictionary, isFriendly: function.name == "~", context)
    }
  }

  private static func isText(_ argument: Expression) -> Bool {
    if case .text? = argument.constant { return true }
    return false
  }

  private static func tell(
    _ wanted: String, _ range: SourceRange, _ name: String, _ dictionary: TextDictionary,
    isFriendly: Bool, _ context: QueryContext
  ) {
    if !isFriendly, dictionary.code(of: wanted) != nil { return }
    let folded = TextFold.fold(wanted)
    var texts: [String] = []
    for code in 0..<dictionary.count {
      let text = dictionary.string(code)
      guard TextFold.fold(text).contains(folded) else {
        texts.append(text)
        continue
      }
      if isFriendly { return }
      context.note(
        "N0202",
        "no `\(name)` is exactly \"\(wanted)\"; ~ \"\(wanted)\" finds \"\(text)\"",
        "không có `\(name)` nào đúng bằng \"\(wanted)\"; ~ \"\(wanted)\" tìm thấy \"\(text)\"",
        at: range)
      return
    }
    guard texts.count <= mostNear, let near = nearest(wanted, texts) else { return }
    let sign = isFriendly ? "~ " : ""
    context.note(
      "N0202",
      "no `\(name)` is \(isFriendly ? "like" : "called") \"\(wanted)\"; "
        + "did you mean \(sign)\"\(near)\"?",
      "không có `\(name)` nào \(isFriendly ? "giống" : "là") \"\(wanted)\"; "
        + "có phải ý bạn là \(sign)\"\(near)\"?",
      at: range)
  }

  /// The nearest of the texts, or of the words in them: as many on end as are asked for.
  private static func nearest(_ wanted: String, _ texts: [String]) -> String? {
    if let whole = Suggestions.nearest(wanted, among: texts) { return whole }
    let count = wanted.split(whereSeparator: \.isWhitespace).count
    var known: Set<String> = []
    var parts: [String] = []
    for text in texts {
      let words = text.split(whereSeparator: \.isWhitespace)
      guard words.count > count else { continue }
      for start in 0...(words.count - count) {
        let part = words[start..<(start + count)].joined(separator: " ")
        if known.insert(part).inserted { parts.append(part) }
      }
    }
    return Suggestions.nearest(wanted, among: parts)
  }
}
