/// A source followed by steps.
public struct SyntaxPipeline: Sendable, Hashable {
  public let source: Source
  public let steps: [Step]
  public let range: SourceRange

  public init(source: Source, steps: [Step], range: SourceRange) {
    self.source = source
    self.steps = steps
    self.range = range
  }
}

/// Where rows come from.
public struct Source: Sendable, Hashable {
  public let kind: SourceKind
  public let range: SourceRange

  public init(_ kind: SourceKind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

public indirect enum SourceKind: Sendable, Hashable {
  /// A table, a dataset or the result of a `let`.
  case name(Name)
  /// `pg.coverage`: a table of a database.
  case remote(RemoteName)
  /// `"path" with (options)`; `"-"` is standard input, `*` reads many.
  case file(TextLiteral, options: [FileOption])
  /// `( … )`
  case pipeline(SyntaxPipeline)
  /// `_`, or a line at the prompt that starts with `|` (then its range is empty).
  case last
  /// `[{unit: "A", value: 3.5}, …]`
  case rows([RowLiteral])
  /// `range(2019, 2030) as year`, both ends included.
  case range(from: SyntaxExpression, to: SyntaxExpression, name: Name?)
  case invalid
}

/// A table of a database that `connect` opened: `pg.coverage`, ``pg.`schema.table` ``.
public struct RemoteName: Sendable, Hashable {
  public let connection: Name
  /// What stands behind the connection, at least one.
  public let names: [Name]

  public init(connection: Name, names: [Name]) {
    self.connection = connection
    self.names = names
  }

  /// The names that lead to the table, outermost first. One name in backticks may hold several with
  /// points between them; where several are written, points belong to their names.
  public var path: [String] {
    guard names.count == 1, let name = names.first else { return names.map(\.text) }
    let parts = name.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return parts.contains("") ? [name.text] : parts
  }

  /// As it stands in messages.
  public var written: String { ([connection.text] + path).joined(separator: ".") }

  public var range: SourceRange {
    names.last.map { connection.range.union($0.range) } ?? connection.range
  }
}

/// `{unit: "A", year: 2024}`
public struct RowLiteral: Sendable, Hashable {
  public struct Cell: Sendable, Hashable {
    public let name: Name
    public let value: SyntaxExpression
  }

  public let cells: [Cell]
  public let range: SourceRange
}

/// One step of a pipeline: `verb clauses : items`.
public struct Step: Sendable, Hashable {
  public let kind: StepKind
  /// From the verb to the end of the step, without the `|`.
  public let range: SourceRange
  /// The verb as written (`order by` is one word here).
  public let wordRange: SourceRange

  public init(_ kind: StepKind, range: SourceRange, wordRange: SourceRange) {
    self.kind = kind
    self.range = range
    self.wordRange = wordRange
  }
}

public indirect enum StepKind: Sendable, Hashable {
  case `where`(SyntaxExpression)
  case derive(DeriveStep)
  /// Items with `isDropped` are the ones to leave out.
  case select([Item])
  case group(GroupStep)
  case aggregate([Item])
  case sort([SortKey])
  case take(TakeStep)
  case skip(SyntaxExpression)
  /// No items: all columns.
  case distinct([Item])
  case join(JoinStep)
  case append(Source)
  case pivot(PivotStep)
  case unpivot(UnpivotStep)
  case split(SplitStep)
  case complete(CompleteStep)
  case fill(FillStep)
  case label([ColumnLabel])
  case compare(CompareStep)
  case project(ProjectStep)
  case whatif(WhatIfStep)
  case track(TrackStep)
  case progress(ProgressStep)
  case say(SayStep)
  case describe
  case peek(label: TextLiteral?)
  case chart(ChartStep)
  case export(ExportStep)
  case assert(condition: SyntaxExpression, message: TextLiteral?)
  case `as`(Name)
  case invalid
}
