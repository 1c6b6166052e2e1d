public import Columns

/// A folder with a Frictionless `datapackage.json`: tables with types, units and roles, each read
/// when first asked for.
public struct DataPackage: Sendable {
  /// One table of the package.
  public struct Resource: Sendable {
    public let name: String
    /// The file, from where the program runs.
    public let path: String
    public let fields: [Field]
    public let missing: [String]
    public let info: DatasetInfo
    public let about: String?
  }

  public let title: String?
  public let resources: [Resource]

  /// Reads the description in `folder`; the tables' files are not opened.
  public init(folder: String) throws {
    let path = folder + "/datapackage.json"
    let file = try RawFile(path)
    let bytes = try file.head(.max)
    let json: JSON
    do {
      json = try JSON(bytes)
    } catch {
      let line = file.lines(at: [error.offset], lineEnd: 10).first
      throw FileError(
        path, .notJSON, line: line?.number, excerpt: line?.text)
    }
    title = json["title"]?.text
    guard let list = json["resources"]?.list else {
      throw FileError(path, .noResources)
    }
    resources = try list.map { resource in
      guard let table = resource["name"]?.text, let file = resource["path"]?.text else {
        throw FileError(path, .incompleteResource)
      }
      let schema = resource["schema"]
      let missing =
        (schema?["missingValues"] ?? resource["missingValues"])?.list?
        .compactMap(\.text) ?? [""]
      var fields = (schema?["fields"]?.list ?? []).compactMap { field -> Field? in
        guard let name = field["name"]?.text else { return nil }
        return Field(
          name, DataPackage.type(field["type"]?.text), unit: field["unit"]?.text,
          about: field["description"]?.text, look: DataPackage.look(field, of: name, in: table))
      }
      var roles: [String: String] = [:]
      for (role, column) in resource["tiendo"]?["roles"]?.object ?? [:] {
        roles[role] = column.text
      }
      let keys = Set(DataPackage.keyRoles.compactMap { roles[$0] })
      for place in fields.indices where keys.contains(fields[place].name) {
        fields[place].look.part = .key
      }
      return Resource(
        name: table, path: folder + "/" + file, fields: fields, missing: missing,
        info: DatasetInfo(
          kind: resource["tiendo"]?["kind"]?.text, roles: roles,
          title: resource["title"]?.text, titleVi: resource["title_vi"]?.text),
        about: resource["description"]?.text)
    }
  }

  /// Roles of the columns that tell rows apart.
  private static let keyRoles = ["entity", "series", "time", "level", "document"]

  /// What the description says of how a column is shown: its titles, the decimals of its numbers, and what its
  /// words are in Vietnamese.
  private static func look(_ field: JSON, of column: String, in resource: String) -> Look {
    var look = Look()
    let words = (field["tiendo"]?["words_vi"]?.object ?? [:]).compactMapValues(\.text)
    if !words.isEmpty { look.vocabulary = Vocabulary("\(resource).\(column)", words: words) }
    if let title = field["title"]?.text ?? field["title_vi"]?.text {
      look.label = Remark(en: title, vi: field["title_vi"]?.text ?? title)
    }
    if case .number(let digits)? = field["tiendo"]?["digits"], (0...15).contains(digits) {
      look.digits = .decimals(Int(digits))
    }
    return look
  }

  /// Table Schema's types in ours.
  private static func type(_ name: String?) -> DataType {
    switch name {
    case "integer", "year": .int
    case "number": .float
    case "boolean": .bool
    case "date": .date
    case "datetime": .timestamp
    default: .text
    }
  }
}

extension DataPackage.Resource {
  /// The table's file, with the types, units and meanings that the description gives.
  public var source: FileSource {
    let types = Dictionary(
      fields.map { ($0.name, $0.type.rawValue) }, uniquingKeysWith: { first, _ in first })
    var options: OptionValues = [
      "types": .map(types), "nulls": .list(missing.filter { !$0.isEmpty }),
    ]
    options.habits.isDescribed = true
    return FileSource(
      path, options,
      id: SourceID(.table, name), known: fields, info: info)
  }
}
