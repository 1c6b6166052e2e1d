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

  /// What stands for values, as ArgumentParser writes it.
  private static let places: [(en: String, vi: String)] = [
    ("<code>", "<mã>"), ("<date>", "<ngày>"), ("<file>", "<tệp>"), ("<files>", "<tệp>"),
    ("<folder>", "<thư mục>"), ("<format>", "<dạng>"), ("<load>", "<bảng>"),
    ("<name=address>", "<tên=địa chỉ>"), ("<name=value>", "<tên=giá trị>"),
    ("<options>", "<tùy chọn>"), ("<page>", "<trang>"), ("<query>", "<truy vấn>"),
    ("<reps>", "<số lần>"), ("<seconds>", "<giây>"), ("<size>", "<cỡ>"),
    ("<subcommand>", "<lệnh con>"),
  ]

  /// A text of ArgumentParser with its own words in the language.
  static func headings(in text: String) -> String {
    guard lang == .vi else { return text }
    let spoken = headings.reduce(text) { text, pair in
      text.split(separator: pair.en, omittingEmptySubsequences: false).joined(separator: pair.vi)
    }
    return spoken.split(separator: "\n", omittingEmptySubsequences: false).map(places).joined(
      separator: "\n")
  }

  /// A line with the places of values in Vietnamese; what stands in columns behind them stays there.
  private static func places(in line: Substring) -> String {
    places.reduce(String(line)) { line, pair in
      guard let found = line.firstRange(of: pair.en) else { return line }
      let rest = line[found.upperBound...]
      let gap = rest.prefix { $0 == " " }.count
      let longer = pair.vi.count - pair.en.count
      // Words go on behind one space, columns behind several.
      let padding = gap > 1 ? max(1, gap - longer) : gap
      return line[..<found.lowerBound] + pair.vi + String(repeating: " ", count: padding)
        + rest.dropFirst(gap)
    }
  }
}
