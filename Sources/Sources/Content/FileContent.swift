import Glibc
import Synchronization

/// What a stream makes of a file (unpacked, its letters in UTF-8), to be read by position like a file.
///
/// Bytes are made as far as they are asked for. The last ones made are kept; what lies further back is
/// made anew from the beginning, so that little memory is enough for any file that is read in order.
final class FileContent: RawContent {
  private let path: String
  private let make: @Sendable () throws -> any ByteStream
  private let state: Mutex<State>

  /// Bytes that are kept of what was made: files up to this size are made once.
  static let kept = 64 << 20
  private static let pieceSize = 1 << 20

  /// `@unchecked Sendable` is right: it lies behind the lock of its owner.
  private struct State: @unchecked Sendable {
    var stream: (any ByteStream)?
    /// Pieces of `pieceSize` bytes, all full but the last.
    var pieces: [UnsafeMutablePointer<UInt8>] = []
    /// Where the first piece begins.
    var start = 0
    var end = 0
    /// How many bytes there are, once that is known.
    var size: Int?
    var failure: (any Error)?
    /// What no further byte can be made after.
    var broken: (any Error)?
  }

  init(_ path: String, _ make: @escaping @Sendable () throws -> any ByteStream) {
    self.path = path
    self.make = make
    state = Mutex(State())
  }

  deinit {
    state.withLock { state in
      for piece in state.pieces { piece.deallocate() }
      state.pieces = []
    }
  }

  /// How many bytes there are, where the end has been seen.
  var knownSize: Int? { state.withLock { $0.size } }

  var lineStarts: [Int]? { nil }

  /// Why the bytes end where they do, where that is not the end they should have.
  var failure: (any Error)? { state.withLock { $0.size == nil ? nil : $0.failure } }

  /// How many bytes there are: makes all of them.
  func measured() throws -> Int {
    try state.withLock { state in
      while state.size == nil { try grow(&state) }
      return state.size ?? 0
    }
  }

  /// Makes the bytes up to a place; false where there are not so many.
  func reaches(_ place: Int) throws -> Bool {
    try state.withLock { state in
      while state.end < place, state.size == nil { try grow(&state) }
      return state.size.map { $0 >= place } ?? true
    }
  }

  /// Copies `count` bytes from `offset` on, fewer only at the end.
  func read(at offset: Int, count: Int, into target: UnsafeMutableRawPointer) throws -> Int {
    try state.withLock { state in
      if offset < state.start { restart(&state) }
      var done = 0
      while done < count {
        let place = offset + done
        while place >= state.end {
          if let size = state.size, state.end >= size { return done }
          try grow(&state)
        }
        let piece = (place - state.start) / FileContent.pieceSize
        let from = (place - state.start) % FileContent.pieceSize
        let length = min(
          count - done, FileContent.pieceSize - from, state.end - place)
        memcpy(target + done, state.pieces[piece] + from, length)
        done += length
      }
      return done
    }
  }

  private func restart(_ state: inout State) {
    for piece in state.pieces { piece.deallocate() }
    state.pieces = []
    state.stream = nil
    state.start = 0
    state.end = 0
  }

  /// Makes one more piece, or fills up the last one.
  private func grow(_ state: inout State) throws {
    if let broken = state.broken { throw broken }
    let stream: any ByteStream
    do {
      stream = try state.stream ?? make()
    } catch let error as ContentFault {
      state.failure = error
      finish(&state)
      return
    }
    state.stream = stream
    let size = FileContent.pieceSize
    if state.end - state.start == state.pieces.count * size {
      if state.pieces.count * size >= FileContent.kept {
        state.pieces.append(state.pieces.removeFirst())
        state.start += size
      } else {
        state.pieces.append(.allocate(capacity: size))
      }
    }
    guard let piece = state.pieces.last else { return }
    let from = (state.end - state.start) - (state.pieces.count - 1) * size
    do {
      let count = try stream.read(into: piece + from, capacity: size - from)
      state.end += count
      if count == 0 { finish(&state) }
    } catch let error as ContentFault {
      state.failure = error
      finish(&state)
    } catch {
      state.broken = error
      throw error
    }
  }

  private func finish(_ state: inout State) {
    state.size = state.end
    state.stream = nil
  }
}

/// Why content ends before its end: the bytes up to there are good.
struct ContentFault: Error, Sendable {
  let problem: ContentProblem
}
