#if HAS_ZIP && HAS_EXPAT
  import CWorkbook

  /// Takes the elements of an XML text as they come.
  ///
  /// Names are as they are written, with their prefix; `local` leaves it out. What a handler throws ends
  /// the reading.
  class XMLHandler {
    typealias Name = UnsafePointer<CChar>

    /// Whether enough is known.
    var isDone = false
    fileprivate(set) var failure: (any Error)?
    fileprivate var depth = 0
    fileprivate var parser: XML_Parser?

    func start(_ name: Name, _ attributes: XMLAttributes) throws {}
    func end(_ name: Name) throws {}
    func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws {}

    fileprivate func guarded(_ body: () throws -> Void) {
      guard failure == nil, !isDone else { return }
      do {
        try body()
        if isDone { XML_StopParser(parser, XML_Bool(XML_FALSE)) }
      } catch {
        failure = error
        XML_StopParser(parser, XML_Bool(XML_FALSE))
      }
    }
  }

  /// The attributes of an element.
  struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>

    /// Calls `body` with each name and value.
    @inline(__always)
    func visit(_ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void) {
      var place = 0
      while let name = pairs[place], let value = pairs[place + 1] {
        body(name, value)
        place += 2
      }
    }

    /// A value by the local name of its attribute.
    subscript(name: String) -> String? {
      var found: String?
      visit { key, value in
        if found == nil, String(cString: XMLName.local(key)) == name {
          found = String(cString: value)
        }
      }
      return found
    }
  }

  enum XMLName {
    /// A name without its prefix.
    @inline(__always)
    static func local(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
      var place = name
      var local = name
      while place.pointee != 0 {
        if place.pointee == 58 { local = place + 1 }
        place += 1
      }
      return local
    }

    /// Whether a name is that one.
    @inline(__always)
    static func isEqual(_ name: UnsafePointer<CChar>, _ other: StaticString) -> Bool {
      let bytes = other.utf8Start
      var place = 0
      while place < other.utf8CodeUnitCount {
        if name[place] != CChar(bitPattern: bytes[place]) { return false }
        place += 1
      }
      return name[place] == 0
    }
  }

  /// Reads XML text that comes in pieces. Declarations of entities are refused: what they could do is to
  /// fill memory or to reach other files.
  struct XMLReader: ~Copyable {
    private let parser: XML_Parser
    private let handler: XMLHandler
    private let path: String
    private let part: String
    private var fed = 0
    private static let deepest = 200
    /// Bytes that one tag, comment or text may have.
    private static let longest = 64 << 20

    init(_ path: String, part: String, _ handler: XMLHandler) throws(FileError) {
      guard workbook_expat_version() != nil else {
        throw FileError(path, .workbook(.withoutLibrary("libexpat")))
      }
      guard let parser = XML_ParserCreate(nil) else {
        throw FileError(path, .workbook(.damaged(part: part, "out of memory")))
      }
      self.path = path
      self.part = part
      self.parser = parser
      self.handler = handler
      handler.parser = parser
      XML_SetUserData(parser, Unmanaged.passUnretained(handler).toOpaque())
      XML_SetElementHandler(
        parser,
        { data, name, attributes in
          guard let data, let name, let attributes else { return }
          Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef { handler in
            handler.depth += 1
            handler.guarded {
              if handler.depth > XMLReader.deepest { throw TooDeep() }
              try handler.start(name, XMLAttributes(pairs: attributes))
            }
          }
        },
        { data, name in
          guard let data, let name else { return }
          Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef { handler in
            handler.depth -= 1
            handler.guarded { try handler.end(name) }
          }
        })
      XML_SetCharacterDataHandler(parser) { data, text, count in
        guard let data, let text else { return }
        Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef { handler in
          handler.guarded {
            try text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
              try handler.text($0, Int(count))
            }
          }
        }
      }
      XML_SetDoctypeDeclHandler(
        parser,
        { data, _, _, _, _ in
          guard let data else { return }
          Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef { handler in
            handler.guarded { throw Declares() }
          }
        }, nil)
    }

    deinit {
      handler.parser = nil
      XML_ParserFree(parser)
    }

    private struct TooDeep: Error {}
    private struct Declares: Error {}

    /// Takes the next bytes; false once the handler has enough.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws -> Bool {
      fed += bytes.count
      let status = XML_Parse(
        parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        isLast ? 1 : 0)
      if let failure = handler.failure {
        switch failure {
        case is TooDeep: throw fault("its elements are nested too deeply")
        case is Declares: throw fault("it declares entities, which no workbook does")
        default: throw failure
        }
      }
      if handler.isDone { return false }
      guard status == XML_STATUS_OK else {
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
        throw fault("\(reason) in line \(XML_GetCurrentLineNumber(parser))")
      }
      if fed - Int(XML_GetCurrentByteIndex(parser)) > XMLReader.longest {
        throw fault("a single tag has more than 64 MiB")
      }
      return true
    }

    private func fault(_ reason: String) -> FileError {
      FileError(path, .workbook(.damaged(part: part, reason)))
    }
  }

  extension ZipArchive {
    /// Reads a part as XML.
    func parse(_ part: String, _ handler: XMLHandler, _ checkStopped: () throws -> Void) throws {
      var reader = try XMLReader(path, part: part, handler)
      try read(part) { bytes, isLast in
        try checkStopped()
        return try reader.feed(bytes, isLast: isLast)
      }
    }
  }

  /// Text of elements as it gathers.
  final class XMLText {
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity = 256
    /// Bytes of the longest text of one cell.
    static let most = 1 << 20

    init() { bytes = .allocate(capacity: capacity) }
    deinit { bytes.deallocate() }

    @inline(__always)
    func clear() { count = 0 }

    /// False where the text would be too long.
    @inline(__always)
    func append(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
      if count + length > capacity, !grow(length) { return false }
      (bytes + count).update(from: text, count: length)
      count += length
      return true
    }

    func append(_ byte: UInt8) -> Bool {
      withUnsafePointer(to: byte) { append($0, 1) }
    }

    private func grow(_ more: Int) -> Bool {
      guard count + more <= XMLText.most else { return false }
      let larger = min(max(capacity * 2, count + more), XMLText.most)
      let room = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
      room.update(from: bytes, count: count)
      bytes.deallocate()
      bytes = room
      capacity = larger
      return true
    }

    /// Puts signs in place of `_x0009_`, as workbooks write what XML cannot hold. Signs that would cut
    /// the text apart later are left as they are.
    func decodeEscapes() {
      guard count >= 7 else { return }
      var from = 0
      var to = 0
      while from < count {
        if bytes[from] == 95, from + 7 <= count, bytes[from + 1] == 120, bytes[from + 6] == 95,
          let code = hex(from + 2), let scalar = UnicodeScalar(code),
          code >= 32 || code == 9 || code == 10 || code == 13
        {
          for byte in UTF8.encode(scalar) ?? UTF8.EncodedScalar() {
            bytes[to] = byte
            to += 1
          }
          from += 7
        } else {
          bytes[to] = bytes[from]
          to += 1
          from += 1
        }
      }
      count = to
    }

    private func hex(_ place: Int) -> UInt32? {
      var code: UInt32 = 0
      for index in place..<place + 4 {
        let byte = bytes[index]
        switch byte {
        case 48...57: code = code << 4 | UInt32(byte - 48)
        case 65...70: code = code << 4 | UInt32(byte - 55)
        case 97...102: code = code << 4 | UInt32(byte - 87)
        default: return nil
        }
      }
      return code
    }

    var string: String {
      String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
  }
#endif
