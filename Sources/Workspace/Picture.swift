import Columns
import Glibc
import Sources

/// Pictures as files: SVG is ours, other forms come of it by rsvg-convert.
enum Picture {
  /// Writes an SVG document in the form of the path's ending. Throws a `FileError`.
  static func write(_ svg: String, to path: String, _ run: RunContext) throws {
    let ending = FormatRegistry.lastEnding(of: path)
    // What cannot be drawn is told before the file is begun.
    let converted =
      ending == "png" || ending == "pdf" ? try converted(svg, to: ending ?? "", for: path) : nil
    let file = try AtomicFile(path, overwrite: true, checkStopped: run.checkStopped)
    if let converted { try file.write(converted) } else { try file.write(svg) }
    try file.finish()
  }

  /// The bytes of the picture in another form; PNG has two pixels for each of the SVG.
  private static func converted(
    _ svg: String, to form: String, for path: String
  ) throws -> [UInt8] {
    guard Subprogram.isThere("rsvg-convert") else {
      throw FileError(
        path,
        .malformed(
          ".\(form) needs the program rsvg-convert, which is not installed: install librsvg2-bin, "
            + "or write .svg"))
    }
    var template = Array("/tmp/tiendo-picture-XXXXXX".utf8CString)
    // The template is an array of its own, ended by a zero.
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else { throw FileError(path, .cannotWrite(System.lastError)) }
    close(descriptor)
    let place = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // A text that lives during the call.
    defer { unsafe unlink(place) }
    let zoom = form == "png" ? "--zoom 2 " : ""
    let status = Subprogram.run(
      "f() { rsvg-convert \(zoom)-f \(form) -o \"$1\"; }; f", arguments: [place], input: svg)
    let bytes = status == 0 ? try QueryFile.bytes(place, isOwn: true) : []
    guard !bytes.isEmpty else {
      throw FileError(
        path, .malformed("rsvg-convert could not write the picture (status \(status))"))
    }
    return bytes
  }
}
