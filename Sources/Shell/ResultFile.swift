import Columns
import Glibc
import Language
import Planning
import Sources
import Workspace

/// Where `.once` and `.output` send results.
final class ResultFile {
  let path: String
  /// Whether one result is all.
  let isOnce: Bool
  private var results = 0

  init(_ path: String, isOnce: Bool) {
    self.path = path
    self.isOnce = isOnce
  }

  /// Writes a result: the first in place of what is there, those after it behind it.
  ///
  /// The form is the one that `.mode` set, else that of the name's ending, else a drawn table.
  ///
  /// Returns what the writer told.
  func write(
    _ table: Table, _ session: Session, drawn: (Table) -> String
  ) throws -> [SourceNote] {
    let run = session.runContext()
    let ending = FormatRegistry.standard.format(forPath: path)
    let format = session.settings.format.format ?? ending
    if let format, !format.isText {
      guard results == 0 else {
        throw FileError(
          path,
          .malformed(
            Words(
              en: "a file of this kind holds one result: .once writes each into its own",
              vi: "tệp loại này chỉ chứa một kết quả: dùng .once cho từng tệp"
            ).text(in: session.settings.lang)))
      }
      try Destination(path, format: format.name, overwrites: true).write(
        table, run, totals: Words.total.text(in: session.settings.written))
    } else {
      var bytes: [UInt8] = results == 0 ? [] : [UInt8(ascii: "\n")]
      if let format, session.settings.format != .line {
        let labelled = try format.labelling(
          table, totals: Words.total.text(in: session.settings.written), run)
        try format.writer(OptionValues()).write(labelled, run) { bytes += $0 }
      } else {
        bytes += Array(drawn(table).utf8)
      }
      try add(bytes)
    }
    results += 1
    return run.notes
  }

  private func add(_ bytes: [UInt8]) throws {
    if results == 0 {
      let file = try AtomicFile(path, overwrite: true)
      try file.write(bytes)
      return try file.finish()
    }
    let descriptor = System.open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, .cannotWrite(System.lastError)) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = System.write(rest, to: descriptor)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(path, .cannotWrite(System.lastError)) }
      rest = rest.dropFirst(count)
    }
  }
}
