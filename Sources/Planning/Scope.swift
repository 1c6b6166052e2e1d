package import Columns
import Language

/// The columns that a step sees, and the dataset that they come from.
package struct Scope {
  package var fields: [Field]
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
    if let exact = fields.firstIndex(where: { $0.name == name && !$0.isHidden }) {
      return .column(exact)
    }
    let folded = name.lowercased()
    let found = fields.indices.filter {
      fields[$0].name.lowercased() == folded && !fields[$0].isHidden
    }
    if found.count == 1 { return .column(found[0]) }
    return found.isEmpty ? .none : .ambiguous(found.map { fields[$0].name })
  }

  /// The place of the column that plays a role.
  package func place(role: String) -> Int? {
    guard let name = roles[role], case .column(let place) = match(name) else { return nil }
    return place
  }
}
