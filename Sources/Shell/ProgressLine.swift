import Columns
import Dispatch
import Display
import Language
import Sources
import Synchronization
import Workspace

/// A line under the prompt that tells how far a long piece of work is: step, share, speed, time
/// left.
///
/// It appears after half a second, on a terminal only, is drawn anew ten times a second by a thread
/// of its own, and is wiped before anything else is printed.
final class ProgressLine: Sendable {
  /// What can be said of a moment; apart from drawing, so that tests can ask.
  struct Look: Sendable {
    var lang: Lang
    var hasUnicode: Bool
    /// Cells across.
    var width: Int
    /// Stands before the step.
    var label = ""

    /// The line for a state that has been going on for `phaseSeconds`, in a run of `seconds`.
    func text(_ state: Progress.State, phaseSeconds: Double, seconds: Double) -> String {
      var parts = [label.isEmpty ? state.activity : label + " " + state.activity]
      var share: Double?
      if state.total > 0 {
        let done = min(1, Double(state.done) / Double(state.total))
        share = done
        parts.append("\(Int(done * 100)) %")
        if phaseSeconds > 0.2, state.done > 0 {
          parts.append(speed(Double(min(state.done, state.total)) / phaseSeconds, state.unit))
          let left = phaseSeconds * (1 - done) / done
          parts.append(
            Words(en: "\(duration(left)) left", vi: "còn \(duration(left))").text(in: lang))
        }
      } else {
        // What a database has sent, of which nobody knows how much is to come.
        if state.done > 0, state.unit == .rows {
          let (number, prefix) = shortened(Double(state.done))
          let word = Words(en: state.done == 1 ? "row" : "rows", vi: "dòng").text(in: lang)
          parts.append(number + prefix + " " + word)
        }
        parts.append(duration(seconds))
      }
      let words = parts.joined(separator: "  ")
      guard let share else { return hinted(words) }
      let room = min(24, cells - TerminalWidth.of(words) - 2)
      guard room >= 8 else { return hinted(words) }
      let full = Int((share * Double(room)).rounded(.down))
      let bar =
        String(repeating: hasUnicode ? "━" : "#", count: full)
        + String(repeating: hasUnicode ? "─" : ".", count: room - full)
      return hinted(bar + "  " + words)
    }

    /// The terminal echoes a Ctrl-C as `^C` behind the line, which must not wrap.
    private var cells: Int { max(1, width - 4) }

    /// With how to stop, where there is room.
    private func hinted(_ text: String) -> String {
      let whole = text + "  " + Words(en: "Ctrl-C stops", vi: "Ctrl-C để dừng").text(in: lang)
      return TerminalWidth.of(whole) <= cells ? whole : TerminalWidth.cut(text, to: cells)
    }

    /// `0.4 s`, `12 s`, `3 min`.
    private func duration(_ seconds: Double) -> String {
      if seconds >= 90 {
        let minutes = Int((seconds / 60).rounded())
        return Words(en: "\(minutes) min", vi: "\(minutes) phút").text(in: lang)
      }
      let unit = Words(en: "s", vi: "giây").text(in: lang)
      if seconds >= 10 { return "\(Int(seconds.rounded())) \(unit)" }
      let tenths = Int((seconds * 10).rounded())
      return "\(tenths / 10)\(lang == .vi ? "," : ".")\(tenths % 10) \(unit)"
    }

    private func speed(_ perSecond: Double, _ unit: Progress.Unit) -> String {
      let (text, prefix) = shortened(perSecond)
      let word =
        switch unit {
        case .rows: Words(en: "rows/s", vi: "dòng/giây")
        case .bytes: Words(en: "B/s", vi: "B/giây")
        case .series: Words(en: "series/s", vi: "chuỗi/giây")
        }
      let own = word.text(in: lang)
      return unit == .bytes && prefix.isEmpty
        ? "\(text) \(own)" : unit == .bytes ? text + prefix + own : "\(text)\(prefix) \(own)"
    }

    /// A number of one to three digits, and ` k`, ` M` or ` G` where it is of thousands and more.
    private func shortened(_ number: Double) -> (text: String, prefix: String) {
      var value = number
      var prefix = ""
      for next in [" k", " M", " G"] where value >= 1000 {
        value /= 1000
        prefix = next
      }
      if value >= 10 || value == number && value.rounded() == value {
        return (String(Int(value.rounded())), prefix)
      }
      let tenths = Int((value * 10).rounded())
      return ("\(tenths / 10)\(lang == .vi ? "," : ".")\(tenths % 10)", prefix)
    }
  }

  private struct Shown {
    var isDrawn = false
    var isOver = false
    var phase = -1
    var phaseStart: Double = 0
  }

  private static let patience = 0.5
  private static let interval = 0.1

  private let progress: Progress
  private let look: Look
  private let start: Double
  private let shown = Mutex(Shown())
  private let queue = DispatchQueue(label: "tiendo.progress", qos: .userInteractive)

  /// Begins to watch.
  init(_ progress: Progress, _ look: Look) {
    self.progress = progress
    self.look = look
    start = RunContext.now()
    draw(after: ProgressLine.patience)
  }

  private func draw(after seconds: Double) {
    queue.asyncAfter(deadline: .now() + seconds) { [weak self] in
      guard let self, !self.shown.withLock({ $0.isOver }) else { return }
      self.draw()
      self.draw(after: ProgressLine.interval)
    }
  }

  private func draw() {
    let now = RunContext.now()
    let state = progress.state
    shown.withLock { shown in
      if shown.isOver { return }
      if shown.phase != state.phase {
        shown.phase = state.phase
        // Before the first look a phase has lasted since the run began, as far as anyone can tell.
        shown.phaseStart = shown.isDrawn ? now - ProgressLine.interval : start
      }
      let text = look.text(state, phaseSeconds: now - shown.phaseStart, seconds: now - start)
      Descriptor.writeError("\r" + text + "\u{1B}[K")
      shown.isDrawn = true
    }
  }

  /// Wipes the line, lets `body` print, and goes on.
  func aside<Result>(_ body: () throws -> Result) rethrows -> Result {
    // `body` may print a table of any length: what is held meanwhile is only this line's lock.
    try shown.withLock { shown in
      wipe(&shown)
      return try body()
    }
  }

  /// Wipes the line for good; nothing is drawn after this.
  func end() {
    shown.withLock { shown in
      wipe(&shown)
      shown.isOver = true
    }
  }

  private func wipe(_ shown: inout Shown) {
    if shown.isDrawn { Descriptor.writeError("\r\u{1B}[K") }
    shown.isDrawn = false
  }
}
