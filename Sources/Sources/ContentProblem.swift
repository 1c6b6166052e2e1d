public import Language

/// What keeps the content of a file from being read: how it is packed, encoded, or what it is.
public enum ContentProblem: Sendable, Hashable {
  /// A packed file whose stream has no end.
  case cutShort
  /// A packed file whose bytes contradict each other.
  case damaged
  /// A packed file that becomes far larger than text does, or asks for too much memory.
  case unpacksTooFar
  /// Packed in a way that this build has no library for; the ending, and a command that unpacks it.
  case absentLibrary(String, command: String)
  /// An archive of several files: the first names, and how many there are.
  case severalFiles([String], Int)
  /// An archive without the file that was asked for: its name, the first names, how many there are, and the
  /// one that is likely meant.
  case noMember(String, [String], Int, near: String?)
  /// A file of an archive was asked for, in what is none.
  case noArchive(String)
  /// A file of an archive that wants a password.
  case encrypted(String)
  /// Bytes that an encoding has no letter for.
  case undecodable(UInt32, encoding: String)
  case unknownEncoding(String)
  /// Something that is not read here: what, and a command that makes of it what is.
  case foreign(String, command: String)
  /// Not what its format asks for: why, in both languages.
  case unreadable(Words)
  /// The table of this number was asked for, where there are only so many.
  case noTable(Int, of: Int)

  struct Text {
    let words: Words
    var advice: Words?
  }

  /// What is said of it; `path` is that of the file.
  func text(_ path: String) -> Text {
    let shown = ForeignKind.quoted(path)
    switch self {
    case .cutShort:
      return Text(
        words: Words(
          en: "\(path) is cut short: it ends before its packed content does",
          vi: "\(path) bị cụt: tệp hết trước khi dữ liệu nén kết thúc"),
        advice: Words(
          en: "copy or download it again; with (mode: lenient) reads the lines before the cut",
          vi: "hãy chép hoặc tải lại; with (mode: lenient) đọc các dòng trước chỗ cụt"))
    case .damaged:
      return Text(
        words: Words(
          en: "\(path) is damaged: its packed bytes do not fit together",
          vi: "\(path) bị hỏng: các byte nén không khớp nhau"),
        advice: Words(
          en: "copy or download it again; with (mode: lenient) reads the lines before the damage",
          vi: "hãy chép hoặc tải lại; with (mode: lenient) đọc các dòng trước chỗ hỏng"))
    case .unpacksTooFar:
      let command = Compression.packed(path)?.compression.command ?? "unzip -p"
      return Text(
        words: Words(
          en:
            "\(path) unpacks to more than 200 times its size, or asks for more than 256 MiB to unpack",
          vi: "\(path) giải nén ra hơn 200 lần kích thước, hoặc cần hơn 256 MiB để giải nén"),
        advice: Words(
          en: "if that is right, unpack it first: \(command) \(shown) > table.csv",
          vi: "nếu đúng là vậy, hãy giải nén trước: \(command) \(shown) > table.csv"))
    case .absentLibrary(let suffix, let command):
      return Text(
        words: Words(
          en: "\(path) is packed (.\(suffix)), and this build has no library for that",
          vi: "\(path) được nén (.\(suffix)), bản dựng này không có thư viện để đọc"),
        advice: Words(
          en: "unpack it first: \(command) \(shown) > table.csv",
          vi: "hãy giải nén trước: \(command) \(shown) > table.csv"))
    case .severalFiles(let names, let count):
      let list = names.joined(separator: ", ") + (count > names.count ? " …" : "")
      let first = names.first ?? ""
      return Text(
        words: Words(
          en: "\(path) holds \(count) files, not one: \(list)",
          vi: "\(path) chứa \(count) tệp, không phải một: \(list)"),
        advice: Words(
          en: "say which one: with (file: \"\(first)\")",
          vi: "hãy nêu tệp cần đọc: with (file: \"\(first)\")"))
    case .noMember(let name, let names, let count, let near):
      let list =
        names.map { "\"\($0)\"" }.joined(separator: ", ") + (count > names.count ? " …" : "")
      return Text(
        words: Words(
          en: "\(path) holds no file \"\(name)\"", vi: "\(path) không chứa tệp \"\(name)\""),
        advice: Words(
          en: near.map { "did you mean \"\($0)\"?" } ?? "its \(count) files: \(list)",
          vi: near.map { "có phải ý bạn là \"\($0)\"?" } ?? "\(count) tệp bên trong: \(list)"))
    case .noArchive(let name):
      return Text(
        words: Words(
          en: "\(path) is no ZIP archive, so there is no file \"\(name)\" in it",
          vi: "\(path) không phải tệp ZIP nên bên trong không có tệp \"\(name)\""),
        advice: Words(en: "leave `file:` out", vi: "hãy bỏ `file:`"))
    case .encrypted(let name):
      return Text(
        words: Words(
          en: "\(name) in \(path) is encrypted", vi: "\(name) trong \(path) được mã hóa"),
        advice: Words(
          en: "unpack it first: unzip \(shown)", vi: "hãy giải nén trước: unzip \(shown)"))
    case .undecodable(let bytes, let encoding):
      let shown = "0x" + String(bytes, radix: 16, uppercase: true)
      return Text(
        words: Words(
          en: "this line has a byte (\(shown)) that is no letter of \(encoding)",
          vi: "dòng này có byte (\(shown)) không phải chữ của \(encoding)"),
        advice: Words(
          en: "name another encoding, or set such lines aside: with (mode: lenient)",
          vi: "hãy nêu bảng mã khác, hoặc để riêng các dòng này: with (mode: lenient)"))
    case .unknownEncoding(let name):
      let list = TextEncoding.names.joined(separator: ", ")
      return Text(
        words: Words(
          en: "there is no encoding \(name)", vi: "không có bảng mã \(name)"),
        advice: Words(
          en: "those are \(list), and any that `iconv -l` lists",
          vi: "các bảng mã: \(list), và mọi tên mà `iconv -l` liệt kê"))
    case .foreign(let name, let command):
      return Text(
        words: Words(
          en: "\(path) is \(name), which is not read here",
          vi: "\(path) là \(ForeignKind.vietnamese(name)), không đọc được ở đây"),
        advice: Words(
          en: "make a file of it that is: \(command)",
          vi: "hãy chuyển sang tệp đọc được: \(command)"))
    case .unreadable(let why):
      return Text(words: Words(en: "\(path): \(why.en)", vi: "\(path): \(why.text(in: .vi))"))
    case .noTable(let number, let count):
      return Text(
        words: Words(
          en: "\(path) has no table \(number): it has \(count)",
          vi: "\(path) không có bảng số \(number): chỉ có \(count)"),
        advice: Words(
          en: "tables are counted from 1: with (table: 1)",
          vi: "các bảng được đếm từ 1: with (table: 1)"))
    }
  }
}
