package import Columns
import Language
import Synchronization

/// The places of fields by their names, found when they are first asked for.
private final class Index: Sendable {
  private let known = Mutex<(exact: [String: Int]?, folded: [String: [Int]]?)>((nil, nil))

  /// The first field of a name.
  func exact(_ name: String, _ fields: [Field]) -> Int? {
    known.withLock { known in
      if known.exact == nil {
        known.exact = Dictionary(
          fields.indices.lazy.filter { !fields[$0].isHidden }.map { (fields[$0].name, $0) },
          uniquingKeysWith: { first, _ in first })
      }
      return known.exact?[name]
    }
  }

  /// The fields whose names differ at most in case.
  func folded(_ name: String, _ fields: [Field]) -> [Int] {
    known.withLock { known in
      if known.folded == nil {
        known.folded = Dictionary(
          grouping: fields.indices.filter { !fields[$0].isHidden },
          by: { fields[$0].name.lowercased() })
      }
      return known.folded?[name.lowercased()] ?? []
    }
  }
}

/// The columns that a step sees, and the dataset that they come from.
package struct Scope {
  package var fields: [Field] { didSet { index = Index() } }
  /// Where the fields of a name are, once that is asked of many.
  private var index = Index()
  /// The roles of the dataset, as long as its rows go by one for one.
  package var roles: [String: String]
  /// Whether there may be more columns, which only the data tell.
  package var isOpen: Bool

  package init(_ fields: [Field], roles: [String: String] = [:], isOpen: Bool = false) {
    self.fields = fields
    self.roles = roles
    self.isOpen = isOpen
  }

  /// The names that a query may use.
  package var names: [String] { fields.filter { !$0.isHidden }.map(\.name) }

  package enum Match {
    case column(Int)
    case ambiguous([String])
    case none
  }

  /// An exact match wins, else the only one that differs in case alone. Names are in NFC.
  package func match(_ name: String) -> Match {
    if let exact = index.exact(name, fields) { return .column(exact) }
    let found = index.folded(name, fields)
    if found.count == 1 { return .column(found[0]) }
    return found.isEmpty ? .none : .ambiguous(found.map { fields[$0].name })
  }

  /// The place of the column that plays a role.
  package func place(role: String) -> Int? {
    guard let name = roles[role], case .column(let place) = match(name) else { return nil }
    return place
  }
}
