import Language
import Sources

/// What help says of the formats of files, from their definitions.
extension Help {
  /// `help formats`: what can be read and written, and with which endings.
  var formats: String {
    let registry = FormatRegistry.standard
    var text = heading("Formats of files", "Định dạng tệp")
    text += listed(
      registry.formats.map { format in
        (format.name + " " + Help.endings(format), format.about.text(in: lang) + " " + use(format))
      })
    text +=
      "\n"
      + wrapped(
        say(
          "A file is read by its content and written by the ending of its name; with (format: …) says it outright. Each may be packed (\(packings)), read also out of a .zip with one file. Text may be in any encoding: it is found and told, with (encoding: …) says it. help csv shows a format's options.",
          "Tệp được đọc theo nội dung và ghi theo đuôi tên; with (format: …) nêu rõ định dạng. Mỗi tệp có thể được nén (\(packings)), đọc được cả từ .zip có một tệp. Văn bản theo bảng mã nào cũng được: bảng mã được tìm và báo, with (encoding: …) nói rõ. help csv cho xem các tùy chọn của một định dạng."
        ))
    return text
  }

  private var packings: String { FormatRegistry.packings.joined(separator: " ") }

  /// `help csv`: a format with its options.
  func page(_ format: any FileFormat) -> String {
    let registry = FormatRegistry.standard
    var text = title(format.name, Help.endings(format))
    text += wrapped(format.about.text(in: lang) + " " + use(format))
    if format.readOptions != nil {
      text += "\n" + heading("Reading: \"file\" with (…)", "Đọc: \"tệp\" with (…)")
      text += listed(registry.readSpecs(format).map(entry))
    }
    if format.writeOptions != nil {
      text += "\n" + heading("Writing: export \"file\" with (…)", "Ghi: export \"tệp\" with (…)")
      text += listed(registry.writeSpecs(format).map(entry))
    }
    return text
  }

  private func entry(_ spec: OptionSpec) -> (String, String) {
    (
      "\(spec.name): \(spec.example)",
      spec.about.text(in: lang)
        + say(" Takes \(spec.takes.en).", " Nhận \(spec.takes.text(in: .vi)).")
    )
  }

  private func use(_ format: any FileFormat) -> String {
    switch (format.readOptions != nil, format.writeOptions != nil) {
    case (true, true): say("Read and written.", "Đọc và ghi được.")
    case (true, false): say("Only read.", "Chỉ đọc.")
    case (false, _): say("Only written.", "Chỉ ghi.")
    }
  }

  static func endings(_ format: any FileFormat) -> String {
    format.suffixes.map { ".\($0)" }.joined(separator: " ")
  }
}
