import Columns
import Dispatch
import Language
import Synchronization
import Testing
import Workspace

/// Two sessions of one process: each has its own memory, interrupt, tables and settings.
@Suite struct TwoSessionsTests {
  static func session() -> Session { Session(Settings(threads: 2, lang: .en, today: 20_000)) }

  /// What the statements of a text gave; the code of the error where one failed.
  static func outcome(_ text: String, _ session: Session) -> String {
    let source = SourceText(text)
    var last = ""
    for statement in Parser.parse(script: source).script.statements {
      do {
        let table = try session.answer(statement, in: source).table
        last = table.map { $0.columns[0][0].plainText } ?? "done"
      } catch let failure as StatementFailure {
        return failure.diagnostics.first?.code ?? "no code"
      } catch {
        return "\(error)"
      }
    }
    return last
  }

  @Test("A limit of one session is not the other's, at the same time")
  func memory() {
    let sums = Mutex<[Int: Set<String>]>([:])
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      let session = Self.session()
      if number == 0 { session.settings.memory = 1 << 20 }
      for _ in 0..<5 {
        let found = Self.outcome(
          "range(1, 300000) | derive y = value * 7 % 1000 | sort y | aggregate s = sum(y)", session)
        _ = sums.withLock { $0[number, default: []].insert(found) }
      }
    }
    let expected = (1...300_000).reduce(0) { $0 + $1 * 7 % 1000 }
    #expect(sums.withLock { $0 } == [0: ["E0610"], 1: [String(expected)]])
  }

  @Test("What a session has taken is given back when it ends")
  func givenBack() {
    let before = Memory.budget.used
    let session = Self.session()
    #expect(
      Self.outcome("let t = range(1, 100000)\nt | aggregate n = count()", session) == "100000")
    #expect(Memory.budget.used == before)
  }

  @Test("An interrupt stops its own session alone")
  func interrupts() {
    let found = Mutex<[Int: String]>([:])
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      let session = Self.session()
      if number == 0 { session.stop = { .interrupted } }
      let outcome = Self.outcome("range(1, 1000) | aggregate s = sum(value)", session)
      found.withLock { $0[number] = outcome }
    }
    #expect(found.withLock { $0 } == [0: "E0690", 1: "500500"])
  }

  @Test func namesAndSettings() {
    let (one, other) = (Self.session(), Self.session())
    #expect(Self.outcome("let t = [{a: 1}]\nlet n = 5\nset today @2025-04-10", one) == "done")
    #expect(Self.outcome("t | take 1", other) == "E0503")
    #expect(Self.outcome("[{a: 1}] | where a == $n", other) == "E0504")
    #expect(one.settings.today != other.settings.today)
  }
}
