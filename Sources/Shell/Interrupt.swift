import CReadline

/// Ctrl-C as a flag, raised at the prompt and while a query runs alike.
public enum Interrupt {
  /// From here on SIGINT only raises the flag, and a closed pipe is an error of the write rather
  /// than a signal.
  public static func install() { tiendo_interrupt_install() }

  /// Whether Ctrl-C was typed since the flag was last cleared; cheap enough to ask per batch, from
  /// any thread.
  public static var isRaised: Bool { tiendo_interrupt_is_set() }

  /// Lowers the flag and says whether it was up, in one step, so that no Ctrl-C is lost.
  public static func take() -> Bool { tiendo_interrupt_take() }

  /// Lowers the flag; once before each query.
  public static func clear() { tiendo_interrupt_clear() }

  /// Waits until the descriptor has input: true; false as soon as the flag is up.
  static func waitForInput(_ descriptor: Int32) -> Bool { tiendo_interrupt_wait(descriptor) }
}
