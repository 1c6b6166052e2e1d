public import Columns
import Glibc
import Synchronization

/// Waiting for pipes, terminals and devices, which may take for ever, beside Ctrl-C and the time
/// limit. Regular files are never waited for.
public enum Waiting {
  /// How long a wait lasts before it is asked again whether to go on, in milliseconds.
  private static let patience: Int32 = 50
  /// What can be written at once to a pipe that is ready, without blocking (`PIPE_BUF` of Linux).
  static let portion = 4096

  /// Holds the question in a type of its own: each look at a function in a generic box would wrap it once
  /// more and put that back, so that it grew with every call.
  private struct Question: Sendable {
    var stop: (@Sendable () -> Stopped?)?
  }

  private static let question = Mutex(Question())

  /// Says who knows whether the program is to stop; for reads and writes that no run belongs to.
  public static func ask(_ stop: @escaping @Sendable () -> Stopped?) {
    question.withLock { $0.stop = stop }
  }

  /// Throws `Stopped` where the program is to stop.
  public static func checkStopped() throws(Stopped) {
    if let reason = question.withLock({ $0.stop })?() { throw reason }
  }

  /// Whether reading or writing may block for ever.
  static func mayBlock(_ descriptor: Int32) -> Bool {
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return false }
    return [S_IFIFO, S_IFCHR, S_IFSOCK].contains(info.st_mode & S_IFMT)
  }

  /// Waits until a descriptor can be read without blocking, or is at its end.
  static func toRead(_ descriptor: Int32) throws(Stopped) { try wait(descriptor, POLLIN) }

  /// Waits until a portion can be written without blocking, or will fail at once.
  ///
  /// - Parameter isFirst: a first portion for which there is room is written all the same, so that
  ///   what was stopped can still be told.
  static func toWrite(_ descriptor: Int32, isFirst: Bool) throws(Stopped) {
    try wait(descriptor, POLLOUT, asksAtOnce: !isFirst)
  }

  private static func wait(
    _ descriptor: Int32, _ event: Int32, asksAtOnce: Bool = true
  ) throws(Stopped) {
    var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    var asks = asksAtOnce
    while true {
      if asks { try checkStopped() }
      asks = true
      let ready = poll(&entry, 1, patience)
      // What cannot be waited for answers by itself.
      if ready > 0 || (ready < 0 && errno != EINTR) { return }
    }
  }
}
