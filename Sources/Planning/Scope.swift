import Columns
import Language

/// The columns that a step sees, and the dataset that they come from.
struct Scope {
  var fields: [Field]
  /// The roles of the dataset, as long as its rows go by one for one.
  var roles: [String: String]

  init(_ fields: [Field], roles: [String: String] = [:]) {
    self.fields = fields
    self.roles = roles
  }

  enum Match {
    case column(Int)
    case ambiguous([String])
    case none
  }

  /// An exact match wins, else the only one that differs in case alone. Names are in NFC.
  func match(_ name: String) -> Match {
    if let exact = fields.firstIndex(where: { $0.name == name }) { return .column(exact) }
    let folded = name.lowercased()
    let found = fields.indices.filter { fields[$0].name.lowercased() == folded }
    if found.count == 1 { return .column(found[0]) }
    return found.isEmpty ? .none : .ambiguous(found.map { fields[$0].name })
  }

  /// The place of the column that plays a role.
  func place(role: String) -> Int? {
    guard let name = roles[role], case .column(let place) = match(name) else { return nil }
    return place
  }
}

/// Which columns of a source the steps after it can need, told from the syntax alone: a file is
/// parsed only as far as that, before anything is known of its types.
enum ColumnDemand {
  /// The names that occur up to the step that names all that goes on; nil where all columns do.
  static func names(_ steps: [Step]) -> Set<String>? {
    var names: Set<String> = []
    for step in steps {
      switch step.kind {
      case .select(let items) where !items.contains(where: \.isDropped):
        add(items.map(\.expr), &names)
        return names
      case .group(let group):
        add(group.by.map(\.expr) + group.aggregates.map(\.expr), &names)
        return names
      case .aggregate(let items):
        add(items.map(\.expr), &names)
        return names
      case .pivot(let pivot):
        add([pivot.column.expr] + pivot.by.map(\.expr) + pivot.aggregates.map(\.expr), &names)
        return names
      case .where(let condition): add([condition], &names)
      case .derive(let derive):
        add(derive.by.map(\.expr) + derive.sort.map(\.expr) + derive.items.map(\.expr), &names)
      case .sort(let keys): add(keys.map(\.expr), &names)
      case .take(let take): add(take.by.map(\.expr), &names)
      case .skip: break
      case .assert(let condition, _): add([condition], &names)
      case .join(let join): add(join.on.flatMap { [$0.left, $0.right] }, &names)
      default: return nil
      }
    }
    return nil
  }

  private static func add(_ expressions: [Expr], _ names: inout Set<String>) {
    var pending = expressions
    while let next = pending.popLast() {
      if case .name(let name) = next.kind { names.insert(name.text) }
      pending.append(contentsOf: next.children)
    }
  }
}
