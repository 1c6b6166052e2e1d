import Columns
import Functions
import Language
import Planning

/// What the words of a list's status mean: first one's own, then those that are understood.
struct TaskWords {
  /// By the folded word; the empty word stands for a missing one.
  private var own: [String: TaskStatus] = [:]

  /// - Parameter table: one's own words and their meanings, where the plan has them.
  /// - Throws: a diagnostic for a meaning that is none, and for a word with two meanings.
  init(_ plan: TaskPlan, _ table: Table?) throws {
    guard let columns = plan.words, let table else { return }
    let words = try TaskTexts(table.columns[columns.word])
    let meanings = try TaskTexts(table.columns[columns.meaning])
    for row in 0..<table.rowCount {
      let word = words[row] ?? ""
      guard let meaning = meanings[row] else { continue }
      guard let status = TaskStatus(meaning) else {
        throw TaskNotes.unknownMeaning(meaning, of: word, at: columns.range)
      }
      let key = TextFold.fold(word)
      if let before = own[key], before != status {
        throw TaskNotes.twoMeanings(word, at: columns.range)
      }
      own[key] = status
    }
  }

  /// What a word means; nil for one that is not understood.
  func status(of word: String) -> TaskStatus? { own[TextFold.fold(word)] ?? TaskStatus(word) }

  /// What a missing status means, where the table of one's own words says so.
  var ofMissing: TaskStatus? { own[""] }

  /// The statuses of a column: each distinct word is read once.
  ///
  /// A truth is a status too: true is done.
  func read(_ column: Column) throws -> TaskStatuses {
    if column.type == .bool {
      let texts = (0..<column.count).map { row -> Int32 in
        guard case .bool(let isDone) = column[row] else { return -1 }
        return isDone ? 0 : 1
      }
      return TaskStatuses(
        places: texts, words: ["true", "false"],
        statuses: [TaskStatus(.done), TaskStatus(.inProgress)])
    }
    let texts = try TaskTexts(column)
    return TaskStatuses(
      places: texts.places, words: texts.distinct, statuses: texts.distinct.map(status(of:)))
  }
}

/// The status of each row of a list.
struct TaskStatuses {
  /// The place of each row's word; −1 where there is none.
  let places: [Int32]
  let words: [String]
  /// Nil for a word that is not understood.
  let statuses: [TaskStatus?]
}

/// The texts of a column, each distinct one once; white space alone is no text.
struct TaskTexts {
  /// The place in `distinct` of each row's text; −1 where there is none.
  private(set) var places: [Int32] = []
  private(set) var distinct: [String] = []

  init(_ column: Column) throws {
    places = [Int32](repeating: -1, count: column.count)
    var known: [String: Int32] = [:]
    func place(_ text: String) -> Int32 {
      if text.allSatisfy(\.isWhitespace) { return -1 }
      if let place = known[text] { return place }
      let place = Int32(distinct.count)
      known[text] = place
      distinct.append(text)
      return place
    }
    switch column.storage {
    case .coded(let codes, let dictionary):
      var byCode = [Int32](repeating: -2, count: dictionary.count)
      for row in 0..<column.count where column.isValid(row) {
        let code = Int(codes.value(column.offset + row))
        if byCode[code] == -2 { byCode[code] = place(dictionary.string(code)) }
        places[row] = byCode[code]
      }
    case .text(let heap):
      for row in 0..<column.count where column.isValid(row) {
        places[row] = place(heap.string(column.offset + row))
      }
    default: break
    }
  }

  /// The text of a row; nil where there is none.
  subscript(row: Int) -> String? { places[row] < 0 ? nil : distinct[Int(places[row])] }
}
