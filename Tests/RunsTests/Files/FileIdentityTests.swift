import Testing

@testable import Runs

struct FileIdentityTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.plant("batch", "")
    try directory.plant("other", "")
    try directory.plantHardLink("hard", to: "batch")
    try directory.plantLink("soft", to: "batch")
    try directory.plantLink("here", to: ".")
  }

  @Test(arguments: [
    ("batch", "batch", true),
    ("batch", "./batch", true),
    ("batch", "here/batch", true),
    ("batch", "hard", true),
    ("batch", "soft", true),
    ("batch", "other", false),
    ("batch", "new", false),
    ("new", "./new", true),
    ("new", "here/new", true),
    ("new", "newer", false),
    ("new", "none/new", false),
    ("none/new", "none/new", true),
    ("ame\u{301}lie", "am\u{e9}lie", false),
  ])
  func tellsWhetherTwoPathsAreOneFile(first: String, second: String, expected: Bool) {
    #expect(FileIdentity.areSame(directory[first], directory[second]) == expected)
    #expect(FileIdentity.areSame(directory[second], directory[first]) == expected)
  }

  @Test func refusesTheSameFileTwice() throws {
    let (batch, soft, new) = (directory["batch"], directory["soft"], directory["new"])
    try FileIdentity.requireDistinct([batch, directory["other"], new, "-", "-"])
    #expect(throws: FileError.sameFileTwice(first: batch, second: soft)) {
      try FileIdentity.requireDistinct([batch, new, soft])
    }
    #expect(throws: FileError.sameFileTwice(first: new, second: new)) {
      try FileIdentity.requireDistinct([new, batch, new])
    }
  }

  @Test(arguments: [
    ("a", ".", "a"), ("/a", "/", "a"), ("a/b", "a", "b"), ("/a/b", "/a", "b"), ("a/", "a", ""),
    ("//a", "/", "a"),
  ])
  func splitsAPath(path: String, parent: String, name: String) {
    let parts = FileIdentity.split(path)
    #expect(parts.parent == parent)
    #expect(parts.name == name)
  }
}
