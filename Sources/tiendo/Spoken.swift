import Language
import Workspace

/// The words of `--help` and of usage errors, in the language of `--lang` or else of the locale.
enum Spoken {
  /// Documents are made from the English ones whatever the locale.
  static let lang: Lang = {
    let arguments = CommandLine.arguments
    if arguments.dropFirst().first == "docs" { return .en }
    for (index, argument) in arguments.enumerated() {
      if argument == "--lang", index + 1 < arguments.count,
        let own = Lang(rawValue: arguments[index + 1])
      {
        return own
      }
      if argument.hasPrefix("--lang="), let own = Lang(rawValue: String(argument.dropFirst(7))) {
        return own
      }
    }
    return Settings.fromEnvironment().lang
  }()

  static func text(_ en: String, _ vi: String) -> String { lang == .vi ? vi : en }

  /// What ArgumentParser says by itself.
  private static let headings: [(en: String, vi: String)] = [
    ("OVERVIEW: ", ""), ("USAGE:", "CÁCH DÙNG:"), ("Usage:", "Cách dùng:"),
    ("ARGUMENTS:", "ĐỐI SỐ:"),
    ("OPTIONS:", "TÙY CHỌN:"), ("SUBCOMMANDS:", "LỆNH CON:"),
    ("See 'tiendo help <subcommand>' for detailed help.", "Xem chi tiết: tiendo help <lệnh con>"),
    ("Show help information.", "Hiện trợ giúp."), ("Show the version.", "Hiện phiên bản."),
    ("Error: Unknown option", "Lỗi: không có tùy chọn"),
    ("Error: Missing expected argument", "Lỗi: thiếu đối số"),
    ("Error: Missing value for", "Lỗi: thiếu giá trị cho"), ("Error: ", "Lỗi: "),
    ("  See 'tiendo --help' for more information.", "  Xem thêm: tiendo --help"),
  ]

  /// A text of ArgumentParser with its own words in the language.
  static func headings(in text: String) -> String {
    guard lang == .vi else { return text }
    return headings.reduce(text) { text, pair in
      text.split(separator: pair.en, omittingEmptySubsequences: false).joined(separator: pair.vi)
    }
  }
}
