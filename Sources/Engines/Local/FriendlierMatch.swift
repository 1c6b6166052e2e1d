import Columns
import Functions
import Language
import Planning

/// The note that `==` on text finds nothing where a friendly match (`~`) would.
enum FriendlierMatch {
  /// More different texts than this are not searched.
  private static let mostTexts = 100_000

  /// Tells of each comparison in a filter whose text is not among those of the stored column.
  ///
  /// - Parameter condition: over the rows of `input`.
  static func tell(
    _ condition: Expression, over input: LogicalPlan, _ context: QueryContext
  ) throws {
    for part in condition.conjuncts { try tellOne(part, input, context) }
  }

  private static func tellOne(
    _ condition: Expression, _ input: LogicalPlan, _ context: QueryContext
  ) throws {
    guard case .call(let function, let arguments) = condition.kind else { return }
    if function.name == "and" || function.name == "or" {
      for argument in arguments { try tellOne(argument, input, context) }
      return
    }
    guard function.name == "==", arguments.count == 2, let place = arguments[0].columnIndex,
      case .text(let wanted)? = arguments[1].constant, !wanted.isEmpty,
      let base = input.base, input.keepsColumns, case .scan(let id) = base.node,
      let column = try context.scan(id, [base.fields[place].name], at: base.range).columns.first,
      case .coded(_, let dictionary) = column.storage, dictionary.count <= mostTexts,
      dictionary.code(of: wanted) == nil
    else { return }
    let folded = TextFold.fold(wanted)
    for code in 0..<dictionary.count {
      let text = dictionary.string(code)
      guard TextFold.fold(text).contains(folded) else { continue }
      let name = base.fields[place].name
      context.note(
        "N0202",
        "no `\(name)` is exactly \"\(wanted)\"; ~ \"\(wanted)\" finds \"\(text)\"",
        "không có `\(name)` nào đúng bằng \"\(wanted)\"; ~ \"\(wanted)\" tìm thấy \"\(text)\"",
        at: arguments[1].range)
      return
    }
  }
}
