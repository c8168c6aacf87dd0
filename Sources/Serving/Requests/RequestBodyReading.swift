import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1

extension Request {
  /// Reads the whole body.
  ///
  /// - Throws: ``Refused`` where it is longer than `bytesMax`, comes too slowly, or is badly framed.
  func bytes(upTo bytesMax: Int) async throws(Refused) -> [UInt8] {
    if let length = headers[.contentLength], (Int(length) ?? Int.max) > bytesMax {
      throw Refused(.bodyTooLarge)
    }
    do {
      return Array(buffer: try await body.collect(upTo: bytesMax))
    } catch is NIOTooManyBytesError {
      throw Refused(.bodyTooLarge)
    } catch is ArrivalError {
      throw Refused(.tooSlow)
    } catch {
      throw Refused(.badRequest)
    }
  }

  /// Refuses a body of another type than JSON, or a compressed one.
  func requireJSON() throws(Refused) {
    if let encoding = headers[.contentEncoding], !Self.isWord(encoding, "identity") {
      throw Refused(.unsupportedMediaType)
    }
    let type = headers[values: .contentType]
    guard type.count == 1 else { throw Refused(.unsupportedMediaType) }
    let parts = type[0].split(separator: ";", omittingEmptySubsequences: false)
    guard Self.isWord(String(parts[0]), "application/json") else {
      throw Refused(.unsupportedMediaType)
    }
  }

  /// Compares without regard to case and blanks around it.
  private static func isWord(_ text: String, _ word: String) -> Bool {
    var bytes = Array(text.utf8)
    while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
    let trimmed = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    return trimmed.elementsEqual(word.utf8) { left, right in
      ((0x41...0x5A).contains(left) ? left | 0x20 : left) == right
    }
  }
}
