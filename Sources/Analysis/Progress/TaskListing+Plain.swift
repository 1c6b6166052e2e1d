import Columns
import Engines
import Language
import Planning

extension TaskListing {
  /// The rows of a list, or of counts, in the language's own words: statuses by its words for the
  /// states, days as dates, without headings. For `project`, which needs no more of them.
  ///
  /// A cancelled task is written as one that recurs: neither is work that comes to an end. A status
  /// that is not understood stays, and its task counts as open.
  func plain(_ input: Table, _ map: Table?) throws -> Table {
    let words = try TaskWords(plan, map)
    let input = plan.columns.count == nil ? try withoutHeadings(input) : input
    var columns = input.columns
    if let place = plan.columns.status {
      let statuses = try words.read(input.columns[place])
      var unknown: [String: Int] = [:]
      let texts = (0..<input.rowCount).map { row -> String? in
        let word = Int(statuses.places[row])
        guard word >= 0 else { return words.ofMissing.map { Self.word(of: $0) } }
        if let own = statuses.statuses[word] { return Self.word(of: own) }
        unknown[statuses.words[word], default: 0] += 1
        return statuses.words[word]
      }
      columns[place] = try Column.texts(texts)
      if !unknown.isEmpty { TaskNotes.openStatus(unknown, range, context) }
    }
    let places = [
      (plan.columns.due, TaskDays.Edge.last), (plan.columns.done, .last),
      (plan.columns.start, .first), (plan.columns.added, .first),
    ]
    for (place, edge) in places {
      guard let place, input.columns[place].type == .text || input.fields[place].period != nil
      else { continue }
      let days = try TaskDays(place, input, edge)
      days.note(plan.names[place], range, context)
      columns[place] = try Column(
        .date, days.days.map { $0.map { .date(Int32(clamping: $0)) } ?? .null })
    }
    return Table(
      fields: zip(input.fields, columns).map { Field($0.name, $1.type, unit: $0.unit) },
      columns: columns, rowCount: input.rowCount)
  }

  private static func word(of status: TaskStatus) -> String {
    status.state == .cancelled ? TaskState.recurring.word : status.state.word
  }
}
