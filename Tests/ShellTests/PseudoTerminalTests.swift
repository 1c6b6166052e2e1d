import TestSupport
import Testing

@Suite("The pseudo-terminal of the tests")
struct PseudoTerminalTests {
  @Test("Keys are echoed and read; Ctrl-D ends")
  func cat() throws {
    let terminal = try PseudoTerminal("/bin/cat")
    terminal.send("số liệu\r")
    #expect(terminal.wait(for: "số liệu\nsố liệu\n"))
    terminal.send("\u{4}")
    #expect(terminal.waitForExit() == 0)
  }

  @Test("Ctrl-C reaches the program as a signal")
  func controlC() throws {
    let terminal = try PseudoTerminal("/bin/cat")
    terminal.send("x\r")
    #expect(terminal.wait(for: "x\nx\n"))
    terminal.send("\u{3}")
    #expect(terminal.waitForExit() == 130)
  }

  @Test("The size of the window, its change, and the environment are the program's")
  func size() throws {
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-c", "echo $A; stty size; read x; stty size; exit 3"],
      environment: ["A": "đây"], rows: 11, columns: 57)
    #expect(terminal.wait(for: "đây\n11 57\n"))
    terminal.resize(rows: 40, columns: 100)
    terminal.send("\r")
    #expect(terminal.wait(for: "40 100\n"))
    #expect(terminal.waitForExit() == 3)
  }

  @Test("A wait gives up in time; a program that goes on is ended")
  func patience() throws {
    let terminal = try PseudoTerminal("/bin/sleep", ["60"])
    #expect(!terminal.wait(for: "never", within: .milliseconds(50)))
    #expect(terminal.waitForExit(within: .milliseconds(20)) == nil)
    terminal.end()
    #expect(terminal.waitForExit() == 137)
  }

  @Test("A program that is not there cannot be started")
  func missing() {
    #expect(throws: PseudoTerminal.StartError.self) {
      try PseudoTerminal("/nowhere/program")
    }
  }
}
