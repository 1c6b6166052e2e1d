/// The tables of a SELECT, and what their columns are called in the pipeline.
struct SQLScope {
  struct Part {
    let alias: String
    /// The columns as the table has them; nil where they are not known.
    let columns: [String]?
    /// Columns that are called otherwise in the pipeline, by their lower-case names.
    var renamed: [String: String] = [:]
    /// The key columns of which the pipeline has one copy for two tables.
    var merged: Set<String> = []
  }

  private(set) var parts: [Part] = []
  /// The columns of the pipeline; nil where they are not known.
  private(set) var columns: [String]?
  /// Columns added for the translation alone.
  private(set) var added: [String] = []

  init(_ alias: String, _ columns: [String]?) {
    parts = [Part(alias: alias.lowercased(), columns: columns)]
    self.columns = columns
  }

  /// The table that a column is of; nil where that cannot be told.
  func owner(_ table: String?, _ name: String, in parts: [Part]) throws(ForeignProblem) -> Int? {
    let wanted = name.lowercased()
    func has(_ part: Part) -> Bool {
      part.columns?.contains { $0.lowercased() == wanted } ?? false
    }
    if let table {
      guard let place = parts.firstIndex(where: { $0.alias == table.lowercased() }) else {
        throw ForeignProblem(
          "\(table).\(name)",
          Words(en: "there is no `\(table)` behind `from`", vi: "sau `from` không có `\(table)`"))
      }
      return place
    }
    if parts.count == 1 { return 0 }
    let owners = parts.indices.filter { has(parts[$0]) }
    if owners.count > 1, !owners.allSatisfy({ parts[$0].merged.contains(wanted) }) {
      let choice = owners.map { "`\(parts[$0].alias).\(name)`" }
      throw ForeignProblem(
        name,
        Words(
          en: "several tables have it: write \(choice.joined(separator: " or "))",
          vi: "nhiều bảng có cột này: viết \(choice.joined(separator: " hoặc "))"))
    }
    return owners.first
  }

  /// What a column is called in the pipeline.
  func name(_ table: String?, _ name: String) throws(ForeignProblem) -> String {
    // What the translation made itself.
    if table == "" { return name }
    guard let place = try owner(table, name, in: parts) else { return name }
    return self.name(name, ofPart: place)
  }

  func name(_ name: String, ofPart place: Int) -> String {
    let part = parts[place]
    let own =
      part.columns?.first { $0 == name }
      ?? part.columns?.first { $0.lowercased() == name.lowercased() } ?? name
    return part.renamed[name.lowercased()] ?? own
  }

  /// Takes a joined table in: which of its columns are merged with those of the same name, and which
  /// key gets a copy.
  mutating func join(
    _ alias: String, _ own: [String]?, merged: [String], copies: [String: String]
  ) {
    var part = Part(alias: alias.lowercased(), columns: own)
    let keys = Set(merged.map { $0.lowercased() })
    for (key, copy) in copies { part.renamed[key] = copy }
    for key in keys {
      part.merged.insert(key)
      for index in parts.indices
      where parts[index].columns?.contains(where: { $0.lowercased() == key }) == true {
        parts[index].merged.insert(key)
      }
    }
    if var present = columns, let own {
      for column in own where !keys.contains(column.lowercased()) {
        var here = column
        var number = 2
        while present.contains(here) {
          here = "\(column)_\(number)"
          number += 1
        }
        if here != column { part.renamed[column.lowercased()] = here }
        present.append(here)
      }
      present += copies.values.sorted()
      columns = present
    } else {
      columns = nil
    }
    added += copies.values.sorted()
    parts.append(part)
  }

  /// The names in the pipeline of all columns of a table, or of all tables; nil where not known.
  func expanded(_ table: String?) throws(ForeignProblem) -> [String]? {
    guard let table else { return columns?.filter { !added.contains($0) } }
    guard let place = parts.firstIndex(where: { $0.alias == table.lowercased() }) else {
      throw ForeignProblem(
        "\(table).*",
        Words(en: "there is no `\(table)` behind `from`", vi: "sau `from` không có `\(table)`"))
    }
    return parts[place].columns?.map { name($0, ofPart: place) }
  }
}
