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
