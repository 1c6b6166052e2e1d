import ArgumentParser
import Language
import Workspace

/// The language of `--help` and of wrong usage: what `--lang` says, else that of the locale.
///
/// The words around the options are ArgumentParser's, which knows English alone; they are put into
/// Vietnamese here.
enum Speech {
  static let lang: Lang = lang(of: Array(CommandLine.arguments.dropFirst()))

  /// The pages of `tiendo docs` are the same under every locale.
  static func lang(of arguments: [String]) -> Lang {
    if arguments.first == "docs" { return .en }
    for (place, argument) in arguments.enumerated() {
      if argument == "--lang", place + 1 < arguments.count {
        return Lang(rawValue: arguments[place + 1]) ?? .en
      }
      if argument.hasPrefix("--lang=") { return Lang(rawValue: String(argument.dropFirst(7))) ?? .en }
    }
    return Settings.fromEnvironment().lang
  }

  /// What ArgumentParser writes itself, in the order in which it is looked for.
  static let parserWords: [(en: String, vi: String)] = [
    ("OVERVIEW: ", "GIỚI THIỆU: "), ("USAGE: ", "CÁCH DÙNG: "), ("Usage: ", "Cách dùng: "),
    ("<options>", "<tùy chọn>"), ("<subcommand>", "<lệnh con>"), ("OPTIONS:", "TÙY CHỌN:"),
    ("ARGUMENTS:", "ĐỐI SỐ:"), ("SUBCOMMANDS:", "LỆNH CON:"),
    ("Show the version.", "Hiện phiên bản."), ("Show help information.", "Hiện trợ giúp."),
    ("Show subcommand help information.", "Hiện trợ giúp của lệnh con."),
    (" for detailed help.", " để biết chi tiết."), (" for more information.", " để biết thêm."),
    ("  See 'tiendo", "  Xem 'tiendo"), ("Error: ", "Lỗi: "),
    ("Unknown option ", "không có tùy chọn "), ("Missing value for ", "thiếu giá trị cho "),
    ("Missing expected argument ", "thiếu đối số "), ("Did you mean ", "có phải ý bạn là "),
    ("Unexpected argument ", "thừa đối số "), (" unexpected arguments: ", " đối số thừa: "),
    ("The value ", "giá trị "), (" is invalid for ", " không hợp lệ cho "),
  ]

  /// A text of ArgumentParser in the language of the reader.
  static func translated(_ text: String, to lang: Lang) -> String {
    guard lang == .vi else { return text }
    return parserWords.reduce(text) { $0.replacing($1.en, with: $1.vi) }
  }
}

/// A text of the command line in the language of the reader.
func say(_ en: String, _ vi: String) -> String { Speech.lang == .vi ? vi : en }
