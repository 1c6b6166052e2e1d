import Columns
import Functions
import Language
import Planning
import Sources

/// Reads `with (…)` after a file into options, with an error for each that is unknown or ill-typed.
package struct FileOptions {
  package static let readNames = [
    "delimiter", "quote", "header", "decimal", "dates", "types", "nulls", "lenient", "encoding",
  ]
  package static let writeNames = ["overwrite", "bom", "delimiter", "decimal", "header", "format"]

  private(set) var diagnostics: [Diagnostic] = []
  private let binder: Binder

  init(_ binder: Binder) { self.binder = binder }

  mutating func read(_ options: [FileOption], into base: ReadOptions) -> ReadOptions {
    var result = base
    for option in options {
      let name = option.name.text.lowercased()
      switch name {
      case "delimiter": if let byte = byte(option) { result.delimiter = byte }
      case "quote": if let byte = byte(option) { result.quote = byte }
      case "header": if let flag = flag(option) { result.hasHeader = flag }
      case "lenient": if let flag = flag(option) { result.isLenient = flag }
      case "decimal":
        if let byte = byte(option) {
          if byte == 44 || byte == 46 {
            result.decimal = byte
          } else {
            wrong(option, Words(en: "\".\" or \",\"", vi: "\".\" hoặc \",\""))
          }
        }
      case "dates":
        if let order = ReadOptions.DateOrder(rawValue: word(option)?.lowercased() ?? "") {
          result.dates = order
        } else {
          wrong(option, Words(en: "dmy, mdy or ymd", vi: "dmy, mdy hoặc ymd"))
        }
      case "encoding":
        let text = word(option)?.lowercased() ?? ""
        if text != "utf-8" && text != "utf8" {
          wrong(
            option,
            Words(
              en: "utf-8; convert other files first, for instance with iconv",
              vi: "utf-8; hãy chuyển mã tệp khác trước, chẳng hạn bằng iconv"))
        }
      case "nulls":
        guard case .list(let items, _) = option.value else {
          // A list of constants is an expression to the parser.
          if case .expression(let expression) = option.value,
            case .list(let items) = expression.kind
          {
            result.nulls = items.compactMap { binder.constant($0).value?.plainText }
          } else if let text = word(option) {
            result.nulls = [text]
          }
          continue
        }
        result.nulls = items.compactMap { binder.value($0)?.plainText }
      case "types":
        guard case .map(let entries, _) = option.value else {
          wrong(option, Words(en: "{column: type, …}", vi: "{cột: kiểu, …}"))
          continue
        }
        for entry in entries {
          let text = word(entry)?.lowercased() ?? ""
          if let type = DataType(rawValue: text), type != .null, type != .duration {
            result.types[TextNormalization.normalizeNFC(entry.name.text)] = type
          } else {
            wrong(
              entry,
              Words(
                en: "int, float, text, bool, date or timestamp",
                vi: "int, float, text, bool, date hoặc timestamp"))
          }
        }
      default: unknown(option, FileOptions.readNames)
      }
    }
    return result
  }

  private func word(_ option: FileOption) -> String? { binder.value(option.value)?.plainText }

  private mutating func byte(_ option: FileOption) -> UInt8? {
    let text = word(option) ?? ""
    let named =
      ["tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"][text.lowercased()] ?? text
    guard named.utf8.count == 1, let byte = named.utf8.first else {
      wrong(option, Words(en: "one character", vi: "một ký tự"))
      return nil
    }
    return byte
  }

  private mutating func flag(_ option: FileOption) -> Bool? {
    switch binder.value(option.value) {
    case .bool(let flag)?: return flag
    default:
      wrong(option, Words(en: "true or false", vi: "true hoặc false"))
      return nil
    }
  }

  private mutating func wrong(_ option: FileOption, _ takes: Words) {
    diagnostics.append(
      Diagnostic(
        code: "E0701",
        Words(
          en: "`\(option.name.text)` takes \(takes.en)",
          vi: "`\(option.name.text)` nhận \(takes.text(in: .vi))"),
        at: option.range))
  }

  private mutating func unknown(_ option: FileOption, _ known: [String]) {
    let near = Suggestions.nearest(option.name.text, among: known)
    diagnostics.append(
      Diagnostic(
        code: "E0702",
        Words(
          en: "there is no option \(SyntaxText.backticked(option.name.text))",
          vi: "không có tùy chọn \(SyntaxText.backticked(option.name.text))"),
        at: option.name.range,
        fix: near.map { Words.didYouMean("`\($0)`") }
          ?? Words(
            en: "options: \(known.joined(separator: ", "))",
            vi: "các tùy chọn: \(known.joined(separator: ", "))"), replacement: near))
  }
}
