import Glibc

/// A program that believes it is on a terminal: keys go in, what it draws comes out.
///
/// The terminal is the program's controlling terminal, so Ctrl-C (`\u{3}`), Ctrl-D and Ctrl-Z
/// act as they do for a person.
public final class PseudoTerminal {
  /// Why a program could not be started.
  public struct StartError: Error {
    /// The call that failed, and the reason.
    public let message: String

    init(_ call: String, _ code: Int32) {
      message = "\(call): \(String(cString: strerror(code)))"
    }
  }

  private let terminal: Int32
  private var process: pid_t
  private var status: Int32?
  private var bytes: [UInt8] = []
  /// How much of the text earlier waits have gone past.
  private var position = 0

  /// Starts `executable`, by its path, with this process's environment and the changes in
  /// `environment`; a nil value removes a variable.
  public init(
    _ executable: String, _ arguments: [String] = [], environment: [String: String?] = [:],
    rows: UInt16 = 24, columns: UInt16 = 80
  ) throws(StartError) {
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw StartError("openpty", errno) }
    defer { close(slave) }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    var name = [CChar](repeating: 0, count: 128)
    let named = ttyname_r(slave, &name, name.count)
    guard named == 0 else {
      close(master)
      throw StartError("ttyname_r", named)
    }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, it becomes the controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, &name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test runner's own choices about signals must not be inherited.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    // POSIX_SPAWN_SETSID, which the headers show only to GNU programs.
    let setSession: Int32 = 0x80
    posix_spawnattr_setflags(
      &attributes,
      Int16(setSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] =
      Self.environment(with: environment).map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, executable, &actions, &attributes, &argv, &envp)
    guard code == 0 else {
      close(master)
      throw StartError("posix_spawn \(executable)", code)
    }
    terminal = master
    process = child
  }

  deinit {
    end()
    close(terminal)
  }

  private static func environment(with changes: [String: String?]) -> [String] {
    var result: [String] = []
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      let name = String(text.prefix { $0 != "=" })
      if changes[name] == nil { result.append(text) }
      next += 1
    }
    for (name, value) in changes { if let value { result.append("\(name)=\(value)") } }
    return result
  }

  // MARK: Keys

  /// Types `text`; `\r` is Enter.
  public func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// Pastes `text` as a terminal does when the program asked for brackets around pastes.
  public func paste(_ text: String) { send("\u{1B}[200~" + text + "\u{1B}[201~") }

  /// Changes the size of the window, of which the program is told.
  public func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  // MARK: What it draws

  /// All that the program has drawn so far, without escape sequences and carriage returns.
  public var text: String { Self.plain(bytes) }

  /// All that the program has sent so far, byte by byte.
  public var rawBytes: [UInt8] { bytes }

  /// Drops what the program has drawn so far, which a long session would else read again and again.
  public func forget() {
    bytes = []
    position = 0
  }

  /// Waits until `expected` is drawn after what earlier waits went past, and goes past it.
  /// False if that does not happen in time.
  public func wait(for expected: String, within limit: Duration = .seconds(60)) -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      let drawn = Array(text.utf8)
      if let end = Self.end(of: Array(expected.utf8), in: drawn, from: position) {
        position = end
        return true
      }
      let left = deadline - .now
      if left <= .zero || !receive(within: left) { return false }
    }
  }

  /// What is drawn in the next moment, until nothing comes for that long.
  public func settle(_ quiet: Duration = .milliseconds(100)) -> String {
    while receive(within: quiet) {}
    let drawn = Array(text.utf8)
    defer { position = drawn.count }
    return String(decoding: drawn[min(position, drawn.count)...], as: UTF8.self)
  }

  /// Takes what there is; false if nothing came in time or nothing more will.
  private func receive(within limit: Duration) -> Bool {
    let (seconds, attoseconds) = limit.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    var waits = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    let found = poll(&waits, 1, Int32(clamping: max(1, milliseconds)))
    if found < 0 { return errno == EINTR }
    guard found > 0 else { return false }
    var room = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &room, room.count)
    guard count > 0 else { return count < 0 && errno == EINTR }
    bytes.append(contentsOf: room[..<count])
    return true
  }

  private static func end(of part: [UInt8], in whole: [UInt8], from start: Int) -> Int? {
    guard start + part.count <= whole.count else { return nil }
    for index in start...(whole.count - part.count)
    where whole[index..<(index + part.count)].elementsEqual(part) {
      return index + part.count
    }
    return nil
  }

  /// The text without control sequences (ECMA-48: ESC [ … final byte), other escapes and controls.
  private static func plain(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x1B {
        guard index < bytes.count else { break }
        if bytes[index] == UInt8(ascii: "[") {
          index += 1
          while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
        }
        index += 1
      } else if byte >= 0x20 || byte == 0x0A || byte == 0x09 {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: The end

  /// Whether the terminal shows what is typed and reads whole lines, as a shell needs it.
  public var isCooked: Bool {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return modes.c_lflag & UInt32(ICANON) != 0 && modes.c_lflag & UInt32(ECHO) != 0
  }

  /// Sends a signal to the program.
  public func signal(_ number: Int32) { if status == nil { kill(process, number) } }

  /// Waits for the program to end: its exit status, or 128 and the signal that ended it; nil if
  /// it goes on.
  public func waitForExit(within limit: Duration = .seconds(60)) -> Int32? {
    let deadline = ContinuousClock.now + limit
    while status == nil {
      var code: Int32 = 0
      if waitpid(process, &code, WNOHANG) == process {
        status = code & 0x7F == 0 ? (code >> 8) & 0xFF : 128 + (code & 0x7F)
        break
      }
      if deadline <= .now { return nil }
      // A program that still draws must not wait for a reader.
      if !receive(within: .milliseconds(5)) { usleep(5_000) }
    }
    return status
  }

  /// Ends the program whatever it is doing.
  public func end() {
    guard status == nil else { return }
    kill(process, SIGKILL)
    var code: Int32 = 0
    waitpid(process, &code, 0)
    status = 128 + SIGKILL
  }
}
