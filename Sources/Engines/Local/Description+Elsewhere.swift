import Columns
import Functions
import Language
import Planning

/// `describe` of rows that another engine has: figures come over instead of the rows.
///
/// What the other engine cannot compute of a column is found from its values with how often each
/// occurs.
struct RemoteDescription {
  /// What is asked for a column, or for all of them at once.
  enum Question {
    /// One row of figures for each of these columns.
    case figures([Int], LogicalPlan)
    /// The values of a column in their order, with how often each occurs.
    case values(Int, LogicalPlan)

    var plan: LogicalPlan {
      switch self {
      case .figures(_, let plan), .values(_, let plan): plan
      }
    }
  }

  let input: LogicalPlan

  private static let shares = [0.25, 0.5, 0.75]

  /// What is to be asked; nil where the rows themselves have to come, since steps before it run here.
  func questions(_ answers: (LogicalPlan) throws -> Bool) throws -> [Question]? {
    guard !input.fields.isEmpty, try answers(input) else { return nil }
    let all = Array(input.fields.indices)
    let together = figures(all)
    if try answers(together) { return [.figures(all, together)] }
    return try all.map { place in
      let own = figures([place])
      return try answers(own) ? .figures([place], own) : .values(place, values(place))
    }
  }

  private func column(_ place: Int) -> Expression {
    Expression(.column(place), type: input.fields[place].type, range: input.range)
  }

  private func figures(_ places: [Int]) -> LogicalPlan {
    var calls = [call("rows", .count, nil)]
    for place in places {
      calls += [
        call("known \(place)", .count, place), call("distinct \(place)", .countDistinct, place),
        call("least \(place)", .min, place), call("greatest \(place)", .max, place),
      ]
      guard input.fields[place].type.isNumeric else { continue }
      calls.append(call("mean \(place)", .avg, place))
      calls += Self.shares.map {
        call("share \($0) of \(place)", .quantile, place, [.double($0)])
      }
    }
    return LogicalPlan(
      .aggregate(input, keys: [], calls, totals: false),
      fields: calls.map { Field($0.name, $0.type) }, range: input.range)
  }

  private func call(
    _ name: String, _ function: Aggregate, _ place: Int?, _ constants: [Value] = []
  ) -> AggregateCall {
    let arguments = place.map { [column($0)] } ?? []
    return AggregateCall(
      name: name, function: function, arguments: arguments, constants: constants,
      type: function.resultType(for: arguments.map(\.type)) ?? .null, range: input.range)
  }

  private func values(_ place: Int) -> LogicalPlan {
    let count = call("rows", .count, nil)
    let key = NamedExpression(name: "value", expression: column(place))
    return LogicalPlan(
      .aggregate(input, keys: [key], [count], totals: false),
      fields: [Field("value", key.expression.type), Field(count.name, .int)], range: input.range)
  }

  // MARK: Answers

  /// The description from the answers to the questions.
  func described(
    _ questions: [Question], fields: [Field], _ answer: (LogicalPlan) throws -> Table
  ) throws -> Table {
    var cells = [[Value]](repeating: [], count: fields.count)
    for question in questions {
      let table = try answer(question.plan)
      let summaries: [(Int, Description.Summary)]
      switch question {
      case .figures(let places, _): summaries = summarised(places, table)
      case .values(let place, _): summaries = [(place, try summarised(place, table))]
      }
      for (place, summary) in summaries {
        for (index, cell) in summary.row(input.fields[place]).enumerated() {
          cells[index].append(cell)
        }
      }
    }
    let columns = try zip(fields, cells).map { try Column($0.type, $1) }
    return Table(fields: fields, columns: columns, rowCount: input.fields.count)
  }

  private func summarised(_ places: [Int], _ table: Table) -> [(Int, Description.Summary)] {
    var next = 1
    func taken() -> Value {
      defer { next += 1 }
      return table.columns[next][0]
    }
    let rows = table.columns[0][0].count
    return places.map { place in
      let known = taken().count
      let distinct = taken().count
      var summary = Description.Summary(
        known: known, nulls: rows - known, distinct: distinct, least: taken(), greatest: taken())
      if input.fields[place].type.isNumeric {
        summary.mean = taken()
        summary.quartiles = Self.shares.map { _ in taken() }
      }
      return (place, summary)
    }
  }

  private func summarised(_ place: Int, _ table: Table) throws -> Description.Summary {
    let (values, counts) = (table.columns[0], table.columns[1])
    let places = (0..<table.rowCount).filter { !values[$0].isNull }
    let own = places.map { counts[$0].count }
    let known = own.reduce(0, +)
    let rows = (0..<table.rowCount).reduce(0) { $0 + (counts[$1].count) }
    var summary = Description.Summary(
      known: known, nulls: rows - known, distinct: places.count,
      least: places.first.map { values[$0] } ?? .null,
      greatest: places.last.map { values[$0] } ?? .null)
    guard input.fields[place].type.isNumeric, known > 0 else { return summary }
    let numbers = places.map { values[$0].asDouble ?? .nan }
    var sum = CompensatedSum()
    for (number, count) in zip(numbers, own) { sum.add(number * Double(count)) }
    summary.mean = .double(sum.value / Double(known))
    summary.quartiles = Self.shares.map { .double(Self.quantile($0, numbers, own, known)) }
    return summary
  }

  /// Between the two values around the rank, as in `Quantiles`.
  private static func quantile(
    _ share: Double, _ numbers: [Double], _ counts: [Int], _ known: Int
  ) -> Double {
    let position = share * Double(known - 1)
    let low = max(0, min(known - 1, Int(position.rounded(.down))))
    var before = 0
    var place = 0
    while place + 1 < counts.count, before + counts[place] <= low {
      before += counts[place]
      place += 1
    }
    let lower = numbers[place]
    let fraction = position - Double(low)
    guard fraction != 0, low + 1 < known else { return lower }
    let upper = low + 1 < before + counts[place] ? lower : numbers[place + 1]
    if lower.isNaN || upper.isNaN { return .nan }
    return lower == upper ? lower : lower + (upper - lower) * fraction
  }
}

extension Value {
  /// How many, of an aggregate that counts.
  fileprivate var count: Int {
    if case .int(let number) = self { Int(number) } else { 0 }
  }
}
