extension SyntaxScript {
  /// The tree as text, a line for each statement, step and clause; expressions as `(op a b)`.
  /// Ranges are left out, so that equal dumps mean equal queries.
  public func dump() -> String {
    var dump = SyntaxDump()
    for statement in statements { dump.add(statement) }
    return dump.text
  }
}

extension Statement {
  public func dump() -> String {
    var dump = SyntaxDump()
    dump.add(self)
    return dump.text
  }
}

extension SyntaxExpression {
  /// `(op a b)`; names bare, or in backticks where they were.
  public func dump() -> String { SyntaxDump.text(of: self) }
}

/// Writes trees as indented lines.
struct SyntaxDump {
  private(set) var text = ""
  private var indent = 0

  mutating func line(_ parts: String...) {
    text += String(repeating: "  ", count: indent)
    text += parts.filter { !$0.isEmpty }.joined(separator: " ")
    text += "\n"
  }

  mutating func nested(_ body: (inout SyntaxDump) -> Void) {
    indent += 1
    body(&self)
    indent -= 1
  }

  // MARK: Statements

  mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .pipeline(let pipeline): add(pipeline)
    case .let(let name, .pipeline(let pipeline, let isBareName)):
      line("let", Self.text(of: name), isBareName ? "(bare name)" : "")
      nested { $0.add(pipeline) }
    case .let(let name, .value(let value)):
      line("let", Self.text(of: name), "=", Self.text(of: value))
    case .def(let name, let parameters, let body):
      line(
        "def", Self.text(of: name), "(" + parameters.map(Self.text).joined(separator: " ") + ")",
        "=", Self.text(of: body))
    case .param(let name, let type, let value):
      line(
        "param", Self.text(of: name), type.map { ": " + Self.text(of: $0) } ?? "",
        value.map { "= " + Self.text(of: $0) } ?? "")
    case .load(let path, let options, let name):
      line(
        "load", Self.text(of: path), name.map { "as " + Self.text(of: $0) } ?? "",
        Self.text(of: options))
    case .connect(let address, let name, let options):
      line("connect", Self.text(of: address), "as " + Self.text(of: name), Self.text(of: options))
    case .include(let path): line("include", Self.text(of: path))
    case .set(let option, let value):
      line("set", Self.text(of: option), Self.text(of: value))
    case .explain(let mode, let pipeline):
      line("explain", mode.word)
      nested { $0.add(pipeline) }
    case .shellCommand(let word, let rest, _): line("shell", word.text, rest)
    case .invalid: line("invalid")
    }
  }

  // MARK: Pipelines

  mutating func add(_ pipeline: SyntaxPipeline) {
    line("pipeline")
    nested { dump in
      dump.add(pipeline.source)
      for step in pipeline.steps { dump.add(step) }
    }
  }

  private mutating func add(_ source: Source, as role: String = "source") {
    switch source.kind {
    case .name(let name): line(role, Self.text(of: name))
    case .remote(let table):
      line(role, ([table.connection] + table.names).map(Self.text).joined(separator: "."))
    case .file(let path, let options): line(role, Self.text(of: path), Self.text(of: options))
    case .pipeline(let pipeline):
      line(role)
      nested { $0.add(pipeline) }
    case .last: line(role, "_")
    case .rows(let rows):
      line(role, "rows")
      nested { dump in
        for row in rows {
          dump.line(
            "{"
              + row.cells.map { Self.text(of: $0.name) + ": " + Self.text(of: $0.value) }
              .joined(separator: ", ") + "}")
        }
      }
    case .range(let from, let to, let name):
      line(
        role, "range", Self.text(of: from), Self.text(of: to),
        name.map { "as " + Self.text(of: $0) } ?? "")
    case .invalid: line(role, "invalid")
    }
  }

  // MARK: Steps

  private mutating func add(_ step: Step) {
    switch step.kind {
    case .where(let condition): line("where", Self.text(of: condition))
    case .derive(let derive):
      line("derive")
      nested { dump in
        dump.add(derive.by, as: "by")
        dump.add(derive.sort)
        if let frame = derive.frame { dump.add(frame) }
        dump.add(derive.items)
      }
    case .select(let items):
      line("select")
      nested { $0.add(items) }
    case .group(let group):
      line("group", group.withTotals ? "with totals" : "")
      nested { dump in
        dump.add(group.by, as: "by")
        dump.add(group.aggregates)
      }
    case .aggregate(let items):
      line("aggregate")
      nested { $0.add(items) }
    case .sort(let keys):
      line("sort", keys.map(Self.text).joined(separator: ", "))
    case .take(let take): add(take)
    case .skip(let count): line("skip", Self.text(of: count))
    case .distinct(let items):
      line("distinct")
      nested { $0.add(items) }
    case .append(let source): add(source, as: "append")
    default: addFurther(step)
    }
  }

  private mutating func addFurther(_ step: Step) {
    switch step.kind {
    case .join(let join): add(join)
    case .pivot(let pivot):
      line("pivot", Self.text(of: pivot.column), pivot.withTotals ? "with totals" : "")
      nested { dump in
        dump.add(pivot.by, as: "by")
        dump.add(pivot.aggregates)
      }
    case .unpivot(let unpivot): add(unpivot)
    case .split(let split):
      line(
        "split", Self.text(of: split.column), "by", Self.text(of: split.separator),
        split.part.map { "as " + Self.text(of: $0) } ?? "",
        split.number.map { Self.text(of: $0) } ?? "")
    case .complete(let complete):
      line(
        "complete", Self.text(of: complete.column),
        complete.values.map { Self.text(of: $0) } ?? "")
      nested { $0.add(complete.by, as: "by") }
    case .fill(let fill): add(fill)
    case .label(let labels):
      line("label")
      nested { dump in
        for label in labels {
          dump.line(
            Self.text(of: label.column), label.text.map { "= " + Self.text(of: $0) } ?? "",
            label.unit.map { "unit " + Self.text(of: $0) } ?? "",
            label.digits.map { "digits " + Self.text(of: $0) } ?? "")
        }
      }
    case .describe: line("describe")
    case .peek(let label): line("peek", label.map { Self.text(of: $0) } ?? "")
    case .chart(let chart):
      line(
        "chart", chart.kind?.rawValue ?? "", Self.text(of: chart.options),
        chart.path.map { "to " + Self.text(of: $0) } ?? "")
    case .export(let export):
      line("export", Self.text(of: export.path), Self.text(of: export.options))
    case .assert(let condition, let message):
      line("assert", Self.text(of: condition), message.map { Self.text(of: $0) } ?? "")
    case .as(let name): line("as", Self.text(of: name))
    default: addAnalysis(step)
    }
  }

  private mutating func addAnalysis(_ step: Step) {
    switch step.kind {
    case .compare(let compare):
      line("compare", Self.times(compare.time, compare.times))
      add(compare.clauses, compare.items)
    case .project(let project):
      line("project", Self.times(project.time, project.times))
      add(project.clauses, project.items)
    case .whatif(let whatif):
      line("whatif", Self.times(whatif.time, whatif.times))
      add(whatif.clauses, [])
      nested { dump in
        for scenario in whatif.scenarios { dump.add(scenario) }
      }
    case .track(let track):
      line("track")
      add(track.clauses, track.items)
    case .progress(let progress):
      line("progress")
      add(progress.clauses, [])
    case .say(let say):
      line("say")
      add(say.clauses, [])
    default: line("invalid")
    }
  }

  private mutating func add(_ items: [Item], as role: String = "item") {
    for item in items {
      line(role, item.isDropped ? "drop" : "", Self.text(of: item))
    }
  }

  private mutating func add(_ frame: WindowFrame) {
    switch frame.extent {
    case .rows(let from, let to):
      line(
        "rows", from.map { Self.text(of: $0) } ?? "", "..", to.map { Self.text(of: $0) } ?? "")
    case .since(let distance): line("since", Self.text(of: distance))
    }
  }

  private mutating func add(_ keys: [SortKey]) {
    for key in keys { line("sort", Self.text(of: key)) }
  }

  private mutating func add(_ take: TakeStep) {
    switch take.amount {
    case .count(let count): line("take", Self.text(of: count))
    case .range(let from, let to):
      line("take", Self.text(of: from), "..", Self.text(of: to))
    }
    nested { $0.add(take.by, as: "by") }
  }

  private mutating func add(_ join: JoinStep) {
    line(
      "join", join.kind.rawValue, join.isNearest ? "nearest" : "",
      join.expect.map { "expect " + $0.rawValue } ?? "")
    nested { dump in
      dump.add(join.source)
      for key in join.on {
        dump.line(
          "on",
          key.isShared
            ? Self.text(of: key.left)
            : "\(Self.text(of: key.left)) \(key.comparison.rawValue) \(Self.text(of: key.right))")
      }
    }
  }

  private mutating func add(_ unpivot: UnpivotStep) {
    let columns = unpivot.columns.map { columns in
      switch columns {
      case .one(let name): Self.text(of: name)
      case .span(let from, let to): "\(Self.text(of: from))..\(Self.text(of: to))"
      }
    }
    line(
      "unpivot", columns.joined(separator: ", "), "as", Self.text(of: unpivot.nameColumn),
      unpivot.valueColumns.map(Self.text).joined(separator: ", "))
  }

  private mutating func add(_ fill: FillStep) {
    let method: String
    switch fill.method {
    case .previous: method = "with previous"
    case .next: method = "with next"
    case .linear: method = "with linear"
    case .value(let value): method = "with \(Self.text(of: value))"
    case nil: method = ""
    }
    line("fill", fill.columns.map(Self.text).joined(separator: ", "), method)
    nested { dump in
      dump.add(fill.by, as: "by")
      dump.add(fill.sort)
    }
  }

  // MARK: Analysis

  private static func times(_ time: Name?, _ times: [SyntaxExpression]) -> String {
    let list = times.map { text(of: $0) }.joined(separator: ", ")
    return time.map { "(time \(text(of: $0))) \(list)" } ?? list
  }

  private mutating func add(_ clauses: [Clause], _ items: [Item]) {
    nested { dump in
      for clause in clauses { dump.add(clause) }
      dump.add(items)
    }
  }

  private mutating func add(_ clause: Clause) {
    switch clause.kind {
    case .by(let keys): add(keys, as: "by")
    case .against(let source): add(source, as: "against")
    case .through(let source): add(source, as: "through")
    case .since(let time): line("since", Self.text(of: time))
    case .using(let name): line("using", Self.text(of: name))
    case .interval(let value): line("interval", Self.text(of: value))
    case .decompose: line("decompose")
    case .of(let item): line("of", Self.text(of: item))
    case .base(let name): line("base", Self.text(of: name))
    case .asOf(let time): line("as of", Self.text(of: time))
    case .status(let name): line("status", Self.text(of: name))
    case .statusMap(let source): add(source, as: "status map")
    case .task(let role, let name): line(role.rawValue, Self.text(of: name))
    case .window(let length): line("window", Self.text(of: length))
    case .pace(let name): line("pace", Self.text(of: name))
    case .ceiling(let value): line("ceiling", Self.text(of: value))
    case .floor(let value): line("floor", Self.text(of: value))
    case .baseYear(let time): line("base_year", Self.text(of: time))
    case .peers(let name): line("peers", name.map { Self.text(of: $0) } ?? "none")
    case .weight(let name): line("weight", Self.text(of: name))
    case .allowOver: line("allow_over")
    case .origin(let date, let value):
      line("origin", Self.text(of: date), "value", Self.text(of: value))
    case .duplicates(let name): line("duplicates", Self.text(of: name))
    case .direction(let name): line("direction", Self.text(of: name))
    }
  }

  // MARK: Small parts

  static func text(of item: Item) -> String {
    item.name.map { "\(text(of: $0)) = \(text(of: item.expr))" } ?? text(of: item.expr)
  }

  static func text(of key: SortKey) -> String {
    (key.isDescending ? "desc " : "") + text(of: key.expr)
      + (key.nulls.map { " nulls " + $0.rawValue } ?? "")
  }

  static func text(of options: [FileOption]) -> String {
    options.isEmpty
      ? ""
      : "("
        + options.map { "\(text(of: $0.name)): \(text(of: $0.value))" }.joined(separator: ", ")
        + ")"
  }

  static func text(of value: OptionValue) -> String {
    switch value {
    case .expression(let expr): text(of: expr)
    case .word(let name): text(of: name)
    case .list(let items, _): "[" + items.map { text(of: $0) }.joined(separator: ", ") + "]"
    case .map(let entries, _): "{" + text(of: entries).dropFirst().dropLast() + "}"
    }
  }

  static func text(of name: Name) -> String {
    name.isQuoted ? "`\(name.text)`" : name.text
  }

  static func text(of path: TextLiteral) -> String {
    path.parameter.map { "$" + $0 } ?? quoted(path.text)
  }

  static func quoted(_ text: String) -> String {
    SyntaxText.quoted(text)
  }
}
