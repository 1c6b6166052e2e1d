import Columns
import Functions
public import Language

/// Parameters in paths: `$name` instead of a path, `{$name}` inside one, `{$here}` for the folder of
/// the query file.
extension Binder {
  /// A path with the texts of its parameters; nil after an error.
  public func resolved(_ path: TextLiteral) -> TextLiteral? {
    let before = diagnostics.count
    let text = pathText(path)
    return diagnostics.count == before ? TextLiteral(text, range: path.range) : nil
  }

  /// The text of a path: as it is written, or that of the parameter that stands for it, with each
  /// `{$name}` in it replaced; an error where that cannot be done.
  ///
  /// The text of a parameter is a value, not a path to look for parameters in.
  public func pathText(_ path: TextLiteral) -> String {
    guard let name = path.parameter else { return filled(path) }
    switch environment.parameter(named: name) {
    case .text(let text)?: return text
    case nil:
      report(
        BinderMessages.unknownParameter(
          Name(name, range: path.range), environment.parameterNames))
    case let value?: report(BinderMessages.pathNotText(name, value.type, at: path.range))
    }
    return ""
  }

  private func filled(_ path: TextLiteral) -> String {
    var result = ""
    var rest = Substring(path.text)
    while let start = rest.firstRange(of: "{$") {
      result += rest[..<start.lowerBound]
      let inner = rest[start.upperBound...]
      guard let end = inner.firstIndex(of: "}"), Binder.isParameterName(inner[..<end]) else {
        report(PathMessages.malformed(at: path.range))
        return ""
      }
      let after = inner[inner.index(after: end)...]
      // Standing alone at the start, a parameter may be a folder or the whole path; elsewhere it
      // is part of a name.
      let isFolder = result.isEmpty && (after.isEmpty || after.first == "/")
      guard
        let text = placed(
          String(inner[..<end]), isFolder: isFolder, isWhole: isWhole(result, after), path)
      else { return "" }
      result += text
      rest = after
    }
    return result + rest
  }

  /// Whether what stands between is a whole part of the path.
  private func isWhole(_ before: String, _ after: Substring) -> Bool {
    (before.isEmpty || before.hasSuffix("/")) && (after.isEmpty || after.hasPrefix("/"))
  }

  private static func isParameterName(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// The text of one parameter inside a path; nil after an error.
  private func placed(
    _ written: String, isFolder: Bool, isWhole: Bool, _ path: TextLiteral
  ) -> String? {
    let name = TextNormalization.normalizeNFC(written)
    let value = environment.parameter(named: name)
    if name == "here" {
      if value != nil {
        report(PathMessages.hereIsTaken(at: path.range))
        return nil
      }
      return environment.here
    }
    guard let value else {
      report(
        BinderMessages.unknownParameter(
          Name(name, range: path.range), environment.parameterNames + ["here"]))
      return nil
    }
    let text = value.plainText
    let leaves = text == "." || text == ".."
    if text.isEmpty {
      report(PathMessages.empty(name, at: path.range))
    } else if text.utf8.contains(0) || (text.contains("/") && !isFolder) {
      report(PathMessages.slash(name, text, at: path.range))
    } else if isWhole, leaves, !isFolder {
      report(PathMessages.slash(name, text, at: path.range))
    } else {
      return text
    }
    return nil
  }
}

enum PathMessages {
  private static func message(
    _ words: Words, _ fix: Words, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(code: "E0712", words, at: range, fix: fix)
  }

  static func malformed(at range: SourceRange) -> Diagnostic {
    message(
      Words(
        en: "`{$` in a path begins a parameter's name, which `}` ends",
        vi: "`{$` trong đường dẫn mở đầu tên tham số, kết thúc bằng `}`"),
      Words(
        en: "write it as in \"out/{$month}.csv\"",
        vi: "hãy viết như \"out/{$thang}.csv\""), at: range)
  }

  static func empty(_ name: String, at range: SourceRange) -> Diagnostic {
    message(
      Words(
        en: "`$\(name)` is empty, so the path would name another file or folder",
        vi: "`$\(name)` rỗng nên đường dẫn sẽ chỉ tới tệp hoặc thư mục khác"),
      Words(
        en: "give it a text with -p \(name)=…", vi: "hãy cho một giá trị bằng -p \(name)=…"),
      at: range)
  }

  static func slash(_ name: String, _ text: String, at range: SourceRange) -> Diagnostic {
    message(
      Words(
        en: "`$\(name)` is \"\(text)\", which would lead out of the folder of this path",
        vi: "`$\(name)` là \"\(text)\", sẽ dẫn ra ngoài thư mục của đường dẫn này"),
      Words(
        en:
          "give a text without `/`; a folder may only stand first: \"{$\(name)}/file.csv\"",
        vi: "hãy cho giá trị không có `/`; thư mục chỉ đứng đầu: \"{$\(name)}/tep.csv\""),
      at: range)
  }

  static func hereIsTaken(at range: SourceRange) -> Diagnostic {
    message(
      Words(
        en: "`{$here}` in a path is the folder of the query file, but there is a parameter `$here`",
        vi: "`{$here}` trong đường dẫn là thư mục của tệp truy vấn, nhưng lại có tham số `$here`"),
      Words(en: "give the parameter another name", vi: "hãy đặt tên khác cho tham số"), at: range)
  }
}
