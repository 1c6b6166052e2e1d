import Columns
import Synchronization

/// Blocks of files that are made as they are read (unpacked, brought into UTF-8), parsed beside that, long
/// before it is known where their rows end.
struct EarlyBlocks: Sendable {
  /// The columns that were parsed, in lower case; nil for all.
  let wanted: Set<String>?
  /// For each file its blocks by their place from the first row on.
  let blocks: [Int: [Int: ParsedBlock]]
}

extension CSVFile {
  /// Parses what can be parsed before the ends of files are known; nil where all are.
  func parsedEarly(_ wanted: Set<String>?) throws -> EarlyBlocks? {
    let open = parts.indices.filter { !parts[$0].isSettled }
    if open.isEmpty { return nil }
    let plans = self.plans(wanted)
    let reader = BlockReader(
      parts: parts, ends: parts.map { $0.file.knownSize ?? .max }, options: options)
    var blocks: [Int: [Int: ParsedBlock]] = [:]
    for part in open { blocks[part] = try reader.parseEarly(part, plans) }
    return EarlyBlocks(wanted: wanted, blocks: blocks)
  }

  /// All blocks: those that were parsed early as far as they hold, and the others.
  func blocks(
    _ places: [BlockPlace], _ wanted: Set<String>?, _ plans: [ColumnPlan], _ reader: BlockReader
  ) throws -> [ParsedBlock] {
    guard let known = early, known.wanted == wanted else {
      return try reader.parse(places, plans, showsProgress: true)
    }
    // What is read once more is read by other plans.
    early = nil
    let size = max(1, options.blockSize)
    var result = [ParsedBlock?](repeating: nil, count: places.count)
    for (index, place) in places.enumerated() {
      let number = (place.range.lowerBound - parts[place.part].dataStart) / size
      guard let block = known.blocks[place.part]?[number], block.range == place.range,
        block.end <= ends[place.part]
      else { continue }
      result[index] = block
    }
    let missing = places.indices.filter { result[$0] == nil }
    let parsed = try reader.parse(missing.map { places[$0] }, plans)
    for (index, block) in zip(missing, parsed) { result[index] = block }
    return result.compactMap { $0 }
  }
}

extension BlockReader {
  /// The blocks of a file up to near its end, each parsed as soon as its bytes are there.
  func parseEarly(_ part: Int, _ plans: [ColumnPlan]) throws -> [Int: ParsedBlock] {
    let file = parts[part].file
    let size = max(1, options.blockSize)
    let first = parts[part].dataStart
    let next = Mutex(0)
    let done = Mutex<[Int: ParsedBlock]>([:])
    let threads = max(1, options.threads)
    try Parallel.run(pieces: threads, threads: threads) { _ in
      let parser = self.parser(part, plans)
      while true {
        if options.isCancelled() { throw ReadCancelled() }
        let number = next.withLock { number in
          number += 1
          return number - 1
        }
        let range = first + number * size..<first + (number + 1) * size
        // What is near the end may be no row.
        guard try file.reaches(range.upperBound + FileTail.size) else { return }
        var block = try parser.parse(range, start: number == 0 ? first : nil)
        block.range = range
        done.withLock { $0[number] = block }
        options.progress?(file.bytesRead, max(1, file.storedSize))
      }
    }
    return done.withLock { $0 }
  }
}
