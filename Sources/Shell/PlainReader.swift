public import Glibc
public import Services
import Sources

/// Reads statements from a standard input that is not a terminal: all of it at once, with no
/// prompt, no echo and no history.
public final class PlainReader: LineEditor {
  /// Never asked: nobody types Tab.
  public var complete: ((String) -> [Candidate])?
  private let descriptor: Int32
  private var isAtEnd = false

  public init(descriptor: Int32 = STDIN_FILENO) {
    self.descriptor = descriptor
  }

  /// Nobody could take it over.
  public func offer(_ statement: String) {}

  /// Everything up to the end of the input, then `.end`; `.interrupted` if Ctrl-C comes first.
  /// Bytes that are not UTF-8 become U+FFFD.
  public func readStatement(
    prompt: String, continuation: String, isComplete: (String) -> Bool
  ) -> ReadResult {
    if isAtEnd { return .end }
    var bytes: [UInt8] = []
    let room = 65_536
    reading: while true {
      guard Interrupt.waitForInput(descriptor) else { return .interrupted }
      let count = System.read(descriptor, into: &bytes, atMost: room)
      if count < 0, errno == EINTR || errno == EAGAIN { continue reading }
      if count <= 0 { break reading }
    }
    isAtEnd = true
    return bytes.isEmpty ? .end : .statement(String(decoding: bytes, as: UTF8.self))
  }
}
