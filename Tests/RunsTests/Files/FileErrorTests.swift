import Glibc
import Testing

@testable import Runs

struct FileErrorTests {
  @Test(arguments: [
    (FileError.notFound(path: "a"), "There is no file \"a\"."),
    (.isDirectory(path: "a"), "\"a\" is a directory."),
    (
      .notRegular(path: "a", kind: .pipe),
      "\"a\" is a named pipe, which is not written to or replaced."
    ),
    (.sameFileTwice(first: "a", second: "b"), "\"a\" and \"b\" are the same file."),
    (
      .writeFailed(path: "a", code: ENOSPC),
      "\"a\" could not be written: No space left on device (error 28)."
    ),
    (.brokenPipe(path: "<stdout>"), "The reader of <stdout> closed it before the end."),
    (.notFound(path: "a\u{1b}[2J\n"), "There is no file \"a\\u{1b}[2J\\u{a}\"."),
  ])
  func saysWhatIsWrong(error: FileError, message: String) {
    #expect(error.message == message)
    #expect(error.help.hasSuffix("."))
  }
}
