import CScanning

/// Where the text of one field lies, in 64 bits: the start, the length and how it was written.
struct FieldSpan: BitwiseCopyable {
  /// An offset into the block's buffer, or into the scratch buffer for rewritten texts.
  let start: UInt32
  /// The length in the low 30 bits, and two flags.
  private let packed: UInt32

  /// Fields (and with them records) end here: 1 GiB.
  static let maxLength = 1 << 30
  private static let quoted: UInt32 = 1 << 31
  private static let rewritten: UInt32 = 1 << 30

  @inline(__always)
  init(start: Int, length: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    packed = UInt32(truncatingIfNeeded: length)
  }

  @inline(__always)
  init(start: Int, length: Int, isRewritten: Bool) {
    self.start = UInt32(truncatingIfNeeded: start)
    packed =
      UInt32(truncatingIfNeeded: length) | FieldSpan.quoted
      | (isRewritten ? FieldSpan.rewritten : 0)
  }

  @inline(__always)
  var length: Int { Int(packed & (FieldSpan.rewritten - 1)) }
  @inline(__always)
  var isQuoted: Bool { packed & FieldSpan.quoted != 0 }
  /// Whether doubled quotes were made single, in the scratch buffer.
  @inline(__always)
  var isRewritten: Bool { packed & FieldSpan.rewritten != 0 }
}

/// A run of records cut into fields, and the memory in which their texts lie.
///
/// 32 bytes from each text on may be read, however short it is.
struct FieldBatch {
  /// Row after row, `fieldCount` spans each.
  let spans: UnsafeMutablePointer<FieldSpan>
  let fieldCount: Int
  let rows: Int
  let bytes: UnsafePointer<UInt8>
  let scratch: UnsafePointer<UInt8>
  /// The file offset of the first byte of `bytes`.
  let base: Int

  @inline(__always)
  func text(_ span: FieldSpan) -> UnsafePointer<UInt8> {
    (span.isRewritten ? scratch : bytes) + Int(span.start)
  }

  /// One field of all rows, as the wide vectors take it: `tiendo_span` has the form of `FieldSpan`.
  func texts(_ field: Int) -> tiendo_texts {
    tiendo_texts(
      spans: UnsafeRawPointer(spans + field).assumingMemoryBound(to: tiendo_span.self),
      stride: fieldCount, rows: rows, bytes: bytes, scratch: scratch)
  }

  /// A file offset inside the record of a row.
  func offset(ofRow row: Int) -> Int {
    for field in 0..<fieldCount {
      let span = spans[row * fieldCount + field]
      if !span.isRewritten { return base + Int(span.start) }
    }
    return base
  }
}
