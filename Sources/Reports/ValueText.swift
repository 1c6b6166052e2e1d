import Columns
import Display
import Language

/// Values as sentences have them: thousands apart, the decimal sign and the dates of the language.
enum ValueText {
  static func text(_ value: Value, of field: Field, digits: Int?, lang: Lang) -> String {
    switch value {
    case .null: Words(en: "no data", vi: "chưa có số liệu").text(in: lang)
    case .bool(let answer):
      answer
        ? Words(en: "yes", vi: "có").text(in: lang) : Words(en: "no", vi: "không").text(in: lang)
    default: TableTexts.text(value, of: field, digits: digits, lang: lang)
    }
  }
}
