/// A language that messages are written in.
public enum Lang: String, Sendable, Hashable, CaseIterable {
  case en
  case vi
}

/// The same sentence in English and Vietnamese.
///
/// Any target may make its own; without a Vietnamese text the English one is shown.
public struct Words: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  public var en: String
  public var vi: String?

  public init(en: String, vi: String? = nil) {
    self.en = en
    self.vi = vi
  }

  public init(stringLiteral value: String) {
    self.init(en: value)
  }

  public func text(in lang: Lang) -> String {
    switch lang {
    case .en: en
    case .vi: vi ?? en
    }
  }

  public var description: String { en }

  /// The question that offers the nearest name, with the marks that belong around it.
  public static func didYouMean(_ name: String) -> Words {
    Words(en: "did you mean \(name)?", vi: "có phải ý bạn là \(name)?")
  }

  /// `a, b or c`.
  public static func anyOf(_ names: [String]) -> Words {
    guard let last = names.last, names.count > 1 else {
      return Words(en: names.joined(), vi: names.joined())
    }
    let rest = names.dropLast().joined(separator: ", ")
    return Words(en: "\(rest) or \(last)", vi: "\(rest) hoặc \(last)")
  }
}
