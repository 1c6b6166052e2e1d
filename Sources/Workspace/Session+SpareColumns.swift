import Columns
import Display
import Language
import Planning

/// Which columns of a result say least: a view that is too narrow leaves them out first.
extension Session {
  func spareColumns(of pipeline: SyntaxPipeline) -> SpareColumns {
    var spare = spareColumns(of: pipeline.source)
    for step in pipeline.steps {
      switch step.kind {
      // What is asked for by name is not to spare.
      case .select(let items) where !items.contains(where: \.isDropped):
        spare = SpareColumns(asked: Session.names(items))
      case .distinct(let items) where !items.isEmpty:
        spare = SpareColumns(asked: Session.names(items))
      case .group(let group):
        spare = SpareColumns(asked: Session.names(group.by + group.aggregates))
      case .aggregate, .pivot: spare = SpareColumns()
      case .derive(let derive): spare.asked += Session.names(derive.items)
      case .label(let labels): spare.asked += labels.map(\.column.text)
      case .sort(let keys):
        spare.asked += keys.compactMap { key in
          if case .name(let name) = key.expr.kind { name.text } else { nil }
        }
      case .join(let join): spare.details += spareColumns(of: join.source).details
      case .compare: add("compare", to: &spare)
      case .project: add("project", to: &spare)
      case .whatif: add("whatif", to: &spare)
      case .track: add("track", to: &spare)
      case .progress: add("progress", to: &spare)
      case .describe:
        spare = SpareColumns()
        add("describe", to: &spare)
      default: break
      }
    }
    return spare
  }

  /// What some items are called, as far as the query says so: a pattern stands for all that fit.
  private static func names(_ items: [Item]) -> [String] {
    items.compactMap { item in
      if let name = item.name { return name.text }
      guard case .name(let name) = item.expr.kind else { return nil }
      // By its type any column may have been chosen.
      if case .type? = name.pattern { return "*" }
      return name.text
    }
  }

  /// A step's own columns go before the keys that it took over.
  private func add(_ step: String, to spare: inout SpareColumns) {
    guard let reference = StepReference.of(step) else { return }
    let names = Set(reference.columns.map(\.name))
    let details = reference.columns(.detail)
    spare.details = details + spare.details.filter { !names.contains($0) }
    spare.minor = reference.columns(.minor)
    spare.telling = reference.columns(.main)
    // What was asked for before is now what the step has made of it.
    spare.asked = []
    spare.remarks = names.contains("note") ? "note" : nil
  }

  private func spareColumns(of source: Source) -> SpareColumns {
    switch source.kind {
    case .name(let name):
      guard let schema = try? tables.source(name.text)?.outline(runContext()),
        let info = schema.info
      else { return SpareColumns() }
      return Session.spareColumns(schema.fields.map(\.name), info.roles)
    case .pipeline(let pipeline): return spareColumns(of: pipeline)
    case .last: return spare
    default: return SpareColumns()
    }
  }

  /// Roles that qualify a figure rather than tell it.
  private static let minorRoles: Set<String> = [
    "level", "unit", "version", "direction", "qualifier", "n_units", "target_high",
  ]

  /// The columns of a dataset that tell where a figure is from, or that qualify another column
  /// (`as_of_text` beside `as_of`).
  private static func spareColumns(_ names: [String], _ roles: [String: String]) -> SpareColumns {
    guard !roles.isEmpty else { return SpareColumns() }
    let main = Set(roles.filter { !minorRoles.contains($0.key) }.values)
    let details = names.reversed().filter { name in
      guard !main.contains(name) else { return false }
      return roles.values.contains(name) || ["source", "note"].contains(name)
        || main.contains { name.hasPrefix($0 + "_") }
    }
    return SpareColumns(details: details)
  }
}
