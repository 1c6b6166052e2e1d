import Columns
import Sources
import Testing

@Suite("JSON and data packages")
struct DataPackageTests {
  private func json(_ text: String) throws -> JSON { try JSON(Array(text.utf8)) }

  @Test("JSON texts")
  func values() throws {
    #expect(
      try json(" [1, -2.5e3, true, false, null, \"a\"] ")
        == .list([.number(1), .number(-2500), .bool(true), .bool(false), .null, .text("a")]))
    #expect(try json("{\"a\": {\"b\": []}, \"c\": {}}")["a"]?["b"] == .list([]))
    #expect(
      try json(#""\"\\\/\b\f\n\r\t\u1EC7\ud83d\ude00""#)
        == .text("\"\\/\u{8}\u{C}\n\r\t\u{1EC7}😀"))
    #expect(try json(#""\ud83dx""#) == .text("\u{FFFD}x"))
    #expect(try json(#""\ud83d\u0041""#) == .text("\u{FFFD}A"))
    #expect(
      try json(String(repeating: "[", count: 150) + String(repeating: "]", count: 150)).list != nil)
  }

  @Test("texts that are no JSON are refused where they go wrong")
  func malformed() throws {
    for (text, offset) in [
      ("", 0), ("[1,]", 3), ("{\"a\" 1}", 5), ("[1 2]", 3), ("tru", 0), ("\"a", 2), ("01", 0),
      ("+1", 0), ("1.", 2), ("1e", 2), ("-", 0), ("{a: 1}", 1), ("\"\\x\"", 2), ("\"a\nb\"", 2),
      ("1 x", 2), ("\"\\u12\"", 3), ("\"\\u+123\"", 3), ("nan", 0), ("[", 1),
    ] {
      let error = #expect(throws: JSON.Malformed.self) { _ = try json(text) }
      #expect(error?.offset == offset, "\(text)")
    }
    #expect(throws: JSON.Malformed.self) {
      _ = try json(String(repeating: "[", count: 100_000))
    }
  }

  @Test("a package gives types, units, roles and missing values")
  func package() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("code,rate,when\n001,\"82.96\",2024-12-31\n002,-,\n", name: "r.csv")
    _ = try folder.file(
      """
      {"title": "T", "resources": [{"name": "rates", "path": "r.csv", "title": "Rates",
        "title_vi": "Tỷ lệ", "schema": {"missingValues": ["", "-"], "fields": [
          {"name": "code", "type": "string"},
          {"name": "rate", "type": "number", "unit": "%", "description": "share"},
          {"name": "when", "type": "date"}]},
        "tiendo": {"kind": "coverage", "roles": {"time": "when"}}}]}
      """, name: "datapackage.json")
    let package = try DataPackage(folder: folder.path)
    #expect(package.title == "T")
    let resource = try #require(package.resources.first)
    #expect(resource.info.kind == "coverage")
    #expect(resource.info.roles == ["time": "when"])
    #expect(resource.info.titleVi == "Tỷ lệ")
    let source = resource.source
    #expect(source.id == SourceID(.table, "rates"))
    let run = RunContext()
    #expect(try source.outline(run).fields.map(\.unit) == [nil, "%", nil])
    let schema = try source.schema(nil, run)
    #expect(schema.info?.kind == "coverage")
    let table = try source.scan(schema.fields.map(\.name), run)
    #expect(table.types == [.text, .float, .date])
    #expect(table.rows == [["001", "82.96", "2024-12-31"], ["002", "∅", "∅"]])
    #expect(table.fields[1].unit == "%")
    #expect(table.fields[1].about == "share")
  }

  @Test("packages that are wrong say so")
  func wrong() throws {
    let folder = try TemporaryFolder()
    func kind(_ text: String?) throws -> FileError? {
      if let text { _ = try folder.file(text, name: "datapackage.json") }
      do {
        _ = try DataPackage(folder: folder.path)
        return nil
      } catch let error as FileError {
        return error
      }
    }
    #expect(try kind(nil)?.kind == .notFound)
    #expect(try kind("{}")?.kind == .noResources)
    #expect(try kind("{\"resources\": [{\"name\": \"a\"}]}")?.kind == .incompleteResource)
    let error = try kind("{\n\"resources\": [\n}")
    #expect(error?.kind == .notJSON)
    #expect(error?.line == 3)
    #expect(try kind("{\"resources\": []}") == nil)
  }

  @Test("the catalogue loads, every table with rows and the types it promises")
  func catalogue() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let package = try DataPackage(folder: "/" + root + "/datasets")
    #expect(!package.resources.isEmpty)
    for resource in package.resources {
      let table = try resource.source.scan(resource.fields.map(\.name), RunContext())
      #expect(table.rowCount > 0, "\(resource.name)")
      for field in resource.fields {
        let own = table.fields.first { $0.name == field.name }
        #expect(own?.type == field.type, "\(resource.name).\(field.name)")
        #expect(own?.unit == field.unit, "\(resource.name).\(field.name)")
      }
    }
  }
}
