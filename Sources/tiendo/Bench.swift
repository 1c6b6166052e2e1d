import ArgumentParser
import Glibc
import Language
import Shell
import Sources
import Workspace

/// `tiendo bench`: loads tables, times queries over them, and prints one JSON line for each.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time queries over loaded files.", shouldDisplay: false)

  @OptionGroup var common: CommonOptions

  @Option(help: "A table: name=file.")
  var load: [String] = []

  @Option(help: "Timed runs of each query, after one that is not.")
  var reps = 5

  @Argument(help: "Query files.")
  var files: [String]

  mutating func run() throws {
    let options = common
    let (load, reps, files) = (self.load, self.reps, self.files)
    finish(
      Program.start(options.values) { program in
        let bench = Benchmark(program.session)
        for pair in load {
          let parts = pair.split(separator: "=", maxSplits: 1)
          guard parts.count == 2 else { throw ValidationError("--load takes name=file") }
          try Descriptor.writeOutput(try bench.load(String(parts[0]), String(parts[1])) + "\n")
        }
        var status = ExitStatus.success
        for file in files {
          do {
            let line = try bench.time(QueryFile.source(file, isOwn: true), name: file, reps: reps)
            try Descriptor.writeOutput(line + "\n")
          } catch let failure as StatementFailure {
            program.presenter.show(failure, in: try QueryFile.source(file, isOwn: true))
            status = failure.status
          }
        }
        return status
      })
  }
}
