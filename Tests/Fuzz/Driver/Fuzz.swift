import Foundation
import FuzzTargets
import Glibc
import Sources

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ take: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The target of this process, which the fuzzer's function finds without a capture.
private nonisolated(unsafe) var chosen: FuzzTarget?

/// `fuzz list`, `fuzz seeds TARGET FOLDER`, `fuzz TARGET LIBFUZZER…`.
@main struct Fuzz {
  static func main() throws {
    let words = CommandLine.arguments
    if words.dropFirst().first == "list" {
      print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
      return
    }
    let isSeeding = words.count == 4 && words[1] == "seeds"
    let name = isSeeding ? words[2] : words.dropFirst().first ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      print(
        "fuzz: no target \(name); there are: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
      exit(2)
    }
    if isSeeding {
      for (place, bytes) in try target.seeds().enumerated() {
        try Data(bytes).write(to: URL(filePath: "\(words[3])/seed-\(place)"))
      }
      return
    }
    chosen = target
    var arguments = ([words[0]] + words.dropFirst(2)).map { strdup($0) } + [nil]
    var count = CInt(arguments.count - 1)
    let status = arguments.withUnsafeMutableBufferPointer { list -> CInt in
      guard var start = list.baseAddress else { return 2 }
      return runFuzzer(&count, &start) { bytes, size in
        do {
          try chosen?.take(Array(UnsafeBufferPointer(start: bytes, count: size)))
        } catch {
          fatalError("found: \(error)")
        }
        return 0
      }
    }
    exit(status)
  }
}
