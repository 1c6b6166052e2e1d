import Foundation
import Testing

/// A value of the reference file.
indirect enum JSON: Decodable, Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() {
      self = .null
    } else if let value = try? box.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? box.decode(Double.self) {
      self = .number(value)
    } else if let value = try? box.decode(String.self) {
      self = .text(value)
    } else if let value = try? box.decode([JSON].self) {
      self = .list(value)
    } else {
      self = .object(try box.decode([String: JSON].self))
    }
  }

  init(_ value: Double?) { self = value.map { .number($0) } ?? .null }
  init(_ values: [Double]) { self = .list(values.map { .number($0) }) }
  init(_ values: [Double?]) { self = .list(values.map { JSON($0) }) }

  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var text: String? { if case .text(let value) = self { value } else { nil } }
  var list: [JSON] { if case .list(let values) = self { values } else { [] } }
  var numbers: [Double] { list.compactMap(\.number) }
  var object: [String: JSON] { if case .object(let values) = self { values } else { [:] } }
}

/// One case of `reference.json`.
struct ReferenceCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let method: String
  let input: [String: JSON]
  let expected: [String: JSON]
  let tolerance: String

  var testDescription: String { id }

  func numbers(_ key: String) -> [Double] { input[key]?.numbers ?? [] }
  func number(_ key: String) -> Double { input[key]?.number ?? .nan }

  /// Steps ahead that the expected means have.
  var periods: Int { expected["mean"]?.list.count ?? 6 }

  static func all() throws -> [ReferenceCase] {
    struct File: Decodable {
      let cases: [ReferenceCase]
    }
    return try JSONDecoder().decode(
      File.self, from: try Data(contentsOf: resource("reference.json"))
    )
    .cases
  }

  static func resource(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Resources/\(name)")
  }
}

/// How near an answer must come; parsed from the case's own words.
struct Tolerance {
  let relative: Double
  let absolute: Double

  init(_ words: String, key: String) {
    var words = words
    if words.hasPrefix("slope,intercept"), key == "p" { words = "rel 1e-6" }
    let first = words.split(separator: ";").first { $0.contains("rel ") || $0.contains("abs ") }
    let parts = (first ?? "").split(separator: " ").map(String.init)
    func number(after word: String) -> Double? {
      parts.firstIndex(of: word).flatMap {
        parts.indices.contains($0 + 1) ? Double(parts[$0 + 1]) : nil
      }
    }
    relative = number(after: "rel") ?? 0
    absolute = number(after: "abs") ?? 1e-12
  }

  func accepts(_ actual: Double, _ expected: Double) -> Bool {
    abs(actual - expected) <= max(relative * abs(expected), absolute)
  }
}
