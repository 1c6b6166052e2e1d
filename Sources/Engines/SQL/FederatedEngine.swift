public import Columns
import Language
public import Planning
import Synchronization

/// Answers plans where their tables are: the parts that a database can answer go there as SQL, and
/// the local engine does the rest over what comes back.
public struct FederatedEngine: Engine {
  public let name = "federated"
  /// The most rows that one statement may bring over; nil for any number.
  public let mostRows: Int?

  public init(mostRows: Int?) { self.mostRows = mostRows }

  public func supports(_ plan: LogicalPlan) -> Bool { true }

  public func run(
    _ plan: LogicalPlan, _ context: QueryContext,
    _ emit: @escaping (QueryEffect) throws -> Void
  ) throws -> Table {
    guard plan.readsRemote else { return try LocalEngine().run(plan, context, emit) }
    let cut = try Cutter.cut(plan, context) { try Executor(context).run($0) }
    return try run(cut, context, emit)
  }

  private func run(
    _ cut: Cut, _ context: QueryContext, _ emit: @escaping (QueryEffect) throws -> Void
  ) throws -> Table {
    var sources = cut.sources
    for (index, part) in cut.parts.enumerated() {
      sources[part.id] = AnswerSource(part, index + 1, mostRows, context)
    }
    let inner = context.adding(sources)
    let elsewhere = Elsewhere(
      groups: { try groups($0, inner) }, answers: { try Cutter.answers($0, inner) })
    return try Executor(inner, elsewhere: elsewhere, emit).run(cut.plan)
  }

  /// Groups that a step of the local engine asks for.
  private func groups(_ plan: LogicalPlan, _ context: QueryContext) throws -> Table? {
    guard case .aggregate(let input, let keys, let calls, false) = plan.node else { return nil }
    let named = Cutter.groups(input, keys, calls, plan)
    let cut = try Cutter.cut(named, context) { try Executor(context).run($0) }
    let table = try run(cut, context) { _ in }
    return Table(fields: plan.fields, columns: table.columns, rowCount: table.rowCount)
  }

  public func describe(_ plan: LogicalPlan, _ context: QueryContext) throws -> String {
    guard plan.readsRemote else { return plan.dump() }
    let cut = try Cutter.cut(plan, context, local: nil)
    var parts = cut.parts
    try cut.plan.collectGroups(context, &parts)
    var text = cut.plan.dump()
    for (index, part) in parts.enumerated() {
      text += "\n" + SQLMessages.heading(index + 1, part).text(for: context.run.reader) + "\n"
      text += part.statement.split(separator: "\n").map { "  \($0)\n" }.joined()
      if let obstacle = part.obstacle {
        text += SQLMessages.end(obstacle).text(for: context.run.reader) + "\n"
      }
    }
    return text
  }

  /// The one connection that answers the whole plan; nil where none does, or where not all of it.
  public static func connection(
    of plan: LogicalPlan, _ context: QueryContext
  ) -> (any SQLConnection)? {
    let sources = plan.scans.map { context.sources[$0] as? RemoteSource }
    guard let first = sources.first ?? nil,
      sources.allSatisfy({ $0?.connection === first.connection })
    else { return nil }
    return first.connection
  }
}

extension LogicalPlan {
  /// The groups that steps will ask of databases themselves.
  fileprivate func collectGroups(_ context: QueryContext, _ parts: inout [Cut.Part]) throws {
    if case .pivot(let input, let column, let by, let calls, _) = node, input.readsRemote {
      let keys = by + [NamedExpression(name: "", expression: column)]
      parts += try Cutter.cut(Cutter.groups(input, keys, calls, self), context, local: nil).parts
    }
    if case .describe(let input) = node, input.readsRemote {
      let questions = try RemoteDescription(input: input)
        .questions { try Cutter.answers($0, context) }
      for question in questions ?? [] {
        parts += try Cutter.cut(question.plan, context, local: nil).parts
      }
    }
    for input in inputs { try input.collectGroups(context, &parts) }
  }
}

/// The answer of a database to a part of a plan, fetched when it is read.
struct AnswerSource: TableSource {
  let id: SourceID
  private let part: Cut.Part
  private let number: Int
  private let mostRows: Int?
  private let context: QueryContext
  private let kept = Kept()

  /// The table that came, for who reads it again in the same query: a note about texts, say.
  private final class Kept: Sendable {
    let table = Mutex<Table?>(nil)
  }

  init(_ part: Cut.Part, _ number: Int, _ mostRows: Int?, _ context: QueryContext) {
    id = part.id
    self.part = part
    self.number = number
    self.mostRows = mostRows
    self.context = context
  }

  func schema(_ wanted: Set<String>?, _ run: RunContext) -> Schema { Schema(fields: part.fields) }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    if let table = kept.table.withLock({ $0 }) { return try table.picking(columns) }
    let table = try fetched(run)
    kept.table.withLock { $0 = table }
    return try table.picking(columns)
  }

  private func fetched(_ run: RunContext) throws -> Table {
    let start = RunContext.now()
    let name = part.connection.name
    context.progress?.begin(name)
    let answer: Table
    do {
      answer = try part.connection.query(part.statement, mostRows: mostRows, run)
    } catch let failure as TooManyRows {
      throw SQLMessages.tooManyRows(failure.most, part)
    }
    context.record(name, "SQL \(number)", rows: answer.rowCount, since: start)
    return try SQLAnswer.brought(answer, part, context)
  }
}
