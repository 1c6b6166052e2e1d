import CReadline
import Display
import Glibc
import Language
public import Services

/// The terminal, through GNU readline: editing, history, completion and Ctrl-C.
///
/// Readline is one per process and so is what it calls back; use one editor, from one thread.
public final class ReadlineEditor: LineEditor {
  public var complete: ((String) -> [Candidate])?
  /// Why history entries could not be kept; nil while they can.
  public private(set) var historyFailure: String?

  private let history: History
  /// Whether what is typed goes to the file; `--safe` writes nothing.
  private let keepsHistory: Bool
  private var lastEntry: String?
  /// What lies ready as the newest entry and was never typed.
  private var offered: String?
  /// The lines of the statement before the one being typed.
  private var earlierLines = ""
  /// What the last Tab offered.
  private var candidates: [Candidate] = []

  /// The editor that is reading; callbacks from C cannot carry it. Only `readLine` sets it, and
  /// readline calls back from within, on the same thread.
  private nonisolated(unsafe) static weak var active: ReadlineEditor?

  /// Loads readline; nil where it is not there.
  public init?(history: History = .standard(), keepsHistory: Bool = true) {
    self.history = history
    self.keepsHistory = keepsHistory
    // Readline calls from within `readLine`, on its thread; the text before the cursor ends in a zero,
    // and what is given back is from malloc, for readline to free.
    let isThere = unsafe tiendo_readline_configure(
      { before, wordLength in
        guard let before = unsafe before, let editor = unsafe ReadlineEditor.active else {
          return nil
        }
        return unsafe editor.matches(
          before: String(cString: before), wordLength: wordLength)
      },
      { columns, rows in
        guard let editor = unsafe ReadlineEditor.active else { return nil }
        return unsafe strdup(
          CandidateList.text(editor.candidates, columns: Int(columns), rows: Int(rows)))
      })
    guard isThere else { return nil }
    for entry in history.entries() {
      // Readline copies the entry.
      unsafe tiendo_history_add(entry)
      lastEntry = entry
    }
  }

  // MARK: Reading

  public func readStatement(
    prompt: String, continuation: String, isComplete: (String) -> Bool
  ) -> ReadResult {
    earlierLines = ""
    defer { earlierLines = "" }
    while true {
      switch readLine(earlierLines.isEmpty ? prompt : continuation) {
      case .interrupted: return .interrupted
      case .end:
        if earlierLines.isEmpty { return .end }
        // Ctrl-D in a continuation: what is there is all there will be.
        return keep(String(earlierLines.dropLast()))
      case .statement(let line):
        let text = earlierLines + line
        if isComplete(text) {
          if text.allSatisfy(\.isWhitespace) { return .statement("") }
          return keep(text)
        }
        earlierLines = text + "\n"
      }
    }
  }

  private func readLine(_ prompt: String) -> ReadResult {
    // Only here is the editor set, on the one thread that reads.
    unsafe ReadlineEditor.active = self
    defer { unsafe ReadlineEditor.active = nil }
    // What was printed before must stand above the prompt.
    fflush(nil)
    // The line is from malloc, ends in a zero, and is this function's to free.
    var line: UnsafeMutablePointer<CChar>?
    let result = unsafe Int(tiendo_readline_read(prompt, &line))
    defer { unsafe free(line) }
    if result == TIENDO_INTERRUPTED { return .interrupted }
    guard let line = unsafe line else { return .end }
    return unsafe .statement(String(cString: line))
  }

  // MARK: History

  public func offer(_ statement: String) {
    // Readline copies the statement.
    unsafe tiendo_history_add(statement)
    offered = statement
  }

  /// Puts the statements of a text into the history, a paste of several as one entry each.
  private func keep(_ text: String) -> ReadResult {
    guard History.keeps(text) else { return .statement(text) }
    let whole = History.trimmed(text)
    var statements = [whole]
    if whole.utf8.contains(UInt8(ascii: "\n")) {
      let source = SourceText(whole)
      let ranges = Parser.split(source, mode: .prompt)
      if ranges.count > 1 { statements = ranges.map { String(source[$0]) } }
    }
    // A password is not to be found by looking back.
    for statement in statements.map(Secrets.removed) where statement != lastEntry {
      // Readline copies the statement.
      if statement != offered { unsafe tiendo_history_add(statement) }
      offered = nil
      lastEntry = statement
      if keepsHistory { historyFailure = history.append(statement) }
    }
    return .statement(text)
  }

  // MARK: Completion

  /// The matches as readline wants them: what they have in common, then each, then null.
  private func matches(
    before: String, wordLength: Int
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    let text = earlierLines + before
    let word = text.utf8.count - wordLength
    candidates = []
    var texts: [[UInt8]] = []
    var known: Set<[UInt8]> = []
    let bytes = Array(text.utf8)
    for candidate in complete?(text) ?? [] {
      guard let replacement = Self.replacement(candidate, in: bytes, word: word),
        known.insert(replacement).inserted
      else { continue }
      candidates.append(candidate)
      texts.append(replacement)
    }
    guard let first = texts.first else { return nil }
    var common = texts.dropFirst().reduce(first) { common, text in
      zip(common, text).prefix { $0 == $1 }.map { $0.0 }
    }
    // Not half a character, and never less than what is typed: case may differ from it.
    if texts.count > 1 {
      while let last = common.last, String(validating: common, as: UTF8.self) == nil {
        _ = last
        common.removeLast()
      }
      if common.count < wordLength { common = Array(bytes[word...]) }
    }
    let all = texts.count == 1 ? [common] : [common] + texts
    // The list has room for all texts and the null behind them; readline frees it and them.
    let size = unsafe (all.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
    guard let memory = unsafe malloc(size) else { return nil }
    let list = unsafe memory.bindMemory(
      to: UnsafeMutablePointer<CChar>?.self, capacity: all.count + 1)
    for (index, text) in all.enumerated() {
      unsafe (list + index).initialize(to: strdup(String(decoding: text, as: UTF8.self)))
    }
    unsafe (list + all.count).initialize(to: nil)
    return unsafe list
  }

  /// A candidate as what readline's word is to become: the parts between its own start and the
  /// word's are taken away or added. Nil if it would change the text before the word.
  private static func replacement(
    _ candidate: Candidate, in text: [UInt8], word: Int
  ) -> [UInt8]? {
    let new = Array(candidate.text.utf8)
    let start = candidate.start ?? word
    guard start >= 0, start <= text.count else { return nil }
    if start >= word { return text[word..<start] + new }
    return new.starts(with: text[start..<word]) ? Array(new.dropFirst(word - start)) : nil
  }
}
