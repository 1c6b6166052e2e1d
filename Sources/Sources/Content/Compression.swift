import CCompression

/// The ways of packing a file that are read and written, whatever the format inside.
enum Compression: String, Sendable, CaseIterable {
  case gzip, zstd, xz, bzip2

  var codec: compression_codec {
    switch self {
    case .gzip: COMPRESSION_GZIP
    case .zstd: COMPRESSION_ZSTD
    case .xz: COMPRESSION_XZ
    case .bzip2: COMPRESSION_BZIP2
    }
  }

  /// Whether this build has the library.
  var isThere: Bool { compression_has(codec) != 0 }

  /// What the names of packed files end in.
  var suffix: String {
    switch self {
    case .gzip: "gz"
    case .zstd: "zst"
    case .xz: "xz"
    case .bzip2: "bz2"
    }
  }

  /// The command that unpacks such files.
  var command: String {
    switch self {
    case .gzip: "gzip -dc"
    case .zstd: "zstd -dc"
    case .xz: "xz -dc"
    case .bzip2: "bzip2 -dc"
    }
  }

  /// What a file that begins with these bytes is packed with.
  init?(head: [UInt8]) {
    if head.starts(with: [0x1F, 0x8B, 8]) {
      self = .gzip
    } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) {
      self = .xz
    } else if head.starts(with: [0x42, 0x5A, 0x68]), head.count > 9, (49...57).contains(head[3]),
      // The mark of a block, or of the end: text that begins with "BZh" has neither.
      Array(head[4..<10]) == [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
        || Array(head[4..<10]) == [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
    {
      self = .bzip2
    } else {
      return nil
    }
  }

  /// The packing that the last ending of a name asks for, and the name without it.
  static func packed(_ path: String) -> (compression: Compression, inner: String)? {
    let name = path.lowercased()
    for compression in allCases where name.hasSuffix("." + compression.suffix) {
      return (compression, String(path.dropLast(compression.suffix.count + 1)))
    }
    return nil
  }

  /// Memory that the window of a packed file may ask for.
  static let window = 256 << 20
  /// A file that becomes more than so many times its size, and more than so many bytes, is a bomb.
  private static let ratio = 200
  private static let harmless = 256 << 20

  static func isBomb(_ produced: Int, of packedSize: Int) -> Bool {
    produced > harmless && produced / ratio > packedSize
  }
}

/// Unpacks a stream.
final class Unpacked: ByteStream {
  private let stream: OpaquePointer
  private let packedSize: Int
  private var input: StreamInput
  private var produced = 0
  private var isDone = false
  private var failed: ContentFault?

  /// Throws where the codec is not in this build.
  init(_ source: any ByteStream, _ compression: Compression, packedSize: Int) throws {
    guard let stream = compression_decoder(compression.codec, Compression.window) else {
      throw ContentFault(problem: .absentLibrary(compression.suffix, command: compression.command))
    }
    self.stream = stream
    self.packedSize = packedSize
    input = StreamInput(source, pieceSize: 1 << 17)
  }

  deinit { compression_free(stream) }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    if let failed { throw failed }
    if isDone { return 0 }
    while true {
      if input.position == input.count, !input.isAtEnd { _ = try input.fill() }
      var made = 0
      let isLast: Int32 = input.isAtEnd ? 1 : 0
      let (status, left) = input.bytes.withUnsafeBufferPointer { bytes in
        var next = bytes.baseAddress.map { $0 + input.position }
        var left = input.count - input.position
        let status = compression_run(stream, &next, &left, isLast, buffer, capacity, &made)
        return (status, left)
      }
      input.position = input.count - left
      produced += made
      if status == COMPRESSION_END {
        isDone = true
      } else if status != COMPRESSION_OK {
        failed = Unpacked.fault(status)
      } else if Compression.isBomb(produced, of: packedSize) {
        failed = ContentFault(problem: .unpacksTooFar)
      }
      // What was made is good; a fault comes with the next call.
      if made > 0 { return made }
      if let failed { throw failed }
      if isDone { return 0 }
    }
  }

  static func fault(_ status: compression_status) -> ContentFault {
    switch status {
    case COMPRESSION_TRUNCATED: ContentFault(problem: .cutShort)
    case COMPRESSION_MEMORY: ContentFault(problem: .unpacksTooFar)
    default: ContentFault(problem: .damaged)
    }
  }
}

/// Packs what is written.
final class Packer {
  private let stream: OpaquePointer

  /// Nil where the codec is not in this build.
  init?(_ compression: Compression) {
    let level: Int32 = compression == .zstd ? 3 : 6
    guard let stream = compression_encoder(compression.codec, level) else { return nil }
    self.stream = stream
  }

  deinit { compression_free(stream) }

  /// The bytes that `bytes` add, and at last those that end the stream.
  func pack(_ bytes: [UInt8], isLast: Bool) throws -> [UInt8] {
    var out: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    try bytes.withUnsafeBufferPointer { bytes in
      var next = bytes.baseAddress
      var left = bytes.count
      while true {
        var made = 0
        let before = left
        let status = piece.withUnsafeMutableBufferPointer {
          compression_run(stream, &next, &left, isLast ? 1 : 0, $0.baseAddress, $0.count, &made)
        }
        out += piece[..<made]
        if status == COMPRESSION_END { return }
        guard status == COMPRESSION_OK else { throw Unpacked.fault(status) }
        if !isLast, left == 0, made < piece.count { return }
        if made == 0, left == before, left == 0, !isLast { return }
      }
    }
    return out
  }
}
