import CCompression
import Columns
import Glibc

/// Opens what is packed: the file inside is read as if it lay there itself.
enum Unpacking {
  /// The file, or what it packs. Throws where that cannot be told, or not be read.
  static func opened(_ file: RawFile) throws -> RawFile {
    var file = file
    // A packed file may be packed itself (`x.csv.gz.zip`), but hardly more often.
    for _ in 0..<3 {
      let head = try file.head(16)
      if let compression = Compression(head: head) {
        guard compression.isThere else {
          throw FileError(
            file.path, .content(.absentLibrary(compression.suffix, command: compression.command)))
        }
        file = RawFile(file) {
          try Unpacked(FileBytes($0), compression, packedSize: $0.storedSize)
        }
      } else if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) {
        guard let inner = try Archive.member(of: file) else { return file }
        file = inner
      } else {
        return file
      }
    }
    return file
  }
}

/// A ZIP archive, open for reading.
final class Archive {
  private let archive: OpaquePointer
  private let bytes: UnsafeMutableBufferPointer<UInt8>?

  struct Member {
    let index: Int64
    let name: String
    let size: UInt64
    let packedSize: UInt64
    let isEncrypted: Bool
  }

  /// Nil where it is none, or is broken.
  init?(_ file: RawFile) throws {
    if file.descriptor >= 0 {
      guard let archive = compression_archive_open_descriptor(file.descriptor) else { return nil }
      self.archive = archive
      bytes = nil
      return
    }
    let count = try file.measured()
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, count))
    let read = try memory.baseAddress.map { try file.read(at: 0, count: count, into: $0) } ?? 0
    guard read == count, let archive = compression_archive_open(memory.baseAddress, count) else {
      memory.deallocate()
      return nil
    }
    self.archive = archive
    bytes = memory
  }

  deinit {
    compression_archive_close(archive)
    bytes?.deallocate()
  }

  /// The files in it, folders and what systems add left out.
  var members: [Member] {
    (0..<max(0, compression_archive_count(archive))).compactMap { index in
      var name: UnsafePointer<CChar>?
      var size: UInt64 = 0
      var packedSize: UInt64 = 0
      var isEncrypted: Int32 = 0
      guard
        compression_archive_member(archive, index, &name, &size, &packedSize, &isEncrypted) != 0,
        let name
      else { return nil }
      let text = String(cString: name)
      let last = text.split(separator: "/").last ?? ""
      if text.hasSuffix("/") || text.hasPrefix("__MACOSX/") || last == ".DS_Store"
        || last == "Thumbs.db"
      {
        return nil
      }
      return Member(
        index: index, name: text, size: size, packedSize: packedSize,
        isEncrypted: isEncrypted != 0)
    }
  }

  func open(_ index: Int64) -> OpaquePointer? { compression_member_open(archive, index) }

  /// The one file that an archive packs; nil where it is a document (XLSX, ODS, DOCX …), which is no
  /// archive to its owner.
  static func member(of file: RawFile) throws -> RawFile? {
    guard compression_has_archives() != 0 else {
      if ForeignKind.document(in: try file.head(4096)) != nil { return nil }
      throw FileError(file.path, .content(.absentLibrary("zip", command: "unzip -p")))
    }
    guard let archive = try Archive(file) else { throw FileError(file.path, .content(.damaged)) }
    let members = archive.members
    let names = Set(members.map(\.name))
    if names.contains("[Content_Types].xml") || names.contains("mimetype")
      || names.contains("META-INF/MANIFEST.MF")
    {
      return nil
    }
    guard let member = members.first else { throw FileError(file.path, .empty) }
    guard members.count == 1 else {
      throw FileError(
        file.path, .content(.severalFiles(members.prefix(6).map(\.name), members.count)))
    }
    if member.isEncrypted { throw FileError(file.path, .content(.encrypted(member.name))) }
    return RawFile(file) { try ArchiveMember($0, member) }
  }
}

/// The bytes of one file of an archive.
final class ArchiveMember: ByteStream {
  private let archive: Archive
  private let member: OpaquePointer
  private let packedSize: Int
  private var produced = 0

  init(_ file: RawFile, _ member: Archive.Member) throws {
    guard let archive = try Archive(file), let opened = archive.open(member.index) else {
      throw ContentFault(problem: .damaged)
    }
    self.archive = archive
    self.member = opened
    packedSize = Int(clamping: member.packedSize)
  }

  deinit { compression_member_close(member) }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    var made = 0
    let status = compression_member_read(member, buffer, capacity, &made)
    produced += made
    if made > 0 {
      if Compression.isBomb(produced, of: packedSize) {
        throw ContentFault(problem: .unpacksTooFar)
      }
      return made
    }
    if status == COMPRESSION_END { return 0 }
    throw Unpacked.fault(status)
  }
}
