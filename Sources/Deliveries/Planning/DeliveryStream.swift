import Batches
import Minting
import Runs

/// The chosen rows of all inputs, one after the other.
struct DeliveryStream {
  private let materials: DeliveryMaterials
  private let wanted: [RowSet]
  private let repeated: [RowSet]
  private var input = -1
  private var file: InputFile?
  private var reader: BatchReader?
  private var record = Record()

  /// - Parameters:
  ///   - wanted: for each input the rows that are given.
  ///   - repeated: for each input the rows that may have been presented already.
  init(_ materials: DeliveryMaterials, wanted: [RowSet], repeated: [RowSet]) {
    self.materials = materials
    self.wanted = wanted
    self.repeated = repeated
  }

  mutating func next() throws(DeliveryFailure) -> DeliveryRow? {
    while true {
      while reader != nil, try readRecord() {
        guard wanted[input].contains(record.row) else { continue }
        return DeliveryRow(
          input: input, stored: StoredRow(record),
          isRepeated: repeated[input].contains(record.row))
      }
      reader = nil
      guard try openNext() else { return nil }
    }
  }

  private mutating func readRecord() throws(DeliveryFailure) -> Bool {
    do throws(BatchError) {
      return try reader?.next(into: &record) ?? false
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: BatchError) -> DeliveryFailure {
    let name = materials.inputs.inputs[input].name
    return .run(file?.change.map { .input($0) } ?? .unreadable(error), input: name)
  }

  /// Opens the next input of which a row is wanted.
  private mutating func openNext() throws(DeliveryFailure) -> Bool {
    let inputs = materials.inputs.inputs
    while input + 1 < inputs.count {
      input += 1
      if wanted[input].count == 0 { continue }
      (file, reader) = try materials.open(input)
      return true
    }
    return false
  }
}

extension DeliveryMaterials {
  /// The input with its header read.
  func open(_ index: Int) throws(DeliveryFailure) -> (InputFile, BatchReader) {
    let input = inputs.inputs[index]
    let file: InputFile
    do {
      file = try input.open()
    } catch {
      throw .run(.input(error), input: input.name)
    }
    let (format, dialect) = form(of: input)
    var reader = BatchReader(format: format, dialect: dialect, source: file.batchSource)
    do throws(BatchError) {
      _ = try reader.readHeader()
    } catch {
      throw .run(file.change.map { .input($0) } ?? .unreadable(error), input: input.name)
    }
    return (file, reader)
  }

  /// How the rows of an input stand in it. The keys of JSON are known when all of it has been read.
  func rowForm(_ index: Int) throws(DeliveryFailure) -> RowForm {
    var (file, reader) = try open(index)
    if reader.format != .csv {
      var record = Record()
      do throws(BatchError) {
        while try reader.next(into: &record) {}
      } catch {
        throw .run(
          file.change.map { .input($0) } ?? .unreadable(error), input: inputs.inputs[index].name)
      }
    }
    return RowForm(
      format: reader.format ?? .csv, dialect: reader.dialect ?? .comma, columns: reader.columns)
  }
}
