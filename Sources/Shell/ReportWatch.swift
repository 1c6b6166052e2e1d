import Glibc
import Language
import Sources
public import Workspace

extension Program {
  /// Writes a report, and again whenever its file or a file that it read changes, until Ctrl-C.
  public static func watch(
    _ options: ProgramOptions, report path: String, output: String?
  ) -> ExitStatus {
    while true {
      var watched: [String: FileStamp?] = [path: FileStamp(path)]
      var lang = options.lang ?? .en
      let status = start(options) { program in
        defer {
          lang = program.session.settings.lang
          for file in program.session.tables.files.paths { watched[file] = FileStamp(file) }
        }
        return try program.report(path, output: output)
      }
      if [.usage, .interrupted].contains(status) { return status }
      let waiting = Words(
        en: "waiting for changes; Ctrl-C ends", vi: "đang chờ thay đổi; Ctrl-C để dừng")
      Descriptor.writeError(waiting.text(in: lang) + "\n")
      while watched.allSatisfy({ FileStamp($0.key) == $0.value }) {
        if Interrupt.isRaised { return .success }
        usleep(200_000)
      }
      // Whoever writes the file may not be done yet.
      usleep(100_000)
    }
  }
}
