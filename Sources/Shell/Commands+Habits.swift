import Columns
import Display
import Glibc
import Language
import Services
import Sources
import Workspace

/// Commands that people know from other shells.
extension Commands {
  // MARK: Results into files

  /// `.once file`, `.output file` and `.output`.
  func output(_ path: String, isOnce: Bool) throws {
    if path.isEmpty, !isOnce {
      let before = log.output
      log.output = nil
      presenter.say(
        before == nil
          ? Words(en: "results are shown here", vi: "kết quả hiển thị ở đây")
          : Words(en: "results are shown here again", vi: "kết quả lại hiển thị ở đây"))
      return
    }
    guard !path.isEmpty else {
      presenter.say(Words(en: ".once takes a file name", vi: ".once cần tên tệp"))
      return
    }
    let path = Folders.expanded(path)
    try refusing(path) { try session.access.checkWriting(path, at: SourceRange(0, 0)) }
    log.output = ResultFile(path, isOnce: isOnce)
    presenter.say(
      isOnce
        ? Words(en: "the next result goes to \(path)", vi: "kết quả kế tiếp ghi vào \(path)")
        : Words(
          en: "results go to \(path) until .output alone",
          vi: "kết quả ghi vào \(path) cho đến khi gõ .output"))
  }

  // MARK: Settings

  /// `.mode` and `.mode csv`
  func mode(_ argument: String, _ prompt: (SourceText) throws -> Void) throws {
    guard argument.isEmpty else { return try prompt(SourceText("set format \"\(argument)\"")) }
    let name = session.settings.format.name
    let all = ResultFormat.all.map(\.name).filter { $0 != name }.joined(separator: ", ")
    presenter.say(
      Words(
        en: "results are shown as \(name); .mode takes also \(all)",
        vi: "kết quả hiển thị dạng \(name); .mode còn nhận \(all)"))
  }

  /// `.timing` and `.timing off`
  func timing(_ argument: String, _ prompt: (SourceText) throws -> Void) throws {
    guard argument.isEmpty else { return try prompt(SourceText("set timing \"\(argument)\"")) }
    let state = session.settings.showsTime ? "on" : "off"
    presenter.say(
      Words(en: "timing is \(state); .timing on|off", vi: "timing đang \(state); .timing on|off"))
  }

  // MARK: The system

  /// `.cd folder`
  func changeFolder(_ path: String) throws {
    guard !path.isEmpty else {
      return try Descriptor.writeOutput(TerminalWidth.visible(Folders.current) + "\n")
    }
    guard !session.access.isSafe else {
      presenter.say(
        Words(
          en: "--safe stays in the folder in which it began",
          vi: "--safe ở nguyên trong thư mục ban đầu"))
      return
    }
    if let reason = Folders.go(to: path) { throw FileError(path, .cannotRead(reason)) }
    try Descriptor.writeOutput(TerminalWidth.visible(Folders.current) + "\n")
  }

  /// `.shell command`
  func shell(_ command: String) throws {
    guard try atPrompt(".shell") else { return }
    guard !session.access.isSafe else {
      presenter.say(Words(en: "--safe starts no program", vi: "--safe không mở chương trình nào"))
      return
    }
    guard !command.isEmpty else {
      presenter.say(
        Words(en: ".shell takes a command, such as ls", vi: ".shell cần một lệnh, như ls"))
      return
    }
    let status = Subprogram.run(command)
    if status != 0 {
      presenter.say(
        Words(en: "it ended with status \(status)", vi: "lệnh kết thúc với mã \(status)"))
    }
  }

  /// Whether somebody types; says that a command is for them where nobody does.
  func atPrompt(_ name: String) throws -> Bool {
    if session.isInteractive { return true }
    presenter.say(
      Words(en: "\(name) is for the prompt", vi: "\(name) chỉ dùng ở dấu nhắc lệnh"))
    return false
  }

  // MARK: Again and again

  /// `.watch seconds`
  func watch(_ argument: String, _ prompt: (SourceText) throws -> Void) throws {
    guard try atPrompt(".watch") else { return }
    guard let seconds = argument.isEmpty ? 2 : Double(argument), (0.1...86_400).contains(seconds)
    else {
      presenter.say(
        Words(en: ".watch takes seconds, such as 5", vi: ".watch nhận số giây, ví dụ 5"))
      return
    }
    guard let statement = log.lastTable else {
      presenter.say(Words(en: "there is no result yet", vi: "chưa có kết quả nào"))
      return
    }
    presenter.isWatching = true
    defer { presenter.isWatching = false }
    while !Interrupt.isRaised {
      try Descriptor.writeOutput(
        session.settings.lang == .vi
          ? "— \(System.timeOfDay), mỗi \(argument.isEmpty ? "2" : argument) giây; Ctrl-C để dừng —\n"
          : "— \(System.timeOfDay), every \(argument.isEmpty ? "2" : argument) s; Ctrl-C ends —\n")
      log.hasFailed = false
      try prompt(statement)
      if log.hasFailed { return }
      var left = seconds
      while left > 0, !Interrupt.isRaised {
        usleep(useconds_t(min(left, 0.05) * 1_000_000))
        left -= 0.05
      }
    }
    _ = Interrupt.take()
    try Descriptor.writeOutput("\n")
  }
}
