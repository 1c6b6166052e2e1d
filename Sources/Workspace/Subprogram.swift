import Glibc
package import Language
import Sources

/// Starts other programs: the pager and the editor at the prompt, and those that turn pictures and
/// pages into other forms.
package enum Subprogram {
  package static func variable(_ name: String) -> String? {
    guard let text = System.variable(name) else { return nil }
    return text.isEmpty ? nil : text
  }

  /// The reader's pager: `$PAGER`, else less, which leaves what fits on the screen and says below how
  /// to leave it, unless `$LESS` has the reader's own wishes.
  package static func pager(_ lang: Lang, keeping frame: (lines: Int, columns: Int)? = nil) -> String {
    if let own = variable("PAGER") { return framed(own, frame) }
    guard variable("LESS") == nil else { return framed("less -RSFX", frame) }
    // Letters beyond ASCII come out wrong in the prompts of some versions.
    let prompt = Words(en: "space goes on, q returns", vi: "space xem tiep, q tro lai")
    return "export LESS='-Ps\(prompt.text(in: lang))$'; " + framed("less -RSFX", frame)
  }

  /// The pager with the lines and columns that stay, where it is a less that can: from version 600 on
  /// it lists `--header` among its options.
  private static func framed(_ pager: String, _ frame: (lines: Int, columns: Int)?) -> String {
    guard let frame, let program = pager.split(separator: " ").first,
      program == "less" || program.hasSuffix("/less")
    else { return pager }
    return "if \(program) --help </dev/null 2>/dev/null | grep -q -e --header; "
      + "then exec \(pager) --header=\(frame.lines),\(frame.columns); else exec \(pager); fi"
  }

  package static var editor: String { variable("VISUAL") ?? variable("EDITOR") ?? "vi" }

  /// Whether a program can be started by its name.
  package static func isThere(_ name: String) -> Bool {
    (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":").contains {
      // A text that lives during the call.
      unsafe access("\($0)/\(name)", X_OK) == 0
    }
  }

  /// Runs a command of the shell on this terminal, with `input` on its standard input if given.
  ///
  /// Gives its status; 127 where there is no such program. Leaving the program early is no error.
  package static func run(_ command: String, arguments: [String] = [], input: String? = nil)
    -> Int32
  {
    var ends: [Int32] = [-1, -1]
    if input != nil {
      // The array has room for the two ends.
      guard unsafe pipe(&ends) == 0 else { return 127 }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    // Actions, attributes and signals are local variables: set up by their init functions before any
    // other call has their address, and destroyed after the last one.
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if input != nil { unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The program answers Ctrl-C and broken pipes as it would from any shell.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGPIPE] { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let words = ["sh", "-c", arguments.isEmpty ? command : command + " \"$@\"", "sh"] + arguments
    // Copies of the words that live until the function ends, and the null that posix_spawn looks for.
    var argv: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for place in words.indices { unsafe free(argv[place]) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, &argv, environ)
    if input != nil { close(ends[0]) }
    guard code == 0 else {
      if input != nil { close(ends[1]) }
      return 127
    }
    if let input {
      var rest = Array(input.utf8)[...]
      while !rest.isEmpty {
        let count = System.write(rest, to: ends[1])
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
        rest = rest.dropFirst(count)
      }
      close(ends[1])
    }
    var status: Int32 = 0
    // The address of a local variable, for the time of the call.
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
