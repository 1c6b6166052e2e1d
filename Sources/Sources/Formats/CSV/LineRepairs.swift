/// What was mended in the lines of a block: how often, and where first.
struct LineRepairs: Sendable {
  var short = Tally()
  var surplus = Tally()
  var quotes = Tally()
  var comments = Tally()
  /// Records of empty fields, and such as say the header again.
  var empty = Tally()
  var headers = Tally()
  /// Texts in quotes that hold what looks like records.
  var swallowing = Tally()
  /// Formulas for a text, `="001"`.
  var guarded = Tally()

  func joined(_ other: LineRepairs) -> LineRepairs {
    LineRepairs(
      short: short.joined(other.short), surplus: surplus.joined(other.surplus),
      quotes: quotes.joined(other.quotes), comments: comments.joined(other.comments),
      empty: empty.joined(other.empty), headers: headers.joined(other.headers),
      swallowing: swallowing.joined(other.swallowing), guarded: guarded.joined(other.guarded))
  }
}
