import Glibc

extension System {
  /// Asks on the terminal for a line that is not shown while it is typed; nil where there is no terminal,
  /// or nothing was typed.
  ///
  /// - Parameter wait: waits until a descriptor has input; false where the person gave up.
  public static func hiddenLine(_ question: String, wait: (Int32) -> Bool) -> String? {
    let terminal = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return nil }
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ECHO)
    quiet.c_lflag |= tcflag_t(ICANON | ISIG)
    guard tcsetattr(terminal, TCSAFLUSH, &quiet) == 0 else { return nil }
    defer {
      tcsetattr(terminal, TCSAFLUSH, &before)
      _ = Glibc.write(terminal, "\n", 1)
    }
    let bytes = Array(question.utf8)
    _ = Glibc.write(terminal, bytes, bytes.count)
    guard wait(terminal) else { return nil }
    var line = [UInt8](repeating: 0, count: 1024)
    let count = Glibc.read(terminal, &line, line.count)
    // What was typed is not to stay in memory longer than it is needed.
    defer { _ = line.withUnsafeMutableBytes { $0.initializeMemory(as: UInt8.self, repeating: 0) } }
    guard count > 0 else { return nil }
    let text = String(
      decoding: line[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") },
      as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
