import Glibc
import Synchronization

enum Interrupt {
  private static let flag = Atomic<Bool>(false)
  static func install() { signal(SIGINT) { _ in Interrupt.flag.store(true, ordering: .relaxed) } }
  static var isRaised: Bool { flag.load(ordering: .relaxed) }
  static func clear() { flag.store(false, ordering: .relaxed) }
}
enum ReadResult {
  case statement(String)
  case interrupted, end
}
struct TempEditor {
  func readStatement(prompt: String, continuation: String, isComplete: (String) -> Bool)
    -> ReadResult
  {
    print(prompt, terminator: "")
    guard let l = readLine() else { return .end }
    return .statement(l)
  }
}
func makeLineEditor(completions: @escaping (String) -> [String]) -> TempEditor { TempEditor() }
