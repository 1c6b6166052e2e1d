import Columns
import Synchronization

/// One column to read: where it stands in each file, and how.
struct ColumnPlan: Sendable {
  let name: String
  /// The field of each file.
  let fields: [Int]
  /// The decimal sign of each file.
  var points: [UInt8]
  var format: FieldFormat
  let forced: DataType?
  /// What stands beside all numbers.
  var unit = NumberText.Unit.none

  /// The name as it is typed in a query.
  var typedName: String {
    let isPlain =
      name.unicodeScalars.first.map { $0.properties.isAlphabetic || $0 == "_" } ?? false
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)
          || $0.properties.canonicalCombiningClass.rawValue > 0
      }
    return isPlain ? name : "`\(name)`"
  }
}

/// A run of bytes of one file, parsed on its own.
struct BlockPlace: Sendable {
  let part: Int
  let range: Range<Int>
  /// Where its first record begins, where that is known.
  var start: Int?
  /// The rows that are kept, where the block was parsed before.
  var kept: [UInt32]?
}

/// Parses blocks side by side, with one parser per thread and file.
struct BlockReader: Sendable {
  let parts: [CSVPart]
  /// Where the rows of each file end.
  let ends: [Int]
  let options: ReadOptions

  /// A parser on its way from one thread to the next.
  ///
  /// `@unchecked Sendable` is right: a worker is taken out of the list of idle ones, under its lock,
  /// by the thread that uses it, and put back afterwards.
  private final class Worker: @unchecked Sendable {
    let parser: BlockParser
    init(_ parser: BlockParser) { self.parser = parser }
  }

  func parse(
    _ blocks: [BlockPlace], _ plans: [ColumnPlan], showsProgress: Bool = false
  ) throws -> [ParsedBlock] {
    let idle = Mutex<[Int: [Worker]]>([:])
    let done = Mutex(0)
    let total = parts.reduce(0) { $0 + ($1.file.knownSize ?? 0) }
    return try Parallel.map(pieces: blocks.count, threads: options.threads) { index in
      if options.isCancelled() { throw ReadCancelled() }
      let place = blocks[index]
      let worker =
        idle.withLock { $0[place.part]?.popLast() }
        ?? Worker(parser(place.part, plans, allBlocks: blocks.count))
      defer { idle.withLock { $0[place.part, default: []].append(worker) } }
      var block = try worker.parser.parse(place.range, start: place.start, keeping: place.kept)
      block.range = place.range
      if showsProgress, let progress = options.progress {
        progress(
          done.withLock { done in
            done += place.range.count
            return done
          }, total)
      }
      return block
    }
  }

  /// - Parameter allBlocks: how many blocks are read, by this parser and others; nil where nobody knows.
  func parser(_ index: Int, _ plans: [ColumnPlan], allBlocks: Int? = nil) -> BlockParser {
    let part = parts[index]
    return BlockParser(
      part.file, dataEnd: ends[index], part.dialect, fieldCount: part.names.count,
      mends: options.mode != .strict, isWide: options.isWide,
      dropsInvalid: options.mode == .lenient,
      headers: options.mode != .strict && options.searches ? part.headers : nil,
      fieldOf: plans.map { $0.fields[index] },
      parsers: plans.map {
        ColumnParser(
          $0.format, point: $0.points[index], isForced: $0.forced != nil, options: options,
          allBlocks: allBlocks)
      }, filter: BlockRows(options, plans), isCancelled: options.isCancelled)
  }
}
